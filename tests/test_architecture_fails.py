"""The checks of the house can fail: each is shown a small fault, and all of them what the house allows."""

from collections.abc import Callable, Iterator

import pytest

from tests import test_architecture as house

LONG = '"""Long."""\n\n\ndef long():\n' + "    x = 1\n" * 39
LONG_FOR_A_VIEW = '"""Long."""\n\n\ndef long():\n' + "    x = 1\n" * 25


@pytest.mark.parametrize(
    ("check", "path", "code"),
    [
        (house.arrows_that_run_back, "kiosk/core/db.py", "from kiosk.domain.ward.models import Ward"),
        (house.arrows_that_run_back, "kiosk/core/live.py", "import kiosk.app"),
        (house.arrows_that_run_back, "kiosk/domain/people/rules.py", "from sqlalchemy import select"),
        (house.arrows_that_run_back, "kiosk/domain/people/rules.py", "from kiosk.core.clock import now"),
        (house.arrows_that_run_back, "kiosk/domain/people/rules.py", "from kiosk.domain.people import models"),
        (house.arrows_that_run_back, "kiosk/domain/people/models.py", "from kiosk.domain.people import queries"),
        (house.arrows_that_run_back, "kiosk/domain/people/events.py", "from sqlalchemy.orm import Session"),
        (house.arrows_that_run_back, "kiosk/domain/people/actions.py", "from flask import request"),
        (house.arrows_that_run_back, "kiosk/domain/people/actions.py", "from kiosk.core.clock import now"),
        (house.arrows_that_run_back, "kiosk/domain/people/actions/add.py", "from kiosk.core.transact import transact"),
        (house.arrows_that_run_back, "kiosk/domain/people/queries.py", "from kiosk.domain.people.actions import add"),
        (house.arrows_that_run_back, "kiosk/domain/people/queries.py", "from kiosk.domain import ward"),
        (house.arrows_that_run_back, "kiosk/places/door/forms.py", "from kiosk.domain.people.models import Delegate"),
        (house.arrows_that_run_back, "kiosk/places/door/views.py", "from sqlalchemy import select"),
        (house.arrows_that_run_back, "kiosk/places/door/views.py", "from kiosk.core import live"),
        (house.arrows_that_run_back, "kiosk/places/door/views/scan.py", "from kiosk.core.live import push"),
        (house.arrows_that_run_back, "kiosk/places/door/live.py", "from flask import request"),
        (house.arrows_that_run_back, "kiosk/places/door/live.py", "from kiosk.core.transact import transact"),
        (house.arrows_that_run_back, "kiosk/places/guards.py", "from kiosk.places.door.views import bp"),
        (house.arrows_that_run_back, "kiosk/spreadsheets/read.py", "from kiosk.domain.people.rules import Kind"),
        (house.arrows_that_run_back, "kiosk/spreadsheets/read.py", "import flask"),
        (house.arrows_that_run_back, "kiosk/documents/cards.py", "from kiosk.domain.people.actions import add"),
        (house.arrows_that_run_back, "kiosk/server/serve.py", "from kiosk.ops.doctor import examine"),
        (house.arrows_that_run_back, "kiosk/server/serve.py", "from kiosk.app import create_app"),
        (house.arrows_that_run_back, "kiosk/app.py", "from kiosk.cli import main"),
        (house.subjects_that_look_ahead, "kiosk/domain/people/queries.py", "from kiosk.domain.stage import queries"),
        (house.subjects_that_look_ahead, "kiosk/domain/ward/models.py", "import kiosk.domain.sittings.models"),
        (
            house.questions_read_past_their_queries,
            "kiosk/domain/stage/actions.py",
            "from kiosk.domain.questions.models import Question",
        ),
        (house.places_that_know_each_other, "kiosk/places/door/views.py", "from kiosk.places.floor import forms"),
        (house.rooms_that_are_not_in_the_house, "kiosk/domain/people/importing.py", "x = 1"),
        (house.rooms_that_are_not_in_the_house, "kiosk/domain/weather/rules.py", "x = 1"),
        (house.rooms_that_are_not_in_the_house, "kiosk/places/door/tables.py", "x = 1"),
        (house.rooms_that_are_not_in_the_house, "kiosk/web/views.py", "x = 1"),
        (house.words_out_of_place, "kiosk/ops/demo.py", "session.commit()"),
        (house.words_out_of_place, "kiosk/places/door/live.py", "socketio.emit('live', {})"),
        (house.words_out_of_place, "kiosk/core/journal.py", "at = datetime.now(UTC)"),
        (house.words_out_of_place, "kiosk/core/journal.py", "import datetime\nat = datetime.date.today()"),
        (house.words_out_of_place, "kiosk/app.py", "import os\nport = os.environ['PORT']"),
        (house.words_out_of_place, "kiosk/app.py", "from os import environ"),
        (
            house.actions_done_without_transact,
            "kiosk/places/door/views.py",
            "from kiosk.domain.attendance import actions\nactions.check_in(session, actor=me())",
        ),
        (
            house.actions_done_without_transact,
            "kiosk/ops/demo.py",
            "from kiosk.domain.attendance.actions import check_in\ncheck_in(session, actor=me())",
        ),
        (house.imports_inside_functions, "kiosk/cli.py", "def main():\n    from kiosk.app import create_app"),
        (house.relative_imports, "kiosk/core/db.py", "from .text import fold"),
        (house.relative_imports, "kiosk/core/db.py", "from . import text"),
        (house.modules_that_do_not_say_what_they_do, "kiosk/core/db.py", "x = 1"),
        (house.names_that_say_nothing, "kiosk/core/utils.py", "x = 1"),
        (house.names_that_say_nothing, "kiosk/domain/people/service/rules.py", "x = 1"),
        (house.names_that_say_nothing, "kiosk/core/db.py", "def row_helper(): ..."),
        (house.functions_too_long, "kiosk/core/db.py", LONG),
        (house.functions_too_long, "kiosk/places/door/views.py", LONG_FOR_A_VIEW),
        (house.the_package_opens_empty, "kiosk/__init__.py", "from kiosk.app import create_app"),
    ],
)
def test_a_fault_is_found_where_it_stands(check: Callable[[house.Module], Iterator[str]], path: str, code: str) -> None:
    found = list(check(house.read(path, code)))
    assert len(found) == 1
    assert found[0].startswith(f"{path}:")


ALLOWED = {
    "kiosk/domain/questions/rules.py": (
        "from kiosk.core.errors import Refused\nfrom kiosk.core.messages import _\n"
        "from kiosk.domain.people.rules import Kind"
    ),
    "kiosk/domain/questions/actions/moves.py": (
        "from sqlalchemy.orm import Session\nfrom kiosk.core.journal import record\n"
        "from kiosk.domain.attendance import queries as doors\nfrom kiosk.domain.people.actions import add\n"
        "from kiosk.domain.questions import rules\nfrom kiosk.domain.questions.models import Question\nadd(1)"
    ),
    "kiosk/places/podium/views.py": (
        "from flask import Blueprint\nfrom kiosk.core.db import reading\nfrom kiosk.core.transact import transact\n"
        "from kiosk.domain.questions import actions, queries\nfrom kiosk.places.guards import only\n"
        "from kiosk.places.podium.forms import DeclineForm\ntransact(actions.decline, actor=1)\n"
        "actions.Receipt(number=7)"
    ),
    "kiosk/places/podium/live.py": (
        "from flask import render_template\nfrom kiosk.core.live import push_piece\n"
        "from kiosk.core.transact import subscribes_to\nfrom kiosk.domain.questions.events import QuestionAsked"
    ),
    "kiosk/spreadsheets/reading.py": "import python_calamine\nfrom kiosk.core.text import clean",
    "kiosk/documents/cards.py": "import fpdf\nfrom kiosk.domain.people.queries import cards",
    "kiosk/core/transact.py": "session.commit()",
    "kiosk/core/live.py": "socketio.emit('live', {}, to='podium.queue')",
    "kiosk/core/clock.py": "from datetime import UTC, datetime\ndatetime.now(UTC)",
    "kiosk/core/settings.py": "import os\nos.environ.get('KIOSK_DATA')",
}


@pytest.mark.parametrize("path", ALLOWED)
def test_what_the_house_allows_is_no_fault(path: str) -> None:
    module = house.read(path, f'"""Does one thing."""\n{ALLOWED[path]}')
    assert [fault for check in house.EACH_MODULE for fault in check(module)] == []


def test_a_file_of_four_hundred_lines_is_too_long() -> None:
    assert list(house.too_long_a_file("static/css/phone.css", "a {}\n" * 400))
    assert not list(house.too_long_a_file("static/css/phone.css", "a {}\n" * 399))
    assert not list(house.too_long_a_file("kiosk/migrations/versions/0001_the_first_schema.py", "x = 1\n" * 400))


def test_a_script_that_names_htmx_is_found() -> None:
    assert list(house.htmx_named_outside_its_file("static/js/keys.js", "htmx.trigger(row, 'refresh')"))
    assert not list(house.htmx_named_outside_its_file("static/js/live.js", "htmx.trigger(row, 'refresh')"))


def test_a_circle_is_found_but_not_one_that_only_a_type_checker_walks() -> None:
    there = house.read("kiosk/core/db.py", "from kiosk.core.text import fold")
    back = "from kiosk.core.db import Base"
    assert list(circles_of(there, house.read("kiosk/core/text.py", back)))
    assert not list(circles_of(there, house.read("kiosk/core/text.py", f"if TYPE_CHECKING:\n    {back}")))


def circles_of(*modules: house.Module) -> Iterator[str]:
    return house.circles({module.name: module for module in modules})
