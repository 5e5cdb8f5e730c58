"""What the hall sees."""

from flask import Blueprint

from kiosk.domain.access.rules import Place
from kiosk.places.guards import only

bp = Blueprint("screen", __name__)


@bp.get("/screen")
@only(Place.SCREEN)
def home() -> str:
    """Show it."""
    return "screen"
