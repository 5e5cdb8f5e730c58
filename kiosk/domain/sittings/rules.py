"""The course of a sitting."""

from enum import StrEnum

from kiosk.core.actor import Role
from kiosk.core.errors import Refused
from kiosk.core.messages import Message, _


class SittingState(StrEnum):
    """How far a sitting has come."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    GATHERING = "gathering"
    DOORS_OPEN = "doors_open"
    IN_SESSION = "in_session"
    PAUSED = "paused"
    CLOSED = "closed"
    PUBLISHED = "published"

    @property
    def label(self) -> Message:
        """In words."""
        return LABELS[self]


LABELS = {
    SittingState.PLANNED: _("đang lên kế hoạch"),
    SittingState.ANNOUNCED: _("đã thông báo"),
    SittingState.GATHERING: _("đang nhận danh sách và ý kiến"),
    SittingState.DOORS_OPEN: _("đang đón đại biểu"),
    SittingState.IN_SESSION: _("đang họp"),
    SittingState.PAUSED: _("đang nghỉ giải lao"),
    SittingState.CLOSED: _("đã kết thúc"),
    SittingState.PUBLISHED: _("đã công bố kết quả"),
}

NEXT = {
    SittingState.PLANNED: {SittingState.ANNOUNCED},
    SittingState.ANNOUNCED: {SittingState.GATHERING},
    SittingState.GATHERING: {SittingState.DOORS_OPEN},
    SittingState.DOORS_OPEN: {SittingState.IN_SESSION, SittingState.CLOSED},
    SittingState.IN_SESSION: {SittingState.PAUSED, SittingState.CLOSED},
    SittingState.PAUSED: {SittingState.IN_SESSION, SittingState.CLOSED},
    SittingState.CLOSED: {SittingState.PUBLISHED},
    SittingState.PUBLISHED: set(),
}

DOORS_ARE_OPEN = frozenset({SittingState.DOORS_OPEN, SittingState.IN_SESSION, SittingState.PAUSED})
TAKES_QUESTIONS = DOORS_ARE_OPEN | {SittingState.GATHERING}
IS_OVER = frozenset({SittingState.CLOSED, SittingState.PUBLISHED})

MAY_MOVE = frozenset({Role.ADMIN, Role.SECRETARY, Role.CHAIR})


def check_move(old: SittingState, new: SittingState) -> None:
    """Refuse a step that the course of a sitting does not have."""
    if new not in NEXT[old]:
        raise Refused(
            _("Hội nghị %(old)s nên chưa chuyển sang “%(new)s” được.", old=old.label, new=new.label),
            code="sitting_move",
        )
