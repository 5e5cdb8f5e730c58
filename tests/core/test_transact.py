"""The one seam: one thread writes, one commit for what waits, answers after it, and then those who are to hear."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import gevent
import gevent.event
import pytest
from flask import Flask, current_app
from flask_babel import get_locale
from sqlalchemy import Engine, event, func, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from kiosk.core.actor import SYSTEM, Actor, Role
from kiosk.core.db import db, reading
from kiosk.core.errors import Refused
from kiosk.core.journal import WARD, DomainEvent, JournalLine, moment, open_chain, record, version_of
from kiosk.core.transact import BATCH, Subscriber, Teller, subscribes_to, transact
from kiosk.domain.questions.models import Wording

pytestmark = pytest.mark.usefixtures("engine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(DomainEvent):
    """Something happened to number `n`."""

    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedElsewhere(DomainEvent):
    """Something that nobody here waits for."""


def begin(session: Session, *, actor: Actor) -> int:  # noqa: ARG001  # an action has an actor
    open_chain(session, WARD)
    return WARD


def note(session: Session, *, actor: Actor, n: int) -> int:
    return record(session, Noted(actor=actor, n=n)).version


def note_twice(session: Session, *, actor: Actor, n: int) -> int:
    record(session, Noted(actor=actor, n=n))
    return record(session, Noted(actor=actor, n=n)).version


def note_and_refuse(session: Session, *, actor: Actor, n: int) -> int:
    record(session, Noted(actor=actor, n=n))
    raise Refused("Không được.", code="no")


def note_and_break(session: Session, *, actor: Actor, n: int) -> int:
    version = record(session, Noted(actor=actor, n=n)).version
    open_chain(session, WARD)  # is there already
    return version


def note_and_fail_the_commit(session: Session, *, actor: Actor, n: int) -> int:
    version = record(session, Noted(actor=actor, n=n)).version
    session.execute(text("PRAGMA defer_foreign_keys=ON"))
    session.execute(insert(Wording).values(question_id=404, revision=1, words="", salt="", at=moment(session)))
    return version


@pytest.fixture
def engine(app: Flask) -> Engine:
    """The writer's engine, with a chain to write on."""
    transact(begin, actor=SYSTEM)
    engine: Engine = app.extensions["writer_engine"]
    return engine


@pytest.fixture
def hear(app: Flask) -> Callable[[Subscriber], None]:
    """Let a function hear what is committed."""
    teller: Teller = app.extensions["teller"]
    return lambda subscriber: teller.hears([subscriber])


@contextmanager
def on_commit(engine: Engine, do: Callable[[], None]) -> Iterator[None]:
    """Have `do` done by the writer's thread each time it is about to commit."""

    def listener(_connection: object) -> None:
        do()

    event.listen(engine, "commit", listener)
    try:
        yield
    finally:
        event.remove(engine, "commit", listener)


@dataclass
class Counter:
    """How often something was done."""

    times: int = 0

    def up(self) -> None:
        self.times += 1


@dataclass
class Hold:
    """The writer's thread, kept busy by a job of its own until it is let go."""

    reached: threading.Event
    go_on: threading.Event

    def wait_until_reached(self) -> None:
        """Let the loop run until the writer's thread has come to the hold."""
        gevent.get_hub().threadpool.apply(self.reached.wait)

    def stop_here(self) -> None:
        self.reached.set()
        assert self.go_on.wait(30), "nobody let the writer go on"


@pytest.fixture
def hold() -> Iterator[Hold]:
    """A place where the writer's thread can be stopped; it goes on at the end of the test at the latest."""
    hold = Hold(threading.Event(), threading.Event())
    yield hold
    hold.go_on.set()


def soon(app: Flask, action: Callable[..., object], **wanted: object) -> gevent.Greenlet:
    """Begin a request of its own that does `action`; its answer, or what it raised, is the greenlet's."""

    def request() -> object:
        with app.app_context():
            return transact(action, actor=SYSTEM, **wanted)

    greenlet = gevent.spawn(_quietly, request)
    gevent.sleep(0)
    return greenlet


def _quietly(request: Callable[[], object]) -> object:
    try:
        return request()
    except Exception as failure:  # noqa: BLE001  # the test looks at it
        return failure


def while_writer_is_held(app: Flask, hold: Hold, requests: Callable[[], list[gevent.Greenlet]]) -> list[object]:
    """Keep the writer busy while `requests` come; return their answers."""

    def dawdle(session: Session, *, actor: Actor) -> None:  # noqa: ARG001  # an action has an actor
        session.execute(text("SELECT 1"))
        hold.stop_here()

    first = soon(app, dawdle)
    hold.wait_until_reached()
    waiting = requests()
    hold.go_on.set()
    gevent.joinall([first, *waiting])
    return [greenlet.value for greenlet in waiting]


def lines() -> list[tuple[int, str]]:
    with reading() as session:
        return [(line.version, line.data) for line in session.scalars(select(JournalLine).order_by(JournalLine.id))]


# One writer


def test_every_action_is_done_by_one_thread_which_is_not_the_loops(app: Flask) -> None:
    def which_thread(session: Session, *, actor: Actor) -> int:  # noqa: ARG001  # an action has both
        return threading.get_ident()

    answers = [soon(app, which_thread) for _ in range(5)]
    gevent.joinall(answers)
    threads = {answer.value for answer in answers}
    assert len(threads) == 1
    assert threads != {threading.get_ident()}


def test_an_action_has_the_write_lock_before_it_reads(app: Flask) -> None:
    def try_from_outside(session: Session, *, actor: Actor) -> str:  # noqa: ARG001  # an action has an actor
        session.execute(text("SELECT 1"))
        outsider = sqlite3.connect(app.config["SETTINGS"].data / "kiosk.sqlite", timeout=0)
        try:
            outsider.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as refusal:
            return str(refusal)
        finally:
            outsider.close()
        return "let in"

    assert transact(try_from_outside, actor=SYSTEM) == "database is locked"


def test_a_reader_cannot_write() -> None:
    with reading() as session, pytest.raises(OperationalError, match="readonly"):
        open_chain(session, 7)
    with pytest.raises(OperationalError, match="readonly"):
        open_chain(db.session, 7)  # type: ignore[arg-type]  # a scoped session does what a session does
    db.session.remove()


def test_a_reader_sees_one_moment_however_long_it_looks() -> None:
    with reading() as session:
        before = version_of(session, WARD)
        transact(note, actor=SYSTEM, n=1)
        assert version_of(session, WARD) == before
    with reading() as session:
        assert version_of(session, WARD) == before + 1


# Savepoints, and one commit for what waits


def test_a_refused_action_leaves_nothing_and_fails_no_neighbour(app: Flask, engine: Engine, hold: Hold) -> None:
    commits = Counter()
    with on_commit(engine, commits.up):
        answers = while_writer_is_held(
            app,
            hold,
            lambda: [soon(app, action, n=n) for n, action in enumerate((note, note_and_refuse, note_and_break, note))],
        )
    assert answers[0] == 1
    assert isinstance(answers[1], Refused)
    assert isinstance(answers[2], IntegrityError)
    assert answers[3] == 2
    assert lines() == [(1, '{"n":0}'), (2, '{"n":3}')]
    assert commits.times == 2  # the one that held the writer, and one for all that waited


def test_what_waits_is_committed_once(app: Flask, engine: Engine, hold: Hold) -> None:
    commits = Counter()
    with on_commit(engine, commits.up):
        answers = while_writer_is_held(app, hold, lambda: [soon(app, note, n=n) for n in range(BATCH)])
    assert answers == list(range(1, BATCH + 1))
    assert commits.times == 2


def test_no_more_than_a_batch_shares_a_commit(app: Flask, engine: Engine, hold: Hold) -> None:
    commits = Counter()
    with on_commit(engine, commits.up):
        answers = while_writer_is_held(app, hold, lambda: [soon(app, note, n=n) for n in range(2 * BATCH + 1)])
    assert answers == list(range(1, 2 * BATCH + 2))
    assert commits.times == 4


def test_versions_have_no_gap_where_actions_were_refused() -> None:
    for n in range(6):
        if n % 2:
            with pytest.raises(Refused):
                transact(note_and_refuse, actor=SYSTEM, n=n)
        else:
            transact(note_twice, actor=SYSTEM, n=n)
    assert [version for version, _ in lines()] == [1, 2, 3, 4, 5, 6]


def test_what_is_still_waiting_when_the_writer_closes_is_done(app: Flask, hold: Hold) -> None:

    def close_meanwhile() -> list[gevent.Greenlet]:
        closing = gevent.spawn(app.extensions["writer"].close)
        return [soon(app, note, n=n) for n in range(3)] + [closing]

    assert while_writer_is_held(app, hold, close_meanwhile)[:3] == [1, 2, 3]


# The disk


@pytest.mark.parametrize("waiting", [1, 8])
def test_the_loop_goes_on_while_the_disk_takes_30_ms(app: Flask, engine: Engine, waiting: int) -> None:
    turns = Counter()
    during_sync: list[int] = []

    def sync_slowly() -> None:
        before = turns.times
        time.sleep(0.03)  # the writer's own thread; the loop has another
        during_sync.append(turns.times - before)

    def keep_turning() -> None:
        while True:
            turns.up()
            gevent.sleep(0.001)

    turning = gevent.spawn(keep_turning)
    with on_commit(engine, sync_slowly):
        requests = [soon(app, note, n=n) for n in range(waiting)]
        gevent.joinall(requests)
    turning.kill()
    assert sorted(request.value for request in requests) == list(range(1, waiting + 1))
    assert all(during_sync)


def test_readers_are_served_while_the_writer_commits(app: Flask, engine: Engine, hold: Hold) -> None:
    with on_commit(engine, hold.stop_here):
        request = soon(app, note, n=1)
        hold.wait_until_reached()
        with reading() as session:
            assert version_of(session, WARD) == 0
        hold.go_on.set()
        request.join()
    with reading() as session:
        assert version_of(session, WARD) == 1


def test_nobody_is_answered_or_told_before_the_commit_has_returned(
    app: Flask, engine: Engine, hear: Callable[[Subscriber], None], hold: Hold
) -> None:
    heard: list[int] = []

    @subscribes_to(Noted)
    def listener(event: Noted, _session: Session) -> None:
        heard.append(event.version)

    hear(listener)
    with on_commit(engine, hold.stop_here):
        requests = [soon(app, note, n=n) for n in range(3)]
        hold.wait_until_reached()
        for _ in range(10):
            gevent.sleep(0)
        assert [request.ready() for request in requests] == [False, False, False]
        assert heard == []
        hold.go_on.set()
        gevent.joinall(requests)
    app.extensions["teller"].settle()
    assert heard == [1, 2, 3]


def test_an_answer_says_what_everybody_else_can_read_by_then(app: Flask) -> None:
    version = transact(note, actor=SYSTEM, n=1)
    outsider = sqlite3.connect(app.config["SETTINGS"].data / "kiosk.sqlite")
    assert outsider.execute("SELECT version FROM chains WHERE sitting_id = 0").fetchone() == (version,)
    outsider.close()


def test_when_the_commit_fails_everybody_hears_why_and_nothing_is_told(
    app: Flask, hear: Callable[[Subscriber], None], hold: Hold
) -> None:
    heard: list[int] = []

    @subscribes_to(Noted)
    def listener(event: Noted, _session: Session) -> None:
        heard.append(event.n)

    hear(listener)
    answers = while_writer_is_held(
        app, hold, lambda: [soon(app, note, n=1), soon(app, note_and_fail_the_commit, n=2), soon(app, note, n=3)]
    )
    assert [type(answer) for answer in answers] == [IntegrityError] * 3
    assert lines() == []
    assert transact(note, actor=SYSTEM, n=9) == 1
    app.extensions["teller"].settle()
    assert heard == [9]


# Telling


def test_subscribers_hear_in_version_order_in_one_greenlet_of_the_loop_with_all_they_need(
    app: Flask, hear: Callable[[Subscriber], None], hold: Hold
) -> None:
    heard: list[tuple[int, int]] = []
    around: set[tuple[Any, ...]] = set()

    @subscribes_to(Noted)
    def listener(event: Noted, session: Session) -> None:
        heard.append((event.version, version_of(session, event.sitting_id)))
        around.add((threading.get_ident(), gevent.getcurrent(), current_app.name, str(get_locale())))
        gevent.sleep(0)  # a subscriber may wait; the next one does not overtake it

    hear(listener)
    while_writer_is_held(app, hold, lambda: [soon(app, note_twice, n=n) for n in range(BATCH + 2)])
    app.extensions["teller"].settle()
    assert [version for version, _ in heard] == list(range(1, 2 * BATCH + 5))
    assert all(version <= seen for version, seen in heard)
    [(thread, greenlet, name, locale)] = around
    assert (thread, name, locale) == (threading.get_ident(), "kiosk", "vi")
    assert greenlet is not gevent.getcurrent()


def test_a_subscriber_hears_in_the_language_of_the_house_whatever_the_request_spoke(
    app: Flask, hear: Callable[[Subscriber], None]
) -> None:
    spoken: list[str] = []

    @subscribes_to(Noted)
    def listener(_event: Noted, _session: Session) -> None:
        spoken.append(str(get_locale()))

    hear(listener)
    with app.test_request_context("/", headers={"Cookie": "kiosk_language=en"}):
        assert str(get_locale()) == "en"
        transact(note, actor=SYSTEM, n=1)
    app.extensions["teller"].settle()
    assert spoken == ["vi"]


def test_each_subscriber_sees_a_snapshot_that_is_no_older_than_what_it_hears_of(
    app: Flask, hear: Callable[[Subscriber], None]
) -> None:
    seen: list[tuple[int, int]] = []

    @subscribes_to(Noted)
    def slow(_event: Noted, session: Session) -> None:
        session.scalar(select(func.count(JournalLine.id)))
        if not seen:
            transact(note, actor=SYSTEM, n=2)  # committed while the first is being told

    @subscribes_to(Noted)
    def listener(event: Noted, session: Session) -> None:
        seen.append((event.version, version_of(session, WARD)))

    hear(slow)
    hear(listener)
    transact(note, actor=SYSTEM, n=1)
    app.extensions["teller"].settle()
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.logs_errors
def test_a_subscriber_cannot_write(
    app: Flask, hear: Callable[[Subscriber], None], caplog: pytest.LogCaptureFixture
) -> None:

    @subscribes_to(Noted)
    def meddler(event: Noted, session: Session) -> None:
        record(session, event)

    hear(meddler)
    transact(note, actor=SYSTEM, n=1)
    app.extensions["teller"].settle()
    assert "attempt to write a readonly database" in caplog.text
    assert [version for version, _ in lines()] == [1]


def test_an_answer_does_not_wait_for_subscribers(app: Flask, hear: Callable[[Subscriber], None]) -> None:
    may_go_on = gevent.event.Event()
    heard: list[int] = []

    @subscribes_to(Noted)
    def slow(event: Noted, _session: Session) -> None:
        may_go_on.wait()
        heard.append(event.version)

    hear(slow)
    assert [transact(note, actor=SYSTEM, n=n) for n in range(3)] == [1, 2, 3]
    assert heard == []
    may_go_on.set()
    app.extensions["teller"].settle()
    assert heard == [1, 2, 3]


@pytest.mark.logs_errors
def test_a_subscriber_that_fails_is_logged_and_hurts_nobody(
    app: Flask, hear: Callable[[Subscriber], None], caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[int] = []

    @subscribes_to(Noted)
    def broken(event: Noted, _session: Session) -> None:
        raise ZeroDivisionError(f"at {event.n}")

    @subscribes_to(Noted)
    def listener(event: Noted, _session: Session) -> None:
        heard.append(event.version)

    hear(broken)
    hear(listener)
    assert [transact(note, actor=SYSTEM, n=n) for n in range(2)] == [1, 2]
    app.extensions["teller"].settle()
    assert heard == [1, 2]
    assert [record.name for record in caplog.records] == ["kiosk.core.transact"] * 2
    assert "a subscriber failed" in caplog.text
    assert "ZeroDivisionError: at 1" in caplog.text


def test_only_who_subscribes_to_an_event_hears_it(app: Flask, hear: Callable[[Subscriber], None]) -> None:
    heard: list[str] = []

    @subscribes_to(Noted)
    def listener(event: Noted, _session: Session) -> None:
        heard.append(type(event).__name__)

    @subscribes_to(Noted, NotedElsewhere)
    def eager_listener(event: DomainEvent, _session: Session) -> None:
        heard.append(f"eager {type(event).__name__}")

    def note_elsewhere(session: Session, *, actor: Actor) -> None:
        record(session, NotedElsewhere(actor=actor))

    hear(listener)
    hear(eager_listener)
    transact(note_elsewhere, actor=SYSTEM)
    transact(note, actor=SYSTEM, n=1)
    app.extensions["teller"].settle()
    assert heard == ["eager NotedElsewhere", "Noted", "eager Noted"]


def test_what_was_refused_is_never_told(app: Flask, hear: Callable[[Subscriber], None]) -> None:
    heard: list[int] = []

    @subscribes_to(Noted)
    def listener(event: Noted, _session: Session) -> None:
        heard.append(event.n)

    hear(listener)
    with pytest.raises(Refused):
        transact(note_and_refuse, actor=SYSTEM, n=1)
    transact(note, actor=SYSTEM, n=2)
    app.extensions["teller"].settle()
    assert heard == [2]


def test_an_action_hears_who_acts_as_an_argument() -> None:
    chair = Actor(role=Role.CHAIR, name="Chủ trì", sign_in_id=3, device_id=4)
    transact(note, actor=chair, n=1)
    with reading() as session:
        line = session.scalars(select(JournalLine)).one()
    assert (line.actor, line.role, line.device_id) == ("sign_in:3", "chair", 4)
