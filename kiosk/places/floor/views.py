"""Where delegates ask."""

from flask import Blueprint

from kiosk.domain.access.rules import Place
from kiosk.places.guards import only

bp = Blueprint("floor", __name__)


@bp.get("/floor")
@only(Place.FLOOR)
def home() -> str:
    """Show it."""
    return "floor"
