"""The entrance. Opening an address changes nothing; the first form of its page, sent as it stands, lets in."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kiosk.core.actor import Side
from kiosk.core.codes import find_code, in_groups
from kiosk.core.db import reading
from kiosk.core.errors import Refused, Status
from kiosk.core.messages import Message, _
from kiosk.core.passwords import is_password
from kiosk.core.transact import transact
from kiosk.core.urls import own_path
from kiosk.domain.access import actions, queries
from kiosk.domain.access.rules import Place
from kiosk.domain.people.queries import invitation_by_code
from kiosk.domain.sittings.queries import present_sitting, sitting
from kiosk.domain.ward.queries import the_ward
from kiosk.places.guards import anyone, me, present_token, remember, without_cookie
from kiosk.places.links import find_link
from kiosk.places.sign_in.forms import CodeForm, PasswordForm

Page = str | Response | tuple[str, int]

bp = Blueprint("sign_in", __name__)


@bp.get("/sign-in")
@anyone(side=Side.STAFF)
def password() -> Page:
    """Ask a named person for name and password."""
    return _ask_password(PasswordForm())


@bp.post("/sign-in")
@anyone(side=Side.STAFF)
def check_password() -> Page:
    """Sign a named person in, and lead them to their place."""
    form = PasswordForm()
    if not form.validate():
        return _ask_password(form, errors=form.faults())
    with reading() as session:
        staff, here = queries.staff_named(session, form.name.data), present_sitting(session)
    is_right = is_password(form.password.data, hashed=None if staff is None else staff.password_hash)
    if staff is None or here is None or not is_right:
        error = _("Tên hoặc mật khẩu chưa đúng. Mời gõ lại; quên mật khẩu thì nhờ người quản trị đặt lại.")
        return _ask_password(form, errors=[("password", error)])
    device, token = present_token()
    place = transact(actions.sign_in_staff, actor=me(), token=token, staff_id=staff.id, sitting_id=here.id)
    return remember(_lead_to(place), device)


@bp.post("/sign-out")
@anyone()
def sign_out() -> Page:
    """Sign this device out of all its places."""
    device_id = me().device_id
    if device_id is not None:
        transact(actions.sign_out, actor=me(), device_id=device_id)
    return redirect(url_for("board.home"), 303)


@bp.get("/in/<int:link_id>/<string(length=32):seal>")
@anyone()
def link(link_id: int, seal: str) -> Page:
    """Show whom a link signs in, and where."""
    found = find_link(link_id, seal) or abort(404)
    with reading() as session:
        here = sitting(session, found.sitting_id)
        return render_template("sign_in/link.html", link=found, sitting=here, ward=the_ward(session))


@bp.post("/in/<int:link_id>/<string(length=32):seal>")
@anyone()
def follow_link(link_id: int, seal: str) -> Page:
    """Sign the device in as its link says."""
    found = find_link(link_id, seal) or abort(404)
    device, token = present_token()
    place = transact(actions.sign_in_by_link, actor=me(), token=token, link_id=found.id)
    return remember(_lead_to(place), device)


@bp.get("/v")
@bp.get("/V", endpoint="code_upper")
@anyone()
def code() -> Page:
    """Ask a delegate for the code of their invitation; in upper case too, for QR codes are shorter so."""
    return _ask_code("")


@bp.post("/v")
@bp.post("/V", endpoint="type_code_upper")
@anyone()
@without_cookie
def type_code() -> Page:
    """Sign a delegate in by the code they typed."""
    form = CodeForm()
    try:
        typed = form.checked()["code"]
        return _admit_delegate(find_code(typed) or "")
    except Refused as refusal:
        return _ask_code(form.code.data, error=refusal.sentence)


@bp.get("/v/<invitation_code:code>")
@bp.get("/V/<invitation_code:code>", endpoint="badge_upper")
@anyone()
def badge(code: str) -> Page:
    """Offer a delegate to enter with the code of their badge."""
    with reading() as session:
        found, ward = invitation_by_code(session, code), the_ward(session)
    if found is None:
        sentence = _("Mã này không có trong danh sách. Mời bác xem lại giấy mời hoặc hỏi bàn đón tiếp.")
        raise Refused(sentence, code="code", status=Status.NOT_FOUND)
    return render_template("sign_in/badge.html", found=found, code=in_groups(code), ward=ward)


@bp.post("/v/<invitation_code:code>")
@bp.post("/V/<invitation_code:code>", endpoint="enter_upper")
@anyone()
@without_cookie
def enter(code: str) -> Page:
    """Sign a delegate in by the code of their badge."""
    return _admit_delegate(code)


def _ask_password(form: PasswordForm, *, errors: list[tuple[str, Message | str]] | None = None) -> Page:
    with reading() as session:
        page = render_template("sign_in/password.html", form=form, errors=errors or [], ward=the_ward(session))
    return page, Status.UNREADABLE if errors else 200


def _ask_code(typed: str, *, error: Message | str | None = None) -> Page:
    with reading() as session:
        page = render_template("sign_in/code.html", typed=typed, error=error, ward=the_ward(session))
    return page, Status.UNREADABLE if error else 200


def _admit_delegate(code: str) -> Response:
    device, token = present_token()
    transact(actions.sign_in_delegate, actor=me(), token=token, code=code)
    return remember(_lead_to(Place.FLOOR), device)


def _lead_to(place: Place) -> Response:
    """To where they were going, else to their place; the board shows all places where that one has no page yet."""
    has_page = f"{place}.home" in current_app.view_functions
    home = url_for(f"{place}.home" if has_page else "board.home")
    return redirect(own_path(request.args.get("next"), otherwise=home), 303)
