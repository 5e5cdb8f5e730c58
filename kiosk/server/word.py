"""The word a running server leaves in its data folder: a lock that it holds, and where commands reach it.

`server.json` (ports and a token) is for its owner's eyes alone.
"""

import json
import secrets
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout


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
