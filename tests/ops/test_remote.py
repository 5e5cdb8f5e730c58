"""How a command writes: through the running server, or alone."""

import pytest
from filelock import Timeout
from flask import Flask
from sqlalchemy.orm import Session

from kiosk.core.actor import Actor
from kiosk.ops.remote import do
from kiosk.server.word import leave_word, lock_of, word_of_server


def test_while_a_command_writes_alone_no_server_begins(app: Flask) -> None:
    data = app.config["SETTINGS"].data

    def write(_session: Session, *, actor: Actor) -> str:
        with pytest.raises(Timeout):
            lock_of(data).acquire()
        return actor.owner

    assert do(app, write) == "system"
    with lock_of(data):
        pass


def test_the_word_of_a_server_counts_only_while_it_holds_the_folder(app: Flask) -> None:
    data = app.config["SETTINGS"].data
    leave_word(data, port=8000, staff_port=8001)
    assert word_of_server(data) is None
    with lock_of(data):
        word = word_of_server(data)
    assert word is not None
    assert (word["port"], word["staff_port"]) == (8000, 8001)
