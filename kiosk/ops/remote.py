"""How a command writes: through the server that runs on the data folder, else by itself."""

import http.client
import json
from collections.abc import Callable
from typing import Any, TypeVar, get_type_hints

from flask import Flask

from kiosk.core.actor import SYSTEM
from kiosk.core.errors import Refused, Status
from kiosk.core.messages import _
from kiosk.core.receipts import plain
from kiosk.core.transact import transact
from kiosk.server.word import server_or_alone

Answer = TypeVar("Answer")

_PATIENCE = 60
"""Seconds that a command waits for the server."""


def do(app: Flask, action: Callable[..., Answer], **wanted: Any) -> Answer:  # noqa: ANN401  # as the action wants
    """Do `action` as the laptop itself: by the running server where there is one. Raises its `Refused`."""
    with server_or_alone(app.config["SETTINGS"].data) as word:
        if word is None:
            with app.app_context():
                return transact(action, actor=SYSTEM, **wanted)
    said = _ask(word, {"action": action.__name__, "wanted": plain.unstructure(wanted)})
    if "sentence" in said:
        raise Refused(said["sentence"], code=said["code"], status=Status(said["status"]))
    done: Answer = plain.structure(said["answer"], get_type_hints(action)["return"])
    return done


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
