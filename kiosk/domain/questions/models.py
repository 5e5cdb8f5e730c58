"""Contributions, their questions, every wording of them, every move."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.core.db import WORDS, Base, at_most_one, enum_by_value
from kiosk.domain.questions.rules import Kind, Move, Reason, Source, State


class Contribution(Base):
    """One person's turn, slip or form (lượt ý kiến)."""

    __tablename__ = "contributions"
    __table_args__ = (UniqueConstraint("sitting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    number: Mapped[int] = mapped_column(comment="L-07: its place in the sitting")
    delegate_id: Mapped[int | None] = mapped_column(ForeignKey("delegates.id"), index=True)
    source: Mapped[Source] = mapped_column(enum_by_value(Source))
    shows_name: Mapped[bool] = mapped_column(comment="consent to the name on the wall; never by default")
    at: Mapped[datetime]


class Question(Base):
    """One single matter (ý kiến). No outcome without what its asker can read: the database says so too."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("contribution_id", "part"),
        Index("ix_questions_queue", "sitting_id", "state", "rank"),
        at_most_one("uq_questions_on_screen", of="sitting_id", where="state = 'on_screen'"),
        CheckConstraint("state <> 'declined' OR reason IS NOT NULL", name="declined_needs_reason"),
        CheckConstraint(
            "state <> 'deferred' OR (department_id IS NOT NULL AND due IS NOT NULL)", name="deferred_needs_who_and_when"
        ),
        CheckConstraint(
            "state NOT IN ('forwarded', 'reception') OR destination IS NOT NULL", name="sent_on_needs_destination"
        ),
        CheckConstraint("state <> 'merged' OR merged_into_id IS NOT NULL", name="merged_needs_target"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"))
    part: Mapped[int] = mapped_column(comment="YK-07.2: the second matter of its contribution")
    kind: Mapped[Kind] = mapped_column(enum_by_value(Kind))
    field_id: Mapped[int] = mapped_column(ForeignKey("fields.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    state: Mapped[State] = mapped_column(enum_by_value(State))
    rank: Mapped[int] = mapped_column(comment="its place in the queue, the smallest first")
    revision: Mapped[int] = mapped_column(comment="which wording counts")
    reason: Mapped[Reason | None] = mapped_column(enum_by_value(Reason))
    due: Mapped[date | None]
    destination: Mapped[str | None] = mapped_column(String(250))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))


class Wording(Base):
    """The words of a question, as they were at one time. Words and salt can be erased; the journal keeps its hash."""

    __tablename__ = "wordings"
    __table_args__ = (UniqueConstraint("question_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    revision: Mapped[int]
    words: Mapped[str] = mapped_column(WORDS)
    salt: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]


class Step(Base):
    """A move that was made, with what it replaced: so it can be undone until the next one."""

    __tablename__ = "steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    move: Mapped[Move] = mapped_column(enum_by_value(Move))
    before: Mapped[str] = mapped_column(Text, comment="JSON of state, rank and outcome before it")
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
