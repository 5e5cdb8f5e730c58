"""The journal: a line for each change, in a chain; audit, push, catch-up and the minutes' timeline in one."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from kiosk.core.actor import Actor
from kiosk.core.db import Base, table

WARD = 0
"""The chain of what belongs to no sitting."""
GENESIS = "0" * 64
_ENVELOPE = {"actor", "sitting_id", "version"}


class Chain(Base):
    """A chain of journal lines: one for each sitting, one for the ward."""

    __tablename__ = "chains"

    sitting_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="0: the ward")
    version: Mapped[int] = mapped_column(Integer, default=0)
    head: Mapped[str] = mapped_column(String(64), default=GENESIS, comment="hash of the newest line")


class JournalLine(Base):
    """One thing that happened. Only ids, states, numbers and hashes: words live where they can be erased."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("sitting_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("chains.sitting_id"))
    version: Mapped[int]
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(64), comment="class name of the DomainEvent")
    actor: Mapped[str] = mapped_column(String(64), comment="Actor.owner")
    role: Mapped[str] = mapped_column(String(16))
    device_id: Mapped[int | None]
    data: Mapped[str] = mapped_column(Text, comment="canonical JSON")
    previous: Mapped[str] = mapped_column(String(64), comment="hash of the line before")
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainEvent:
    """Something that happened. Its version is its place in the chain of its sitting, given by `record`."""

    actor: Actor
    sitting_id: int = WARD
    version: int = 0


Event = TypeVar("Event", bound=DomainEvent)


def moment(session: Session) -> datetime:
    """Return the moment of the transaction that `session` is in: every line of it bears the same."""
    at: datetime = session.info["moment"]
    return at


def open_chain(session: Session, sitting_id: int) -> None:
    """Begin the chain of a new sitting (or of the ward)."""
    session.add(Chain(sitting_id=sitting_id, version=0, head=GENESIS))
    session.flush()


def version_of(session: Session, sitting_id: int) -> int:
    """Return the version a sitting has come to: the number of things that happened in it."""
    return session.scalar(select(Chain.version).where(Chain.sitting_id == sitting_id)) or 0


def record(session: Session, event: Event) -> Event:
    """Write `event` into its chain under the next version, and have it told once the transaction is committed.

    Returns the event with its version. Raises LookupError when its chain was never opened.
    """
    take = update(table(Chain)).where(Chain.sitting_id == event.sitting_id).values(version=Chain.version + 1)
    taken = session.execute(take.returning(Chain.version, Chain.head)).one_or_none()
    if taken is None:
        raise LookupError(f"no chain for sitting {event.sitting_id}")
    event = replace(event, version=taken.version)
    line = _line(event, at=moment(session), previous=taken.head)
    session.execute(insert(table(JournalLine)).values(line))
    session.execute(update(table(Chain)).where(Chain.sitting_id == event.sitting_id).values(head=line["hash"]))
    session.info.setdefault("events", []).append(event)
    return event


@contextmanager
def taken_back(session: Session) -> Iterator[None]:
    """Take back all that is done in the block when it ends, its lines and events too: for trying what would happen."""
    events: list[DomainEvent] = session.info.setdefault("events", [])
    before = len(events)
    with session.begin_nested() as savepoint:
        yield
        savepoint.rollback()
    del events[before:]


def fingerprint(words: str, *, salt: str) -> str:
    """Return what a journal line may keep of words or names: sha256(salt ‖ text). The salt is erased with the words."""
    return hashlib.sha256((salt + words).encode()).hexdigest()


def line_hash(line: dict[str, object]) -> str:
    """Return the hash that a line must bear, from all its other fields (the moment as ISO 8601 in UTC)."""
    sealed = {name: value for name, value in line.items() if name not in {"id", "hash"}}
    return hashlib.sha256(_canonical(sealed).encode()).hexdigest()


def _line(event: DomainEvent, *, at: datetime, previous: str) -> dict[str, object]:
    line: dict[str, object] = {
        "sitting_id": event.sitting_id,
        "version": event.version,
        "at": at,
        "event": type(event).__name__,
        "actor": event.actor.owner,
        "role": event.actor.role.value,
        "device_id": event.actor.device_id,
        "data": _canonical({f.name: getattr(event, f.name) for f in fields(event) if f.name not in _ENVELOPE}),
        "previous": previous,
    }
    return {**line, "hash": line_hash(line)}


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a journal line")
