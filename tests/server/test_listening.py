"""A real socket.io client listens while three hundred ask: what it hears is in order, and leads to what is there."""

import re
import sqlite3
import threading
from contextlib import closing
from typing import Any

from kiosk.ops.demo.browser import Browser
from tests.running import Kiosk

PHONES, QUESTIONS_EACH = 6, 50
TOPIC = "podium.queue"


class Listener:
    """The podium's list as a page keeps it: pieces are put at its end, where they do not fit it fetches itself."""

    def __init__(self, podium: Browser) -> None:
        self.podium = podium
        self.heard: list[dict[str, Any]] = []
        self.pieces = 0
        self.rows: list[int] = []
        self.version = 0
        self._changed = threading.Condition()
        self.fetch()

    def hear(self, message: dict[str, Any]) -> None:
        """Take one `live` message; called by the socket's own thread."""
        with self._changed:
            if message["topic"] == TOPIC:
                self.heard.append(message)
                self._changed.notify()

    def follow(self, *, until: int) -> None:
        """Keep the list true until it has that many rows."""
        taken = 0
        while len(self.rows) < until:
            with self._changed:
                assert self._changed.wait_for(lambda: len(self.heard) > taken, timeout=30), "nothing more was said"  # noqa: B023
                news = self.heard[taken:]
            for message in news:
                self._take(message)
            taken += len(news)

    def fetch(self) -> None:
        """Read all pages of the list anew, until nothing changed between the first and the last."""
        versions: set[int] = set()
        while len(versions) != 1:
            pages = [self.podium.visit(f"/podium/queue?page={page}") for page in range(PHONES * QUESTIONS_EACH // 100)]
            versions = {page.page.regions[TOPIC] for page in pages}
        (self.version,) = versions
        self.rows = [row for page in pages for row in _rows_in(page.html)]

    def _take(self, message: dict[str, Any]) -> None:
        if message["v"] <= self.version:
            return
        if "html" in message and message["after"] <= self.version:
            self.pieces += 1
            self.rows += _rows_in(message["html"])
            self.version = message["v"]
        else:
            self.fetch()


def test_who_listens_while_three_hundred_ask_has_in_the_end_what_the_database_has(kiosk: Kiosk) -> None:
    podium = kiosk.device("podium")
    listener = Listener(podium)
    socket = podium.watch(listener.hear)
    phones = [kiosk.phone(person["code"]) for person in kiosk.people[:PHONES]]
    threads = [threading.Thread(target=_ask_all, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    listener.follow(until=PHONES * QUESTIONS_EACH)
    for thread in threads:
        thread.join()
    socket.disconnect()

    versions = [message["v"] for message in listener.heard]
    assert versions == sorted(set(versions)), "a message came late or twice"
    assert all(message["after"] < message["v"] for message in listener.heard if "html" in message)
    assert listener.pieces
    with closing(sqlite3.connect(kiosk.data / "kiosk.sqlite")) as database:
        there = [row for (row,) in database.execute("SELECT id FROM questions ORDER BY rank, id")]
    assert listener.rows == there


def _ask_all(phone: Browser) -> None:
    for at in range(QUESTIONS_EACH):
        key = f"{at}-of-{id(phone)}"
        answer = phone.send("/floor/questions", text=f"Câu thứ {at} của máy này", field="3", key=key)
        assert answer.path.startswith("/floor/questions/"), answer.html


def _rows_in(html: str) -> list[int]:
    return [int(row) for row in re.findall(r'id="question-(\d+)"', html)]
