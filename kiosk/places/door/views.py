"""Where delegates are let in."""

import secrets
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kiosk.core.db import reading
from kiosk.core.hx import page_or_part
from kiosk.core.journal import version_of
from kiosk.core.text import clean
from kiosk.core.transact import transact
from kiosk.domain.access.rules import Place
from kiosk.domain.attendance import actions, queries, rules
from kiosk.domain.attendance.rules import Verdict
from kiosk.domain.sittings.queries import sitting
from kiosk.places.door.forms import CheckInForm, UndoForm
from kiosk.places.guards import me, only

Page = str | Response

bp = Blueprint("door", __name__, url_prefix="/door")


@bp.get("")
@only(Place.DOOR)
def home() -> Page:
    """Wait for the next person."""
    return render_template("door/home.html", **_door())


@bp.post("/check-ins")
@only(Place.DOOR)
def check_in() -> Page:
    """Judge what was scanned or typed, or who was chosen by name; lead to the verdict."""
    form = CheckInForm().checked()
    chosen = form["delegate"]
    action = actions.check_in_delegate if chosen else actions.check_in
    wanted: dict[str, object] = {"delegate_id": int(chosen)} if chosen else {"scanned": form["code"]}
    scan_id = transact(action, actor=me(), key=form["key"], sitting_id=_here(), **wanted)
    return redirect(url_for("door.scan", scan_id=scan_id, near=rules.name_typed(form["code"])), 303)


@bp.get("/check-ins/<int:scan_id>")
@only(Place.DOOR)
def scan(scan_id: int) -> Page:
    """Show the verdict on a scan; with `?near=` also whom a name that was typed may mean."""
    typed = _name_asked("near")
    with reading() as session:
        shown = queries.scan_shown(session, scan_id, sitting_id=_here()) or abort(404)
        theirs = shown.delegate and sitting(session, shown.delegate.sitting_id)
        is_asked = typed and shown.scan.verdict is Verdict.UNKNOWN
        people = queries.people_near(session, sitting_id=_here(), typed=typed) if is_asked else []
    return page_or_part(
        "door/home.html", "door/_verdict.html", shown=shown, theirs=theirs, typed=typed, people=people, **_door()
    )


@bp.post("/check-ins/<int:scan_id>/undo")
@only(Place.DOOR)
def undo(scan_id: int) -> Page:
    """Take back an entry that was made by mistake."""
    key = UndoForm().checked()["key"]
    transact(actions.undo_scan, actor=me(), key=key or None, scan_id=scan_id)
    return redirect(url_for("door.scan", scan_id=scan_id), 303)


@bp.get("/people")
@only(Place.DOOR)
def people() -> Page:
    """Find somebody by name."""
    typed = _name_asked("q")
    with reading() as session:
        found = queries.people_near(session, sitting_id=_here(), typed=typed)
    return page_or_part("door/home.html", "door/_people.html", typed=typed, people=found, **_door())


@bp.get("/counts")
@only(Place.DOOR)
def counts() -> Page:
    """Show who is inside, by group."""
    with reading() as session:
        v = version_of(session, _here())
        return render_template("door/_counts.html", v=v, counts=queries.headcount(session, sitting_id=_here()))


@bp.get("/log")
@only(Place.DOOR)
def log() -> Page:
    """Show the last five scans of this door."""
    with reading() as session:
        v = version_of(session, _here())
        scans = queries.last_scans(session, sitting_id=_here(), door=me().name)
    return render_template("door/_log.html", v=v, scans=scans)


def _door() -> dict[str, Any]:
    """What every page of the door shows, as it is now."""
    with reading() as session:
        return {
            "v": version_of(session, _here()),
            "counts": queries.headcount(session, sitting_id=_here()),
            "scans": queries.last_scans(session, sitting_id=_here(), door=me().name),
            "sitting": sitting(session, _here()),
            "door": me().name,
            "new_key": secrets.token_urlsafe,
        }


def _name_asked(field: str) -> str:
    """The name in the address; nothing else that a person may have scanned is searched or shown."""
    return rules.name_typed(clean(request.args.get(field, ""))) or ""


def _here() -> int:
    return me().sitting_id or abort(404)
