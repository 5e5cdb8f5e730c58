"""What can happen to a question."""

from dataclasses import dataclass

from kiosk.core.journal import DomainEvent
from kiosk.domain.questions.rules import Move, Reason, Source, State


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked(DomainEvent):
    """A question was put. Its words are only here as sha256(salt ‖ words)."""

    question_id: int
    contribution: int
    part: int
    delegate_id: int | None
    source: Source
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionMoved(DomainEvent):
    """A question went from one state to another. `move` is None where a move was undone."""

    question_id: int
    delegate_id: int | None
    move: Move | None
    old: State
    new: State
    reason: Reason | None = None
