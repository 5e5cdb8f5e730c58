"""What tests stand on: a real app on a real SQLite file, a ward with people in it, everything strict by default."""

import logging
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import hypothesis
import pytest
from flask import Flask

from kiosk.app import create_app
from kiosk.core.actor import SYSTEM, Actor, Role
from kiosk.core.db import reading
from kiosk.core.schema import bring_up_to_date
from kiosk.core.settings import load
from kiosk.core.transact import transact
from kiosk.domain.access.actions import make_link
from kiosk.domain.access.queries import link
from kiosk.domain.access.rules import Place
from kiosk.domain.people.actions import add_people
from kiosk.domain.people.queries import Contact, contacts
from kiosk.domain.people.rules import NewPerson
from kiosk.domain.sittings.actions import move_sitting, plan_sitting
from kiosk.domain.sittings.rules import SittingState
from kiosk.domain.ward.actions import found_ward
from kiosk.places.links import link_path
from tests.pages import Pages, Somebody
from tests.running import Kiosk

hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

NAMES = ("Nguyễn Thị Hường", "Trần Văn An", "Lê Thị Ân", "Đặng Đức Ước", "Nguyễn Thị Hường", "Huỳnh Thị Thuý")
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let no test be left out where none may be."""
    return _required((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let no file be left out where none may be."""
    return _required((yield))


def _required(report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("TEST_REQUIRE_ALL"):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped, and TEST_REQUIRE_ALL allows none: {report.longrepr[2]}"
    return report


@pytest.fixture(autouse=True)
def no_error_is_logged(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which the program logged an error, unless it is marked `logs_errors`."""
    yield
    errors = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.levelno >= logging.ERROR and not record.name.startswith("engineio.client")  # the tests' own sockets
    ]
    assert not errors or request.node.get_closest_marker("logs_errors"), errors


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the schema alone, made once by the real migrations."""
    folder = tmp_path_factory.mktemp("empty")
    app = create_app(load(folder, environ={}))
    bring_up_to_date(app)
    app.extensions["writer"].close()
    return folder


@pytest.fixture
def folder(empty_folder: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    return Path(shutil.copytree(empty_folder, tmp_path / "data"))


@pytest.fixture
def app(folder: Path) -> Iterator[Flask]:
    """The program on that folder, in an app context."""
    app = create_app(load(folder, environ={}))
    app.testing = True
    with app.app_context():
        yield app
    app.extensions["teller"].settle()
    app.extensions["writer"].close()


@dataclass(frozen=True)
class Hall:
    """An invented ward with one sitting whose doors are open, and six people on the list."""

    app: Flask
    sitting_id: int

    @property
    def people(self) -> list[Contact]:
        """Who is invited, by given name."""
        with reading() as session:
            return contacts(session, sitting_id=self.sitting_id)

    def person(self, name: str) -> Contact:
        """The first of that name."""
        return next(contact for contact in self.people if contact.delegate.name == name)

    def actor(self, role: Role, **known: Any) -> Actor:  # noqa: ANN401  # what Actor takes
        """Somebody of that role in this sitting, for calling actions."""
        return Actor(role=role, name=known.pop("name", role.value), sitting_id=self.sitting_id, **known)

    def delegate(self, name: str = "Trần Văn An") -> Actor:
        """That person as one who acts."""
        return self.actor(Role.DELEGATE, name=name, delegate_id=self.person(name).delegate.delegate_id)

    def move_to(self, *states: SittingState) -> None:
        """Take the sitting on."""
        for state in states:
            transact(move_sitting, actor=SYSTEM, sitting_id=self.sitting_id, to=state)

    def settle(self) -> None:
        """Wait until everything committed has been told."""
        self.app.extensions["teller"].settle()

    def link(self, place: Place, name: str = "Máy thử") -> str:
        """The path of a link to a place."""
        link_id = transact(make_link, actor=SYSTEM, sitting_id=self.sitting_id, place=place, name=name)
        with reading() as session:
            found = link(session, link_id)
        assert found is not None
        return link_path(found)

    def at(self, place: Place, name: str = "Máy thử") -> Somebody:
        """A device signed in to a place by link."""
        return Somebody(self.link(place, name), side=place.side.value)

    def phone_of(self, name: str = "Trần Văn An") -> Somebody:
        """That delegate's own phone."""
        return Somebody(f"/v/{self.person(name).code}", side="hall")


@pytest.fixture
def hall(app: Flask) -> Hall:
    """See `Hall`."""
    transact(found_ward, actor=SYSTEM, name="phường Tân Mẫu", province="tỉnh Minh Họa")
    sitting_id = transact(
        plan_sitting,
        actor=SYSTEM,
        on=date(2027, 11, 18),
        begins="07:30",
        hall="Hội trường UBND phường",
        round_no=2,
        state=SittingState.GATHERING,
    )
    rows = tuple(
        NewPerson(
            sheet="Danh sách",
            row=at,
            name=name,
            name_written=name,
            group="An Hòa",
            subgroup="Tổ 2",
            birth_year=1950 + at,
        )
        for at, name in enumerate(NAMES, start=1)
    )
    transact(add_people, actor=SYSTEM, sitting_id=sitting_id, rows=rows, refused=())
    hall = Hall(app=app, sitting_id=sitting_id)
    hall.move_to(SittingState.DOORS_OPEN)
    return hall


@pytest.fixture
def pages(hall: Hall) -> Pages:
    """The page client that checks what it sees."""
    return Pages(hall.app)


@pytest.fixture
def sent(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every `live` message said, with its room, in order, as if each room had a listener; tests/server has sockets."""
    messages: list[dict[str, Any]] = []
    socketio = app.extensions["live"].socketio
    emit: Callable[..., Any] = socketio.emit

    def note(name: str, message: dict[str, Any], *, to: str) -> None:
        messages.append({**message, "room": to})
        emit(name, message, to=to)

    monkeypatch.setattr(socketio, "emit", note)
    monkeypatch.setattr(app.extensions["live"], "is_heard", lambda _room: True)
    return messages


@pytest.fixture(scope="session")
def ward_in_session(tmp_path_factory: pytest.TempPathFactory) -> Kiosk:
    """A kiosk made by the commands alone: a real list is loaded, the doors are open, the sitting goes on."""
    kiosk = Kiosk(tmp_path_factory.mktemp("ward") / "data")
    kiosk.command("init")
    kiosk.command("people", "import", Path(__file__).parent / "data" / "danh-sach-dai-bieu-nhan-dan.xlsx")
    kiosk.command("sitting", "open-doors")
    kiosk.command("sitting", "start")
    kiosk.look_around()
    return kiosk


@pytest.fixture
def kiosk(ward_in_session: Kiosk, tmp_path: Path) -> Iterator[Kiosk]:
    """That ward's kiosk, serving a copy of its own in a process of its own; nothing may go wrong in there."""
    kiosk = ward_in_session.copied_to(tmp_path / "served")
    kiosk.begin()
    yield kiosk
    kiosk.stop()
    assert "ERROR" not in kiosk.complaints, kiosk.complaints
