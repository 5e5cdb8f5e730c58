"""How a command opens its data folder, and how it ends when something is in the way: one sentence, one exit status."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import SQLITE_CORRUPT, SQLITE_NOTADB
from typing import IO, Any

import click
from flask import Flask
from sqlalchemy.exc import DatabaseError

from kiosk.app import create_app
from kiosk.cli.options import given_data_folder
from kiosk.core.db import db, reading
from kiosk.core.errors import Refused, Status
from kiosk.core.messages import Message, _
from kiosk.core.schema import is_current
from kiosk.core.settings import BadSetting, load
from kiosk.domain.sittings import queries as sittings
from kiosk.server.word import word_of_server

_DAMAGED = {SQLITE_CORRUPT, SQLITE_NOTADB}


class Failed(click.ClickException):
    """The command ends here: a sentence on stderr, exit status 1."""

    def __init__(self, sentence: Message | str) -> None:
        super().__init__(str(sentence))

    def show(self, _file: IO[Any] | None = None) -> None:
        """Say the sentence alone."""
        click.echo(self.format_message(), err=True)


class WrongInput(Failed):
    """What the command was given cannot be used: exit status 2."""

    exit_code = 2


@contextmanager
def said_in_a_sentence() -> Iterator[None]:
    """End the command with a sentence where something is refused, or the database cannot be read."""
    try:
        yield
    except BadSetting as bad:
        raise WrongInput(str(bad)) from None
    except Refused as refusal:
        kind = WrongInput if refusal.status is Status.UNREADABLE else Failed
        raise kind(refusal.sentence) from None
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorcode", None) not in _DAMAGED:
            raise
        sentence = _("Tệp dữ liệu kiosk.sqlite bị hỏng hoặc không đọc được. Mời dùng bản sao lưu gần nhất.")
        raise Failed(sentence) from None


@contextmanager
def opened(**given: Any) -> Iterator[Flask]:  # noqa: ANN401  # `load` checks them
    """Give the program on the data folder, new or not, in an app context; `given` are settings from options."""
    with said_in_a_sentence():
        try:
            app = create_app(load(given_data_folder(), **given))
        except OSError as error:  # the folder cannot be made, or not be read
            raise WrongInput(f"{error.filename}: {error.strerror}") from None
    with app.app_context(), said_in_a_sentence():  # in the language of the installation
        try:
            yield app
        finally:
            db.engine.dispose()  # the readers first: with the writer the last one goes, and the WAL with it
            app.extensions["writer"].close()


@contextmanager
def opened_existing(**given: Any) -> Iterator[Flask]:  # noqa: ANN401  # as above
    """Give the program on a data folder that `kiosk init` made, of whatever schema."""
    data = given_data_folder()
    if not (data / "kiosk.sqlite").exists():
        raise WrongInput(_("Chưa có dữ liệu ở %(data)s. Mời chạy `kiosk init` trước.", data=data))
    with opened(**given) as app:
        word = word_of_server(data)
        if word is not None:
            app.config["HALL_PORT"] = word["port"]
        yield app


@contextmanager
def opened_current() -> Iterator[Flask]:
    """Give the program on a data folder of its own schema. Refuses an older one."""
    with opened_existing() as app:
        with reading() as session:
            if not is_current(session.connection()):
                raise Refused(
                    _("Dữ liệu này thuộc bản khác của chương trình. Mời chạy `kiosk init` để nâng cấp."),
                    code="old_schema",
                )
        yield app


def chosen_sitting(given: int | None) -> int:
    """Return the id of the sitting that a command is about: the one given, else the present one. Refuses others."""
    with reading() as session:
        found = sittings.present_sitting(session) if given is None else sittings.sitting(session, given)
    if found is not None:
        return found.id
    sentence = (
        _("Chưa có hội nghị nào. Mời chạy `kiosk init` trước.")
        if given is None
        else _("Không có hội nghị số %(id)d.", id=given)
    )
    raise Refused(sentence, code="no_sitting", status=Status.UNREADABLE)
