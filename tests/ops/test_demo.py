"""The demo: the same invented people each time, a meeting under way, links without a password, and a live crowd."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from kiosk.app import create_app
from kiosk.core.actor import Actor, Role
from kiosk.core.db import reading
from kiosk.core.errors import Refused
from kiosk.core.settings import load
from kiosk.core.text import fold
from kiosk.domain.attendance.queries import headcount
from kiosk.domain.questions.queries import counts
from kiosk.domain.questions.rules import State
from kiosk.domain.stage.queries import slide
from kiosk.ops.demo import hall as demo_hall
from kiosk.ops.demo import page, ward, words
from kiosk.ops.demo.command import MARK, make_anew
from kiosk.server.word import lock_of
from tests.pages import NOBODY, NOBODY_IN_THE_HALL, Pages
from tests.running import Kiosk

PLACES = ("/door", "/floor", "/podium", "/screen")


@pytest.fixture
def demo(folder: Path) -> Iterator[Flask]:
    """The program as the demo builds it, its meeting begun."""
    app = create_app(load(folder, environ={}), more=(page.bp,))
    app.testing = True
    with app.app_context():
        demo_hall.begin(demo_hall.convene(on=date(2027, 11, 18)))
        yield app
    app.extensions["teller"].settle()
    app.extensions["writer"].close()


@pytest.fixture
def new_folder(tmp_path: Path) -> Path:
    """Where no demo has been yet."""
    return tmp_path / "demo"


def test_the_ward_has_the_same_people_each_time_with_all_that_real_lists_have() -> None:
    people = ward.people()
    assert people == ward.people()
    assert len(people) == 400
    in_groups = Counter((person.group, person.subgroup, person.name) for person in people if person.group)
    assert in_groups["An Lộc 1", "Tổ 1", "Nguyễn Văn Bình"] == 2
    assert {person.name for person in people if fold(person.name) == "tran thi thuy"} >= {
        "Trần Thị Thúy",
        "Trần Thị Thuý",
    }
    phones = [person.phone for person in people if person.phone]
    assert all(phone.startswith("0100") for phone in phones)
    assert 0.4 < len(phones) / len(people) < 0.7
    assert len(set(phones)) < len(phones)


def test_nothing_that_the_crowd_asks_is_too_long_or_of_an_unknown_field(demo: Flask) -> None:
    assert demo
    matters = words.matters()
    first = next(matters)
    known = [first, *iter(lambda: next(matters), first)]
    assert len({matter.text for matter in known}) == len(known) > 50
    assert {matter.field for matter in known} == set("0123456789")
    assert not any("{" in matter.words_of("Khu phố An Lộc 1 · Tổ 2") for matter in known)


def test_the_visitor_finds_a_meeting_under_way(demo: Flask) -> None:
    assert demo
    chair = Actor(role=Role.CHAIR, name="", sitting_id=1)
    with reading() as session:
        hall = headcount(session, sitting_id=1)
        found = counts(session, viewer=chair, sitting_id=1)
        assert slide(session, sitting_id=1) is not None
    assert (hall.inside, hall.invited) == (120, 400)
    assert found == {
        State.SUBMITTED: 5, State.QUEUED: 2, State.ON_SCREEN: 1, State.ANSWERED: 2, State.HELD: 1, State.DECLINED: 1,
    }  # fmt: skip


def test_each_link_of_the_demo_leads_to_its_place_without_a_password(demo: Flask) -> None:
    pages = Pages(demo)
    links = [link["href"] for link in pages.visit("/demo", as_=NOBODY).select(".door-card a")]
    assert len(links) == len(PLACES)
    for link, place in zip(links, PLACES, strict=True):
        entered = pages.submit(pages.visit(str(link), as_=NOBODY).select("main form")[0])
        assert entered.path == place


def test_the_hall_has_no_demo_links_and_outside_the_demo_nobody_has(demo: Flask, folder: Path) -> None:
    Pages(demo).visit("/demo", as_=NOBODY_IN_THE_HALL, status=404)
    real = create_app(load(folder, environ={}))
    with real.app_context():
        Pages(real).visit("/demo", as_=NOBODY, status=404)
    real.extensions["writer"].close()


def test_the_demo_makes_its_own_folder_anew_and_touches_no_other(new_folder: Path) -> None:
    make_anew(new_folder)
    (new_folder / "of-last-time").touch()
    make_anew(new_folder)
    assert [file.name for file in new_folder.iterdir()] == [MARK]

    (new_folder / MARK).unlink()
    (new_folder / "kiosk.sqlite").touch()
    with pytest.raises(Refused) as refused:
        make_anew(new_folder)
    assert refused.value.code == "not_a_demo"
    assert (new_folder / "kiosk.sqlite").exists()


def test_a_demo_that_runs_is_left_alone(new_folder: Path) -> None:
    make_anew(new_folder)
    with lock_of(new_folder), pytest.raises(Refused) as refused:
        make_anew(new_folder)
    assert refused.value.code == "already_serving"
    assert (new_folder / MARK).exists()


def test_people_arrive_and_ask_by_themselves_through_the_real_doors(new_folder: Path) -> None:
    kiosk = Kiosk(new_folder)
    kiosk.begin("demo", "--no-browser")
    kiosk.look_around()
    podium, door = kiosk.device("podium"), kiosk.device("door")
    asked, came = threading.Event(), threading.Event()

    def hear(message: dict[str, Any]) -> None:
        {"podium.queue": asked, "door.counts": came}.get(message["topic"], threading.Event()).set()

    sockets = [podium.watch(hear), door.watch(hear)]
    assert came.wait(timeout=20)
    assert asked.wait(timeout=60)
    for socket in sockets:
        socket.disconnect()
    kiosk.stop()
    assert "ERROR" not in kiosk.complaints, kiosk.complaints


def test_a_quiet_demo_has_a_list_and_an_empty_hall(new_folder: Path) -> None:
    kiosk = Kiosk(new_folder)
    kiosk.begin("demo", "--quiet", "--no-browser")
    kiosk.look_around()
    assert len(kiosk.people) == 400
    assert not any(person["inside"] for person in kiosk.people)
    assert kiosk.told("questions", "list")["questions"] == []
    assert kiosk.device("door").visit("/demo").status == 200
    kiosk.stop()
