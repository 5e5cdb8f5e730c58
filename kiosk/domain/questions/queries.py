"""Which questions there are. Who may see a restricted one is decided here (`_visible_to`) and nowhere else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, true
from sqlalchemy.orm import Session

from kiosk.core.actor import Actor, Role
from kiosk.domain.access.rules import sees_restricted
from kiosk.domain.people.models import Delegate, Person
from kiosk.domain.questions.models import Contribution, Question, Step, Wording
from kiosk.domain.questions.rules import (
    LEADS_TO,
    Kind,
    Move,
    Pile,
    Reason,
    Source,
    State,
    label_of,
    moves_from,
    pile_of,
)
from kiosk.domain.ward.models import Department, Field, ResidentialGroup

PAGE = 100
"""Rows of a list at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionShown:
    """A question with all that staff, or its asker, may see of it."""

    id: int
    sitting_id: int
    contribution: int
    part: int
    words: str
    revision: int
    kind: Kind
    field: str
    field_short: str
    department: str | None
    state: State
    source: Source
    asked_at: datetime
    asker_id: int | None
    asker: str | None
    birth_year: int | None
    group: str | None
    shows_name: bool
    reason: Reason | None
    due: date | None
    destination: str | None

    @property
    def label(self) -> str:
        """Its number: `YK-07.2`."""
        return label_of(contribution=self.contribution, part=self.part)


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """A question with what staff may do with it now."""

    question: QuestionShown
    moves: frozenset[Move]
    leaving: frozenset[Move]
    """Those of the moves that take it to another pile."""
    step: Step | None
    """Its last move, if that can still be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many questions lie in each pile, as anybody may know it: of denunciations the number alone."""

    piles: Mapping[Pile, int]
    restricted: int


def question(session: Session, question_id: int, *, viewer: Actor) -> QuestionShown | None:
    """Return one question, if `viewer` may see it."""
    row = session.execute(_shown(viewer).where(Question.id == question_id)).one_or_none()
    return None if row is None else _question(row)


def in_hand(session: Session, question_id: int, *, viewer: Actor) -> InHand | None:
    """Return one question and what may be done with it, if `viewer` may see it."""
    asked = question(session, question_id, viewer=viewer)
    if asked is None:
        return None
    moves = moves_from(asked.state, kind=asked.kind)
    return InHand(
        question=asked,
        moves=moves,
        leaving=frozenset(move for move in moves if pile_of(LEADS_TO[move]) is not pile_of(asked.state)),
        step=open_step(session, question_id),
    )


def listed(
    session: Session, *, viewer: Actor, sitting_id: int, states: Collection[State], page: int = 0
) -> list[QuestionShown]:
    """Return a page of a sitting's questions in these states, in the order of the queue."""
    rows = session.execute(
        _shown(viewer)
        .where(Question.sitting_id == sitting_id, Question.state.in_(states))
        .order_by(Question.rank, Question.id)
        .offset(page * PAGE)
        .limit(PAGE)
    )
    return [_question(row) for row in rows]


def all_of(session: Session, *, viewer: Actor, sitting_id: int) -> list[QuestionShown]:
    """Return every question of a sitting that `viewer` may see, in the order they were asked."""
    rows = session.execute(
        _shown(viewer).where(Question.sitting_id == sitting_id).order_by(Contribution.number, Question.part)
    )
    return [_question(row) for row in rows]


def asked_by(session: Session, *, viewer: Actor) -> list[QuestionShown]:
    """Return what the viewing delegate asked, the newest first."""
    rows = session.execute(
        _shown(viewer)
        .where(Contribution.delegate_id == viewer.delegate_id)
        .order_by(Contribution.number.desc(), Question.part)
    )
    return [_question(row) for row in rows]


def own_contribution(session: Session, number: int, *, viewer: Actor) -> list[QuestionShown]:
    """Return the questions of the viewing delegate's own contribution; empty for anybody else's."""
    return [asked for asked in asked_by(session, viewer=viewer) if asked.contribution == number]


def counts(session: Session, *, viewer: Actor, sitting_id: int) -> dict[State, int]:
    """Return how many questions `viewer` may see in each state."""
    rows = session.execute(
        select(Question.state, func.count())
        .join(Contribution)
        .where(Question.sitting_id == sitting_id, _visible_to(viewer))
        .group_by(Question.state)
    )
    return {row[0]: row[1] for row in rows}


def tally(session: Session, *, sitting_id: int) -> Tally:
    """Return how many questions of a sitting lie in each pile."""
    known = counts(session, viewer=Actor(role=Role.PUBLIC, name=""), sitting_id=sitting_id)
    piles = {pile: sum(known.get(state, 0) for state in pile.states) for pile in Pile}
    return Tally(piles=piles, restricted=restricted_count(session, sitting_id=sitting_id))


def restricted_count(session: Session, *, sitting_id: int) -> int:
    """Return the number of denunciations: all that anybody else is told of them."""
    held_back = select(func.count()).where(Question.sitting_id == sitting_id, Question.kind == Kind.DENUNCIATION)
    return session.scalar(held_back) or 0


def on_screen(session: Session, sitting_id: int) -> Question | None:
    """Return the question that is on the wall now."""
    return session.scalar(select(Question).where(Question.sitting_id == sitting_id, Question.state == State.ON_SCREEN))


def wording(session: Session, question_id: int, *, revision: int) -> Wording:
    """Return one wording of a question."""
    return session.scalars(
        select(Wording).where(Wording.question_id == question_id, Wording.revision == revision)
    ).one()


def contribution_of(session: Session, question_id: int) -> Contribution:
    """Return the contribution that a question is a part of."""
    return session.scalars(select(Contribution).join(Question).where(Question.id == question_id)).one()


def last_step(session: Session, question_id: int) -> Step | None:
    """Return the newest move of a question."""
    return session.scalar(select(Step).where(Step.question_id == question_id).order_by(Step.id.desc()).limit(1))


def open_step(session: Session, question_id: int) -> Step | None:
    """Return the newest move of a question, if staff can still take it back."""
    step = last_step(session, question_id)
    return None if step is None or step.undone_at is not None or step.move is Move.WITHDRAW else step


def next_number(session: Session, sitting_id: int) -> int:
    """Return the number of the next contribution of a sitting."""
    last = session.scalar(select(func.max(Contribution.number)).where(Contribution.sitting_id == sitting_id))
    return (last or 0) + 1


def first_rank(session: Session, sitting_id: int) -> int:
    """Return the rank at the head of the queue."""
    return session.scalar(select(func.min(Question.rank)).where(Question.sitting_id == sitting_id)) or 0


def last_rank(session: Session, sitting_id: int) -> int:
    """Return the rank at the end of the queue."""
    return session.scalar(select(func.max(Question.rank)).where(Question.sitting_id == sitting_id)) or 0


def _visible_to(viewer: Actor) -> ColumnElement[bool]:
    """The one rule: a denunciation is seen by named secretaries and chairs; a delegate sees their own questions.

    Whoever stands in one sitting sees nothing of another.
    """
    here = true() if viewer.sitting_id is None else Question.sitting_id == viewer.sitting_id
    if viewer.role is Role.DELEGATE:
        here &= Contribution.delegate_id == viewer.delegate_id
    return here if sees_restricted(viewer) else here & (Question.kind != Kind.DENUNCIATION)


def _shown(viewer: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Question, Contribution, Wording.words, Field, Department.name.label("department"),
            Person.name.label("asker"), Person.birth_year, ResidentialGroup.label.label("group"),
        )
        .join(Contribution, Contribution.id == Question.contribution_id)
        .join(Wording, (Wording.question_id == Question.id) & (Wording.revision == Question.revision))
        .join(Field, Field.id == Question.field_id)
        .outerjoin(Department, Department.id == Question.department_id)
        .outerjoin(Delegate, Delegate.id == Contribution.delegate_id)
        .outerjoin(Person, Person.id == Delegate.person_id)
        .outerjoin(ResidentialGroup, ResidentialGroup.id == Person.group_id)
        .where(_visible_to(viewer))
    )  # fmt: skip


def _question(row: Row[Any]) -> QuestionShown:
    asked: Question = row.Question
    turn: Contribution = row.Contribution
    return QuestionShown(
        id=asked.id,
        sitting_id=asked.sitting_id,
        contribution=turn.number,
        part=asked.part,
        words=row.words,
        revision=asked.revision,
        kind=asked.kind,
        field=row.Field.name,
        field_short=row.Field.short,
        department=row.department,
        state=asked.state,
        source=turn.source,
        asked_at=turn.at,
        asker_id=turn.delegate_id,
        asker=row.asker,
        birth_year=row.birth_year,
        group=row.group,
        shows_name=turn.shows_name,
        reason=asked.reason,
        due=asked.due,
        destination=asked.destination,
    )
