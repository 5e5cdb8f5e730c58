"""What the wall is told: a new slide in full, and how many have come."""

from flask import render_template
from sqlalchemy.orm import Session

from kiosk.core.address import hall_url
from kiosk.core.journal import DomainEvent
from kiosk.core.live import Topic, push_whole
from kiosk.core.transact import subscribes_to
from kiosk.domain.access.rules import Place
from kiosk.domain.attendance.events import ScanJudged, ScanUndone
from kiosk.domain.attendance.rules import LETS_IN
from kiosk.domain.people.events import PeopleAdded
from kiosk.domain.stage.events import SlideChanged
from kiosk.domain.stage.queries import wall

SLIDE = Topic(name="screen.slide", place=Place.SCREEN)
HEADCOUNT = Topic(name="screen.headcount", place=Place.SCREEN, seconds=1.0)


@subscribes_to(SlideChanged)
def slide_changed(event: SlideChanged, session: Session) -> None:
    """Another question is up, or none."""
    push_whole(SLIDE, lambda: _region("_slide", event, session), sitting_id=event.sitting_id, v=event.version)


@subscribes_to(ScanJudged, ScanUndone, PeopleAdded)
def headcount_changed(event: ScanJudged | ScanUndone | PeopleAdded, session: Session) -> None:
    """Somebody came in, or did not after all, or more are invited."""
    if isinstance(event, ScanJudged) and event.verdict not in LETS_IN:
        return
    push_whole(HEADCOUNT, lambda: _region("_headcount", event, session), sitting_id=event.sitting_id, v=event.version)


def _region(name: str, event: DomainEvent, session: Session) -> str:
    shown = wall(session, sitting_id=event.sitting_id)
    return render_template(f"screen/{name}.html", wall=shown, v=event.version, hall=hall_url())
