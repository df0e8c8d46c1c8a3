"""The city's rules as tables: categories, limits, heating seasons, settings. Filled by sql/0001_rules.sql; bands of
refunds by sql/0005_refund_bands.sql."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Numeric, SmallInteger, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of
from db.kinds import FieldKind


class Category(Base):
    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("rank", name="category_rank_key"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    urgency: Mapped[str]
    questions: Mapped[list[str]] = mapped_column(server_default="{}")
    first_words: Mapped[str] = mapped_column(server_default="")
    secret: Mapped[bool] = mapped_column(server_default="false")
    answer_at_once: Mapped[bool] = mapped_column(server_default="false")


class LimitRule(Base):
    """A limit with its legal basis; ``mark`` as in domain.md (V read in the text, V- reported, P our proposal)."""

    __tablename__ = "limit_rule"
    __table_args__ = (
        CheckConstraint("minutes <= 366 * 1440", name="minutes"),
        CheckConstraint("first_days <= 200 AND first_days_minutes <= 366 * 1440", name="first"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    categories: Mapped[list[str]]
    clock: Mapped[str]
    minutes: Mapped[int]
    first_days: Mapped[int | None] = mapped_column(SmallInteger)
    first_days_minutes: Mapped[int | None]
    counts_from: Mapped[str]
    legal_name: Mapped[str]
    short_article: Mapped[str]
    words: Mapped[str]
    mark: Mapped[str]
    valid_from: Mapped[date] = mapped_column(server_default="2017-12-02")
    valid_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(server_default="")
    unit: Mapped[str] = mapped_column(server_default="hours")
    only_when: Mapped[dict[str, Any] | None] = mapped_column(JSONB)


class FormField(Base):
    """A field of a category's short form; bounds are a number's, a text's length, or a date's days from today."""

    __tablename__ = "form_field"
    __table_args__ = (
        UniqueConstraint("category", "rank", name="uq_form_field_rank"),
        CheckConstraint("key ~ '^[a-z][a-z0-9_]{0,29}$'", name="key"),
        CheckConstraint("char_length(label) BETWEEN 1 AND 20", name="label"),
        CheckConstraint("char_length(hint) <= 60", name="hint"),
        CheckConstraint(
            "(kind = 'choice') = (cardinality(choices) > 1) AND cardinality(choices) <= 10", name="choices"
        ),
        CheckConstraint("least <= most", name="bounds"),
        one_of("kind", FieldKind),
    )

    category: Mapped[str] = mapped_column(ForeignKey("category.code"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(SmallInteger)
    label: Mapped[str]
    kind: Mapped[FieldKind] = mapped_column(by_value(FieldKind))
    unit: Mapped[str] = mapped_column(server_default="")
    choices: Mapped[list[str]] = mapped_column(server_default="{}")
    least: Mapped[Decimal | None] = mapped_column(Numeric)
    most: Mapped[Decimal | None] = mapped_column(Numeric)
    required: Mapped[bool] = mapped_column(server_default="false")
    hint: Mapped[str] = mapped_column(server_default="")


class Season(Base):
    __tablename__ = "season"

    name: Mapped[str] = mapped_column(primary_key=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    note: Mapped[str] = mapped_column(server_default="")


class Setting(Base):
    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)
    note: Mapped[str] = mapped_column(server_default="")


class RefundBand(Base):
    """Up to which temperature which percent of a day's charge is given back (HZ Art.44); a change is a new version."""

    __tablename__ = "refund_band"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("up_to BETWEEN '-30' AND 50", name="up_to"),
        CheckConstraint("char_length(article) BETWEEN 1 AND 200", name="article"),
        CheckConstraint("mark IN ('V', 'V-', 'P')", name="mark"),
        CheckConstraint("char_length(note) <= 400", name="note"),
    )

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    percent: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    valid_from: Mapped[date]
    up_to: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    included: Mapped[bool]
    article: Mapped[str]
    mark: Mapped[str]
    note: Mapped[str]
