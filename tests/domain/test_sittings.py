"""Sittings: the course of one, step by step, and which of them is the present one."""

from datetime import date
from itertools import product

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from kiosk.core.actor import SYSTEM, Role
from kiosk.core.db import reading
from kiosk.core.errors import Refused, Status
from kiosk.core.journal import version_of
from kiosk.core.transact import transact
from kiosk.domain.sittings.actions import move_sitting, plan_sitting
from kiosk.domain.sittings.queries import conference_of, present_sitting, sitting, sittings
from kiosk.domain.sittings.rules import (
    DOORS_ARE_OPEN,
    IS_OVER,
    LABELS,
    NEXT,
    TAKES_QUESTIONS,
    SittingState,
    check_move,
)
from tests.conftest import Hall

STEPS = {
    ("planned", "announced"),
    ("announced", "gathering"),
    ("gathering", "doors_open"),
    ("doors_open", "in_session"),
    ("doors_open", "closed"),
    ("in_session", "paused"),
    ("in_session", "closed"),
    ("paused", "in_session"),
    ("paused", "closed"),
    ("closed", "published"),
}
"""The course of a sitting, written down a second time."""


def planned(*, on: date = date(2027, 11, 18), round_no: int = 1, state: SittingState = SittingState.PLANNED) -> int:
    return transact(
        plan_sitting, actor=SYSTEM, on=on, begins="07:30", hall="Hội trường", round_no=round_no, state=state
    )


@pytest.mark.parametrize(("old", "new"), [*product(SittingState, repeat=2)], ids=str)
def test_a_sitting_takes_the_steps_of_its_course_and_no_others(old: SittingState, new: SittingState) -> None:
    if (old.value, new.value) in STEPS:
        check_move(old, new)
        return
    with pytest.raises(Refused) as refusal:
        check_move(old, new)
    assert (refusal.value.code, refusal.value.status) == ("sitting_move", Status.CONFLICT)
    assert str(old.label) in str(refusal.value)
    assert str(new.label) in str(refusal.value)


def test_every_state_has_a_label_and_a_place_in_the_course() -> None:
    assert set(SittingState) == NEXT.keys() == LABELS.keys()


def test_the_doors_are_open_from_the_first_guest_to_the_end() -> None:
    assert {"doors_open", "in_session", "paused"} == DOORS_ARE_OPEN
    assert {"gathering", "doors_open", "in_session", "paused"} == TAKES_QUESTIONS
    assert {"closed", "published"} == IS_OVER


def test_a_new_sitting_belongs_to_the_conference_of_its_year(app: Flask) -> None:
    assert app
    first, second = planned(round_no=1), planned(round_no=2, on=date(2027, 12, 2))
    with reading() as session:
        conference = conference_of(session, 2027)
        assert conference is not None
        assert [found.conference_id for found in sittings(session)] == [conference.id] * 2
        assert [found.id for found in sittings(session)] == [first, second]
        found = sitting(session, second)
    assert found is not None
    assert found.name == "Hội nghị đối thoại lần 2 năm 2027"


def test_a_step_is_written_down(app: Flask) -> None:
    assert app
    sitting_id = planned()
    transact(move_sitting, actor=SYSTEM, sitting_id=sitting_id, to=SittingState.ANNOUNCED)
    with reading() as session:
        assert version_of(session, sitting_id) == 2
        found = sitting(session, sitting_id)
    assert found is not None
    assert found.state is SittingState.ANNOUNCED


def test_a_step_that_is_refused_leaves_no_trace(hall: Hall) -> None:
    with reading() as session:
        before = version_of(session, hall.sitting_id)
    with pytest.raises(Refused):
        hall.move_to(SittingState.PUBLISHED)
    with reading() as session:
        assert version_of(session, hall.sitting_id) == before


@pytest.mark.parametrize("role", Role)
def test_only_who_is_responsible_takes_a_sitting_on(hall: Hall, role: Role) -> None:
    def step() -> None:
        transact(move_sitting, actor=hall.actor(role), sitting_id=hall.sitting_id, to=SittingState.IN_SESSION)

    if role in {Role.ADMIN, Role.SECRETARY, Role.CHAIR, Role.SYSTEM}:
        step()
        return
    with pytest.raises(Refused) as refusal:
        step()
    assert refusal.value.code == "role"


@pytest.mark.parametrize(
    ("states", "present"),
    [
        ((), None),
        (("planned",), 1),
        (("closed", "planned", "planned"), 2),
        (("closed", "doors_open", "planned"), 2),
        (("doors_open", "planned"), 1),
        (("gathering", "in_session"), 2),
        (("closed", "published", "closed"), 3),
        (("paused", "gathering"), 1),
    ],
)
def test_the_present_sitting_is_the_open_one_else_the_next_else_the_last(
    app: Flask, states: tuple[str, ...], present: int | None
) -> None:
    assert app
    for number, state in enumerate(states, start=1):
        planned(on=date(2027, number, 18), round_no=number, state=SittingState(state))
    with reading() as session:
        found = present_sitting(session)
    assert (found and found.id) == present


def test_a_conference_has_one_sitting_of_a_number(app: Flask) -> None:
    assert app
    planned(round_no=1)
    with pytest.raises(IntegrityError, match="UNIQUE"):
        planned(round_no=1, on=date(2027, 12, 1))
