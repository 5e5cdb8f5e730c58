"""The verdict on a scan."""

import re
from enum import StrEnum
from typing import NamedTuple

from kiosk.core.actor import Actor, Role, check_role
from kiosk.core.codes import find_code
from kiosk.core.errors import Refused
from kiosk.core.messages import Message, _
from kiosk.domain.sittings.rules import DOORS_ARE_OPEN, IS_OVER, SittingState

MAY_ADMIT = frozenset({Role.DOOR, Role.SECRETARY})
LONGEST_NAME = 60


class Quota(NamedTuple):
    """How many people a residential group sends; warned under and over, never refused."""

    fewest: int
    most: int


QUOTA = Quota(fewest=10, most=15)
"""Source: the ward's plan."""


class Verdict(StrEnum):
    """What the door says; the closed list."""

    ADMITTED = "admitted"
    ALREADY_IN = "already_in"
    BACK = "back"
    SUBSTITUTE = "substitute"
    WRONG_SITTING = "wrong_sitting"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    FOREIGN = "foreign"

    @property
    def label(self) -> Message:
        """The word that fills the screen."""
        return VERDICT_LABELS[self]

    @property
    def advice(self) -> Message | None:
        """What the door staff do next; None where the person just walks in."""
        return ADVICE.get(self)

    @property
    def tone(self) -> str:
        """How it looks and sounds: `admit` (green), `again` (amber) or `stop` (red)."""
        return "admit" if self in LETS_IN else "again" if self is Verdict.ALREADY_IN else "stop"


LETS_IN = frozenset({Verdict.ADMITTED, Verdict.BACK, Verdict.SUBSTITUTE})

VERDICT_LABELS = {
    Verdict.ADMITTED: _("Mời vào"),
    Verdict.ALREADY_IN: _("Đã vào rồi"),
    Verdict.BACK: _("Mời vào lại"),
    Verdict.SUBSTITUTE: _("Vào thay"),
    Verdict.WRONG_SITTING: _("Giấy mời buổi khác"),
    Verdict.REVOKED: _("Mã đã thay"),
    Verdict.UNKNOWN: _("Không có trong danh sách"),
    Verdict.NOT_OPEN: _("Chưa mở cửa"),
    Verdict.CLOSED: _("Hội nghị đã kết thúc"),
    Verdict.FOREIGN: _("Không phải mã hội nghị"),
}

ADVICE = {
    Verdict.ALREADY_IN: _("Mã này đã dùng. Hỏi tên; nếu đúng người thì mời vào, không cần làm gì thêm."),
    Verdict.WRONG_SITTING: _("Giấy mời này của buổi khác. Mời sang bàn đăng ký để xem lại danh sách hôm nay."),
    Verdict.REVOKED: _("Mã này đã được thay. Mời đưa giấy mời hoặc thẻ mới, hoặc tìm theo tên."),
    Verdict.UNKNOWN: _("Gõ tên để tìm. Không thấy tên thì mời sang bàn đăng ký."),
    Verdict.NOT_OPEN: _("Mời ngồi chờ. Ban tổ chức mở cửa thì quét lại."),
    Verdict.CLOSED: _("Mời gặp thư ký để gửi ý kiến bằng văn bản."),
    Verdict.FOREIGN: _("Mời đưa giấy mời hoặc thẻ đại biểu. Không thấy giấy thì gõ tên để tìm."),
}


class ForeignCode(StrEnum):
    """A code that people carry and that is none of ours. Only its kind is ever kept."""

    CCCD = "cccd"
    BHYT = "bhyt"
    ZALO = "zalo"
    PAYMENT = "payment"
    LINK = "link"

    @property
    def label(self) -> Message:
        """In words."""
        return FOREIGN_LABELS[self]


FOREIGN_LABELS = {
    ForeignCode.CCCD: _("Đây là mã thẻ căn cước"),
    ForeignCode.BHYT: _("Đây là mã thẻ bảo hiểm y tế"),
    ForeignCode.ZALO: _("Đây là mã Zalo"),
    ForeignCode.PAYMENT: _("Đây là mã chuyển tiền"),
    ForeignCode.LINK: _("Đây là mã của trang khác"),
}

_FOREIGN = (
    (ForeignCode.CCCD, re.compile(r"^\d{12}(?:\||$)")),
    (ForeignCode.BHYT, re.compile(r"^[A-Z]{2}\d{8,13}\||^[A-Z]{2}\d{13}$|^\d{10}\|(?:[0-9a-f]{2})+\|", re.IGNORECASE)),
    (ForeignCode.ZALO, re.compile(r"^(?:https?://)?(?:\w+\.)*zalo(?:app)?\.(?:me|vn|com)(?:/|$)", re.IGNORECASE)),
    (ForeignCode.PAYMENT, re.compile(r"^000201")),
    (ForeignCode.LINK, re.compile(r"^(?:https?:|www\.|WIFI:|BEGIN:)", re.IGNORECASE)),
)
"""Sources: field layout of the CCCD and BHYT codes as public readers parse them; EMVCo for payment."""


class Presence(StrEnum):
    """Where a delegate is."""

    NEVER_CAME = "never_came"
    INSIDE = "inside"
    LEFT = "left"


def foreign_kind(scanned: str) -> ForeignCode | None:
    """Return what kind of other code this is, if it is one."""
    return next((kind for kind, pattern in _FOREIGN if pattern.match(scanned.strip())), None)


def name_typed(scanned: str) -> str | None:
    """Return the name that somebody typed for want of a code, if it can be one.

    Letters and blanks alone: what stands on a card people carry never passes, and this may be shown and searched.
    """
    name = scanned.strip()
    is_plain = all(char.isalpha() or char in " .'’-" for char in name) and any(map(str.isalpha, name))
    return name if is_plain and len(name) <= LONGEST_NAME and find_code(name) is None else None


def check_may_admit(actor: Actor, sitting_id: int) -> None:
    """Refuse whoever does not keep a door of this sitting."""
    check_role(actor, MAY_ADMIT)
    if actor.sitting_id not in {None, sitting_id}:
        raise Refused(_("Máy này đón đại biểu của buổi khác. Mời mở lại đường dẫn của buổi hôm nay."), code="sitting")


def judge(*, state: SittingState, is_of_sitting: bool, is_revoked: bool, presence: Presence) -> Verdict:
    """Return the verdict on an invitation that exists, at the door of a sitting in `state`."""
    if not is_of_sitting:
        return Verdict.WRONG_SITTING
    if is_revoked:
        return Verdict.REVOKED
    if state in IS_OVER:
        return Verdict.CLOSED
    if state not in DOORS_ARE_OPEN:
        return Verdict.NOT_OPEN
    by_presence = {Presence.INSIDE: Verdict.ALREADY_IN, Presence.LEFT: Verdict.BACK}
    return by_presence.get(presence, Verdict.ADMITTED)


def check_undo(verdict: Verdict, *, is_undone: bool) -> None:
    """Refuse to undo what changed nothing, or was undone."""
    if is_undone:
        raise Refused(_("Lượt này đã được hoàn tác rồi."), code="undone")
    if verdict not in LETS_IN:
        raise Refused(_("Lượt này không cho ai vào nên không có gì để hoàn tác."), code="nothing_to_undo")
