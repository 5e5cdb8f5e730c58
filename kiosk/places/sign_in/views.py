"""The entrance."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kiosk.core.actor import Side
from kiosk.core.codes import find_code, in_groups
from kiosk.core.db import reading
from kiosk.core.errors import Refused, Status
from kiosk.core.messages import _
from kiosk.core.passwords import is_password
from kiosk.core.transact import transact
from kiosk.domain.access import actions, queries
from kiosk.domain.access.rules import Place
from kiosk.domain.people.queries import InvitationFound, invitation_by_code
from kiosk.domain.sittings.queries import present_sitting
from kiosk.places.guards import anyone, me, present_token, remember, without_cookie
from kiosk.places.links import find_link
from kiosk.places.sign_in.forms import CodeForm, PasswordForm

Page = str | BaseResponse | tuple[str, int]

bp = Blueprint("sign_in", __name__)


@bp.get("/sign-in")
@anyone(side=Side.STAFF)
def password() -> Page:
    """Ask a named person for name and password."""
    return render_template("sign_in/password.html", name="", error=None)


@bp.post("/sign-in")
@anyone(side=Side.STAFF)
def check_password() -> Page:
    """Sign a named person in, and lead them to their place."""
    form = PasswordForm().checked()
    with reading() as session:
        staff, sitting = queries.staff_named(session, form["name"]), present_sitting(session)
    if (
        not is_password(form["password"], hashed=None if staff is None else staff.password_hash)
        or staff is None
        or sitting is None
    ):
        error = _("Tên hoặc mật khẩu chưa đúng. Mời gõ lại; quên mật khẩu thì nhờ người quản trị đặt lại.")
        return render_template("sign_in/password.html", name=form["name"], error=error), 422
    device, token = present_token()
    place = transact(actions.sign_in_staff, actor=me(), token=token, staff_id=staff.id, sitting_id=sitting.id)
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
    """Show whom a link signs in, and where; change nothing."""
    return render_template("sign_in/link.html", link=find_link(link_id, seal) or abort(404))


@bp.post("/in/<int:link_id>/<string(length=32):seal>")
@anyone()
def follow_link(link_id: int, seal: str) -> Page:
    """Sign the device in as its link says."""
    found = find_link(link_id, seal) or abort(404)
    device, token = present_token()
    place = transact(actions.sign_in_by_link, actor=me(), token=token, link_id=found.id)
    return remember(_lead_to(place), device)


@bp.get("/v")
@anyone()
def code() -> Page:
    """Ask a delegate for the code of their invitation."""
    return render_template("sign_in/code.html", typed="", error=None)


@bp.post("/v")
@anyone()
@without_cookie
def type_code() -> Page:
    """Sign a delegate in by the code they typed."""
    typed = CodeForm().checked()["code"]
    found = find_code(typed)
    if found is None:
        error = _("Mã có 9 chữ và số, in dưới ô vuông trên giấy mời. Mời bác xem lại rồi gõ lại.")
        return render_template("sign_in/code.html", typed=typed, error=error), 422
    return _admit_delegate(found)


@bp.get("/v/<invitation_code:code>")
@bp.get("/V/<invitation_code:code>", endpoint="badge_upper")
@anyone()
def badge(code: str) -> Page:
    """Offer a delegate to enter with the code of their badge; change nothing."""
    return render_template("sign_in/badge.html", found=_invitation(code), code=in_groups(code))


@bp.post("/v/<invitation_code:code>")
@bp.post("/V/<invitation_code:code>", endpoint="enter_upper")
@anyone()
@without_cookie
def enter(code: str) -> Page:
    """Sign a delegate in by the code of their badge."""
    return _admit_delegate(code)


def _admit_delegate(code: str) -> BaseResponse:
    device, token = present_token()
    transact(actions.sign_in_delegate, actor=me(), token=token, code=code)
    return remember(_lead_to(Place.FLOOR), device)


def _lead_to(place: Place) -> Response:
    wanted = request.args.get("next", "")
    if wanted.startswith("/") and not wanted.startswith(("//", "/\\")):
        return redirect(wanted, 303)  # type: ignore[return-value]  # Werkzeug types it wider
    return redirect(url_for(f"{place}.home"), 303)  # type: ignore[return-value]  # as above


def _invitation(code: str) -> InvitationFound:
    with reading() as session:
        found = invitation_by_code(session, code)
    if found is None:
        sentence = _("Mã này không có trong danh sách. Mời bác xem lại giấy mời hoặc hỏi bàn đón tiếp.")
        raise Refused(sentence, code="code", status=Status.NOT_FOUND)
    return found
