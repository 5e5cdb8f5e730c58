"""Where delegates ask: three steps that change nothing, one that sends, and what became of it."""

import secrets
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kiosk.core.db import reading
from kiosk.core.errors import Refused, Status
from kiosk.core.journal import version_of
from kiosk.core.messages import Message
from kiosk.core.transact import transact
from kiosk.domain.access.rules import Place
from kiosk.domain.people.queries import delegate_card
from kiosk.domain.questions import actions, queries
from kiosk.domain.questions.rules import Kind, Source, check_takes_questions
from kiosk.domain.sittings.queries import sitting
from kiosk.domain.sittings.rules import SittingState
from kiosk.domain.stage.queries import slide
from kiosk.domain.stage.rules import byline, number_in
from kiosk.domain.ward.queries import fields, the_ward
from kiosk.places.floor.forms import QuestionForm
from kiosk.places.guards import me, only

Page = str | Response | tuple[str, int]

bp = Blueprint("floor", __name__, url_prefix="/floor")


@bp.get("")
@only(Place.FLOOR)
def home() -> Page:
    """Show who I am, what the hall sees now, and what became of my questions."""
    return render_template("floor/home.html", **_live(), **_around())


@bp.route("/ask", methods=["GET", "POST"])
@only(Place.FLOOR)
def ask() -> Page:
    """Step 1: the words. Whoever comes back from a later step posts them here."""
    return _step("write", _form())


@bp.post("/ask/field")
@only(Place.FLOOR)
def choose_field() -> Page:
    """Step 2: the field of life."""
    form = _form()
    return _step("field", form, refusal=_fault_in(form, "text"))


@bp.post("/ask/check")
@only(Place.FLOOR)
def check() -> Page:
    """Step 3: all of it once more, with the consent to show the name."""
    form = _form()
    return _step("check", form, refusal=_fault_in(form, "text", "field"))


@bp.post("/questions")
@only(Place.FLOOR)
def send() -> Page:
    """Put the question. The same key again leads to the same receipt; a refusal keeps what was typed."""
    form = _form()
    try:
        form.checked()
        asked = transact(actions.ask, actor=me(), key=form.key.data, **_question_in(form))
    except Refused as refusal:
        return _step("check", form, refusal=refusal)
    return redirect(url_for("floor.receipt", number=asked.number), 303)


@bp.get("/questions")
@only(Place.FLOOR)
def mine() -> Page:
    """Show what became of my questions."""
    return render_template("floor/mine.html", **_live(), **_around())


@bp.get("/questions/<int:number>")
@only(Place.FLOOR)
def receipt(number: int) -> Page:
    """Show the number of a question of mine, and where it stands."""
    with reading() as session:
        asked = queries.own_contribution(session, number, viewer=me())
    if not asked:
        abort(404)
    return render_template("floor/receipt.html", asked=asked, **_live(), **_around())


_MENDED_AT = {"text": "write", "empty": "write", "too_long": "write", "field": "field"}
"""The step at which a refusal can be put right; about any other the last one speaks."""


def _form() -> QuestionForm:
    with reading() as session:
        return QuestionForm(fields=[field.code for field in fields(session)])


def _question_in(form: QuestionForm) -> dict[str, Any]:
    return {
        "words": form.text.data,
        "field": form.field.data,
        "shows_name": form.show_name.data,
        "source": Source.PHONE,
        "kind": Kind.QUESTION,
    }


def _fault_in(form: QuestionForm, *names: str) -> Refused | None:
    form.validate()
    faults = [(name, sentence) for name, sentence in form.faults() if name in names]
    return Refused(faults[0][1], code=faults[0][0], status=Status.UNREADABLE) if faults else None


def _step(step: str, form: QuestionForm, *, refusal: Refused | None = None) -> Page:
    """One of the three steps with all that was typed, or the one at which a refusal can be put right."""
    if refusal:
        step = _MENDED_AT.get(refusal.code, step)
    with reading() as session:
        context = {"fields": fields(session), "key": _key_for(form, refusal), **_around()}
    page = render_template(f"floor/ask_{step}.html", form=form, refusal=refusal, **context)
    return page, refusal.status if refusal else 200


def _key_for(form: QuestionForm, refusal: Refused | None) -> str:
    """A question keeps its key until it is received, so that nothing doubles; a spoilt key is replaced."""
    if refusal is None or refusal.code == "key":
        return secrets.token_urlsafe(16)
    return str(form.key.data)


def _live() -> dict[str, Any]:
    """The two live regions; the version is read before what it is the version of."""
    with reading() as session:
        v, shown = version_of(session, _sitting_id()), slide(session, sitting_id=_sitting_id())
        questions = queries.asked_by(session, viewer=me())
    return {"v": v, "questions": questions, "slide": shown, "number": shown and number_in(shown.label)}


def _around() -> dict[str, Any]:
    """What stands on every page: whose hall it is, who I am, how the wall would call me, why nothing can be sent."""
    with reading() as session:
        ward, delegate = the_ward(session), delegate_card(session, me().delegate_id or 0)
        here = sitting(session, _sitting_id())
    if delegate is None or here is None:
        abort(404)
    return {
        "ward": ward,
        "delegate": delegate,
        "byline": byline(name=None, group=delegate.group, shows_name=False),
        "closed": _why_closed(here.state),
    }


def _sitting_id() -> int:
    return me().sitting_id or 0


def _why_closed(state: SittingState) -> Message | str | None:
    try:
        check_takes_questions(state)
    except Refused as refusal:
        return refusal.sentence
    return None
