"""The year's conference and its sittings."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.core.db import Base, enum_by_value
from kiosk.domain.sittings.rules import SittingState


class Conference(Base):
    """A year's programme of dialogue."""

    __tablename__ = "conferences"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)


class Sitting(Base):
    """One dated meeting in one hall."""

    __tablename__ = "sittings"
    __table_args__ = (UniqueConstraint("conference_id", "round_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conferences.id"))
    round_no: Mapped[int] = mapped_column(comment="lần: first, second … of the year")
    name: Mapped[str] = mapped_column(String(160), comment='"Hội nghị đối thoại lần 2 năm 2027"')
    on: Mapped[date]
    begins: Mapped[str] = mapped_column(String(5), comment="local time of the opening, HH:MM")
    hall: Mapped[str] = mapped_column(String(160))
    state: Mapped[SittingState] = mapped_column(enum_by_value(SittingState))
