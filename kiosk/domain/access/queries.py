"""Who somebody is."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.core.actor import Actor, Side
from kiosk.core.text import fold
from kiosk.domain.access.models import Device, Link, SignIn, Staff
from kiosk.domain.access.rules import Place


def device_by_token(session: Session, token_hash: str, *, side: Side) -> Device | None:
    """Return the device behind a token, unless it has been revoked."""
    return session.scalar(
        select(Device).where(Device.token_hash == token_hash, Device.side == side, Device.revoked_at.is_(None))
    )


def actors_on(session: Session, device_id: int) -> dict[str, Actor]:
    """Return who is signed in on a device, by place; the latest where there are several."""
    signed_in = select(SignIn).where(SignIn.device_id == device_id, SignIn.revoked_at.is_(None)).order_by(SignIn.id)
    return {
        row.place.value: Actor(
            role=row.role,
            name=row.name,
            sitting_id=row.sitting_id,
            device_id=device_id,
            sign_in_id=row.id,
            staff_id=row.staff_id,
            delegate_id=row.delegate_id,
        )
        for row in session.scalars(signed_in)
    }


def open_sign_ins(session: Session, device_id: int) -> Sequence[SignIn]:
    """Return the sign-ins of a device that still count."""
    return session.scalars(select(SignIn).where(SignIn.device_id == device_id, SignIn.revoked_at.is_(None))).all()


def open_sign_ins_of_staff(session: Session, staff_id: int) -> Sequence[SignIn]:
    """Return the sign-ins of a named person that still count, on whatever device."""
    return session.scalars(select(SignIn).where(SignIn.staff_id == staff_id, SignIn.revoked_at.is_(None))).all()


def staff_named(session: Session, name: str) -> Staff | None:
    """Return the member of staff of that name, marks and case aside."""
    return session.scalar(select(Staff).where(Staff.folded == fold(name)))


def link(session: Session, link_id: int) -> Link | None:
    """Return one link."""
    return session.get(Link, link_id)


def link_for(session: Session, *, sitting_id: int, place: Place, name: str) -> Link | None:
    """Return the link made for that name at that place."""
    return session.scalar(select(Link).where(Link.sitting_id == sitting_id, Link.place == place, Link.name == name))


def links(session: Session, *, sitting_id: int) -> Sequence[Link]:
    """Return the links of a sitting."""
    return session.scalars(select(Link).where(Link.sitting_id == sitting_id).order_by(Link.id)).all()
