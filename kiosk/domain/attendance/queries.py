"""What the door knows: each scan, the last few, who is inside, and how many of each group."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.domain.attendance.models import Entry, Scan
from kiosk.domain.attendance.rules import LETS_IN, Presence
from kiosk.domain.people.models import Delegate, Person
from kiosk.domain.people.queries import DelegateCard, delegate_card
from kiosk.domain.ward.models import ResidentialGroup

_OPEN = (Entry.left_at.is_(None), Entry.annulled_at.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanShown:
    """A scan with all that the verdict says."""

    scan: Scan
    delegate: DelegateCard | None
    first: Scan | None
    """The scan that let them in, where this one found them inside."""

    @property
    def may_be_undone(self) -> bool:
        """Whether there is an entry to annul."""
        return self.scan.verdict in LETS_IN and self.scan.undone_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """How many of a residential group are inside, of how many invited. `label` is None for who has no group."""

    label: str | None
    inside: int
    invited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """Who is in the hall."""

    groups: tuple[GroupCount, ...]

    @property
    def inside(self) -> int:
        """How many people are in the hall now."""
        return sum(group.inside for group in self.groups)

    @property
    def invited(self) -> int:
        """How many were invited."""
        return sum(group.invited for group in self.groups)


def presence(session: Session, delegate_id: int) -> Presence:
    """Return where a delegate is."""
    entries = session.scalars(select(Entry).where(Entry.delegate_id == delegate_id, Entry.annulled_at.is_(None))).all()
    if any(entry.left_at is None for entry in entries):
        return Presence.INSIDE
    return Presence.LEFT if entries else Presence.NEVER_CAME


def entry_of(session: Session, scan_id: int) -> Entry:
    """Return the entry that a scan made."""
    return session.scalars(select(Entry).where(Entry.scan_id == scan_id)).one()


def scan_shown(session: Session, scan_id: int, *, sitting_id: int) -> ScanShown | None:
    """Return one scan of a sitting's door log."""
    scan = session.get(Scan, scan_id)
    if scan is None or scan.sitting_id != sitting_id:
        return None
    return _shown(session, scan)


def last_scans(session: Session, *, sitting_id: int, door: str, limit: int = 5) -> list[ScanShown]:
    """Return the newest scans of one door, the newest first."""
    newest = select(Scan).where(Scan.sitting_id == sitting_id, Scan.door == door).order_by(Scan.id.desc()).limit(limit)
    return [_shown(session, scan) for scan in session.scalars(newest)]


def headcount(session: Session, *, sitting_id: int) -> Headcount:
    """Return how many are inside and invited, by residential group in the order of its name."""
    inside = func.count(Entry.id)
    rows = session.execute(
        select(ResidentialGroup.label, inside, func.count(Delegate.id))
        .select_from(Delegate)
        .join(Person, Person.id == Delegate.person_id)
        .outerjoin(ResidentialGroup, ResidentialGroup.id == Person.group_id)
        .outerjoin(Entry, (Entry.delegate_id == Delegate.id) & _OPEN[0] & _OPEN[1])
        .where(Delegate.sitting_id == sitting_id)
        .group_by(ResidentialGroup.id, ResidentialGroup.label)
        .order_by(ResidentialGroup.label.is_(None), ResidentialGroup.label)
    )
    return Headcount(groups=tuple(GroupCount(label=label, inside=now, invited=all_) for label, now, all_ in rows))


def entries_by_delegate(session: Session, *, sitting_id: int) -> dict[int, Sequence[Entry]]:
    """Return the entries that count, by delegate."""
    found: dict[int, list[Entry]] = {}
    for entry in session.scalars(select(Entry).where(Entry.sitting_id == sitting_id, Entry.annulled_at.is_(None))):
        found.setdefault(entry.delegate_id, []).append(entry)
    return dict(found)


def _shown(session: Session, scan: Scan) -> ScanShown:
    delegate = None if scan.delegate_id is None else delegate_card(session, scan.delegate_id)
    first = None if scan.delegate_id is None else _admitting_scan(session, scan.delegate_id)
    return ScanShown(scan=scan, delegate=delegate, first=first)


def _admitting_scan(session: Session, delegate_id: int) -> Scan | None:
    return session.scalar(select(Scan).join(Entry).where(Entry.delegate_id == delegate_id, *_OPEN))
