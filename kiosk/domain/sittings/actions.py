"""What is done with a sitting."""

from datetime import date

from sqlalchemy.orm import Session

from kiosk.core.actor import Actor, check_role
from kiosk.core.journal import open_chain, record
from kiosk.domain.sittings import queries, rules
from kiosk.domain.sittings.events import SittingMoved, SittingPlanned
from kiosk.domain.sittings.models import Conference, Sitting
from kiosk.domain.sittings.rules import SittingState


def plan_sitting(
    session: Session, *, actor: Actor, on: date, begins: str, hall: str, round_no: int, state: SittingState
) -> int:
    """Add a sitting to the conference of its year; `begins` is local time, HH:MM. Returns its id."""
    check_role(actor, rules.MAY_MOVE)
    conference = queries.conference_of(session, on.year) or Conference(year=on.year)
    session.add(conference)
    session.flush()
    sitting = Sitting(
        conference_id=conference.id,
        round_no=round_no,
        name=f"Hội nghị đối thoại lần {round_no} năm {on.year}",
        on=on,
        begins=begins,
        hall=hall,
        state=state,
    )
    session.add(sitting)
    session.flush()
    open_chain(session, sitting.id)
    record(session, SittingPlanned(actor=actor, sitting_id=sitting.id))
    return sitting.id


def move_sitting(session: Session, *, actor: Actor, sitting_id: int, to: SittingState) -> None:
    """Take a sitting a step on: open the doors, begin, pause, go on, close."""
    check_role(actor, rules.MAY_MOVE)
    sitting = session.get_one(Sitting, sitting_id)
    rules.check_move(sitting.state, to)
    old, sitting.state = sitting.state, to
    record(session, SittingMoved(actor=actor, sitting_id=sitting_id, old=old, new=to))
