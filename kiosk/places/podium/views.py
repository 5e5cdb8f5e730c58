"""Where the chair moderates: the live queue, the question in hand, and what is done with it."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kiosk.core.clock import now
from kiosk.core.db import reading
from kiosk.core.hx import page_or_part
from kiosk.core.journal import version_of
from kiosk.core.transact import transact
from kiosk.domain.access.rules import Place
from kiosk.domain.questions import queries
from kiosk.domain.questions.rules import Move, Pile, Reason, State, pile_of
from kiosk.domain.sittings.queries import sitting
from kiosk.domain.stage import actions
from kiosk.domain.stage.queries import slide
from kiosk.domain.ward.queries import departments
from kiosk.places.converters import LARGEST
from kiosk.places.guards import me, only
from kiosk.places.podium.forms import MoveForm, SeenForm

Page = str | BaseResponse

MOVES = ", ".join(move for move in Move if move is not Move.WITHDRAW)
LAST_PAGE = 10_000

bp = Blueprint("podium", __name__, url_prefix="/podium")


@bp.get("")
@only(Place.PODIUM)
def home() -> Page:
    """Show a pile, with its first question in hand."""
    around = _around(_wanted_pile())
    first = next(iter(around["rows"]), None)
    return render_template("podium/page.html", **around, **(_hand(first.id) if first else {}))


@bp.get("/queue")
@only(Place.PODIUM)
def queue() -> Page:
    """Show a page of a pile."""
    return render_template("podium/_queue.html", **_queue(_wanted_pile()))


@bp.get("/questions/<int:question_id>")
@only(Place.PODIUM)
def question(question_id: int) -> Page:
    """Take a question in hand. A page that has it already says in which state (`?was=`): if still so, no answer."""
    hand, was = _hand(question_id), request.args.get("was")
    state: State = hand["hand"].question.state
    if was == state:
        return Response(status=204)
    context = {**_around(pile_of(state)), **hand, "was": was, "moved": _moved()}
    return page_or_part("podium/page.html", "podium/_answer.html", **context)


@bp.post(f"/questions/<int:question_id>/<any({MOVES}):move>")
@only(Place.PODIUM)
def move(question_id: int, move: str) -> Page:
    """Take a question on, and the wall with it."""
    form = MoveForm().checked()
    then = form.pop("then") or question_id
    transact(actions.move_question, actor=me(), question_id=question_id, move=Move(move), **form)
    return redirect(url_for("podium.question", question_id=then, moved=question_id), 303)


@bp.post("/questions/<int:question_id>/undo")
@only(Place.PODIUM)
def undo(question_id: int) -> Page:
    """Take back a question's last move."""
    form = SeenForm().checked()
    transact(actions.undo_question, actor=me(), question_id=question_id, seen=form["seen"])
    return redirect(url_for("podium.question", question_id=form["then"] or question_id, moved=question_id), 303)


def _wanted_pile() -> Pile:
    wanted = request.args.get("tab", "")
    return Pile(wanted) if wanted in set(Pile) else Pile.WAITING


def _here() -> int:
    return me().sitting_id or 0


def _queue(pile: Pile) -> dict[str, Any]:
    """A page of a pile, with the version it is at least as new as."""
    page_no = min(max(request.args.get("page", default=0, type=int), 0), LAST_PAGE)
    with reading() as session:
        v = version_of(session, _here())
        rows = queries.listed(session, viewer=me(), sitting_id=_here(), states=pile.states, page=page_no)
        known = queries.counts(session, viewer=me(), sitting_id=_here())
    rest = sum(known.get(state, 0) for state in pile.states) - page_no * queries.PAGE - len(rows)
    return {"v": v, "pile": pile, "rows": rows, "page_no": page_no, "rest": rest}


def _around(pile: Pile) -> dict[str, Any]:
    """All of the page but the question in hand; its version is that of the list, which is read first."""
    listed = _queue(pile)
    with reading() as session:
        return {
            **listed,
            "tally": queries.tally(session, sitting_id=_here()),
            "slide": slide(session, sitting_id=_here()),
            "sitting": sitting(session, _here()),
            "theme": request.cookies.get("kiosk_theme"),
        }


def _hand(question_id: int) -> dict[str, Any]:
    """The question in hand, or 404 where there is none that this person may see."""
    with reading() as session:
        v = version_of(session, _here())
        hand = queries.in_hand(session, question_id, viewer=me()) or abort(404)
        offices = departments(session)
    waited = (now() - hand.question.asked_at) // timedelta(minutes=1)
    return {"hand": hand, "hand_v": v, "waited": waited, "reasons": list(Reason), "departments": offices}


def _moved() -> queries.InHand | None:
    """What was just done, if this page follows a move."""
    moved = request.args.get("moved", type=int)
    if moved is None or moved > LARGEST:
        return None
    with reading() as session:
        return queries.in_hand(session, moved, viewer=me())
