"""Who is the same person, what kind of delegate somebody is, and who may see and change the lists."""

import re
from dataclasses import dataclass
from enum import StrEnum

from kiosk.core.actor import Role
from kiosk.core.messages import Message, _
from kiosk.core.text import fold

MAY_ADD = frozenset({Role.ADMIN, Role.SECRETARY})
_OF_THE_GROUPS = ("chi bo", "khu pho", "to truong", "to dan pho", "mat tran khu", "cong tac mat tran")
_PRESS = re.compile(r"\b(báo(?! cáo)|phóng viên|đài (truyền|phát))\b")
"""With its marks: "Bảo hiểm", "Bảo vệ" and "Báo cáo viên" are not of the press."""


class DelegateKind(StrEnum):
    """The components of a conference, as its plan lists them."""

    CITIZEN = "citizen"
    GRASSROOTS = "grassroots"
    LEADER = "leader"
    PRESS = "press"
    WALK_IN = "walk_in"

    @property
    def label(self) -> Message:
        """In words."""
        return KIND_LABELS[self]


KIND_LABELS = {
    DelegateKind.CITIZEN: _("Đại biểu Nhân dân"),
    DelegateKind.GRASSROOTS: _("Cán bộ khu phố"),
    DelegateKind.LEADER: _("Cán bộ, khách mời"),
    DelegateKind.PRESS: _("Báo chí"),
    DelegateKind.WALK_IN: _("Người dân tự đến"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """One row of a list, read and cleaned. `row` is counted as the spreadsheet program shows it, from 1."""

    sheet: str
    row: int
    name: str
    name_written: str
    birth_year: int | None = None
    sex: str | None = None
    group: str | None = None
    subgroup: str | None = None
    phone: str | None = None
    position: str | None = None
    unit: str | None = None
    note: str | None = None

    @property
    def content(self) -> tuple[object, ...]:
        """What the row says, without where it stands: two equal ones are one person written twice."""
        where = (self.group and fold(self.group), self.subgroup and fold(self.subgroup), self.position, self.unit)
        return (fold(self.name), self.birth_year, self.sex, self.phone, *where)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that was not taken, and why, in the language of who asked."""

    sheet: str
    row: int
    name: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """Somebody a list brought in or knew, and where in the list they stand."""

    sheet: str
    row: int
    delegate_id: int
    name: str
    group: str | None
    phone: str | None
    birth_year: int | None
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReceipt:
    """What came of a list."""

    people: tuple[ListedPerson, ...]
    refused: tuple[RefusedRow, ...]

    @property
    def added(self) -> int:
        """How many are new on the list."""
        return sum(person.is_new for person in self.people)

    @property
    def known(self) -> int:
        """How many rows named somebody who was on it already."""
        return len(self.people) - self.added


def kind_of(*, position: str | None, unit: str | None) -> DelegateKind:
    """Return the component that a post belongs to; who has none came as a citizen."""
    post = f"{position or ''} {unit or ''}".strip().lower()
    if not post:
        return DelegateKind.CITIZEN
    if _PRESS.search(post):
        return DelegateKind.PRESS
    return DelegateKind.GRASSROOTS if any(word in fold(post) for word in _OF_THE_GROUPS) else DelegateKind.LEADER


def agrees(one: object | None, other: object | None) -> bool:
    """Tell whether two notes of one thing are there and are the same."""
    return one is not None and one == other


def contradicts(one: object | None, other: object | None) -> bool:
    """Tell whether two notes of one thing cannot both be true; a blank contradicts nothing."""
    return one is not None and other is not None and one != other
