"""What is done about who may enter."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kiosk.core.actor import Actor, Role, Side, check_role
from kiosk.core.errors import Refused
from kiosk.core.journal import moment, record
from kiosk.core.messages import _
from kiosk.core.text import fold
from kiosk.domain.access import queries, rules
from kiosk.domain.access.events import LinkMade, SignedIn, SignedOut, StaffAdded
from kiosk.domain.access.models import Device, Link, SignIn, Staff
from kiosk.domain.access.rules import Place
from kiosk.domain.people.queries import invitation_by_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A device's token as the database may know it, and the side that it counts on."""

    hash: str
    side: Side


def add_staff(session: Session, *, actor: Actor, name: str, role: Role, password_hash: str) -> int:
    """Let a named person sign in, or give them a new role and password: where they stood by the old ones, ends.

    Refuses the name of somebody else that reads the same without its marks. Returns the person's id.
    """
    check_role(actor, rules.MAY_MANAGE)
    rules.check_role_of_staff(role)
    known = queries.staff_named(session, name)
    rules.check_same_name(name, known=None if known is None else known.name)
    staff = known or Staff(folded=fold(name))
    staff.name, staff.role, staff.password_hash = name, role, password_hash
    session.add(staff)
    session.flush()
    record(session, StaffAdded(actor=actor, staff_id=staff.id, as_role=role))
    _revoke(session, queries.open_sign_ins_of_staff(session, staff.id), actor=actor)
    return staff.id


def make_link(session: Session, *, actor: Actor, sitting_id: int, place: Place, name: str) -> int:
    """Return the id of the link for that name at that place, made now if there is none."""
    check_role(actor, rules.MAY_MANAGE)
    found = queries.link_for(session, sitting_id=sitting_id, place=place, name=name)
    if found is not None:
        return found.id
    link = Link(sitting_id=sitting_id, place=place, name=name, generation=1)
    session.add(link)
    session.flush()
    record(session, LinkMade(actor=actor, sitting_id=sitting_id, link_id=link.id, generation=1))
    return link.id


def renew_link(session: Session, *, actor: Actor, link_id: int) -> None:
    """Void the address of a link; a new one counts from now on. Who is signed in by it stays."""
    check_role(actor, rules.MAY_MANAGE)
    link = session.get_one(Link, link_id)
    link.generation += 1
    event = LinkMade(actor=actor, sitting_id=link.sitting_id, link_id=link_id, generation=link.generation)
    record(session, event)


def sign_in_staff(session: Session, *, actor: Actor, token: Token, staff_id: int, sitting_id: int) -> Place:
    """Let a named person, whose password has been checked, stand in their places. Returns the first of them."""
    staff = session.get_one(Staff, staff_id)
    places = rules.PLACES_OF_STAFF[staff.role]
    for place in places:
        sign_in = SignIn(place=place, sitting_id=sitting_id, role=staff.role, name=staff.name, staff_id=staff_id)
        _enter(session, sign_in, actor=actor, token=token)
    return places[0]


def sign_in_by_link(session: Session, *, actor: Actor, token: Token, link_id: int) -> Place:
    """Let a device stand where its link (whose address has been checked) says. Returns the place."""
    link = session.get_one(Link, link_id)
    sign_in = SignIn(place=link.place, sitting_id=link.sitting_id, role=rules.ROLE_OF_LINK[link.place], name=link.name)
    _enter(session, sign_in, actor=actor, token=token)
    return link.place


def sign_in_delegate(session: Session, *, actor: Actor, token: Token, code: str) -> int:
    """Let a delegate stand on the floor by the code of their invitation. Returns the delegate's id."""
    found = invitation_by_code(session, code)
    if found is None:
        raise Refused(
            _("Mã này không có trong danh sách. Mời bác xem lại giấy mời hoặc hỏi bàn đón tiếp."), code="code"
        )
    if found.is_revoked:
        raise Refused(_("Mã này đã được thay bằng mã mới. Mời bác dùng giấy mời hoặc thẻ mới nhất."), code="code")
    delegate = found.delegate
    sign_in = SignIn(
        place=Place.FLOOR,
        sitting_id=delegate.sitting_id,
        role=Role.DELEGATE,
        name=delegate.name,
        delegate_id=delegate.delegate_id,
    )
    _enter(session, sign_in, actor=actor, token=token)
    return delegate.delegate_id


def sign_out(session: Session, *, actor: Actor, device_id: int) -> None:
    """Revoke a device with all its sign-ins: its own wish, or the administrator's."""
    if actor.device_id != device_id:
        check_role(actor, rules.MAY_MANAGE)
    session.get_one(Device, device_id).revoked_at = moment(session)
    for sign_in in queries.open_sign_ins(session, device_id):
        sign_in.revoked_at = moment(session)
    record(session, SignedOut(actor=actor, signed_out_device_id=device_id))


def _revoke(session: Session, sign_ins: Iterable[SignIn], *, actor: Actor) -> None:
    devices = set()
    for sign_in in sign_ins:
        sign_in.revoked_at = moment(session)
        devices.add(sign_in.device_id)
    for device_id in sorted(devices):
        record(session, SignedOut(actor=actor, signed_out_device_id=device_id))


def _enter(session: Session, sign_in: SignIn, *, actor: Actor, token: Token) -> None:
    device = queries.device_by_token(session, token.hash, side=token.side)
    if device is None:
        device = Device(token_hash=token.hash, side=token.side, first_seen_at=moment(session))
        session.add(device)
        session.flush()
    earlier = [other for other in queries.open_sign_ins(session, device.id) if other.place is sign_in.place]
    for other in earlier:
        other.revoked_at = moment(session)
    if any(other.delegate_id != sign_in.delegate_id for other in earlier):  # a phone that goes from hand to hand
        record(session, SignedOut(actor=actor, signed_out_device_id=device.id))
    sign_in.device_id, sign_in.since = device.id, moment(session)
    session.add(sign_in)
    session.flush()
    event = SignedIn(actor=actor, sitting_id=sign_in.sitting_id, sign_in_id=sign_in.id, place=sign_in.place)
    record(session, event)
