"""The only place that commits, and then tells.

Every change is an action done by `transact`: one OS thread takes all that wait, each in a savepoint, commits once;
then those who waited get their answers, and the subscribers hear, in version order, in a greenlet of their own.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, TypeVar, cast

import gevent
import structlog
from flask import Flask, current_app
from flask_babel import force_locale
from gevent.event import AsyncResult
from gevent.queue import JoinableQueue
from gevent.threadpool import ThreadPool
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from kiosk.core.actor import Actor
from kiosk.core.clock import now
from kiosk.core.db import reading
from kiosk.core.journal import DomainEvent
from kiosk.core.receipts import once

BATCH = 16
"""Actions in one commit at most: 64 made each caller wait 60 ms."""

Answer = TypeVar("Answer")
Subscriber = Callable[[Any, Session], None]
"""Called with an event and a session on a fresh snapshot."""

log = structlog.get_logger()


def transact(action: Callable[..., Answer], /, *, actor: Actor, key: str | None = None, **wanted: object) -> Answer:
    """Do `action(session, actor=actor, **wanted)` durably; return what it returns once it is on the disk.

    With a `key`, the same request again returns the first answer and changes nothing.
    Raises what the action raises (`Refused` above all), and then nothing of it has happened.
    """
    writer: Writer = current_app.extensions["writer"]
    return cast("Answer", writer.do(_Job(action=action, actor=actor, key=key, wanted=wanted)))


def subscribes_to(*kinds: type[DomainEvent]) -> Callable[[Subscriber], Subscriber]:
    """Mark a function as one that hears of `kinds` after they are committed."""

    def mark(subscriber: Subscriber) -> Subscriber:
        subscriber.subscribes_to = kinds  # type: ignore[attr-defined]  # read by Teller.hears
        return subscriber

    return mark


@dataclass(eq=False, slots=True)
class _Job:
    action: Callable[..., object]
    actor: Actor
    key: str | None
    wanted: Mapping[str, object]
    done: AsyncResult = field(default_factory=AsyncResult)

    def perform(self, session: Session) -> object:
        if self.key is None:
            return self.action(session, actor=self.actor, **self.wanted)
        return once(session, self.action, actor=self.actor, key=self.key, wanted=self.wanted)


class Writer:
    """The one thread that writes."""

    def __init__(self, engine: Engine, *, tell: Callable[[list[DomainEvent]], None]) -> None:
        self._engine = engine
        self._tell = tell
        self._thread = ThreadPool(1)
        self._waiting: deque[_Job] = deque()
        self._draining = False

    def do(self, job: _Job) -> object:
        """Queue the job, wait for its commit, give its answer or raise its refusal."""
        self._waiting.append(job)
        if not self._draining:
            self._draining = True
            gevent.spawn(self._drain)
        return job.done.get()

    def close(self) -> None:
        """Finish what waits and give the database back."""
        while self._draining:
            gevent.sleep(0.01)
        self._thread.apply(self._engine.dispose)
        self._thread.kill()

    def _drain(self) -> None:
        while self._waiting:
            jobs = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            try:
                outcomes, events = self._thread.apply(self._write, (jobs,))
            except Exception as failure:  # noqa: BLE001  # no commit: every one of them hears why
                outcomes, events = [failure] * len(jobs), []
            for job, outcome in zip(jobs, outcomes, strict=True):
                job.done.set_exception(outcome) if isinstance(outcome, Exception) else job.done.set(outcome)
            self._tell(events)
        self._draining = False

    def _write(self, jobs: list[_Job]) -> tuple[list[object], list[DomainEvent]]:
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                session.info.update(moment=now(), events=[])
                outcomes = [_attempt(session, job) for job in jobs]
                session.commit()
        except Exception:
            self._engine.dispose()  # a COMMIT that failed left its transaction open; what waits gets a new connection
            raise
        return outcomes, session.info["events"]


def _attempt(session: Session, job: _Job) -> object:
    events = session.info["events"]
    before = len(events)
    try:
        with session.begin_nested():
            return job.perform(session)
    except Exception as refusal:  # noqa: BLE001  # the job's own answer; its neighbours go on
        del events[before:]
        return refusal


class Teller:
    """Tells the subscribers what was committed: in order, one at a time, each safe from the others' failures."""

    def __init__(self, app: Flask, *, language: str) -> None:
        self._app = app
        self._language = language
        self._subscribers: dict[type[DomainEvent], list[Subscriber]] = {}
        self._heard: JoinableQueue = JoinableQueue()
        self._greenlet: gevent.Greenlet | None = None

    def hears(self, functions: Iterable[object]) -> None:
        """Take every function that `subscribes_to` marked."""
        for function in functions:
            if isinstance(function, FunctionType):
                for kind in getattr(function, "subscribes_to", ()):
                    self._subscribers.setdefault(kind, []).append(function)

    def tell(self, events: list[DomainEvent]) -> None:
        """Queue what was committed; returns at once."""
        if self._greenlet is None:
            self._greenlet = gevent.spawn(self._run)
        for event in events:
            self._heard.put(event)

    def settle(self) -> None:
        """Wait until everything told so far has been heard."""
        self._heard.join()

    def _run(self) -> None:
        while True:
            event = self._heard.get()
            try:
                self._tell_one(event)
            finally:
                self._heard.task_done()

    def _tell_one(self, event: DomainEvent) -> None:
        for subscriber in self._subscribers.get(type(event), ()):
            try:
                with self._app.app_context(), force_locale(self._language), reading() as session:
                    subscriber(event, session)
            except Exception:
                log.exception("a subscriber failed", subscriber=subscriber.__qualname__, version=event.version)
