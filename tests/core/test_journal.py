"""The journal: a chain nobody can mend unseen, versions without a gap, and no words in it."""

import dataclasses
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any, get_args, get_type_hints

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from kiosk.core.actor import SYSTEM, Actor, Role
from kiosk.core.db import reading
from kiosk.core.journal import (
    GENESIS,
    WARD,
    Chain,
    DomainEvent,
    JournalLine,
    fingerprint,
    line_hash,
    moment,
    open_chain,
    record,
    taken_back,
    version_of,
)
from kiosk.core.transact import subscribes_to, transact
from kiosk.domain.questions.actions import ask
from kiosk.domain.questions.models import Wording
from kiosk.domain.questions.rules import Kind, Source
from tests.conftest import Hall

WORDS = "Bao giờ đường hẻm 12 có đèn, thưa ông Chủ tịch?"
EVENTS = {kind.__name__: kind for kind in DomainEvent.__subclasses__() if kind.__module__.startswith("kiosk.")}


class Colour(StrEnum):
    """A closed list of words."""

    RED = "red"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Painted(DomainEvent):
    """Something that happened."""

    n: int
    colour: Colour = Colour.RED
    on: date | None = None


def faults_of_chains(session: Session) -> Iterator[str]:
    """Walk every chain as anybody can who has the file: name each line that is not what was written."""
    for chain in session.scalars(select(Chain)):
        head, version = GENESIS, 0
        for line in session.scalars(
            select(JournalLine).where(JournalLine.sitting_id == chain.sitting_id).order_by(JournalLine.version)
        ):
            fields = {column.key: getattr(line, column.key) for column in JournalLine.__table__.columns}
            if line.version != version + 1:
                yield f"{chain.sitting_id}: {line.version} follows {version}"
            if line.previous != head or line_hash(fields) != line.hash:
                yield f"{chain.sitting_id}: line {line.version} is not what was written"
            head, version = line.hash, line.version
        if (chain.head, chain.version) != (head, version):
            yield f"{chain.sitting_id}: the chain has another end"


def an_evening(hall: Hall) -> None:
    """Let people ask, so that there is something in the journal."""
    for name in ("Trần Văn An", "Lê Thị Ân", "Đặng Đức Ước"):
        question(hall, name)


def question(hall: Hall, name: str = "Trần Văn An") -> int:
    asker = hall.delegate(name)
    return transact(
        ask, actor=asker, words=WORDS, field="3", shows_name=True, source=Source.PHONE, kind=Kind.QUESTION
    ).question_id


def lines(sitting_id: int) -> list[JournalLine]:
    with reading() as session:
        return list(
            session.scalars(
                select(JournalLine).where(JournalLine.sitting_id == sitting_id).order_by(JournalLine.version)
            )
        )


def test_an_event_is_given_the_next_version_of_its_chain(app: Flask) -> None:
    def paint_three(session: Session, *, actor: Actor) -> tuple[int, ...]:
        for sitting_id in (WARD, 1):
            open_chain(session, sitting_id)
        return tuple(record(session, Painted(actor=actor, sitting_id=at, n=1)).version for at in (WARD, 1, 1))

    assert app
    assert transact(paint_three, actor=SYSTEM) == (1, 1, 2)
    with reading() as session:
        assert (version_of(session, WARD), version_of(session, 1), version_of(session, 404)) == (1, 2, 0)


def test_an_event_whose_chain_was_never_opened_is_a_fault_of_the_program(app: Flask) -> None:
    def paint(session: Session, *, actor: Actor) -> None:
        record(session, Painted(actor=actor, sitting_id=404, n=1))

    assert app
    with pytest.raises(LookupError, match="404"):
        transact(paint, actor=SYSTEM)


def test_a_line_says_who_what_when_and_follows_the_line_before(app: Flask) -> None:
    chair = Actor(role=Role.CHAIR, name="Bà Chủ trì", sign_in_id=3, device_id=4)

    def paint_two(session: Session, *, actor: Actor) -> datetime:
        open_chain(session, 1)
        record(session, Painted(actor=actor, sitting_id=1, n=1, on=date(2027, 11, 18)))
        record(session, Painted(actor=SYSTEM, sitting_id=1, n=2))
        return moment(session)

    assert app
    at = transact(paint_two, actor=chair)
    first, second = lines(1)
    assert (first.event, first.actor, first.role, first.device_id) == ("Painted", "sign_in:3", "chair", 4)
    assert first.data == '{"colour":"red","n":1,"on":"2027-11-18"}'
    assert (first.at, second.at) == (at, at)
    assert (first.previous, second.previous) == (GENESIS, first.hash)
    assert (second.actor, second.role, second.device_id) == ("system", "system", None)


@pytest.mark.parametrize(
    ("known", "owner"),
    [({"device_id": 4}, "device:4"), ({"device_id": 4, "sign_in_id": 3}, "sign_in:3"), ({}, "public")],
)
def test_who_has_no_name_is_known_by_the_device_and_is_never_the_laptop_itself(
    known: dict[str, int], owner: str
) -> None:
    assert Actor(role=Role.PUBLIC, name="", **known).owner == owner


def test_the_chains_of_an_evening_are_whole(hall: Hall) -> None:
    an_evening(hall)
    with reading() as session:
        assert version_of(session, hall.sitting_id) > 3
        assert version_of(session, WARD) > 0
        assert list(faults_of_chains(session)) == []


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal SET data = replace(data, ':', ': ') WHERE sitting_id = 1 AND version = 2",
        "UPDATE journal SET actor = 'staff:7' WHERE sitting_id = 1 AND version = 3",
        "UPDATE journal SET role = 'chair' WHERE sitting_id = 1 AND version = 3",
        "UPDATE journal SET device_id = 7 WHERE sitting_id = 1 AND version = 3",
        "UPDATE journal SET event = 'Nothing' WHERE sitting_id = 1 AND version = 3",
        "UPDATE journal SET at = '2027-11-18 00:00:00.000000' WHERE sitting_id = 1 AND version = 3",
        "UPDATE journal SET version = 99 WHERE sitting_id = 1 AND version = 5",
        "DELETE FROM journal WHERE sitting_id = 1 AND version = 3",
        "DELETE FROM journal WHERE sitting_id = 1 AND version = (SELECT version FROM chains WHERE sitting_id = 1)",
        "UPDATE chains SET version = version + 1 WHERE sitting_id = 1",
    ],
)
def test_whoever_changes_the_file_itself_is_found_out(hall: Hall, tampering: str) -> None:
    an_evening(hall)
    file = sqlite3.connect(hall.app.config["SETTINGS"].data / "kiosk.sqlite")
    file.executescript("DROP TRIGGER journal_is_never_changed; DROP TRIGGER journal_is_never_shortened;")
    assert file.execute(tampering).rowcount == 1
    file.commit()
    file.close()
    with reading() as session:
        assert list(faults_of_chains(session))


@pytest.mark.parametrize("statement", ["UPDATE journal SET actor = 'nobody'", "DELETE FROM journal"])
def test_the_database_itself_refuses_to_change_a_line(hall: Hall, statement: str) -> None:
    def rewrite(session: Session, *, actor: Actor) -> None:  # noqa: ARG001  # an action has an actor
        session.execute(text(statement))

    before = [line.hash for line in lines(hall.sitting_id)]
    with pytest.raises(DBAPIError, match="append-only"):
        transact(rewrite, actor=SYSTEM)
    assert [line.hash for line in lines(hall.sitting_id)] == before


def test_no_two_lines_share_a_version(hall: Hall) -> None:
    def repeat(session: Session, *, actor: Actor) -> None:  # noqa: ARG001  # an action has an actor
        line = session.scalars(select(JournalLine)).first()
        fields = {column.key: getattr(line, column.key) for column in JournalLine.__table__.columns}
        session.execute(insert(JournalLine).values({**fields, "id": None}))

    with pytest.raises(IntegrityError, match="version"):
        transact(repeat, actor=SYSTEM)
    assert hall.people


def test_what_was_only_tried_is_neither_written_nor_told(app: Flask) -> None:
    def try_then_paint(session: Session, *, actor: Actor) -> list[int]:
        open_chain(session, 1)
        with taken_back(session):
            tried = record(session, Painted(actor=actor, sitting_id=1, n=1))
        done = record(session, Painted(actor=actor, sitting_id=1, n=2))
        return [tried.version, done.version]

    heard: list[int] = []

    @subscribes_to(Painted)
    def listener(event: Painted, _session: Session) -> None:
        heard.append(event.n)

    app.extensions["teller"].hears([listener])
    assert transact(try_then_paint, actor=SYSTEM) == [1, 1]
    app.extensions["teller"].settle()
    assert heard == [2]
    assert [line.data for line in lines(1)] == ['{"colour":"red","n":2,"on":null}']


# Words live where they can be erased


def test_the_journal_holds_neither_words_nor_names(hall: Hall) -> None:
    an_evening(hall)
    file = sqlite3.connect(hall.app.config["SETTINGS"].data / "kiosk.sqlite")
    written = " ".join(str(row) for row in file.execute("SELECT * FROM journal"))
    file.close()
    assert WORDS not in written
    assert not [person.delegate.name for person in hall.people if person.delegate.name in written]
    assert not [person.code for person in hall.people if person.code in written]


def test_a_question_can_be_proved_by_its_salt_until_that_is_erased(hall: Hall) -> None:
    question_id = question(hall)
    with reading() as session:
        wording = session.scalars(select(Wording).where(Wording.question_id == question_id)).one()
    [line] = [line for line in lines(hall.sitting_id) if line.event == "QuestionAsked"]
    assert fingerprint(wording.words, salt=wording.salt) in line.data
    assert fingerprint(wording.words, salt="") not in line.data


def test_equal_words_leave_different_traces(hall: Hall) -> None:
    question(hall, "Trần Văn An")
    question(hall, "Lê Thị Ân")
    asked = [line.data for line in lines(hall.sitting_id) if line.event == "QuestionAsked"]
    assert len({data.split('"words":')[1] for data in asked}) == 2


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_an_event_has_room_for_ids_states_and_numbers_alone(name: str) -> None:
    kind = EVENTS[name]
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        if field.name not in {"actor", "sitting_id", "version"}:
            assert _is_bare(hints[field.name]) or field.name == "words", (
                f"{kind.__name__}.{field.name} could hold words; write `words: str` with core.journal.fingerprint(…), "
                "and keep the words and their salt in a row that can be erased."
            )


def test_what_has_no_place_in_a_line_is_not_written(app: Flask) -> None:
    def paint(session: Session, *, actor: Actor) -> None:
        open_chain(session, 1)
        record(session, Painted(actor=actor, sitting_id=1, n=object()))  # type: ignore[arg-type]  # the fault

    assert app
    with pytest.raises(TypeError, match="no place in a journal line"):
        transact(paint, actor=SYSTEM)


def _is_bare(hint: Any) -> bool:  # noqa: ANN401  # a type, or a union of them
    kinds = get_args(hint) or (hint,)
    return all(kind in {int, bool, date, datetime, type(None)} or issubclass(kind, StrEnum) for kind in kinds)
