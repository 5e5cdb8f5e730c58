"""What is done with questions."""

import json
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from kiosk.core.actor import Actor, Role, check_role
from kiosk.core.db import table
from kiosk.core.errors import Refused, Status
from kiosk.core.journal import fingerprint, moment, record
from kiosk.core.messages import _
from kiosk.domain.questions import queries, rules
from kiosk.domain.questions.events import QuestionAsked, QuestionMoved
from kiosk.domain.questions.models import Contribution, Question, Step, Wording
from kiosk.domain.questions.rules import Kind, Move, Outcome, Reason, Source, State
from kiosk.domain.sittings.models import Sitting
from kiosk.domain.ward.models import Department
from kiosk.domain.ward.queries import field_by_code

Row = dict[str, Any]

MAY_ASK = frozenset({Role.DELEGATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The receipt of a question: its contribution's number in the sitting."""

    number: int
    question_id: int


def ask(
    session: Session, *, actor: Actor, words: str, field: str, shows_name: bool, source: Source, kind: Kind
) -> Asked:
    """Put a delegate's question: a contribution with one matter. `words` are cleaned, `field` is its digit."""
    check_role(actor, MAY_ASK)
    rules.check_words(words)
    sitting = session.get_one(Sitting, actor.sitting_id)
    rules.check_takes_questions(sitting.state)
    about = field_by_code(session, field)
    if about is None:
        raise Refused(_("Bác chọn giúp một lĩnh vực trong danh sách."), code="field", status=Status.UNREADABLE)
    turn: Row = {"sitting_id": sitting.id, "number": queries.next_number(session, sitting.id), "source": source}
    turn |= {"delegate_id": actor.delegate_id, "shows_name": shows_name, "at": moment(session)}
    contribution_id = session.scalar(insert(table(Contribution)).values(turn).returning(Contribution.id))
    matter: Row = {"contribution_id": contribution_id, "part": 1, "kind": kind, "field_id": about.id}
    matter |= {"sitting_id": sitting.id, "department_id": about.department_id}
    question_id = _put(session, matter, words=words, actor=actor, turn=turn)
    return Asked(number=turn["number"], question_id=question_id)


def move(
    session: Session,
    *,
    actor: Actor,
    question_id: int,
    move: Move,
    seen: State | None = None,
    outcome: Outcome | None = None,
) -> None:
    """Take a question on. `seen` is the state in which the person saw it; `outcome` is what the new state needs."""
    question = session.get_one(Question, question_id)
    asker_id = queries.contribution_of(session, question_id).delegate_id
    rules.check_may_move(actor, move, asker_id=asker_id)
    rules.check_seen(seen, question.state)
    rules.check_move(question.state, move)
    rules.check_kind(question.kind, move)
    outcome, old, new = outcome or Outcome(), question.state, rules.LEADS_TO[move]
    rules.check_outcome(new, outcome)
    _check_department(session, outcome.department_id)
    session.add(Step(question_id=question_id, move=move, before=_written(question), at=moment(session)))
    _settle(question, new, outcome=outcome)
    if move is Move.UNSHOW:
        question.rank = queries.first_rank(session, question.sitting_id) - 1
    session.flush()
    event = QuestionMoved(
        actor=actor,
        sitting_id=question.sitting_id,
        question_id=question_id,
        delegate_id=asker_id,
        move=move,
        old=old,
        new=new,
        reason=question.reason,
    )
    record(session, event)


def undo(session: Session, *, actor: Actor, question_id: int, seen: State | None = None) -> None:
    """Take back the last move of a question. What was on the wall goes back there only if the wall is free."""
    check_role(actor, rules.MAY_MODERATE)
    question = session.get_one(Question, question_id)
    rules.check_seen(seen, question.state)
    step = queries.open_step(session, question_id)
    if step is None:
        raise Refused(_("Không còn gì để hoàn tác ở ý kiến này."), code="nothing_to_undo")
    step.undone_at = moment(session)
    old = question.state
    _restore(session, question, step)
    session.flush()
    event = QuestionMoved(
        actor=actor,
        sitting_id=question.sitting_id,
        question_id=question_id,
        delegate_id=queries.contribution_of(session, question_id).delegate_id,
        move=None,
        old=old,
        new=question.state,
        reason=question.reason,
    )
    record(session, event)


def _put(session: Session, matter: Row, *, words: str, actor: Actor, turn: Row) -> int:
    """Put one matter of a turn at the end of the queue, by plain inserts: questions come by the hundred."""
    sitting_id, salt = matter["sitting_id"], secrets.token_hex(16)
    matter |= {"state": State.SUBMITTED, "rank": queries.last_rank(session, sitting_id) + 1, "revision": 1}
    question_id = session.scalars(insert(table(Question)).values(matter).returning(Question.id)).one()
    wording = {"question_id": question_id, "revision": 1, "words": words, "salt": salt, "at": moment(session)}
    session.execute(insert(table(Wording)).values(wording))
    event = QuestionAsked(
        actor=actor,
        sitting_id=sitting_id,
        question_id=question_id,
        contribution=turn["number"],
        part=matter["part"],
        delegate_id=turn["delegate_id"],
        source=turn["source"],
        words=fingerprint(words, salt=salt),
    )
    record(session, event)
    return question_id


def _check_department(session: Session, department_id: int | None) -> None:
    if department_id is not None and session.get(Department, department_id) is None:
        sentence = _("Không có phòng, ban này. Mời chọn một đơn vị trong danh sách.")
        raise Refused(sentence, code="department", status=Status.UNREADABLE)


def _settle(question: Question, state: State, *, outcome: Outcome) -> None:
    question.state = state
    question.reason = outcome.reason
    question.due = outcome.due
    question.destination = outcome.destination
    question.department_id = outcome.department_id or question.department_id


def _written(question: Question) -> str:
    return json.dumps(
        {
            "state": question.state,
            "rank": question.rank,
            "reason": question.reason,
            "department_id": question.department_id,
            "due": question.due and question.due.isoformat(),
            "destination": question.destination,
        }
    )


def _restore(session: Session, question: Question, step: Step) -> None:
    before = json.loads(step.before)
    state = State(before["state"])
    if state is State.ON_SCREEN and queries.on_screen(session, question.sitting_id) is not None:
        state = State.QUEUED
    question.state, question.rank = state, before["rank"]
    question.reason = before["reason"] and Reason(before["reason"])
    question.department_id = before["department_id"]
    question.due = before["due"] and date.fromisoformat(before["due"])
    question.destination = before["destination"]
