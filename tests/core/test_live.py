"""The protocol of the regions: who may watch, who is told on coming, and what is said how often."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import gevent
import gevent.event
import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient
from sqlalchemy.orm import Session

from kiosk.app import create_app
from kiosk.core import live as core_live
from kiosk.core.actor import SYSTEM, Actor, Role, Side, Visitor
from kiosk.core.journal import DomainEvent, open_chain, record, version_of
from kiosk.core.live import TOPICS_AT_ONCE, Live, Topic
from kiosk.core.settings import load
from kiosk.core.transact import transact

SITTING = 1
CHAIR = Actor(role=Role.CHAIR, name="Chủ trì", sitting_id=SITTING, device_id=1)
AN = Actor(role=Role.DELEGATE, name="Trần Văn An", sitting_id=SITTING, device_id=2, delegate_id=20)
BINH = Actor(role=Role.DELEGATE, name="Lê Bình", sitting_id=SITTING, device_id=3, delegate_id=30)

AT_THE_PODIUM = Visitor(Side.STAFF, device_id=1, signed_in={"podium": CHAIR})
AN_ON_THE_FLOOR = Visitor(Side.HALL, device_id=2, signed_in={"floor": AN})
BINH_ON_THE_FLOOR = Visitor(Side.HALL, device_id=3, signed_in={"floor": BINH})


def own_state(session: Session, actor: Actor) -> str:
    return f"<p>{actor.name}: {version_of(session, actor.sitting_id or 0)}</p>"


QUEUE = Topic(name="podium.queue", place="podium", seconds=0)
OTHERS = Topic(name="podium.others", place="podium", seconds=0)
MINE = Topic(name="floor.mine", place="floor", personal=True, whole=own_state, seconds=0)
COUNTS = Topic(name="floor.counts", place="floor", seconds=0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(DomainEvent):
    """Something happened."""


@dataclass
class House:
    """An app whose door says of everybody what the test says, and whose chain is as long as the test wants."""

    app: Flask
    stands: Visitor = AT_THE_PODIUM
    pages: list[SocketIOTestClient] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.live.topics = {topic.name: topic for topic in (QUEUE, OTHERS, MINE, COUNTS)}
        self.live.identify = lambda: self.stands

    @property
    def live(self) -> Live:
        live: Live = self.app.extensions["live"]
        return live

    def page_of(self, visitor: Visitor) -> SocketIOTestClient:
        """The socket of a page that `visitor` opened."""
        self.stands = visitor
        self.pages.append(SocketIOTestClient(self.app, self.live.socketio))
        return self.pages[-1]

    def watch(self, page: SocketIOTestClient, regions: object, *, as_: Visitor) -> list[dict[str, Any]]:
        """Say what a page shows; return what it is told at once."""
        self.stands = as_
        page.emit("watch", regions)
        return heard(page)

    def goes_on_to(self, version: int) -> None:
        """Let things happen until the sitting has come to `version`."""

        def happen(session: Session, *, actor: Actor) -> None:
            while version_of(session, SITTING) < version:
                record(session, Happened(actor=actor, sitting_id=SITTING))

        transact(happen, actor=SYSTEM)


def heard(page: SocketIOTestClient) -> list[dict[str, Any]]:
    """What the page was told since it was last asked."""
    return [message["args"][0] for message in page.get_received()]


@pytest.fixture
def house(app: Flask) -> Iterator[House]:
    """A house at version 5 of its sitting."""

    def begin(session: Session, *, actor: Actor) -> None:  # noqa: ARG001  # an action has an actor
        open_chain(session, SITTING)

    transact(begin, actor=SYSTEM)
    house = House(app)
    house.goes_on_to(5)
    yield house
    for page in house.pages:
        if page.is_connected():
            page.disconnect()


# Watching


def test_a_page_that_is_too_old_is_told_it_is_stale(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    assert house.watch(page, {"podium.queue": 4}, as_=AT_THE_PODIUM) == [{"topic": "podium.queue", "v": 5}]


@pytest.mark.parametrize("has", [5, 6])
def test_a_page_that_is_as_new_is_told_nothing(house: House, has: int) -> None:
    page = house.page_of(AT_THE_PODIUM)
    assert house.watch(page, {"podium.queue": has}, as_=AT_THE_PODIUM) == []


def test_a_page_is_told_of_each_region_by_itself(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    told = house.watch(page, {"podium.queue": 5, "podium.others": 1}, as_=AT_THE_PODIUM)
    assert [message["topic"] for message in told] == ["podium.others"]


def test_a_page_hears_what_happens_after_it_watched(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    house.watch(page, {"podium.queue": 5}, as_=AT_THE_PODIUM)
    house.live.push_stale(QUEUE, sitting_id=SITTING, v=6)
    assert heard(page) == [{"topic": "podium.queue", "v": 6}]


def test_a_page_joins_before_the_version_is_read(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    told_meanwhile: list[dict[str, Any]] = []
    read = house.live._room

    def read_while_something_happens(name: str, *, sitting_id: int) -> Any:  # noqa: ANN401  # what it returns is its own
        house.live.push_whole(QUEUE, lambda: "<p>6</p>", sitting_id=SITTING, v=6)
        told_meanwhile.extend(heard(page))
        return read(name, sitting_id=sitting_id)

    house.live._room = read_while_something_happens  # type: ignore[method-assign]  # a fake in its place
    told_then = house.watch(page, {"podium.queue": 5}, as_=AT_THE_PODIUM)
    assert told_meanwhile == [{"topic": "podium.queue", "v": 6, "html": "<p>6</p>"}]
    assert told_then == [{"topic": "podium.queue", "v": 6}]


def test_a_region_is_as_new_as_what_was_last_said_of_it_not_as_the_sitting(house: House) -> None:
    first = house.page_of(AT_THE_PODIUM)
    house.watch(first, {"podium.queue": 5}, as_=AT_THE_PODIUM)
    house.goes_on_to(9)
    second = house.page_of(AT_THE_PODIUM)
    assert house.watch(second, {"podium.queue": 5}, as_=AT_THE_PODIUM) == []


def test_a_page_that_slept_while_something_was_said_is_told(house: House) -> None:
    sleeper = house.page_of(AT_THE_PODIUM)
    house.watch(sleeper, {"podium.queue": 5}, as_=AT_THE_PODIUM)
    sleeper.disconnect()
    house.live.push_piece(QUEUE, lambda: "<hx-partial></hx-partial>", sitting_id=SITTING, v=6)
    back = house.page_of(AT_THE_PODIUM)
    assert house.watch(back, {"podium.queue": 5}, as_=AT_THE_PODIUM) == [{"topic": "podium.queue", "v": 6}]


def test_a_phone_that_comes_back_is_given_its_own_region_whole(house: House) -> None:
    page = house.page_of(AN_ON_THE_FLOOR)
    told = house.watch(page, {"floor.mine": 3}, as_=AN_ON_THE_FLOOR)
    assert told == [{"topic": "floor.mine", "v": 5, "html": "<p>Trần Văn An: 5</p>"}]


def test_a_whole_given_at_watching_bears_the_version_it_was_rendered_at(house: House) -> None:
    house.watch(house.page_of(AN_ON_THE_FLOOR), {"floor.mine": 5}, as_=AN_ON_THE_FLOOR)
    house.live.push_whole(MINE, lambda: "<p>6</p>", sitting_id=SITTING, v=6, delegate_id=20)
    house.goes_on_to(8)
    back = house.page_of(AN_ON_THE_FLOOR)
    told = house.watch(back, {"floor.mine": 5}, as_=AN_ON_THE_FLOOR)
    assert told == [{"topic": "floor.mine", "v": 8, "html": "<p>Trần Văn An: 8</p>"}]


def test_what_is_said_to_one_delegate_is_heard_by_nobody_else(house: House) -> None:
    an, binh = house.page_of(AN_ON_THE_FLOOR), house.page_of(BINH_ON_THE_FLOOR)
    house.watch(an, {"floor.mine": 5}, as_=AN_ON_THE_FLOOR)
    house.watch(binh, {"floor.mine": 5}, as_=BINH_ON_THE_FLOOR)
    house.live.push_whole(MINE, lambda: "<p>Trên màn hình</p>", sitting_id=SITTING, v=6, delegate_id=20)
    assert [message["html"] for message in heard(an)] == ["<p>Trên màn hình</p>"]
    assert heard(binh) == []


def test_what_is_said_in_one_sitting_is_not_heard_in_another(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    house.watch(page, {"podium.queue": 5}, as_=AT_THE_PODIUM)
    house.live.push_stale(QUEUE, sitting_id=2, v=6)
    assert heard(page) == []


def test_after_a_restart_an_old_page_is_told(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    house.watch(page, {"podium.queue": 5}, as_=AT_THE_PODIUM)
    house.goes_on_to(7)
    app = create_app(load(house.app.config["SETTINGS"].data, environ={}))
    with app.app_context():
        again = House(app)
        back = again.page_of(AT_THE_PODIUM)
        assert again.watch(back, {"podium.queue": 5}, as_=AT_THE_PODIUM) == [{"topic": "podium.queue", "v": 7}]
        back.disconnect()
    app.extensions["writer"].close()


# Who may watch


@pytest.mark.parametrize(
    "visitor",
    [
        Visitor(Side.STAFF, device_id=1),
        Visitor(Side.STAFF, device_id=1, signed_in={"door": CHAIR}),
        AN_ON_THE_FLOOR,
        Visitor(Side.STAFF, device_id=1, signed_in={"podium": Actor(role=Role.CHAIR, name="x", sitting_id=None)}),
    ],
    ids=["signed in nowhere", "in another place", "on the floor", "in no sitting"],
)
def test_who_is_not_in_its_place_is_told_nothing_of_a_topic(house: House, visitor: Visitor) -> None:
    page = house.page_of(visitor)
    assert house.watch(page, {"podium.queue": 0}, as_=visitor) == []
    house.live.push_stale(QUEUE, sitting_id=SITTING, v=6)
    assert heard(page) == []
    assert page.is_connected()


def test_who_was_signed_out_may_not_watch_any_more(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    assert house.watch(page, {"podium.queue": 0}, as_=Visitor(Side.STAFF)) == []


def test_who_the_house_does_not_know_has_no_socket(house: House) -> None:
    assert not house.page_of(Visitor(Side.HALL)).is_connected()


def test_a_topic_that_does_not_exist_is_passed_over(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    told = house.watch(page, {"podium.nothing": 0, "": 0, "podium.queue": 0}, as_=AT_THE_PODIUM)
    assert [message["topic"] for message in told] == ["podium.queue"]


@pytest.mark.parametrize("version", [None, "4", 4.5, True, [], {}])
def test_a_version_that_is_no_number_is_passed_over(house: House, version: object) -> None:
    page = house.page_of(AT_THE_PODIUM)
    assert house.watch(page, {"podium.queue": version}, as_=AT_THE_PODIUM) == []
    assert page.is_connected()


@pytest.mark.parametrize(
    "junk", [None, [], ["podium.queue"], "podium.queue", 7, {f"podium.{n}": 0 for n in range(TOPICS_AT_ONCE + 1)}]
)
def test_whoever_talks_junk_is_disconnected(house: House, junk: object) -> None:
    page = house.page_of(AT_THE_PODIUM)
    page.emit("watch", junk)
    assert not page.is_connected()


@pytest.mark.parametrize("words", [(), ({"podium.queue": 0}, {"podium.queue": 0})], ids=["nothing", "twice"])
def test_whoever_says_too_little_or_too_much_is_disconnected(house: House, words: tuple[object, ...]) -> None:
    page = house.page_of(AT_THE_PODIUM)
    page.emit("watch", *words)
    assert not page.is_connected()


def test_as_many_topics_as_a_page_may_show_are_heard(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    shown = {f"podium.{n}": 0 for n in range(TOPICS_AT_ONCE - 1)} | {"podium.queue": 0}
    assert house.watch(page, shown, as_=AT_THE_PODIUM) == [{"topic": "podium.queue", "v": 5}]


def test_when_a_device_is_dropped_all_its_sockets_end_and_no_others(house: House) -> None:
    podium = [house.page_of(AT_THE_PODIUM) for _ in range(2)]
    phone = house.page_of(AN_ON_THE_FLOOR)
    house.live.drop(1)
    assert [page.is_connected() for page in (*podium, phone)] == [False, False, True]
    house.live.drop(1)
    house.live.drop(404)
    assert phone.is_connected()


def test_a_socket_that_has_gone_is_forgotten(house: House) -> None:
    house.page_of(AT_THE_PODIUM).disconnect()
    assert house.live._devices == {}


# Whole, piece, stale


def test_a_whole_says_nothing_of_what_came_before(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    house.watch(page, {"podium.queue": 5}, as_=AT_THE_PODIUM)
    house.live.push_whole(QUEUE, lambda: "<p>Đèn đường</p>", sitting_id=SITTING, v=6)
    assert heard(page) == [{"topic": "podium.queue", "v": 6, "html": "<p>Đèn đường</p>"}]


def test_a_piece_says_after_which_version_it_fits_the_last_that_was_said_in_the_room(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    house.watch(page, {"podium.queue": 5}, as_=AT_THE_PODIUM)
    house.live.push_piece(QUEUE, lambda: "1", sitting_id=SITTING, v=7)
    house.live.push_stale(QUEUE, sitting_id=SITTING, v=9)
    house.live.push_piece(QUEUE, lambda: "2", sitting_id=SITTING, v=12)
    house.live.push_whole(QUEUE, lambda: "3", sitting_id=SITTING, v=14)
    house.live.push_piece(QUEUE, lambda: "4", sitting_id=SITTING, v=15)
    assert [(message["v"], message.get("after")) for message in heard(page)] == [
        (7, 5),
        (9, None),
        (12, 9),
        (14, None),
        (15, 14),
    ]


def test_what_is_said_of_one_region_makes_no_other_older(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    house.watch(page, {"podium.queue": 5, "podium.others": 5}, as_=AT_THE_PODIUM)
    house.live.push_piece(QUEUE, lambda: "1", sitting_id=SITTING, v=6)
    house.live.push_piece(OTHERS, lambda: "2", sitting_id=SITTING, v=7)
    assert [(message["topic"], message["after"]) for message in heard(page)] == [
        ("podium.queue", 5),
        ("podium.others", 5),
    ]


def test_the_module_says_what_the_apps_live_says(house: House) -> None:
    page = house.page_of(AT_THE_PODIUM)
    house.watch(page, {"podium.queue": 5}, as_=AT_THE_PODIUM)
    core_live.push_whole(QUEUE, lambda: "1", sitting_id=SITTING, v=6)
    core_live.push_piece(QUEUE, lambda: "2", sitting_id=SITTING, v=7)
    core_live.push_stale(QUEUE, sitting_id=SITTING, v=8)
    assert heard(page) == [
        {"topic": "podium.queue", "v": 6, "html": "1"},
        {"topic": "podium.queue", "v": 7, "html": "2", "after": 6},
        {"topic": "podium.queue", "v": 8},
    ]
    core_live.drop(1)
    assert not page.is_connected()


def test_vietnamese_goes_out_as_it_is_written() -> None:
    assert core_live.compact_json.dumps({"html": "Hẻm 12", "v": 1}) == '{"html":"Hẻm 12","v":1}'


# The throttle: at once, then together


@pytest.fixture
def slow_page(house: House) -> SocketIOTestClient:
    """A phone that shows a region with a throttle."""
    page = house.page_of(AN_ON_THE_FLOOR)
    house.watch(page, {"floor.counts": 5}, as_=AN_ON_THE_FLOOR)
    return page


def all_heard(page: SocketIOTestClient, house: House) -> list[dict[str, Any]]:
    """Wait until nothing waits in any room; return what the page was told."""
    while any(room.waiting for room in house.live._rooms.values()):
        gevent.sleep(0.01)
    return heard(page)


def test_the_first_word_is_said_at_once(house: House, slow_page: SocketIOTestClient) -> None:
    house.live.push_whole(COUNTS, lambda: "6", sitting_id=SITTING, v=6)
    assert [message["html"] for message in heard(slow_page)] == ["6"]


def test_wholes_that_share_a_turn_fold_into_the_last(house: House, slow_page: SocketIOTestClient) -> None:
    for v in (6, 7, 8, 9):
        house.live.push_whole(COUNTS, lambda v=v: str(v), sitting_id=SITTING, v=v)
    assert [message["html"] for message in all_heard(slow_page, house)] == ["6", "9"]


def test_pieces_that_share_a_turn_fold_into_one_stale(house: House, slow_page: SocketIOTestClient) -> None:
    for v in (6, 7, 8, 9):
        house.live.push_piece(COUNTS, lambda v=v: str(v), sitting_id=SITTING, v=v)
    assert all_heard(slow_page, house) == [
        {"topic": "floor.counts", "v": 6, "html": "6", "after": 5},
        {"topic": "floor.counts", "v": 9},
    ]


def test_a_piece_that_waits_alone_is_said_as_it_is(house: House, slow_page: SocketIOTestClient) -> None:
    house.live.push_piece(COUNTS, lambda: "6", sitting_id=SITTING, v=6)
    house.live.push_piece(COUNTS, lambda: "7", sitting_id=SITTING, v=7)
    assert all_heard(slow_page, house)[1] == {"topic": "floor.counts", "v": 7, "html": "7", "after": 6}


@pytest.mark.parametrize(
    ("said", "last"),
    [
        (("piece", "whole"), {"v": 8, "html": "8"}),
        (("whole", "piece"), {"v": 8}),
        (("stale", "whole"), {"v": 8, "html": "8"}),
        (("whole", "stale"), {"v": 8}),
        (("piece", "stale"), {"v": 8}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else None,
)
def test_of_what_shares_a_turn_only_the_last_state_is_said(
    house: House, slow_page: SocketIOTestClient, said: tuple[str, str], last: dict[str, Any]
) -> None:
    house.live.push_whole(COUNTS, lambda: "6", sitting_id=SITTING, v=6)
    for v, how in enumerate(said, start=7):
        if how == "stale":
            house.live.push_stale(COUNTS, sitting_id=SITTING, v=v)
        else:
            getattr(house.live, f"push_{how}")(COUNTS, lambda v=v: str(v), sitting_id=SITTING, v=v)
    assert all_heard(slow_page, house)[1:] == [{"topic": "floor.counts", **last}]


def test_for_an_empty_room_nothing_is_rendered_and_who_comes_later_is_told(house: House) -> None:
    rendered: list[int] = []

    def render() -> str:
        rendered.append(6)
        return "6"

    house.live.push_whole(COUNTS, render, sitting_id=SITTING, v=6)
    assert rendered == []
    page = house.page_of(AN_ON_THE_FLOOR)
    assert house.watch(page, {"floor.counts": 5}, as_=AN_ON_THE_FLOOR) == [{"topic": "floor.counts", "v": 6}]
    house.live.push_whole(COUNTS, render, sitting_id=SITTING, v=7)
    assert rendered == [6]


def test_what_waits_in_one_room_holds_up_no_other(house: House, slow_page: SocketIOTestClient) -> None:
    podium = house.page_of(AT_THE_PODIUM)
    house.watch(podium, {"podium.queue": 5}, as_=AT_THE_PODIUM)
    for v in (6, 7):
        house.live.push_whole(COUNTS, lambda v=v: str(v), sitting_id=SITTING, v=v)
    house.live.push_stale(QUEUE, sitting_id=SITTING, v=7)
    assert [message["v"] for message in heard(podium)] == [7]
    assert len(all_heard(slow_page, house)) == 2


def test_a_page_that_comes_while_a_word_waits_is_told_what_it_missed(
    house: House, slow_page: SocketIOTestClient
) -> None:
    for v in (6, 7):
        house.live.push_whole(COUNTS, lambda v=v: str(v), sitting_id=SITTING, v=v)
    late = house.page_of(BINH_ON_THE_FLOOR)
    assert house.watch(late, {"floor.counts": 6}, as_=BINH_ON_THE_FLOOR) == [{"topic": "floor.counts", "v": 7}]
    assert len(all_heard(slow_page, house)) == 2
