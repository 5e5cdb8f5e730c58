"""The power goes while people ask and come in: what was acknowledged is there, once, and nothing else is."""

import random
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from secrets import token_hex

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from kiosk.ops.demo.browser import Browser, Seen
from tests.core.test_journal import faults_of_chains
from tests.running import Kiosk

KILLS = 6
PHONES, QUESTIONS_EACH = 6, 15
DOORS, ARRIVALS_EACH = 2, 40


@dataclass(eq=False)
class Errand:
    """One thing that one person wants done, with the key under which they will ask for it until it is."""

    what: str
    """The words of a question, or the code of somebody at the door."""
    send: Callable[[str, str], Seen]
    key: str = field(default_factory=lambda: token_hex(8))
    sent: int = 0
    answer: Seen | None = None

    def run(self, *, done: threading.Semaphore, is_up: threading.Event) -> None:
        """Send, and send again, until the server says that it is done."""
        while self.answer is None:
            self.sent += 1
            try:
                self.answer = self.send(self.what, self.key)
            except (OSError, HTTPException):
                assert is_up.wait(timeout=30), "the server did not come back"
        done.release()


def test_what_was_acknowledged_is_there_exactly_once_after_every_kill(kiosk: Kiosk) -> None:
    codes = [person["code"] for person in kiosk.people]
    phones = [kiosk.phone(code) for code in codes[:PHONES]]
    asking = [
        [_question(phone, f"Câu {n} của máy {m}") for n in range(QUESTIONS_EACH)] for m, phone in enumerate(phones)
    ]
    coming = [
        [_check_in(door, code) for code in codes[at * ARRIVALS_EACH : (at + 1) * ARRIVALS_EACH]]
        for at, door in enumerate(kiosk.device("door") for _ in range(DOORS))
    ]

    _run_and_kill(kiosk, [*asking, *coming])
    kiosk.kill()

    asked = [errand for errands in asking for errand in errands]
    came = [errand for errands in coming for errand in errands]
    assert any(errand.sent > 1 for errand in asked), "no kill met a question on its way: the test shows nothing"
    with closing(sqlite3.connect(kiosk.data / "kiosk.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert dict(_numbers(database)) == {_number_in(errand.answer): errand.what for errand in asked}
        assert _entries(database) == Counter(errand.what for errand in came)
    assert all('data-verdict="admitted"' in errand.answer.html for errand in came if errand.answer)
    with Session(create_engine(f"sqlite:///{kiosk.data / 'kiosk.sqlite'}")) as session:
        assert not list(faults_of_chains(session))
    assert "Traceback" not in kiosk.complaints


def _run_and_kill(kiosk: Kiosk, people: list[list[Errand]]) -> None:
    """Let everybody run their errands side by side; kill the server at moments that nobody chose."""
    done, is_up = threading.Semaphore(0), threading.Event()
    is_up.set()
    threads = [threading.Thread(target=_run_all, args=(errands, done, is_up), daemon=True) for errands in people]
    for thread in threads:
        thread.start()
    all_of_them = sum(len(errands) for errands in people)
    for _ in range(KILLS):
        for _ in range(random.randint(5, all_of_them // (KILLS + 1))):
            assert done.acquire(timeout=30), f"nothing more gets done: {kiosk.complaints}"
        is_up.clear()
        kiosk.kill()
        kiosk.begin()
        is_up.set()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), f"somebody still waits for an answer: {kiosk.complaints}"


def _run_all(errands: list[Errand], done: threading.Semaphore, is_up: threading.Event) -> None:
    for errand in errands:
        errand.run(done=done, is_up=is_up)


def _question(phone: Browser, words: str) -> Errand:
    return Errand(words, lambda text, key: phone.send("/floor/questions", text=text, field="3", key=key))


def _check_in(door: Browser, code: str) -> Errand:
    return Errand(code, lambda scanned, key: door.send("/door/check-ins", code=scanned, key=key))


def _number_in(answer: Seen | None) -> int:
    assert answer is not None
    assert answer.status == 200, answer.html
    return int(answer.path.removeprefix("/floor/questions/"))


def _numbers(database: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Every question's number with its words; a number that stands there twice is one pair too many."""
    rows = database.execute(
        "SELECT c.number, w.words FROM contributions c JOIN questions q ON q.contribution_id = c.id"
        " JOIN wordings w ON w.question_id = q.id ORDER BY c.number"
    ).fetchall()
    assert len(rows) == len(dict(rows)), "a number was given twice"
    yield from rows


def _entries(database: sqlite3.Connection) -> Counter[str]:
    """How often each code stands in the log of the doors as let in."""
    rows = database.execute(
        "SELECT i.code FROM scans s JOIN invitations i USING (delegate_id) JOIN entries e ON e.scan_id = s.id"
    )
    return Counter(code for (code,) in rows)
