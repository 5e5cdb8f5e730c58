"""How a command writes: through the server that runs on the data folder, else by itself.

`serve` leaves `server.json` (ports and a token, for its owner's eyes alone); a command posts to it, so that there is
never a second writer.
"""

import hmac
import http.client
import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from filelock import FileLock, Timeout
from flask import Blueprint, Flask, abort, current_app, jsonify, request
from flask.wrappers import Response

from kiosk.core.actor import SYSTEM, Side
from kiosk.core.errors import Refused, Status
from kiosk.core.messages import _
from kiosk.core.receipts import plain
from kiosk.core.transact import transact
from kiosk.domain.access import actions as access
from kiosk.domain.people import actions as people
from kiosk.domain.sittings import actions as sittings
from kiosk.places.guards import anyone, without_cookie

Answer = TypeVar("Answer")

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

_PATIENCE = 60
"""Seconds that a command waits for the server."""

bp = Blueprint("remote", __name__)


def lock_of(data: Path) -> FileLock:
    """Return the lock that a server holds on its data folder."""
    return FileLock(data / "server.lock", blocking=False)


def leave_word(data: Path, *, port: int, staff_port: int) -> str:
    """Leave word of the running server in its data folder; return the token that commands will show."""
    token = secrets.token_urlsafe(32)
    file = data / "server.json"
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps({"port": port, "staff_port": staff_port, "token": token}), "utf-8")
    return token


def forget_word(data: Path) -> None:
    """Take the word away: the server is gone."""
    (data / "server.json").unlink(missing_ok=True)


def word_of_server(data: Path) -> dict[str, Any] | None:
    """Return what a running server left, None where none runs (or was killed, or does not listen yet)."""
    if not (data / "server.json").exists():
        return None
    try:
        with lock_of(data):
            return None
    except Timeout:
        word: dict[str, Any] = json.loads((data / "server.json").read_text("utf-8"))
        return word


def do(app: Flask, action: Callable[..., Answer], **wanted: Any) -> Answer:  # noqa: ANN401  # as the action wants
    """Do `action` as the laptop itself: by the running server where there is one. Raises its `Refused`."""
    word = word_of_server(app.config["SETTINGS"].data)
    if word is None:
        with app.app_context():
            return transact(action, actor=SYSTEM, **wanted)
    said = _ask(word, {"action": action.__name__, "wanted": plain.unstructure(wanted)})
    if "sentence" in said:
        raise Refused(said["sentence"], code=said["code"], status=Status(said["status"]))
    done: Answer = plain.structure(said["answer"], get_type_hints(action)["return"])
    return done


@bp.post("/-/actions")
@anyone(side=Side.STAFF)
@without_cookie
def act() -> tuple[Response, int]:
    """Do what a command of this laptop asks, if it shows the server's token."""
    token = current_app.config.get("COMMAND_TOKEN", "")
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(shown, token):
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


def _ask(word: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", word["staff_port"], timeout=_PATIENCE)
    headers = {"Authorization": f"Bearer {word['token']}", "Content-Type": "application/json"}
    try:
        connection.request("POST", "/-/actions", body=json.dumps(asked).encode(), headers=headers)
        said: dict[str, Any] = json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):  # it hangs, dies, or answers with a page of its own
        raise Refused(
            _("Máy chủ đang chạy nhưng không làm được việc này. Mời xem cửa sổ của máy chủ."), code="server_failed"
        ) from None
    finally:
        connection.close()
    return said
