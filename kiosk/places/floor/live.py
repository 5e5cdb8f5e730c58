"""What phones are told: what became of one's own questions, and what is on the screen. Phones never fetch."""

from flask import render_template
from sqlalchemy.orm import Session

from kiosk.core.actor import Actor, Role
from kiosk.core.journal import version_of
from kiosk.core.live import Topic, push_whole
from kiosk.core.transact import subscribes_to
from kiosk.domain.access.rules import Place
from kiosk.domain.questions.events import QuestionAsked, QuestionMoved
from kiosk.domain.questions.queries import asked_by
from kiosk.domain.stage.events import SlideChanged
from kiosk.domain.stage.queries import slide
from kiosk.domain.stage.rules import number_in


def own_questions(session: Session, actor: Actor) -> str:
    """Render a delegate's own questions, as they stand now."""
    return _mine(session, actor, v=version_of(session, actor.sitting_id or 0))


def on_the_screen(session: Session, actor: Actor) -> str:
    """Render what the hall sees now."""
    sitting_id = actor.sitting_id or 0
    return _screen(session, sitting_id=sitting_id, v=version_of(session, sitting_id))


MINE = Topic(name="floor.mine", place=Place.FLOOR, personal=True, whole=own_questions)
SCREEN = Topic(name="floor.screen", place=Place.FLOOR, whole=on_the_screen, seconds=1.0)


@subscribes_to(QuestionAsked, QuestionMoved)
def own_question_changed(event: QuestionAsked | QuestionMoved, session: Session) -> None:
    """Tell the asker; what came on paper without a name has nobody to tell."""
    if event.delegate_id is None:
        return
    asker = Actor(role=Role.DELEGATE, name="", sitting_id=event.sitting_id, delegate_id=event.delegate_id)
    push_whole(
        MINE,
        lambda: _mine(session, asker, v=event.version),
        sitting_id=event.sitting_id,
        v=event.version,
        delegate_id=event.delegate_id,
    )


@subscribes_to(SlideChanged)
def slide_changed(event: SlideChanged, session: Session) -> None:
    """Put the wall in everybody's hand."""
    here = event.sitting_id
    push_whole(SCREEN, lambda: _screen(session, sitting_id=here, v=event.version), sitting_id=here, v=event.version)


def _mine(session: Session, asker: Actor, *, v: int) -> str:
    return render_template("floor/_mine.html", questions=asked_by(session, viewer=asker), v=v)


def _screen(session: Session, *, sitting_id: int, v: int) -> str:
    shown = slide(session, sitting_id=sitting_id)
    return render_template("floor/_screen.html", slide=shown, number=shown and number_in(shown.label), v=v)
