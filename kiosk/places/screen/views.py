"""What the hall sees."""

from flask import Blueprint, render_template

from kiosk.core.address import hall_url
from kiosk.core.db import reading
from kiosk.core.journal import version_of
from kiosk.domain.access.rules import Place
from kiosk.domain.stage.queries import wall
from kiosk.places.guards import me, only

bp = Blueprint("screen", __name__, url_prefix="/screen")


@bp.get("")
@only(Place.SCREEN)
def home() -> str:
    """Show the wall; from then on it follows by itself."""
    return _shown("screen/page.html")


@bp.get("/slide")
@only(Place.SCREEN)
def slide() -> str:
    """Show what is up: the question, or the welcome."""
    return _shown("screen/_slide.html")


@bp.get("/headcount")
@only(Place.SCREEN)
def headcount() -> str:
    """Show how many have come."""
    return _shown("screen/_headcount.html")


def _shown(template: str) -> str:
    sitting_id = me().sitting_id or 0
    with reading() as session:
        v = version_of(session, sitting_id)
        shown = wall(session, sitting_id=sitting_id)
    return render_template(template, wall=shown, v=v, hall=hall_url())
