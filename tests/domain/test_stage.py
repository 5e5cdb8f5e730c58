"""What goes on the wall is the copy that was approved, and it goes when its question goes."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from kiosk.core.actor import Actor, Role
from kiosk.core.db import reading
from kiosk.core.errors import Refused
from kiosk.core.journal import moment
from kiosk.core.transact import transact
from kiosk.domain.questions import actions, queries
from kiosk.domain.questions.models import Question, Wording
from kiosk.domain.questions.rules import Kind, Move, Outcome, Reason, Source, State
from kiosk.domain.stage.actions import move_question, undo_question
from kiosk.domain.stage.models import Projection
from kiosk.domain.stage.queries import slide
from kiosk.domain.stage.rules import byline, number_in
from kiosk.domain.ward.queries import departments
from tests.conftest import Hall

WORDS = "Hẻm vào tổ 2 cứ mưa nửa tiếng là nước tràn vô nhà."
LEAVES = (Move.UNSHOW, Move.ANSWER, Move.DECLINE, Move.DEFER, Move.FORWARD, Move.RECEPTION)


def ask(hall: Hall, words: str = WORDS, *, shows_name: bool = False) -> int:
    asked = transact(
        actions.ask,
        actor=hall.delegate(),
        words=words,
        field="3",
        shows_name=shows_name,
        source=Source.PHONE,
        kind=Kind.QUESTION,
    )
    return asked.question_id


def move(
    hall: Hall,
    question_id: int,
    move: Move,
    *,
    actor: Actor | None = None,
    revision: int | None = None,
    outcome: Outcome | None = None,
) -> None:
    transact(
        move_question,
        actor=actor or hall.actor(Role.CHAIR),
        question_id=question_id,
        move=move,
        revision=revision,
        outcome=outcome,
    )


def undo(hall: Hall, question_id: int) -> None:
    transact(undo_question, actor=hall.actor(Role.CHAIR), question_id=question_id)


def reword(session: Session, *, actor: Actor, question_id: int, words: str) -> None:
    """Do what an editor of wordings will do: a new revision, and it counts."""
    assert actor.role is Role.SECRETARY
    question = session.get_one(Question, question_id)
    question.revision += 1
    made = Wording(question_id=question_id, revision=question.revision, words=words, salt="", at=moment(session))
    session.add(made)


def restrict(session: Session, *, actor: Actor, question_id: int) -> None:
    """Do what a secretary will do who recognises a denunciation."""
    assert actor.role is Role.SECRETARY
    session.get_one(Question, question_id).kind = Kind.DENUNCIATION


def up(hall: Hall) -> Projection | None:
    with reading() as session:
        return slide(session, sitting_id=hall.sitting_id)


def words_up(hall: Hall) -> str | None:
    projection = up(hall)
    return None if projection is None else projection.words


def state(hall: Hall, question_id: int) -> State:
    with reading() as session:
        found = queries.question(session, question_id, viewer=hall.actor(Role.CHAIR))
    assert found is not None
    return found.state


def outcome_of(move: Move) -> Outcome:
    with reading() as session:
        somebody = departments(session)[0]
    return {
        Move.DECLINE: Outcome(reason=Reason.UNCLEAR),
        Move.DEFER: Outcome(department_id=somebody.id, due=date(2027, 12, 1)),
        Move.FORWARD: Outcome(destination="Ủy ban nhân dân tỉnh"),
        Move.RECEPTION: Outcome(destination="Phòng tiếp công dân, thứ Ba"),
    }.get(move, Outcome())


def test_the_wall_is_free_before_anything_was_shown(hall: Hall) -> None:
    ask(hall)
    assert up(hall) is None


def test_the_wall_shows_the_words_and_who_approved_them(hall: Hall) -> None:
    move(hall, ask(hall), Move.SHOW, actor=hall.actor(Role.CHAIR, name="Chủ trì"))
    shown = up(hall)
    assert shown is not None
    assert (shown.words, shown.label, shown.revision, shown.approved_by) == (WORDS, "YK-01.1", 1, "Chủ trì")
    assert shown.department == "Phòng Kinh tế, Hạ tầng và Đô thị"


def test_the_wall_says_the_neighbourhood_and_no_name_without_consent(hall: Hall) -> None:
    move(hall, ask(hall, shows_name=False), Move.SHOW)
    shown = up(hall)
    assert shown is not None
    assert shown.byline == "Đại biểu khu phố An Hòa"


def test_the_wall_says_the_name_with_consent(hall: Hall) -> None:
    move(hall, ask(hall, shows_name=True), Move.SHOW)
    shown = up(hall)
    assert shown is not None
    assert shown.byline == "Trần Văn An · Khu phố An Hòa"


@pytest.mark.parametrize(
    ("name", "group", "shows_name", "said"),
    [
        ("Lê Thị Ân", None, True, "Lê Thị Ân"),
        ("Lê Thị Ân", None, False, "Đại biểu"),
        (None, "Khu phố Bến Đình · Tổ 1", True, "Đại biểu khu phố Bến Đình"),
        (None, None, True, "Đại biểu"),
    ],
)
def test_a_byline_says_what_is_known_and_agreed_to(
    name: str | None, group: str | None, *, shows_name: bool, said: str
) -> None:
    assert byline(name=name, group=group, shows_name=shows_name) == said


def test_the_hall_knows_a_question_by_its_number() -> None:
    assert number_in("YK-07.2") == 7
    assert number_in("YK-143.1") == 143


def test_words_edited_after_they_went_up_stay_off_the_wall(hall: Hall) -> None:
    question_id = ask(hall)
    move(hall, question_id, Move.SHOW)
    transact(reword, actor=hall.actor(Role.SECRETARY), question_id=question_id, words="Lời khác.")
    assert words_up(hall) == WORDS


def test_words_edited_after_they_were_read_do_not_go_up(hall: Hall) -> None:
    question_id = ask(hall)
    transact(reword, actor=hall.actor(Role.SECRETARY), question_id=question_id, words="Lời khác.")
    with pytest.raises(Refused) as refused:
        move(hall, question_id, Move.SHOW, revision=1)
    assert refused.value.code == "revision"
    assert words_up(hall) is None
    assert state(hall, question_id) is State.SUBMITTED


@pytest.mark.parametrize("leaving", LEAVES)
def test_a_question_that_leaves_takes_its_words_off_the_wall(hall: Hall, leaving: Move) -> None:
    question_id = ask(hall)
    move(hall, question_id, Move.SHOW)
    move(hall, question_id, leaving, outcome=outcome_of(leaving))
    assert up(hall) is None


def test_its_asker_takes_a_question_off_the_wall(hall: Hall) -> None:
    question_id = ask(hall)
    move(hall, question_id, Move.SHOW)
    move(hall, question_id, Move.WITHDRAW, actor=hall.delegate())
    assert up(hall) is None


def test_a_move_of_another_question_leaves_the_wall_alone(hall: Hall) -> None:
    shown, other = ask(hall), ask(hall, "Ba trụ đèn tắt từ sau Tết.")
    move(hall, shown, Move.SHOW)
    move(hall, other, Move.HOLD)
    undo(hall, other)
    assert words_up(hall) == WORDS


def test_showing_another_sends_the_first_back_to_the_head_of_the_queue(hall: Hall) -> None:
    first, second, third = (ask(hall, f"Câu thứ {n}.") for n in (1, 2, 3))
    move(hall, second, Move.SHOW)
    move(hall, third, Move.SHOW)
    assert words_up(hall) == "Câu thứ 3."
    with reading() as session:
        waiting = queries.listed(
            session, viewer=hall.actor(Role.CHAIR), sitting_id=hall.sitting_id, states={State.QUEUED, State.SUBMITTED}
        )
    assert [asked.id for asked in waiting] == [second, first]


def test_undoing_an_answer_puts_the_copy_approved_before_up_again(hall: Hall) -> None:
    question_id = ask(hall)
    move(hall, question_id, Move.SHOW)
    move(hall, question_id, Move.ANSWER)
    transact(reword, actor=hall.actor(Role.SECRETARY), question_id=question_id, words="Lời khác.")
    undo(hall, question_id)
    assert words_up(hall) == WORDS
    assert state(hall, question_id) is State.ON_SCREEN


def test_undoing_an_answer_leaves_the_wall_to_who_is_on_it(hall: Hall) -> None:
    answered, shown = ask(hall), ask(hall, "Ba trụ đèn tắt từ sau Tết.")
    move(hall, answered, Move.SHOW)
    move(hall, answered, Move.ANSWER)
    move(hall, shown, Move.SHOW)
    undo(hall, answered)
    assert words_up(hall) == "Ba trụ đèn tắt từ sau Tết."
    assert state(hall, answered) is State.QUEUED


def test_undoing_a_show_frees_the_wall(hall: Hall) -> None:
    question_id = ask(hall)
    move(hall, question_id, Move.SHOW)
    undo(hall, question_id)
    assert up(hall) is None
    assert state(hall, question_id) is State.SUBMITTED


def test_a_delegate_shows_nothing(hall: Hall) -> None:
    question_id = ask(hall)
    with pytest.raises(Refused) as refused:
        move(hall, question_id, Move.SHOW, actor=hall.delegate())
    assert refused.value.code == "role"
    assert up(hall) is None


def test_a_denunciation_never_goes_up_whoever_shows_it(hall: Hall) -> None:
    question_id = ask(hall)
    transact(restrict, actor=hall.actor(Role.SECRETARY), question_id=question_id)
    with pytest.raises(Refused) as by_name:
        move(hall, question_id, Move.SHOW, actor=hall.actor(Role.CHAIR, staff_id=1))
    with pytest.raises(Refused) as by_link:
        move(hall, question_id, Move.SHOW)
    assert (by_name.value.code, by_link.value.code) == ("restricted", "question")
    assert up(hall) is None


def test_what_turns_out_to_be_a_denunciation_does_not_come_back_by_undo(hall: Hall) -> None:
    question_id = ask(hall)
    move(hall, question_id, Move.SHOW)
    move(hall, question_id, Move.ANSWER)
    transact(restrict, actor=hall.actor(Role.SECRETARY), question_id=question_id)
    with pytest.raises(Refused) as refused:
        transact(undo_question, actor=hall.actor(Role.CHAIR, staff_id=1), question_id=question_id)
    assert refused.value.code == "restricted"
    assert up(hall) is None


def test_no_question_of_another_sitting_is_moved(hall: Hall) -> None:
    question_id = ask(hall)
    stranger = Actor(role=Role.CHAIR, name="Chủ trì", sitting_id=hall.sitting_id + 1)
    for try_it in (Move.SHOW, Move.HOLD):
        with pytest.raises(Refused) as refused:
            move(hall, question_id, try_it, actor=stranger)
        assert refused.value.code == "question"
    assert state(hall, question_id) is State.SUBMITTED
