"""The city's rules as data: categories, limits, heating seasons, allowed moves and settings.

Nothing here is a figure of the law: every figure comes from the tables that ``db/migrations/sql/0001_rules.sql`` fills
and the administrator keeps, each with its legal basis beside it. Pure: built from rows, never changed, safe to share
between threads.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from app.errors import BadInput
from app.records import Act, Authority, Category, FieldKind, FormField, LimitUnit, Role, State, Urgency
from app.refund_bands import Band, bands_on, build_bands
from app.working_days import CITY_TIME as CITY_TIME, Calendar, Day
from db.kinds import Clock

HOUSE_CLOCKS = frozenset({Clock.SIGN, Clock.CONTACT, Clock.CALL_BACK})
"""Steps that no article limits: a rule of ours (mark P) may, for an alarm in the house and nothing else."""
NEW = "new"
"""The state in the table of moves before there is a complaint."""

Row = Mapping[str, Any]
"""One row of a table, by column name."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LimitRule:
    """One limit and where it stands in the law; a changed rule is a new row with a later ``valid_from``."""

    id: int
    categories: tuple[str, ...]
    clock: Clock
    minutes: int
    first_days: int | None  # the first n days of the season have a limit of their own
    first_days_minutes: int | None
    counts_from_dispatch: bool  # HZ Art.41 counts from the company's receipt; False: from the call
    legal_name: str  # 菏泽市供热条例第四十一条第（二）项
    short_article: str  # 市供热条例第四十一条, as printed on the slip
    words: str  # 供热质量投诉到场：供暖季前十日 5 小时，其余 2 小时
    mark: str  # V read in the text, V- in a report only, P our own proposal
    valid_from: date
    valid_until: date | None  # the last day, itself included; None: until further notice
    unit: LimitUnit = LimitUnit.HOURS
    only_when: tuple[tuple[str, tuple[str, ...]], ...] = ()  # matters of the form for which it holds; none: for all

    @property
    def is_house(self) -> bool:
        """Whether it is a house rule: it raises an alarm, but is never printed, and orders no queue."""
        return self.mark == "P" and self.clock in HOUSE_CLOCKS

    def valid_on(self, day: date) -> bool:
        """Whether the rule is in force on this calendar day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def holds_for(self, form: Mapping[str, str]) -> bool:
        """Whether a complaint with this form has the limit."""
        return all(form.get(key) in values for key, values in self.only_when)


@dataclass(frozen=True, slots=True)
class Season:
    """One heating season, first and last day included; the city may shift both each year (HZ Art.20)."""

    name: str  # 2026-2027
    starts_on: date
    ends_on: date
    note: str

    def day_of(self, day: date) -> int | None:
        """1 on ``starts_on``; None outside the season."""
        return (day - self.starts_on).days + 1 if self.starts_on <= day <= self.ends_on else None


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move: who may do what in which state, and where it leads. ``state`` None: nothing is there yet."""

    state: State | None
    act: Act
    role: Role
    next_state: State


@dataclass(frozen=True, slots=True)
class Rules:
    """All the rules of the city at one moment; read anew as a whole when one of them changes."""

    categories: Mapping[str, Category]  # by code, in the order of the table: A1 … C9, C10 … D4
    limit_rules: tuple[LimitRule, ...]
    seasons: tuple[Season, ...]  # oldest first
    moves: tuple[Move, ...]
    settings: Mapping[str, Any]
    calendar: Calendar = field(default_factory=Calendar)
    authorities: Mapping[str, Authority] = field(default_factory=dict)  # by code, emergencies first
    refund_bands: tuple[Band, ...] = ()  # of all versions
    forms: Mapping[str, tuple[FormField, ...]] = field(default_factory=dict)  # by category; most have none
    entitlement_moves: tuple[tuple[str, str, str, str, str], ...] = ()  # refund or relief, state, act, role, next

    @property
    def area_code(self) -> str:
        """Put before a local number of seven or eight digits: 0530."""
        return str(self.settings["area_code"])

    def category(self, code: str) -> Category:
        """The category typed as ``b1``, ``B1`` or ``Ｂ１``; BadInput(field="category") when there is none."""
        known = self.categories.get(unicodedata.normalize("NFKC", code).strip().upper())
        if known is None:
            codes = list(self.categories)
            shown = "".join(sign for sign in code if sign.isprintable())[:20]
            raise BadInput(f"没有类别“{shown}”，请从 {codes[0]}–{codes[-1]} 中选择。", field="category")
        return known

    def limits_on(self, code: str, day: date, form: Mapping[str, str] = _NOTHING) -> dict[Clock, LimitRule]:
        """The rules in force for a category on this calendar day; of two for one clock the later one.

        ``form``: what was filled in; a limit of some matters only holds for no other.
        """
        found: dict[Clock, LimitRule] = {}
        for rule in self.limit_rules:
            if code in rule.categories and rule.valid_on(day) and rule.holds_for(form):
                known = found.get(rule.clock)
                if known is None or known.valid_from <= rule.valid_from:
                    found[rule.clock] = rule
        return found

    def season_on(self, day: date) -> Season | None:
        """The heating season in which this calendar day lies."""
        return next((season for season in self.seasons if season.day_of(day) is not None), None)

    def knows_season(self, day: date) -> bool:
        """Whether the table says if there is heating on this day: in a season, or in the summer between two of them.

        A gap of a year or more between two rows is a season nobody entered, not a long summer.
        """
        if self.season_on(day):
            return True
        before = max((season.ends_on for season in self.seasons if season.ends_on < day), default=None)
        after = min((season.starts_on for season in self.seasons if season.starts_on > day), default=None)
        return before is not None and after is not None and (after - before).days < 365

    def bands_on(self, day: date) -> tuple[Band, ...]:
        """The bands of refunds in force on a day, from cold to warm (HZ Art.44). Errors: BadInput(field="day")."""
        return bands_on(self.refund_bands, day)

    def short_article(self, legal_name: str) -> str:
        """The article as the slip prints it; the full name where the rule has gone from the table since."""
        return next((rule.short_article for rule in self.limit_rules if rule.legal_name == legal_name), legal_name)


def build_rules(
    *,
    categories: Iterable[Row],
    limit_rules: Iterable[Row],
    seasons: Iterable[Row],
    moves: Iterable[Row],
    settings: Iterable[Row],
    calendar_days: Iterable[Row] = (),
    authorities: Iterable[Row] = (),
    refund_bands: Iterable[Row] = (),
    form_fields: Iterable[Row] = (),
    entitlement_moves: Iterable[Row] = (),
) -> Rules:
    """Rules from the rows of category, limit_rule, season, move, setting, calendar_day, authority, refund_band, in any
    order.

    A limit marked U (unverified) is left out: it must never be shown as a rule.
    """
    ranked = sorted(categories, key=lambda row: int(row["rank"]))
    return Rules(
        categories=MappingProxyType({row["code"]: _category(row) for row in ranked}),
        limit_rules=tuple(
            _limit_rule(row) for row in sorted(limit_rules, key=lambda row: int(row["id"])) if row["mark"] != "U"
        ),
        seasons=tuple(
            Season(row["name"], row["starts_on"], row["ends_on"], row["note"])
            for row in sorted(seasons, key=lambda row: row["starts_on"])
        ),
        moves=tuple(_move(row) for row in moves),
        settings=MappingProxyType({row["key"]: row["value"] for row in settings}),
        calendar=Calendar(
            MappingProxyType({row["day"]: Day(row["working"], row["name"]) for row in calendar_days}),
        ),
        authorities=MappingProxyType(
            {row["code"]: _authority(row) for row in sorted(authorities, key=lambda row: int(row["rank"]))}
        ),
        refund_bands=build_bands(refund_bands),
        forms=_forms(form_fields),
        entitlement_moves=tuple(
            (row["record"], row["state"], row["act"], row["role"], row["next_state"]) for row in entitlement_moves
        ),
    )


def _category(row: Row) -> Category:
    return Category(
        code=row["code"],
        name=row["name"],
        urgency=Urgency(row["urgency"]),
        questions=tuple(row["questions"]),
        first_words=row["first_words"],
        secret=row["secret"],
        answer_at_once=row["answer_at_once"],
    )


def _authority(row: Row) -> Authority:
    return Authority(
        code=row["code"],
        name=row["name"],
        phones=tuple(row["phones"]),
        matters=tuple(row["matters"]),
        words=row["words"],
        emergency=row["emergency"],
        mark=row["mark"],
    )


def _forms(rows: Iterable[Row]) -> Mapping[str, tuple[FormField, ...]]:
    found: dict[str, tuple[FormField, ...]] = {}
    for row in sorted(rows, key=lambda row: (row["category"], int(row["rank"]))):
        values = {name: row[name] for name in ("category", "key", "label", "unit", "least", "most", "required", "hint")}
        one = FormField(**values, kind=FieldKind(row["kind"]), choices=tuple(row["choices"]))
        found[one.category] = (*found.get(one.category, ()), one)
    return MappingProxyType(found)


def _limit_rule(row: Row) -> LimitRule:
    return LimitRule(
        id=row["id"],
        categories=tuple(row["categories"]),
        clock=Clock(row["clock"]),
        minutes=row["minutes"],
        first_days=row["first_days"],
        first_days_minutes=row["first_days_minutes"],
        counts_from_dispatch=row["counts_from"] == "dispatch",
        legal_name=row["legal_name"],
        short_article=row["short_article"],
        words=row["words"],
        mark=row["mark"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        unit=LimitUnit(row.get("unit", LimitUnit.HOURS)),
        only_when=tuple((key, tuple(values)) for key, values in (row.get("only_when") or {}).items()),
    )


def _move(row: Row) -> Move:
    state = None if row["state"] == NEW else State(row["state"])
    return Move(state, Act(row["act"]), Role(row["role"]), State(row["next_state"]))
