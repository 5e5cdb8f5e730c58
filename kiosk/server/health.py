"""Whether the process lives, and whether it can work."""

from flask import Blueprint, jsonify
from flask.wrappers import Response
from sqlalchemy.exc import SQLAlchemyError

from kiosk.core.db import reading
from kiosk.core.schema import is_current
from kiosk.places.guards import anyone

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@anyone()
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@anyone()
def ready() -> tuple[Response, int]:
    """The database answers, and is of this program's schema."""
    try:
        with reading() as session:
            current = is_current(session.connection())
    except SQLAlchemyError:
        return jsonify(status="no database"), 503
    return (jsonify(status="ok"), 200) if current else (jsonify(status="old schema"), 503)
