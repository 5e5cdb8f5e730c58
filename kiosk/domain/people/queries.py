"""Who is invited, found by code, by name, or listed. Codes and telephones leave by these queries alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from kiosk.core.text import fold
from kiosk.domain.people.models import Delegate, Invitation, Person
from kiosk.domain.people.rules import DelegateKind
from kiosk.domain.ward.models import ResidentialGroup
from kiosk.domain.ward.rules import group_key


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateCard:
    """A delegate as staff see them."""

    delegate_id: int
    sitting_id: int
    name: str
    kind: DelegateKind
    group: str | None
    birth_year: int | None
    position: str | None
    note: str | None

    @property
    def belongs_to(self) -> str:
        """Return what a badge says beneath the name: the group, else the post."""
        return self.group or self.position or str(self.kind.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationFound:
    """What stands behind a code."""

    delegate: DelegateCard
    code: str
    is_revoked: bool
    live_code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A delegate with what only the office may see."""

    delegate: DelegateCard
    phone: str | None
    code: str


def delegate_card(session: Session, delegate_id: int) -> DelegateCard | None:
    """Return one delegate."""
    row = session.execute(_cards().where(Delegate.id == delegate_id)).one_or_none()
    return None if row is None else _card(row)


def invitation_by_code(session: Session, code: str) -> InvitationFound | None:
    """Return what stands behind a code, of any sitting, live or revoked."""
    row = session.execute(
        _cards()
        .add_columns(Invitation)
        .join(Invitation, Invitation.delegate_id == Delegate.id)
        .where(Invitation.code == code)
    ).one_or_none()
    if row is None:
        return None
    found: Invitation = row.Invitation
    live = found.code if found.revoked_at is None else live_code(session, found.delegate_id)
    return InvitationFound(
        delegate=_card(row), code=found.code, is_revoked=found.revoked_at is not None, live_code=live
    )


def live_code(session: Session, delegate_id: int) -> str | None:
    """Return the code that counts for a delegate."""
    return session.scalar(
        select(Invitation.code).where(Invitation.delegate_id == delegate_id, Invitation.revoked_at.is_(None))
    )


def live_invitations(session: Session, delegate_id: int) -> Sequence[Invitation]:
    """Return the invitation that counts (one, or none)."""
    live = select(Invitation).where(Invitation.delegate_id == delegate_id, Invitation.revoked_at.is_(None))
    return session.scalars(live).all()


def delegates_named(session: Session, *, sitting_id: int, typed: str, limit: int = 8) -> list[DelegateCard]:
    """Return delegates whose name holds every word typed, in any order, with or without marks."""
    words = fold(typed).split()
    if not words:
        return []
    query = _cards().where(Delegate.sitting_id == sitting_id)
    for word in words:
        query = query.where((" " + Person.folded).contains(f" {word}", autoescape=True))
    return [_card(row) for row in session.execute(query.order_by(Person.sort_key).limit(limit))]


def contacts(session: Session, *, sitting_id: int) -> list[Contact]:
    """Return everybody invited with telephone and code, by given name."""
    rows = session.execute(
        _cards()
        .add_columns(Person.phone, Invitation.code)
        .join(Invitation, (Invitation.delegate_id == Delegate.id) & Invitation.revoked_at.is_(None))
        .where(Delegate.sitting_id == sitting_id)
        .order_by(Person.sort_key, Delegate.id)
    )
    return [Contact(delegate=_card(row), phone=row.phone, code=row.code) for row in rows]


def namesakes(session: Session, *, folded: str, group_id: int | None) -> Sequence[Person]:
    """Return the people of this folded name in this group."""
    same_group = Person.group_id.is_(None) if group_id is None else Person.group_id == group_id
    return session.scalars(select(Person).where(Person.folded == folded, same_group).order_by(Person.id)).all()


def namesakes_of_unit(session: Session, *, folded: str, unit: str) -> Sequence[Person]:
    """Return the people of this folded name who belong to no group and came from this unit, however it is spelled."""
    without_group = (Person.folded == folded, Person.group_id.is_(None))
    rows = session.execute(
        select(Person, Delegate.unit)
        .join(Delegate, Delegate.person_id == Person.id)
        .where(*without_group, Delegate.unit.is_not(None))
        .order_by(Person.id)
    )
    return [row.Person for row in rows if group_key(row.unit) == group_key(unit)]


def delegate_of(session: Session, *, sitting_id: int, person_id: int) -> Delegate | None:
    """Return a person's place in a sitting."""
    return session.scalar(select(Delegate).where(Delegate.sitting_id == sitting_id, Delegate.person_id == person_id))


def _cards() -> Select[*tuple[Any, ...]]:
    return (
        select(Delegate, Person, ResidentialGroup.label)
        .join(Person, Person.id == Delegate.person_id)
        .outerjoin(ResidentialGroup, ResidentialGroup.id == Person.group_id)
    )


def _card(row: Row[Any]) -> DelegateCard:
    return DelegateCard(
        delegate_id=row.Delegate.id,
        sitting_id=row.Delegate.sitting_id,
        name=row.Person.name,
        kind=row.Delegate.kind,
        group=row.label,
        birth_year=row.Person.birth_year,
        position=row.Delegate.position,
        note=row.Delegate.note,
    )
