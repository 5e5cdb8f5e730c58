"""What the hall sees."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.core.db import WORDS, Base, at_most_one


class Projection(Base):
    """An immutable copy of words that somebody named approved, in the wording they saw. The wall reads nothing else."""

    __tablename__ = "projections"
    __table_args__ = (at_most_one("uq_projections_up", of="sitting_id", where="cleared_at IS NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    revision: Mapped[int] = mapped_column(comment="the wording that was approved")
    label: Mapped[str] = mapped_column(String(20), comment="YK-07.2")
    words: Mapped[str] = mapped_column(WORDS)
    byline: Mapped[str] = mapped_column(String(400), comment="the group; the name only with consent")
    department: Mapped[str | None] = mapped_column(String(120), comment="who is called to answer")
    approved_by: Mapped[str] = mapped_column(String(120))
    shown_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
