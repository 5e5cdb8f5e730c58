"""What the wall is told: a new slide in full, and how many have come."""

from flask import render_template
from sqlalchemy.orm import Session

from kiosk.core.address import hall_url
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
    shown = wall(session, sitting_id=event.sitting_id)
    html = render_template("screen/_slide.html", wall=shown, v=event.version, hall=hall_url())
    push_whole(SLIDE, html, sitting_id=event.sitting_id, v=event.version)


@subscribes_to(ScanJudged, ScanUndone, PeopleAdded)
def headcount_changed(event: ScanJudged | ScanUndone | PeopleAdded, session: Session) -> None:
    """Somebody came in, or did not after all, or more are invited."""
    if isinstance(event, ScanJudged) and event.verdict not in LETS_IN:
        return
    shown = wall(session, sitting_id=event.sitting_id)
    html = render_template("screen/_headcount.html", wall=shown, v=event.version)
    push_whole(HEADCOUNT, html, sitting_id=event.sitting_id, v=event.version)
