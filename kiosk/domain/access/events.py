"""What can happen to who may enter."""

from dataclasses import dataclass

from kiosk.core.actor import Role
from kiosk.core.journal import DomainEvent
from kiosk.domain.access.rules import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAdded(DomainEvent):
    """A named person may sign in."""

    staff_id: int
    as_role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(DomainEvent):
    """A device stands in a place."""

    sign_in_id: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(DomainEvent):
    """A device has left places: all of them, a named person's, or one that another takes; what it has open ends."""

    signed_out_device_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMade(DomainEvent):
    """A link was made for a name, or made again."""

    link_id: int
    generation: int
