"""What can happen to the lists."""

from dataclasses import dataclass

from kiosk.core.journal import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleAdded(DomainEvent):
    """A list was read in."""

    added: int
    known: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationReplaced(DomainEvent):
    """A delegate has a new code; the old one is void."""

    delegate_id: int
