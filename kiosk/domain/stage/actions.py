"""What is done on the stage. Every move of a question is made here, because the wall must follow it."""

from sqlalchemy.orm import Session

from kiosk.core.actor import Actor
from kiosk.core.errors import Refused, Status
from kiosk.core.journal import moment, record
from kiosk.core.messages import _
from kiosk.domain.questions import actions as questions
from kiosk.domain.questions.queries import QuestionShown, on_screen, question
from kiosk.domain.questions.rules import Move, Outcome, State, check_kind
from kiosk.domain.stage import queries, rules
from kiosk.domain.stage.events import SlideChanged
from kiosk.domain.stage.models import Projection


def move_question(
    session: Session,
    *,
    actor: Actor,
    question_id: int,
    move: Move,
    seen: State | None = None,
    revision: int | None = None,
    outcome: Outcome | None = None,
) -> None:
    """Make a move, and let the wall follow: `show` puts up a copy of the words seen (`revision`), others clear it.

    The question that was up before goes back to the head of the queue.
    """
    approved = _seen_by(session, question_id, actor=actor)
    shown = on_screen(session, approved.sitting_id)
    if move is Move.SHOW and shown is not None and shown.id != question_id:
        questions.move(session, actor=actor, question_id=shown.id, move=Move.UNSHOW)
    questions.move(session, actor=actor, question_id=question_id, move=move, seen=seen, outcome=outcome)
    if move is not Move.SHOW:
        _clear(session, approved, actor=actor)
        return
    rules.check_approved(revision, approved.revision)
    _project(session, _copy(approved, actor=actor), actor=actor)


def undo_question(session: Session, *, actor: Actor, question_id: int, seen: State | None = None) -> None:
    """Take back a question's last move, and let the wall follow; what goes up again is the copy approved before."""
    asked = _seen_by(session, question_id, actor=actor)
    questions.undo(session, actor=actor, question_id=question_id, seen=seen)
    shown = on_screen(session, asked.sitting_id)
    earlier = queries.last_approved(session, question_id)
    if shown is None or shown.id != question_id or earlier is None:
        _clear(session, asked, actor=actor)
        return
    check_kind(asked.kind, Move.SHOW)
    again = {name: getattr(earlier, name) for name in _COPIED}
    _project(session, Projection(**again), actor=actor)


_COPIED = ("sitting_id", "question_id", "revision", "label", "words", "byline", "department", "approved_by")


def _seen_by(session: Session, question_id: int, *, actor: Actor) -> QuestionShown:
    """What the actor may not see (of another sitting, above all), they cannot move either."""
    asked = question(session, question_id, viewer=actor)
    if asked is None:
        raise Refused(_("Không có ý kiến này. Mời tải lại trang."), code="question", status=Status.NOT_FOUND)
    return asked


def _copy(approved: QuestionShown, *, actor: Actor) -> Projection:
    return Projection(
        sitting_id=approved.sitting_id,
        question_id=approved.id,
        revision=approved.revision,
        label=approved.label,
        words=approved.words,
        byline=rules.byline(name=approved.asker, group=approved.group, shows_name=approved.shows_name),
        department=approved.department,
        approved_by=actor.name,
    )


def _project(session: Session, projection: Projection, *, actor: Actor) -> None:
    up = queries.slide(session, sitting_id=projection.sitting_id)
    if up is not None:
        up.cleared_at = moment(session)
        session.flush()
    projection.shown_at = moment(session)
    session.add(projection)
    session.flush()
    event = SlideChanged(
        actor=actor,
        sitting_id=projection.sitting_id,
        question_id=projection.question_id,
        revision=projection.revision,
    )
    record(session, event)


def _clear(session: Session, asked: QuestionShown, *, actor: Actor) -> None:
    up = queries.slide(session, sitting_id=asked.sitting_id)
    if up is None or up.question_id != asked.id:
        return
    up.cleared_at = moment(session)
    session.flush()
    record(session, SlideChanged(actor=actor, sitting_id=up.sitting_id, question_id=None, revision=None))
