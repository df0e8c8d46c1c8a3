"""What is known of a community, as rows of facts: who heats it, whom to ring, whose duty the plant is."""

from datetime import datetime

from app.directory import Directory, building_words
from app.errors import BadInput
from app.phones import read_phone
from app.records import Building, Community, Company, Manager
from app.rules import CITY_TIME
from app.words import COMMUNITY_KIND_WORDS
from ui.fact_grid import Fact
from ui.flat_side import duty_words

STALE_DAYS = 365  # a manager's number that nobody has verified for so long may be wrong


def community_facts(directory: Directory, area_code: str, community: Community, at: datetime) -> list[Fact]:
    """Rows for the panel, the company first, the managers on duty now before the others."""
    route = directory.route(community.id)
    facts = [
        Fact(COMMUNITY_KIND_WORDS[community.kind], community.address or "没有登记地址", f"{community.homes} 户"),
    ]
    if community.aliases:
        facts.append(Fact("又名", "、".join(community.aliases)))
    facts += _company_facts(route.company, area_code)
    if route.station is not None:
        facts.append(Fact("换热站", f"{route.station.code} {route.station.name}\n{route.station.address}".strip()))
    facts += _buildings_facts(directory, community)
    duty = duty_words(directory, community.id, at.astimezone(CITY_TIME).date())
    facts.append(Fact("责任", duty or "设施已移交，由热力公司负责", look="warning" if duty else ""))
    for manager in directory.managers(community.id, at):
        facts.append(_manager_fact(manager, area_code, at))
    if not community.managers:
        facts.append(Fact("管理员", "没有登记", look="warning"))
    if community.note:
        facts.append(Fact("备注", community.note))
    return facts


def duty_phone(directory: Directory, area_code: str, community: Community, at: datetime) -> str:
    """The first number of the manager on duty; of the company's duty phone where there is none; or empty."""
    for manager in directory.managers(community.id, at):
        if manager.phones:
            return phone_words(manager.phones[0], area_code)
    company = directory.route(community.id).company
    return phone_words(company.duty_phone, area_code) if company and company.duty_phone else ""


def phone_words(raw: str, area_code: str) -> str:
    """A published number as it is read out; as published where it can't be read."""
    try:
        return read_phone(raw, area_code).national
    except BadInput:
        return raw


def _company_facts(company: Company | None, area_code: str) -> list[Fact]:
    if company is None:
        return [Fact("供热", "没有登记供热企业", look="warning")]
    phones = "  ".join(phone_words(one, area_code) for one in company.service_phones)
    facts = [Fact("供热", f"{company.name}\n{phones}".strip())]
    if company.duty_phone:
        facts.append(Fact("值班", phone_words(company.duty_phone, area_code)))
    return facts


def _buildings_facts(directory: Directory, community: Community) -> list[Fact]:
    """Buildings that another company or station than the community's serves, gathered by whom."""
    own = (community.company_id, community.station_id)
    groups: dict[str, list[Building]] = {}
    for building in community.buildings:
        if (building.company_id, building.station_id) not in ((None, None), own):
            route = directory.route(community.id, building.name)
            served = [route.company.short_name] if route.company else []
            served += [f"站 {route.station.code}"] if route.station else []
            groups.setdefault(" · ".join(served), []).append(building)
    return [
        Fact("另供", "、".join(building_words(one.name) for one in buildings), who, look="warning")
        for who, buildings in groups.items()
    ]


def _manager_fact(manager: Manager, area_code: str, at: datetime) -> Fact:
    local = at.astimezone(CITY_TIME)
    on_duty = manager.on_duty(local.time())
    phones = "  ".join(phone_words(phone, area_code) for phone in manager.phones)
    if manager.duty_from is None or manager.duty_to is None:
        hours = "全天"
    else:
        hours = f"{manager.duty_from:%H:%M}–{manager.duty_to:%H:%M}"
    verified = manager.verified_on
    checked = f"{verified:%Y-%m-%d} 核实" if verified else "号码未核实"
    if verified is not None and (local.date() - verified).days > STALE_DAYS:
        checked = f"{checked}，已过一年"
    return Fact(
        "管理员",
        f"{manager.name} {phones}\n{hours} · {checked}",
        "◉ 当班" if on_duty else "○",
        look="" if on_duty else "muted",
        right_look="good" if on_duty else "muted",
    )
