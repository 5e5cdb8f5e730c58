"""What the public sees."""

from flask import Blueprint

from kiosk.places.guards import anyone

bp = Blueprint("board", __name__)


@bp.get("/")
@anyone()
def home() -> str:
    """Show it."""
    return "board"
