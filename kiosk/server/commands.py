"""Where a running server does what the laptop's commands ask: there is never a second writer."""

import hmac
from collections.abc import Callable
from typing import Any, get_type_hints

from flask import Blueprint, abort, current_app, jsonify, request
from flask.wrappers import Response

from kiosk.core.actor import SYSTEM, Side
from kiosk.core.errors import Refused
from kiosk.core.receipts import plain
from kiosk.core.transact import transact
from kiosk.domain.access import actions as access
from kiosk.domain.people import actions as people
from kiosk.domain.sittings import actions as sittings
from kiosk.places.guards import anyone, without_cookie

ACTIONS: dict[str, Callable[..., Any]] = {
    action.__name__: action
    for action in (
        access.add_staff,
        access.make_link,
        access.renew_link,
        people.add_people,
        people.preview_people,
        people.replace_invitation,
        sittings.move_sitting,
    )
}
"""What a command may ask of a running server."""

LARGEST_LIST = 16 * 1024 * 1024
"""Bytes of one command."""

bp = Blueprint("commands", __name__)


@bp.post("/-/actions")
@anyone(side=Side.STAFF)
@without_cookie
def act() -> tuple[Response, int]:
    """Do what a command of this laptop asks, if it shows the server's token."""
    token = current_app.config.get("COMMAND_TOKEN", "")
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(shown.encode(), token.encode()):  # a str may hold ASCII alone
        abort(404)
    request.max_content_length = LARGEST_LIST
    asked = request.get_json()
    action = ACTIONS[asked["action"]]
    kinds = get_type_hints(action)
    wanted = {name: plain.structure(value, kinds[name]) for name, value in asked["wanted"].items()}
    try:
        answer = transact(action, actor=SYSTEM, **wanted)
    except Refused as refusal:
        return jsonify(sentence=str(refusal.sentence), code=refusal.code, status=refusal.status), refusal.status
    return jsonify(answer=plain.unstructure(answer)), 200
