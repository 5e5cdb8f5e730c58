"""Real sockets of a real server: who has one, what a page hears on coming and after, and when it ends."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Queue
from typing import Any

import pytest
import socketio

from kiosk.ops.demo.browser import PATIENCE, Browser
from tests.running import Kiosk


@pytest.fixture(scope="module")
def served(ward_in_session: Kiosk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    """One kiosk for all these tests: each brings its own people."""
    kiosk = ward_in_session.copied_to(tmp_path_factory.mktemp("sockets") / "data")
    kiosk.begin()
    yield kiosk
    kiosk.stop()
    assert "ERROR" not in kiosk.complaints, kiosk.complaints
    assert "Traceback" not in kiosk.complaints, kiosk.complaints


@pytest.fixture(scope="module")
def codes(served: Kiosk) -> Iterator[str]:
    """Codes of people who have not been used yet."""
    return iter(person["code"] for person in served.people)


@dataclass
class Page:
    """A page that watches its regions over a socket of its own."""

    browser: Browser
    heard: Queue[dict[str, Any]] = field(default_factory=Queue)
    ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.socket = self.browser.watch(self.heard.put)
        self.socket.on("disconnect", self.ended.set)

    def told(self, regions: dict[str, int]) -> list[dict[str, Any]]:
        """Say what the page shows; return what it is told, for `watch` is answered after all of it."""
        self._all()
        self.socket.call("watch", regions, timeout=PATIENCE)
        return self._all()

    def next(self) -> dict[str, Any]:
        """Wait for the next message."""
        return self.heard.get(timeout=PATIENCE)

    def _all(self) -> list[dict[str, Any]]:
        return [self.heard.get_nowait() for _ in range(self.heard.qsize())]


@pytest.fixture
def door(served: Kiosk) -> Iterator[Page]:
    """A door with its page open."""
    page = Page(served.device("door"))
    yield page
    page.socket.disconnect()


@pytest.fixture
def phone(served: Kiosk, codes: Iterator[str]) -> Iterator[Page]:
    """A delegate's phone with its page open."""
    page = Page(served.phone(next(codes)))
    yield page
    page.socket.disconnect()


def lets_in(door: Browser, code: str) -> None:
    door.visit("/door")
    assert 'data-verdict="admitted"' in door.send("/door/check-ins", code=code, key=code).html


def test_a_page_hears_what_another_did_and_it_is_what_the_region_says_itself(
    served: Kiosk, door: Page, codes: Iterator[str]
) -> None:
    lets_in(served.device("door"), next(codes))
    told = {message["topic"]: message for message in (door.next(), door.next())}
    assert told.keys() == {"door.counts", "door.log"}
    region = door.browser.visit("/door/counts")
    assert told["door.counts"]["html"].strip() == region.html.strip()
    assert told["door.counts"]["v"] == region.page.regions["door.counts"]
    assert told["door.log"].keys() == {"topic", "v"}


def test_a_page_that_is_too_old_is_told_and_one_that_is_as_new_is_not(door: Page) -> None:
    now = door.browser.visit("/door/counts").page.regions["door.counts"]
    [told] = door.told({"door.counts": now, "door.log": 1})
    assert told == {"topic": "door.log", "v": told["v"]}
    assert 1 < told["v"] <= now


def test_a_phone_that_comes_back_is_given_its_regions_whole(phone: Page) -> None:
    told = phone.told({"floor.mine": 0, "floor.screen": 0})
    assert [message["topic"] for message in told] == ["floor.mine", "floor.screen"]
    assert all("data-live" in message["html"] for message in told)
    page = phone.browser.visit("/floor").page
    assert {message["topic"]: message["v"] for message in told} == page.regions


def test_a_screen_that_was_away_while_the_server_was_begun_again_is_told_it_is_stale(kiosk: Kiosk) -> None:
    door = Page(kiosk.device("door"))
    shown = door.browser.visit("/door").page.regions
    lets_in(door.browser, kiosk.people[0]["code"])
    door.socket.disconnect()
    kiosk.kill()
    kiosk.begin()
    back = Page(door.browser)
    now = back.browser.visit("/door").page.regions
    assert {message["topic"]: message["v"] for message in back.told(shown)} == now
    assert back.told(now) == []
    back.socket.disconnect()


@pytest.mark.parametrize("topic", ["podium.queue", "podium.counts", "door.counts", "door.log", "screen.slide"])
def test_a_phone_hears_nothing_of_other_places(phone: Page, topic: str) -> None:
    assert [message["topic"] for message in phone.told({topic: 0, "floor.mine": 0})] == ["floor.mine"]


def test_a_phone_hears_nothing_of_another_ones_questions(served: Kiosk, phone: Page, codes: Iterator[str]) -> None:
    other = Page(served.phone(next(codes)))
    question = {"text": "Bao giờ hẻm 12 có đèn đường?", "field": "3", "key": "k-sockets"}
    assert other.browser.send("/floor/questions", **question).status == 200
    assert "hẻm 12" in other.next()["html"]
    assert phone.told({"floor.mine": 10**6, "floor.screen": 10**6}) == []
    other.socket.disconnect()


@pytest.mark.parametrize("side", ["hall", "staff"])
def test_whom_the_house_does_not_know_it_gives_no_socket(served: Kiosk, side: str) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        connect(getattr(served, side), {"Cookie": f"kiosk_{side}=made-up"})


@pytest.mark.parametrize("wrong", [{"Origin": "http://evil.example"}, {"Host": "evil.example"}], ids=["origin", "host"])
def test_a_page_from_elsewhere_has_no_socket(served: Kiosk, door: Page, wrong: dict[str, str]) -> None:
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in door.browser.cookies)
    with pytest.raises(socketio.exceptions.ConnectionError):
        connect(served.staff, {"Cookie": cookies, **wrong})
    connect(served.staff, {"Cookie": cookies}).disconnect()


def test_when_a_device_signs_out_its_sockets_end(served: Kiosk, codes: Iterator[str]) -> None:
    phone = Page(served.phone(next(codes)))
    phone.browser.visit("/floor")
    phone.browser.send("/sign-out")
    assert phone.ended.wait(PATIENCE)


@pytest.mark.parametrize(
    "junk", [(), (None,), (["floor.mine"],), ({}, {}), ({str(n): 0 for n in range(33)},)], ids=repr
)
def test_whoever_talks_junk_is_cut_off(phone: Page, junk: tuple[Any, ...]) -> None:
    phone.socket.emit("watch", junk)
    assert phone.ended.wait(PATIENCE)


def test_when_another_takes_the_phone_the_first_ones_page_ends(phone: Page, codes: Iterator[str]) -> None:
    phone.browser.enter(f"/v/{next(codes)}")
    assert phone.ended.wait(PATIENCE)


def test_whoever_talks_too_long_is_cut_off(phone: Page) -> None:
    phone.socket.emit("watch", {"floor.mine" + "x" * 20_000: 0})
    assert phone.ended.wait(PATIENCE)


def connect(address: str, headers: dict[str, str]) -> socketio.Client:
    """Open a socket to `address` with these headers."""
    client = socketio.Client(handle_sigint=False, reconnection=False)
    client.connect(address, headers=headers, transports=["websocket"], wait_timeout=PATIENCE)
    return client
