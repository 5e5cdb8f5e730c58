"""The door log, and who is inside."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.core.db import Base, at_most_one, enum_by_value
from kiosk.domain.attendance.rules import ForeignCode, Verdict


class Scan(Base):
    """One line of the door log: every scan with its verdict, the refused and the undone too. Never the string."""

    __tablename__ = "scans"
    __table_args__ = (Index("ix_scans_door", "sitting_id", "door", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    at: Mapped[datetime]
    door: Mapped[str] = mapped_column(String(120))
    verdict: Mapped[Verdict] = mapped_column(enum_by_value(Verdict))
    delegate_id: Mapped[int | None] = mapped_column(ForeignKey("delegates.id"), index=True)
    foreign: Mapped[ForeignCode | None] = mapped_column(enum_by_value(ForeignCode))
    undone_at: Mapped[datetime | None]


class Entry(Base):
    """A delegate's stay in the hall. One is open at most; an annulled one never was."""

    __tablename__ = "entries"
    __table_args__ = (
        at_most_one("uq_entries_open", of="delegate_id", where="left_at IS NULL AND annulled_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"), index=True)
    delegate_id: Mapped[int] = mapped_column(ForeignKey("delegates.id"), index=True)
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"), unique=True)
    left_at: Mapped[datetime | None]
    annulled_at: Mapped[datetime | None]
