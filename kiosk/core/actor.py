"""Who does a thing: a role, the person or device behind it, and the side of the house they stand on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.core.errors import Refused
from kiosk.core.messages import _


class Role(StrEnum):
    """What somebody may be in a sitting. `SYSTEM` is a command at the laptop itself."""

    ADMIN = "admin"
    SECRETARY = "secretary"
    CHAIR = "chair"
    DOOR = "door"
    OFFICER = "officer"
    FRONT = "front"
    GROUP_HEAD = "group_head"
    EDITOR = "editor"
    DELEGATE = "delegate"
    TABLET = "tablet"
    SCREEN = "screen"
    PUBLIC = "public"
    SYSTEM = "system"


class Side(StrEnum):
    """The listener a request came in by: the hall's Wi-Fi, or the staff's own."""

    HALL = "hall"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The one who acts: handed to every action as an argument, never found by context."""

    role: Role
    name: str
    sitting_id: int | None = None
    device_id: int | None = None
    sign_in_id: int | None = None
    staff_id: int | None = None
    """Set when a named person gave a password; restricted text needs it."""
    delegate_id: int | None = None

    @property
    def owner(self) -> str:
        """Whose a key or a journal line is: the person where known, else the sign-in, the device, the bare role."""
        if self.delegate_id is not None:
            return f"delegate:{self.delegate_id}"
        if self.staff_id is not None:
            return f"staff:{self.staff_id}"
        if self.sign_in_id is not None:
            return f"sign_in:{self.sign_in_id}"
        return self.role.value if self.device_id is None else f"device:{self.device_id}"


SYSTEM = Actor(role=Role.SYSTEM, name="kiosk")
"""A command typed at the laptop."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands at the other end of a request or a socket: a device, and who is signed in on it at which place."""

    side: Side
    device_id: int | None = None
    signed_in: Mapping[str, Actor] = field(default_factory=dict)


def check_role(actor: Actor, allowed: Collection[Role]) -> None:
    """Refuse whoever has none of the `allowed` roles. A command at the laptop may do everything."""
    if actor.role is not Role.SYSTEM and actor.role not in allowed:
        raise Refused(_("Việc này cần người có trách nhiệm khác làm."), code="role")
