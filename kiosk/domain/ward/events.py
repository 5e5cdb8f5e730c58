"""What can happen to a ward."""

from dataclasses import dataclass

from kiosk.core.journal import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class WardFounded(DomainEvent):
    """The installation began."""

    ward_id: int
