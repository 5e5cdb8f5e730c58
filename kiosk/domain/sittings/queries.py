"""Which sittings there are."""

from collections.abc import Sequence

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from kiosk.domain.sittings.models import Conference, Sitting
from kiosk.domain.sittings.rules import DOORS_ARE_OPEN, IS_OVER


def sitting(session: Session, sitting_id: int) -> Sitting | None:
    """Return one sitting."""
    return session.get(Sitting, sitting_id)


def present_sitting(session: Session) -> Sitting | None:
    """Return the sitting that is open, else the next one, else the last one held; None where there is none."""
    rank = case((Sitting.state.in_(DOORS_ARE_OPEN), 0), (Sitting.state.in_(IS_OVER), 2), else_=1)
    soonest_first = case((Sitting.state.in_(IS_OVER), None), else_=Sitting.on)
    return session.scalar(select(Sitting).order_by(rank, soonest_first, Sitting.on.desc(), Sitting.id).limit(1))


def sittings(session: Session) -> Sequence[Sitting]:
    """Return all sittings, the oldest first."""
    return session.scalars(select(Sitting).order_by(Sitting.on, Sitting.id)).all()


def conference_of(session: Session, year: int) -> Conference | None:
    """Return the conference of a year."""
    return session.scalar(select(Conference).where(Conference.year == year))
