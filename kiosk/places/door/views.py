"""Where delegates are let in."""

from flask import Blueprint

from kiosk.domain.access.rules import Place
from kiosk.places.guards import only

bp = Blueprint("door", __name__)


@bp.get("/door")
@only(Place.DOOR)
def home() -> str:
    """Show it."""
    return "door"
