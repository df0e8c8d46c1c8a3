"""Who heats a flat, in a few words at the side of the form, and who is liable where it is not the company."""

from datetime import date

from app.directory import Directory


def side_words(directory: Directory, community_id: int | None, building: str) -> tuple[str, str]:
    """Company and station, and why: (永恒 · 站 018, 按楼栋：3 号楼). Nothing for a community that is not chosen."""
    if community_id is None or community_id not in directory.communities:
        return "", ""
    route = directory.route(community_id, building)
    company = route.company.short_name if route.company else "未登记企业"
    return f"{company} · 站 {route.station.code}" if route.station else company, route.why


def duty_words(directory: Directory, community_id: int | None, today: date) -> str:
    """Whose duty the plant is where it isn't the company's alone (菏泽市供热条例第二十七、三十五条)."""
    community = directory.communities.get(community_id) if community_id is not None else None
    if community is None:
        return ""
    said = []
    if not community.handed_over:
        said.append("设施未移交：由产权人或物业按约定负责（条例第三十五条）")
    if community.warranty_until is not None and community.warranty_until >= today:
        said.append(
            f"保修期至 {community.warranty_until:%Y-%m-%d}：由开发建设单位和供热公司按各自过错保修（条例第二十七条）"
        )
    return "；".join(said)
