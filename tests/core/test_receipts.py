"""Keys: the same request again is the same answer, and nobody can take another's key or change what was said."""

import sqlite3
from dataclasses import dataclass

import gevent
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.core.actor import SYSTEM, Actor, Role
from kiosk.core.db import reading
from kiosk.core.errors import Refused, Status
from kiosk.core.journal import WARD, DomainEvent, open_chain, record, version_of
from kiosk.core.receipts import Receipt
from kiosk.core.transact import transact

AN = Actor(role=Role.DELEGATE, name="Trần Văn An", delegate_id=1)
AN_ON_ANOTHER_PHONE = Actor(role=Role.DELEGATE, name="Trần Văn An", delegate_id=1, device_id=9, sign_in_id=9)
BINH = Actor(role=Role.DELEGATE, name="Lê Bình", delegate_id=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(DomainEvent):
    """Something happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What is answered."""

    number: int
    names: tuple[str, ...]


def give_ticket(session: Session, *, actor: Actor, words: str) -> Ticket:
    return Ticket(number=record(session, Counted(actor=actor)).version, names=(actor.name, words))


def give_number(session: Session, *, actor: Actor, words: str) -> int:
    del words
    return record(session, Counted(actor=actor)).version


def refuse_once(session: Session, *, actor: Actor, is_ready: bool) -> int:
    if not is_ready:
        raise Refused("Chưa được.", code="not_yet")
    return record(session, Counted(actor=actor)).version


@pytest.fixture(autouse=True)
def chain(app: Flask) -> Flask:
    """A chain to write on."""

    def begin(session: Session, *, actor: Actor) -> None:  # noqa: ARG001  # an action has an actor
        open_chain(session, WARD)

    transact(begin, actor=SYSTEM)
    return app


def times_done() -> int:
    with reading() as session:
        return version_of(session, WARD)


def test_the_same_key_again_is_answered_with_the_first_receipt() -> None:
    first = transact(give_ticket, actor=AN, key="k1", words="Đèn đường")
    again = transact(give_ticket, actor=AN, key="k1", words="Đèn đường")
    assert first == again == Ticket(number=1, names=("Trần Văn An", "Đèn đường"))
    assert times_done() == 1


def test_an_owner_may_send_again_from_another_phone() -> None:
    transact(give_ticket, actor=AN, key="k1", words="Đèn đường")
    assert transact(give_ticket, actor=AN_ON_ANOTHER_PHONE, key="k1", words="Đèn đường").number == 1


def test_twenty_who_press_twice_at_once_are_each_answered_once(app: Flask) -> None:
    def press(n: int) -> int:
        with app.app_context():
            return transact(give_number, actor=AN, key=f"k{n}", words="Đèn đường")

    presses = [gevent.spawn(press, n) for n in range(20) for _ in range(2)]
    gevent.joinall(presses, raise_error=True)
    answers = [greenlet.value for greenlet in presses]
    assert answers[0::2] == answers[1::2]
    assert sorted(answers[0::2]) == list(range(1, 21))
    assert times_done() == 20


@pytest.mark.parametrize(
    ("actor", "words"), [(BINH, "Đèn đường"), (AN, "Thoát nước")], ids=["another owner", "other words"]
)
def test_another_owner_or_other_words_under_a_key_are_refused(actor: Actor, words: str) -> None:
    transact(give_ticket, actor=AN, key="k1", words="Đèn đường")
    with pytest.raises(Refused) as refusal:
        transact(give_ticket, actor=actor, key="k1", words=words)
    assert (refusal.value.code, refusal.value.status) == ("key", Status.CONFLICT)
    assert times_done() == 1


def test_the_same_key_may_stand_under_another_action() -> None:
    transact(give_ticket, actor=AN, key="k1", words="Đèn đường")
    assert transact(give_number, actor=AN, key="k1", words="Đèn đường") == 2


def test_without_a_key_each_request_is_its_own() -> None:
    assert [transact(give_number, actor=AN, words="Đèn đường") for _ in range(2)] == [1, 2]


def test_a_refusal_leaves_its_key_free() -> None:
    with pytest.raises(Refused):
        transact(refuse_once, actor=AN, key="k1", is_ready=False)
    assert transact(refuse_once, actor=AN, key="k1", is_ready=True) == 1


def test_a_receipt_keeps_no_words_but_those_of_its_answer(app: Flask) -> None:
    transact(give_number, actor=AN, key="k1", words="Đèn đường hẻm 12")
    file = sqlite3.connect(app.config["SETTINGS"].data / "kiosk.sqlite")
    assert "hẻm" not in str(file.execute("SELECT * FROM receipts").fetchall())
    file.close()
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Receipt)) == 1
