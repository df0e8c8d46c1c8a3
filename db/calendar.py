"""The days that differ from the week: holidays and make-up days of the years that the administrator loaded."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class CalendarDay(Base):
    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint("char_length(name) BETWEEN 1 AND 60", name="name"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    name: Mapped[str]
