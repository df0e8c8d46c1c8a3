"""The directory and the rules as read from the database into memory."""

from app.directory import Directory
from app.records import Building, Community, CommunityKind, Company, Manager, Person, Role, Station
from app.rules import Rules, build_rules
from db import reference
from db.reference import Rows
from db.store import Connection


def read_directory(connection: Connection) -> Directory:
    """The whole living directory as one snapshot."""
    rows = reference.directory_rows(connection)
    buildings: dict[int, list[Building]] = {}
    for row in rows["building"]:
        one = Building(row["id"], row["community_id"], row["name"], row["company_id"], row["station_id"])
        buildings.setdefault(one.community_id, []).append(one)
    managers: dict[int, list[Manager]] = {}
    for row in rows["manager"]:
        keeper = Manager(
            id=row["id"],
            community_id=row["community_id"],
            name=row["name"],
            phones=tuple(row["phones"]),
            duty_from=row["duty_from"],
            duty_to=row["duty_to"],
            rank=row["rank"],
            verified_on=row["verified_on"],
            private_note=row.get("private_note", ""),
        )
        managers.setdefault(keeper.community_id, []).append(keeper)
    return Directory.of(
        companies=[
            Company(
                row["id"],
                row["code"],
                row["name"],
                row["short_name"],
                tuple(row["service_phones"]),
                row["duty_phone"],
            )
            for row in rows["company"]
        ],
        stations=[
            Station(row["id"], row["code"], row["name"], row["company_id"], row["address"], row["homes"])
            for row in rows["station"]
        ],
        communities=[
            Community(
                id=row["id"],
                name=row["name"],
                aliases=tuple(row["aliases"]),
                address=row["address"],
                kind=CommunityKind(row["kind"]),
                company_id=row["company_id"],
                station_id=row["station_id"],
                handed_over=row["handed_over"],
                warranty_until=row["warranty_until"],
                homes=row["homes"],
                note=row["note"],
                buildings=tuple(buildings.get(row["id"], ())),
                managers=tuple(managers.get(row["id"], ())),
            )
            for row in rows["community"]
        ],
        people=_people(rows["person"]),
    )


def read_rules(connection: Connection) -> Rules:
    """The rules of the city as they stand."""
    rows = reference.rule_rows(connection)
    return build_rules(
        categories=rows["category"],
        limit_rules=rows["limit_rule"],
        seasons=rows["season"],
        moves=rows["move"],
        settings=rows["setting"],
        calendar_days=rows["calendar_day"],
        authorities=rows["authority"],
        refund_bands=rows["refund_band"],
        form_fields=rows["form_field"],
        entitlement_moves=rows["entitlement_move"],
    )


def _people(rows: Rows) -> list[Person]:
    return [
        Person(
            row["id"],
            row["login"],
            row["name"],
            Role(row["role"]),
            row["company_id"],
            row["seat_number"],
            row["active"],
        )
        for row in rows
    ]
