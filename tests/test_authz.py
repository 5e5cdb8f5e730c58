"""Who may: every URL with its method and every topic of the sockets, as tests/authz.toml says, tried by everybody."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient
from sqlalchemy import func, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kiosk.app import create_app
from kiosk.core.actor import SYSTEM, Actor, Role, Side
from kiosk.core.db import reading
from kiosk.core.journal import Chain
from kiosk.core.settings import load
from kiosk.core.transact import transact
from kiosk.domain.access.actions import Token, make_link, sign_in_by_link, sign_in_delegate
from kiosk.domain.access.rules import HALL_PLACES, Place
from kiosk.domain.attendance.actions import check_in
from kiosk.domain.questions.actions import ask
from kiosk.domain.questions.rules import Kind, Source
from kiosk.places.guards import hash_token
from tests.conftest import Hall

TABLE = tomllib.loads(Path(__file__).with_name("authz.toml").read_text("utf-8"))
RULES: dict[str, str | list[str]] = TABLE["rules"]
TOPICS: dict[str, str] = TABLE["topics"]
ANYONE, STAFF_SIDE, COMMAND = "anyone", "staff side", "command"
SIGN_IN = ("/v", "/sign-in")
DENIED = {403, 404}


@dataclass(frozen=True)
class Visitor:
    """Somebody who tries: by which listener they come, and where they are signed in, if anywhere."""

    name: str
    side: Side
    place: Place | None = None

    def may(self, who: str | list[str]) -> bool:
        """Tell whether a line of the table lets this visitor in."""
        if who in (ANYONE, COMMAND):
            return who == ANYONE
        if who == STAFF_SIDE:
            return self.side is Side.STAFF
        return self.place is not None and self.place in who and (self.side is Side.STAFF or self.place in HALL_PLACES)


VISITORS = (
    Visitor("nobody in the hall", Side.HALL),
    Visitor("nobody on the staff's side", Side.STAFF),
    Visitor("a delegate's phone", Side.HALL, Place.FLOOR),
    Visitor("the screen", Side.HALL, Place.SCREEN),
    Visitor("a door", Side.STAFF, Place.DOOR),
    Visitor("the chair", Side.STAFF, Place.PODIUM),
    # the database says so, however that came about; the hall's listener must not believe it
    Visitor("a phone that stands at a door", Side.HALL, Place.DOOR),
    Visitor("a phone that stands at the podium", Side.HALL, Place.PODIUM),
)


@dataclass(frozen=True)
class Evening:
    """A hall where one came in and one asked: `known` has, by its name in an address, what leads to something."""

    app: Flask
    known: dict[str, object]
    cookies: dict[Visitor, str]

    def path(self, rule: Rule) -> str:
        """An address of this rule that leads to something."""
        new = rule.arguments - self.known.keys()
        assert not new, f"Give the fixture `evening` in tests/test_authz.py a value for {new} that leads to something."
        values = {name: self.known[name] for name in rule.arguments}
        return self.app.url_map.bind("localhost").build(rule.endpoint, values)

    def tries(self, visitor: Visitor, method: str, path: str, **more: Any) -> TestResponse:  # noqa: ANN401  # werkzeug's
        """What a visitor is answered; what they send bears the token of a page that they have opened."""
        browser = self.app.test_client()
        if visitor in self.cookies:
            browser.set_cookie(f"kiosk_{visitor.side}", self.cookies[visitor])
        if method != "GET":
            home = _open(browser, "/", method="GET", side=visitor.side).text
            [token] = re.findall('name="csrf-token" content="(.+?)"', home)
            more = {"headers": {"X-CSRFToken": token}, **more}
        return _open(browser, path, method=method, side=visitor.side, **more)

    def hears(self, visitor: Visitor, topic: str) -> list[str]:
        """Of which topics a visitor is told whose page says that its region is older than everything."""
        browser = self.app.test_client(use_cookies=False)
        browser.environ_base["kiosk.side"] = visitor.side
        cookie = {"Cookie": f"kiosk_{visitor.side}={self.cookies.get(visitor, '')}"}
        socketio = self.app.extensions["live"].socketio
        socket = SocketIOTestClient(self.app, socketio, headers=cookie, flask_test_client=browser)
        if not socket.is_connected():
            return []
        socket.emit("watch", {topic: 0})
        told = [message["args"][0]["topic"] for message in socket.get_received()]
        socket.disconnect()
        return told


def _open(browser: FlaskClient, path: str, *, side: Side, **more: Any) -> TestResponse:  # noqa: ANN401  # as above
    with browser.application.app_context():  # each request has a `g` of its own, as it has outside of tests
        return browser.open(path, environ_overrides={"kiosk.side": side}, buffered=True, **more)


@pytest.fixture
def evening(hall: Hall) -> Evening:
    """See `Evening`."""
    an, guest = hall.person("Trần Văn An"), hall.person("Lê Thị Ân")
    words = {"words": "Bao giờ có đèn đường?", "field": "3", "shows_name": True}
    actor = hall.delegate(an.delegate.name)
    asked = transact(ask, actor=actor, source=Source.PHONE, kind=Kind.QUESTION, **words)
    _, _, link_id, seal = hall.link(Place.SCREEN).split("/")
    known = {
        "code": guest.code,
        "filename": "css/base.css",
        "link_id": int(link_id),
        "move": "queue",
        "number": asked.number,
        "question_id": asked.question_id,
        "scan_id": transact(check_in, actor=SYSTEM, sitting_id=hall.sitting_id, scanned=an.code),
        "seal": seal,
    }
    signed_in = [visitor for visitor in VISITORS if visitor.place]
    cookies = {visitor: _sign_in(hall, visitor, code=an.code) for visitor in signed_in}
    return Evening(hall.app, known, cookies)


def _sign_in(hall: Hall, visitor: Visitor, *, code: str) -> str:
    cookie = f"the token of {visitor.name}".encode().hex()
    token, nobody = Token(hash=hash_token(cookie), side=visitor.side), Actor(role=Role.PUBLIC, name="")
    if visitor.place is Place.FLOOR:
        transact(sign_in_delegate, actor=nobody, token=token, code=code)
    else:
        link = {"sitting_id": hall.sitting_id, "place": visitor.place, "name": "Máy thử"}
        transact(sign_in_by_link, actor=nobody, token=token, link_id=transact(make_link, actor=SYSTEM, **link))
    return cookie


def things_done() -> int:
    """How many things have happened so far, in all chains."""
    with reading() as session:
        return session.scalar(select(func.sum(Chain.version))) or 0


def is_denied(answer: TestResponse) -> bool:
    """Tell whether an answer keeps somebody out."""
    return answer.status_code in DENIED or (answer.status_code == 303 and answer.location.split("?")[0] in SIGN_IN)


def _is_in_the_hall(who_may: str | list[str]) -> bool:
    return who_may == ANYONE or not HALL_PLACES.isdisjoint(who_may)


def entries_of(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Yield every rule of the program, once for each of its methods, as tests/authz.toml names them."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.rule}", rule


def line_for(entry: str, rule: Rule, app: Flask) -> str:
    """Return the line that the table wants, as the guard of the route has it now: to be judged, then added."""
    view = app.view_functions[rule.endpoint]
    if rule.endpoint == "static":
        return f'"{entry}" = "{ANYONE}"'
    places = [str(place) for place in getattr(view, "places", ())]
    return f'"{entry}" = {places}'.replace("'", '"') if places else f'"{entry}" = "{_open_to(view)}"'


def _open_to(view: object) -> str:
    return STAFF_SIDE if getattr(view, "open_on", None) is Side.STAFF else ANYONE


def test_the_table_has_every_url_and_no_other(app: Flask) -> None:
    there = dict(entries_of(app))
    new = [line_for(entry, rule, app) for entry, rule in there.items() if entry not in RULES]
    gone = [entry for entry in RULES if entry not in there]
    assert not new, "\n".join(["Who may? If the guard is right, add to [rules] in tests/authz.toml:", *new])
    assert not gone, "\n".join(["Nothing answers there any more; take out of tests/authz.toml:", *gone])


def test_the_table_has_every_topic_and_no_other(app: Flask) -> None:
    topics = app.extensions["live"].topics
    new = [f'"{name}" = "{topic.place}"' for name, topic in topics.items() if name not in TOPICS]
    gone = [name for name in TOPICS if name not in topics]
    assert not new, "\n".join(["Who may hear? If the topic is right, add to [topics] in tests/authz.toml:", *new])
    assert not gone, "\n".join(["Nobody speaks of these any more; take out of tests/authz.toml:", *gone])


def test_the_table_names_places_that_there_are() -> None:
    named = {place for who in (*RULES.values(), *TOPICS.values()) for place in ([who] if isinstance(who, str) else who)}
    assert named - {ANYONE, STAFF_SIDE, COMMAND} <= set(Place)


@pytest.mark.parametrize("entry", RULES)
def test_whoever_may_is_let_in_and_nobody_else(evening: Evening, entry: str) -> None:
    rule, who_may = dict(entries_of(evening.app))[entry], RULES[entry]
    for visitor in sorted(VISITORS, key=lambda visitor: visitor.may(who_may)):
        before = things_done()
        answer = evening.tries(visitor, entry.partition(" ")[0], evening.path(rule))
        if visitor.may(who_may):
            assert not is_denied(answer), f"{entry} kept out {visitor.name}: {answer.status_code} {answer.location}"
            assert "old_page" not in answer.text, f"{entry}: {visitor.name} was not let in to the view"
        elif visitor.side is Side.HALL and not _is_in_the_hall(who_may):
            assert answer.status_code == 404, f"{entry} is there for {visitor.name}: {answer.status_code}"
        else:
            assert is_denied(answer), f"{entry} let in {visitor.name}: {answer.status_code} {answer.location}"
        assert visitor.may(who_may) or things_done() == before, f"{entry} kept out {visitor.name}, but did something"


@pytest.mark.parametrize("topic", TOPICS)
def test_whoever_may_hears_of_a_topic_and_nobody_else(evening: Evening, topic: str) -> None:
    told = {visitor.name: evening.hears(visitor, topic) for visitor in VISITORS}
    assert told == {visitor.name: [topic] if visitor.may([TOPICS[topic]]) else [] for visitor in VISITORS}


@pytest.mark.parametrize("entry", [entry for entry, who in RULES.items() if who == COMMAND])
def test_a_command_of_the_laptop_is_let_in_by_its_token_alone(evening: Evening, entry: str) -> None:
    evening.app.config["COMMAND_TOKEN"] = "a-token"
    method, path = entry.split()
    asked = {"action": "renew_link", "wanted": {"link_id": evening.known["link_id"]}}
    in_hall, at_laptop = VISITORS[:2]
    for visitor, token, status in (
        (at_laptop, "another", 404),
        (at_laptop, "", 404),
        (at_laptop, "é", 404),
        (in_hall, "a-token", 404),
        (at_laptop, "a-token", 200),
    ):
        before = things_done()
        headers = {"Authorization": f"Bearer {token}"}
        assert evening.tries(visitor, method, path, json=asked, headers=headers).status_code == status
        assert (things_done() > before) == (status == 200)


def test_a_topic_is_called_after_its_place() -> None:
    assert [name for name, place in TOPICS.items() if not name.startswith(f"{place}.")] == []


def test_a_route_that_does_not_say_who_may_enter_stops_the_program_from_starting(tmp_path: Path) -> None:
    nobody = Blueprint("nobody", __name__)
    nobody.add_url_rule("/nobody", "home", lambda: "x")
    with pytest.raises(RuntimeError, match=r"/nobody .* does not say who may enter"):
        create_app(load(tmp_path, environ={}), more=[nobody])
