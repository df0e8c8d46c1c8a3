"""Who sits at the hotline: one person, one PostgreSQL login."""

from sqlalchemy import CheckConstraint, ForeignKey, Identity, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of
from db.kinds import Role


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("role <> 'company' OR company_id IS NOT NULL", name="company"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(by_value(Role))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    seat_number: Mapped[int | None] = mapped_column(SmallInteger)
    active: Mapped[bool] = mapped_column(server_default="true")
