"""What the door knows: each scan, the last few, who is inside, and how many of each group."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from kiosk.core.text import fold
from kiosk.domain.attendance.models import Entry, Scan
from kiosk.domain.attendance.rules import LETS_IN, QUOTA, Presence, Quota, Verdict
from kiosk.domain.people.models import Delegate, Person
from kiosk.domain.people.queries import DelegateCard, delegate_card, delegates_named, live_code
from kiosk.domain.ward.models import ResidentialGroup

_OPEN = (Entry.left_at.is_(None), Entry.annulled_at.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanShown:
    """A scan with all that the verdict says."""

    scan: Scan
    delegate: DelegateCard | None
    first: Scan | None
    """The scan that let them in, where they are inside."""
    replaced_by: str | None
    """The code that counts now, where this one was revoked."""

    @property
    def may_be_undone(self) -> bool:
        """Whether there is an entry to annul."""
        return self.scan.verdict in LETS_IN and self.scan.undone_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNear:
    """Somebody whose name is near to what was typed, and the scan that let them in, where they are inside."""

    delegate: DelegateCard
    first: Scan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """How many of a residential group are inside, of how many invited. `label` is None for who has no group."""

    label: str | None
    upper: str | None
    """Name of the group of the upper level that it is, or is a part of."""
    part: str | None
    """Name within the upper group."""
    inside: int
    invited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """Who is in the hall."""

    groups: tuple[GroupCount, ...]
    quota: Quota = QUOTA

    @property
    def by_upper(self) -> dict[str, list[GroupCount]]:
        """The groups that have a quota, gathered by the upper level's name: the tổ where it has any, else itself."""
        gathered: dict[str, list[GroupCount]] = {}
        for group in self.groups:
            if group.upper is not None:
                gathered.setdefault(group.upper, []).append(group)
        return {upper: [group for group in groups if group.part] or groups for upper, groups in gathered.items()}

    @property
    def others(self) -> GroupCount | None:
        """Everybody else: officials, guests, the cadres of a whole neighbourhood."""
        with_quota = [group for groups in self.by_upper.values() for group in groups]
        rest = [group for group in self.groups if group not in with_quota]
        inside, invited = sum(group.inside for group in rest), sum(group.invited for group in rest)
        return GroupCount(label=None, upper=None, part=None, inside=inside, invited=invited) if rest else None

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
    group, upper = aliased(ResidentialGroup), aliased(ResidentialGroup)
    rows = session.execute(
        select(group.label, group.name, upper.name, func.count(Entry.id), func.count(Delegate.id))
        .select_from(Delegate)
        .join(Person, Person.id == Delegate.person_id)
        .outerjoin(group, group.id == Person.group_id)
        .outerjoin(upper, upper.id == group.parent_id)
        .outerjoin(Entry, (Entry.delegate_id == Delegate.id) & _OPEN[0] & _OPEN[1])
        .where(Delegate.sitting_id == sitting_id)
        .group_by(group.id, upper.id)
    )
    groups = [
        GroupCount(label=label, upper=above or name, part=name if above else None, inside=inside, invited=invited)
        for label, name, above, inside, invited in rows
    ]
    return Headcount(groups=tuple(sorted(groups, key=_place_in_list)))


def people_near(session: Session, *, sitting_id: int, typed: str) -> list[PersonNear]:
    """Return who may be meant by a name typed at the door: unaccented, any word order."""
    found = delegates_named(session, sitting_id=sitting_id, typed=typed)
    inside = select(Entry.delegate_id, Scan).join(Scan, Scan.id == Entry.scan_id).where(*_OPEN)
    admitted = session.execute(inside.where(Entry.delegate_id.in_([card.delegate_id for card in found])))
    first = {row.delegate_id: row.Scan for row in admitted}
    return [PersonNear(delegate=card, first=first.get(card.delegate_id)) for card in found]


def entries_by_delegate(session: Session, *, sitting_id: int) -> dict[int, Sequence[Entry]]:
    """Return the entries that count, by delegate."""
    found: dict[int, list[Entry]] = {}
    for entry in session.scalars(select(Entry).where(Entry.sitting_id == sitting_id, Entry.annulled_at.is_(None))):
        found.setdefault(entry.delegate_id, []).append(entry)
    return dict(found)


def _shown(session: Session, scan: Scan) -> ScanShown:
    if scan.delegate_id is None:
        return ScanShown(scan=scan, delegate=None, first=None, replaced_by=None)
    return ScanShown(
        scan=scan,
        delegate=delegate_card(session, scan.delegate_id),
        first=_admitting_scan(session, scan.delegate_id),
        replaced_by=live_code(session, scan.delegate_id) if scan.verdict is Verdict.REVOKED else None,
    )


def _admitting_scan(session: Session, delegate_id: int) -> Scan | None:
    return session.scalar(select(Scan).join(Entry).where(Entry.delegate_id == delegate_id, *_OPEN))


def _place_in_list(group: GroupCount) -> tuple[bool, list[tuple[int, str]]]:
    """An Lộc 2 before An Lộc 10; who has no group comes last."""
    parts = re.split(r"(\d+)", fold(group.label or ""))
    return group.label is None, [(int(part), "") if part.isdigit() else (0, part) for part in parts]
