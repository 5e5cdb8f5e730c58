"""What the podium's screens are told: a row for each new question and each move, the counts, the wall's picture.

Everybody there hears the same, so all is rendered as one without a password may see it; of a denunciation they hear
that the list is stale, and each fetches what they may see.
"""

from flask import render_template
from sqlalchemy.orm import Session

from kiosk.core.actor import Actor, Role
from kiosk.core.journal import version_of
from kiosk.core.live import Topic, push_piece, push_stale, push_whole
from kiosk.core.transact import subscribes_to
from kiosk.domain.access.rules import Place
from kiosk.domain.questions.events import QuestionAsked, QuestionMoved
from kiosk.domain.questions.queries import QuestionShown, question, tally
from kiosk.domain.questions.rules import Move, Pile, pile_of
from kiosk.domain.stage.events import SlideChanged
from kiosk.domain.stage.queries import slide

_ANYBODY_THERE = Actor(role=Role.CHAIR, name="")
_IN_ITS_PLACE = frozenset({Move.QUEUE, Move.SHOW})
"""Moves after which a waiting question stands where it stood."""


def _counts_for(session: Session, actor: Actor) -> str:
    return _counts(session, sitting_id=actor.sitting_id or 0)


def _wall_for(session: Session, actor: Actor) -> str:
    return _wall(session, sitting_id=actor.sitting_id or 0)


QUEUE = Topic(name="podium.queue", place=Place.PODIUM)
COUNTS = Topic(name="podium.counts", place=Place.PODIUM, whole=_counts_for)
STAGE = Topic(name="podium.stage", place=Place.PODIUM, whole=_wall_for)


@subscribes_to(QuestionAsked)
def queue_grew(event: QuestionAsked, session: Session) -> None:
    """A new question stands at the end."""
    asked = question(session, event.question_id, viewer=_ANYBODY_THERE)
    if asked is None:
        push_stale(QUEUE, sitting_id=event.sitting_id, v=event.version)
        return
    _push_row(event, asked, target=f"#{Pile.WAITING}-rows", swap="beforeend")


@subscribes_to(QuestionMoved)
def question_moved(event: QuestionMoved, session: Session) -> None:
    """A row changed where it stands, or left; where the order changed too, the list is fetched again."""
    asked = question(session, event.question_id, viewer=_ANYBODY_THERE)
    was_waiting, is_waiting = (pile_of(state) is Pile.WAITING for state in (event.old, event.new))
    if asked is not None and was_waiting and not is_waiting:
        _push_row(event, None, target=f"#question-{event.question_id}", swap="delete")
    elif asked is not None and was_waiting and event.move in _IN_ITS_PLACE:
        _push_row(event, asked, target=f"#question-{event.question_id}", swap="outerHTML")
    else:
        push_stale(QUEUE, sitting_id=event.sitting_id, v=event.version)


@subscribes_to(QuestionAsked, QuestionMoved)
def counts_changed(event: QuestionAsked | QuestionMoved, session: Session) -> None:
    """Another number of questions waits."""
    here = event.sitting_id
    push_whole(COUNTS, lambda: _counts(session, sitting_id=here), sitting_id=here, v=event.version)


@subscribes_to(SlideChanged)
def slide_changed(event: SlideChanged, session: Session) -> None:
    """The wall shows another question, or none."""
    here = event.sitting_id
    push_whole(STAGE, lambda: _wall(session, sitting_id=here), sitting_id=here, v=event.version)


def _push_row(event: QuestionAsked | QuestionMoved, asked: QuestionShown | None, *, target: str, swap: str) -> None:
    push_piece(
        QUEUE,
        lambda: render_template("podium/_piece.html", question=asked, target=target, swap=swap),
        sitting_id=event.sitting_id,
        v=event.version,
    )


def _counts(session: Session, *, sitting_id: int) -> str:
    v = version_of(session, sitting_id)
    return render_template("podium/_counts.html", tally=tally(session, sitting_id=sitting_id), v=v)


def _wall(session: Session, *, sitting_id: int) -> str:
    v = version_of(session, sitting_id)
    return render_template("podium/_wall.html", slide=slide(session, sitting_id=sitting_id), v=v)
