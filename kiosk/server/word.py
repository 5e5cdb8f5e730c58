"""The word a running server leaves in its data folder: a lock that it holds, and where commands reach it.

`server.json` (ports and a token) is for its owner's eyes alone.
"""

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

_GLANCES = 100
_PAUSE = 0.1
"""Ten seconds for a server that is just beginning, or for another command that writes alone."""


def lock_of(data: Path) -> FileLock:
    """Return the lock that a server holds on its data folder."""
    return FileLock(data / "server.lock", blocking=False)


def leave_word(data: Path, *, port: int, staff_port: int) -> str:
    """Leave word of the running server in its data folder; return the token that commands will show."""
    token = secrets.token_urlsafe(32)
    file = data / "server.json.new"
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps({"port": port, "staff_port": staff_port, "token": token}), "utf-8")
    file.replace(data / "server.json")  # a command reads the whole word or none
    return token


def forget_word(data: Path) -> None:
    """Take the word away: the server is gone."""
    (data / "server.json").unlink(missing_ok=True)


@contextmanager
def server_or_alone(data: Path) -> Iterator[dict[str, Any] | None]:
    """Give the word of the running server; where none runs, None, and no server begins before the block is left.

    Raises filelock's Timeout where the folder is held for ten seconds by who leaves no word.
    """
    lock = lock_of(data)
    for _glance in range(_GLANCES):
        if (word := word_of_server(data)) is not None:
            yield word
            return
        try:
            lock.acquire()
            break
        except Timeout:
            time.sleep(_PAUSE)
    else:
        raise Timeout(str(lock.lock_file))
    try:
        yield None
    finally:
        lock.release()


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
