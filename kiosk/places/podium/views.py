"""Where the chair moderates."""

from flask import Blueprint

from kiosk.domain.access.rules import Place
from kiosk.places.guards import only

bp = Blueprint("podium", __name__)


@bp.get("/podium")
@only(Place.PODIUM)
def home() -> str:
    """Show it."""
    return "podium"
