"""What can happen on the stage."""

from dataclasses import dataclass

from kiosk.core.journal import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideChanged(DomainEvent):
    """The wall shows another question, or none (`question_id` None)."""

    question_id: int | None
    revision: int | None
