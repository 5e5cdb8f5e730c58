"""Questions: every move from every state, what each outcome needs, what can be taken back, who sees what."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kiosk.core.actor import SYSTEM, Actor, Role
from kiosk.core.db import db, open_writer, reading
from kiosk.core.errors import Refused, Status
from kiosk.core.transact import transact
from kiosk.domain.questions import queries, rules
from kiosk.domain.questions.actions import ask, move, undo
from kiosk.domain.questions.rules import LEADS_TO, Kind, Move, Outcome, Pile, Reason, Source, State
from tests.conftest import Hall

SECRET = "Ông Tư cán bộ nhận phong bì ở số 14"

ALLOWED = {
    State.SUBMITTED: "queue hold decline show defer forward reception withdraw",
    State.HELD: "queue decline show defer forward reception withdraw",
    State.QUEUED: "hold decline show answer defer forward reception withdraw",
    State.ON_SCREEN: "decline unshow answer defer forward reception withdraw",
    State.DECLINED: "queue",
}
"""The whole table: what is not here is refused."""

WHOLE = {"reason": Reason.UNCLEAR, "department_id": 1, "due": date(2027, 12, 1), "destination": "UBND tỉnh"}


@pytest.fixture
def chair(hall: Hall) -> Actor:
    return hall.actor(Role.CHAIR, name="Chủ trì")


@pytest.fixture
def named_chair(hall: Hall) -> Actor:
    return hall.actor(Role.CHAIR, name="Phạm Văn Lộc", staff_id=1)


def asked(hall: Hall, words: str = "Cống tắc, hẻm ngập.", *, kind: Kind = Kind.QUESTION) -> int:
    """Let a delegate ask; return the question's id."""
    receipt = transact(
        ask, actor=hall.delegate(), words=words, field="3", shows_name=False, source=Source.PHONE, kind=kind
    )
    return receipt.question_id


def outcome_for(state: State) -> Outcome:
    """Return an outcome that says all that this state needs, and no more."""
    return Outcome(**{name: WHOLE[name] for name in rules.NEEDS.get(state, ())})


def do(chair: Actor, question_id: int, *moves: Move) -> None:
    """Make these moves, each with what it needs."""
    for one in moves:
        outcome = outcome_for(LEADS_TO[one])
        transact(move, actor=chair, question_id=question_id, move=one, outcome=outcome)


def state_of(question_id: int) -> State:
    with reading() as session:
        found = queries.question(session, question_id, viewer=SYSTEM)
    assert found is not None
    return found.state


def order(hall: Hall) -> list[int]:
    """Return the ids that wait, as the queue stands."""
    with reading() as session:
        found = queries.listed(session, viewer=SYSTEM, sitting_id=hall.sitting_id, states=rules.WAITING)
    return [question.id for question in found]


@pytest.mark.parametrize(("old", "wanted"), [*product(State, Move)], ids=str)
def test_every_state_allows_its_moves_and_no_other(old: State, wanted: Move) -> None:
    if wanted in ALLOWED.get(old, "").split():
        rules.check_move(old, wanted)
        return
    with pytest.raises(Refused) as refusal:
        rules.check_move(old, wanted)
    assert refusal.value.code == "move"
    assert str(old.label) in str(refusal.value)


@pytest.mark.parametrize("state", State)
def test_staff_are_offered_what_the_rules_allow_but_withdraw_for_nobody(state: State) -> None:
    offered = rules.moves_from(state, kind=Kind.QUESTION)
    assert offered == {Move(word) for word in ALLOWED.get(state, "").split()} - {Move.WITHDRAW}


@pytest.mark.parametrize("wanted", sorted(rules.IN_PUBLIC))
def test_a_denunciation_is_never_brought_before_the_hall(wanted: Move) -> None:
    with pytest.raises(Refused) as refusal:
        rules.check_kind(Kind.DENUNCIATION, wanted)
    assert refusal.value.code == "restricted"
    assert all(wanted not in rules.moves_from(state, kind=Kind.DENUNCIATION) for state in State)


@pytest.mark.parametrize("wanted", [Move.HOLD, Move.DECLINE, Move.RECEPTION, Move.FORWARD])
def test_a_denunciation_can_be_held_declined_or_sent_on(wanted: Move) -> None:
    rules.check_kind(Kind.DENUNCIATION, wanted)
    assert wanted in rules.moves_from(State.SUBMITTED, kind=Kind.DENUNCIATION)


@pytest.mark.parametrize(
    ("state", "missing"), [(state, name) for state, names in rules.NEEDS.items() for name in names]
)
def test_no_outcome_without_each_thing_it_needs(state: State, missing: str) -> None:
    rules.check_outcome(state, outcome_for(state))
    lacking = Outcome(**{name: value for name, value in WHOLE.items() if name != missing})
    with pytest.raises(Refused) as refusal:
        rules.check_outcome(state, lacking)
    assert (refusal.value.code, refusal.value.status) == (f"needs_{missing}", Status.UNREADABLE)


@pytest.mark.parametrize("state", sorted(set(State) - rules.NEEDS.keys()))
def test_other_outcomes_need_nothing(state: State) -> None:
    rules.check_outcome(state, Outcome())


@pytest.mark.parametrize("state", State)
def test_every_state_lies_in_one_pile(state: State) -> None:
    assert [pile for pile in Pile if state in pile.states] == [rules.pile_of(state)]


@pytest.mark.parametrize(
    ("state", "constraint"),
    [
        ("declined", "declined_needs_reason"),
        ("deferred", "deferred_needs_who_and_when"),
        ("forwarded", "sent_on_needs_destination"),
        ("reception", "sent_on_needs_destination"),
        ("merged", "merged_needs_target"),
        ("forgotten", "state"),
    ],
)
def test_the_database_itself_refuses_an_outcome_without_a_reason(hall: Hall, state: str, constraint: str) -> None:
    insert = text(
        "INSERT INTO questions (sitting_id, contribution_id, part, kind, field_id, state, rank, revision)"
        " SELECT sitting_id, contribution_id, 2, kind, field_id, :state, rank, 1 FROM questions WHERE id = :id"
    )
    writer = open_writer(db.engine.url.render_as_string())
    with writer.connect() as connection, pytest.raises(IntegrityError, match=constraint):
        connection.execute(insert, {"state": state, "id": asked(hall)})
    writer.dispose()


def test_the_database_itself_refuses_two_questions_on_the_wall(hall: Hall) -> None:
    up = text("UPDATE questions SET state = 'on_screen' WHERE id IN (:first, :second)")
    ids = {"first": asked(hall), "second": asked(hall)}
    writer = open_writer(db.engine.url.render_as_string())
    with writer.connect() as connection, pytest.raises(IntegrityError, match="UNIQUE"):
        connection.execute(up, ids)
    writer.dispose()


def test_a_move_is_remembered_until_it_is_taken_back(hall: Hall, chair: Actor) -> None:
    question_id = asked(hall)
    do(chair, question_id, Move.DECLINE)
    with reading() as session:
        found = queries.in_hand(session, question_id, viewer=chair)
    assert found is not None
    assert (found.question.reason, found.step and found.step.move) == (Reason.UNCLEAR, Move.DECLINE)
    transact(undo, actor=chair, question_id=question_id, seen=State.DECLINED)
    with reading() as session:
        again = queries.in_hand(session, question_id, viewer=chair)
    assert again is not None
    assert (again.question.state, again.question.reason, again.step) == (State.SUBMITTED, None, None)


def test_only_the_last_move_is_taken_back_and_only_once(hall: Hall, chair: Actor) -> None:
    question_id = asked(hall)
    do(chair, question_id, Move.QUEUE, Move.HOLD)
    transact(undo, actor=chair, question_id=question_id)
    assert state_of(question_id) is State.QUEUED
    with pytest.raises(Refused, match="Không còn gì để hoàn tác"):
        transact(undo, actor=chair, question_id=question_id)


def test_what_its_asker_withdrew_stays_withdrawn(hall: Hall, chair: Actor) -> None:
    question_id = asked(hall)
    transact(move, actor=hall.delegate(), question_id=question_id, move=Move.WITHDRAW)
    with pytest.raises(Refused) as refusal:
        transact(undo, actor=chair, question_id=question_id)
    assert refusal.value.code == "nothing_to_undo"


def test_an_answer_taken_back_is_on_the_wall_again_where_that_is_free(hall: Hall, chair: Actor) -> None:
    question_id = asked(hall)
    do(chair, question_id, Move.SHOW, Move.ANSWER)
    transact(undo, actor=chair, question_id=question_id)
    assert state_of(question_id) is State.ON_SCREEN


def test_an_answer_taken_back_waits_where_the_wall_is_busy(hall: Hall, chair: Actor) -> None:
    first, second = asked(hall), asked(hall)
    do(chair, first, Move.SHOW, Move.ANSWER)
    do(chair, second, Move.SHOW)
    transact(undo, actor=chair, question_id=first)
    assert (state_of(first), state_of(second)) == (State.QUEUED, State.ON_SCREEN)


def test_whoever_saw_another_state_does_not_move(hall: Hall, chair: Actor) -> None:
    question_id = asked(hall)
    do(chair, question_id, Move.HOLD)
    for action, wanted in ((move, {"move": Move.QUEUE}), (undo, {})):
        with pytest.raises(Refused) as refusal:
            transact(action, actor=chair, question_id=question_id, seen=State.SUBMITTED, **wanted)
        assert refusal.value.code == "seen"
        assert "Tạm giữ" in str(refusal.value)
    assert state_of(question_id) is State.HELD


@pytest.mark.parametrize("role", sorted(set(Role) - rules.MAY_MODERATE - {Role.SYSTEM}))
def test_only_chair_and_secretary_move(role: Role) -> None:
    for wanted in set(Move) - {Move.WITHDRAW}:
        with pytest.raises(Refused):
            rules.check_may_move(Actor(role=role, name=""), wanted, asker_id=1)


def test_only_its_asker_withdraws(hall: Hall, chair: Actor) -> None:
    question_id = asked(hall)
    for other in (chair, hall.delegate("Lê Thị Ân")):
        with pytest.raises(Refused):
            transact(move, actor=other, question_id=question_id, move=Move.WITHDRAW)
    assert state_of(question_id) is State.SUBMITTED


def test_an_answer_by_a_department_that_is_not_there_is_refused(hall: Hall, chair: Actor) -> None:
    outcome = Outcome(department_id=99, due=date(2027, 12, 1))
    with pytest.raises(Refused) as refusal:
        transact(move, actor=chair, question_id=asked(hall), move=Move.DEFER, outcome=outcome)
    assert (refusal.value.code, refusal.value.status) == ("department", Status.UNREADABLE)


def test_new_ones_stand_at_the_end_and_what_came_down_at_the_head(hall: Hall, chair: Actor) -> None:
    first, second, third = asked(hall), asked(hall), asked(hall)
    assert order(hall) == [first, second, third]
    do(chair, third, Move.SHOW)
    assert order(hall) == [first, second, third]
    do(chair, third, Move.UNSHOW)
    assert order(hall) == [third, first, second]
    transact(undo, actor=chair, question_id=third)
    assert order(hall) == [first, second, third]
    assert order(hall)[-1] < asked(hall) == order(hall)[-1]


def test_a_denunciation_is_seen_by_named_chairs_and_secretaries_alone(hall: Hall, named_chair: Actor) -> None:
    question_id = asked(hall, SECRET, kind=Kind.DENUNCIATION)
    others = [
        SYSTEM,
        hall.delegate(),
        *(hall.actor(role) for role in Role),
        *(hall.actor(role, staff_id=1) for role in set(Role) - {Role.CHAIR, Role.SECRETARY}),
    ]
    named = [named_chair, hall.actor(Role.SECRETARY, staff_id=2)]
    assert [who.role for who in others + named if SECRET in everything(hall, question_id, viewer=who)] == [
        Role.CHAIR,
        Role.SECRETARY,
    ]


def test_whoever_stands_in_another_sitting_sees_no_question_of_this_one(hall: Hall, named_chair: Actor) -> None:
    question_id = asked(hall)
    elsewhere = [replace(who, sitting_id=hall.sitting_id + 1) for who in (named_chair, hall.delegate())]
    with reading() as session:
        for who in elsewhere:
            assert queries.question(session, question_id, viewer=who) is None
            assert queries.all_of(session, viewer=who, sitting_id=hall.sitting_id) == []
            assert queries.counts(session, viewer=who, sitting_id=hall.sitting_id) == {}


def test_of_a_denunciation_anybody_may_know_the_number_alone(hall: Hall) -> None:
    asked(hall)
    asked(hall, SECRET, kind=Kind.DENUNCIATION)
    with reading() as session:
        known = queries.tally(session, sitting_id=hall.sitting_id)
    assert (known.piles, known.restricted) == ({Pile.WAITING: 1, Pile.HELD: 0, Pile.DONE: 0}, 1)


def everything(hall: Hall, question_id: int, *, viewer: Actor) -> str:
    """Return all that the queries give this viewer, as text."""
    here = hall.sitting_id
    with reading() as session:
        return repr(
            [
                queries.question(session, question_id, viewer=viewer),
                queries.in_hand(session, question_id, viewer=viewer),
                queries.listed(session, viewer=viewer, sitting_id=here, states=set(State)),
                queries.all_of(session, viewer=viewer, sitting_id=here),
                queries.asked_by(session, viewer=viewer),
                queries.own_contribution(session, 1, viewer=viewer),
            ]
        )
