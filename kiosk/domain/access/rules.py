"""The places of the hall, and which role may stand in which."""

from enum import StrEnum

from kiosk.core.actor import Actor, Role, Side
from kiosk.core.errors import Refused, Status
from kiosk.core.messages import Message, _

SHORTEST_PASSWORD = 10
MAY_MANAGE = frozenset({Role.ADMIN})


class Place(StrEnum):
    """Where people stand; each is a folder of `kiosk/places` and the first word of its URLs."""

    DOOR = "door"
    FLOOR = "floor"
    PODIUM = "podium"
    SCREEN = "screen"
    OFFICE = "office"

    @property
    def label(self) -> Message:
        """In words."""
        return PLACE_LABELS[self]

    @property
    def side(self) -> Side:
        """The listener it is on; the staff's listener has the hall's places too."""
        return Side.HALL if self in HALL_PLACES else Side.STAFF


PLACE_LABELS = {
    Place.DOOR: _("Cửa đón đại biểu"),
    Place.FLOOR: _("Đại biểu gửi câu hỏi"),
    Place.PODIUM: _("Bàn chủ trì"),
    Place.SCREEN: _("Màn hình hội trường"),
    Place.OFFICE: _("Văn phòng"),
}

HALL_PLACES = frozenset({Place.FLOOR, Place.SCREEN})

ROLE_OF_LINK = {Place.DOOR: Role.DOOR, Place.PODIUM: Role.CHAIR, Place.SCREEN: Role.SCREEN}
"""Whom a link makes of a device. A link gives no password, so it opens no restricted text."""

PLACES_OF_STAFF = {
    Role.ADMIN: (Place.OFFICE,),
    Role.SECRETARY: (Place.OFFICE, Place.DOOR, Place.PODIUM),
    Role.CHAIR: (Place.PODIUM,),
    Role.DOOR: (Place.DOOR,),
}
"""Where a named person stands after giving the password; the first is where they are led."""


def sees_restricted(actor: Actor) -> bool:
    """Tell whether `actor` may see a denunciation: secretary and chair, named, with a password.

    Source: Law on Denunciations 2018, Art. 8(3) and 56.
    """
    return actor.staff_id is not None and actor.role in {Role.SECRETARY, Role.CHAIR}


def check_password(password: str) -> None:
    """Refuse a password that is too easily guessed."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(
            _("Mật khẩu cần ít nhất %(n)d ký tự. Một câu dễ nhớ là tốt nhất.", n=SHORTEST_PASSWORD),
            code="short_password",
            status=Status.UNREADABLE,
        )


def check_same_name(name: str, *, known: str | None) -> None:
    """Refuse to take one named person for another whose name differs in its marks alone."""
    if known is not None and known.casefold() != name.casefold():
        raise Refused(
            _("Đã có “%(known)s”, đọc không dấu thì trùng tên này. Mời ghi thêm chức vụ cho khác nhau.", known=known),
            code="same_name",
            status=Status.UNREADABLE,
        )


def check_role_of_staff(role: Role) -> None:
    """Refuse a role that nobody holds by name."""
    if role not in PLACES_OF_STAFF:
        raise Refused(
            _("Vai trò phải là một trong: %(roles)s.", roles=", ".join(PLACES_OF_STAFF)),
            code="staff_role",
            status=Status.UNREADABLE,
        )
