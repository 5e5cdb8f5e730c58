"""What the door's screens are told."""

from flask import render_template
from sqlalchemy.orm import Session

from kiosk.core.journal import DomainEvent
from kiosk.core.live import Topic, push_stale, push_whole
from kiosk.core.transact import subscribes_to
from kiosk.domain.access.rules import Place
from kiosk.domain.attendance.events import ScanJudged, ScanUndone
from kiosk.domain.attendance.queries import headcount
from kiosk.domain.people.events import PeopleAdded

COUNTS = Topic(name="door.counts", place=Place.DOOR)
LOG = Topic(name="door.log", place=Place.DOOR)


@subscribes_to(ScanJudged, ScanUndone, PeopleAdded)
def counts_changed(event: DomainEvent, session: Session) -> None:
    """Show every door who is inside."""
    push_whole(COUNTS, lambda: _counts(session, event), sitting_id=event.sitting_id, v=event.version)


@subscribes_to(ScanJudged, ScanUndone)
def log_grew(event: DomainEvent, _session: Session) -> None:
    """Let each door fetch its own last five: they differ from door to door."""
    push_stale(LOG, sitting_id=event.sitting_id, v=event.version)


def _counts(session: Session, event: DomainEvent) -> str:
    counts = headcount(session, sitting_id=event.sitting_id)
    return render_template("door/_counts.html", v=event.version, counts=counts)
