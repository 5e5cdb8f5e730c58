"""What can happen to a sitting."""

from dataclasses import dataclass

from kiosk.core.journal import DomainEvent
from kiosk.domain.sittings.rules import SittingState


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingPlanned(DomainEvent):
    """A sitting was added to the year's conference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingMoved(DomainEvent):
    """A sitting went a step on."""

    old: SittingState
    new: SittingState
