"""What the public sees: which meeting there is, and the ways in. On the staff's side also where this device stands."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kiosk.core.actor import Side
from kiosk.core.db import reading
from kiosk.core.urls import own_path
from kiosk.domain.access.rules import Place
from kiosk.domain.sittings.queries import present_sitting
from kiosk.domain.ward.queries import the_ward
from kiosk.places.board.forms import LanguageForm
from kiosk.places.guards import anyone, visitor
from kiosk.places.shown import LANGUAGE_COOKIE

A_YEAR = 365 * 24 * 3600

Page = str | Response

bp = Blueprint("board", __name__)


@bp.get("/")
@anyone()
def home() -> Page:
    """Show the meeting that is open, or the next one."""
    here = visitor()
    places = [Place(name) for name in here.signed_in if f"{name}.home" in current_app.view_functions]
    with reading() as session:
        return render_template(
            "board/home.html",
            ward=the_ward(session),
            sitting=present_sitting(session),
            places=[(place, here.signed_in[place].name) for place in places],
            is_staff=here.side is Side.STAFF,
        )


@bp.post("/language")
@anyone()
def choose_language() -> Page:
    """Let this device read another language from now on."""
    chosen = LanguageForm().checked()
    answer = redirect(own_path(chosen["next"], otherwise=url_for("board.home")), 303)
    answer.set_cookie(LANGUAGE_COOKIE, chosen["lang"], max_age=A_YEAR, httponly=True, samesite="Lax")
    return answer
