"""Who may enter: every route says for whom it is, and whoever has not shown who they are stays outside."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from typing import TypeVar, cast

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer
from werkzeug.wrappers import Response as BaseResponse

from kiosk.core.actor import Actor, Role, Side, Visitor
from kiosk.core.db import reading
from kiosk.domain.access.actions import Token
from kiosk.domain.access.queries import actors_on, device_by_token
from kiosk.domain.access.rules import HALL_PLACES, Place

View = TypeVar("View", bound=Callable[..., object])
Answer = TypeVar("Answer", bound=BaseResponse)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_TEN_YEARS = 10 * 365 * 24 * 3600

csrf = CSRFProtect()


def only(*places: Place) -> Callable[[View], View]:
    """Let in who is signed in to one of `places`; on the hall's listener staff places do not exist."""

    def mark(view: View) -> View:
        view.places = places  # type: ignore[attr-defined]  # read by _enter
        return view

    return mark


def anyone(*, side: Side = Side.HALL) -> Callable[[View], View]:
    """Let everybody in; with `side=Side.STAFF` only on the staff's own listener."""

    def mark(view: View) -> View:
        view.open_on = side  # type: ignore[attr-defined]  # read by _enter
        return view

    return mark


def without_cookie(view: View) -> View:
    """Let a form in that carries a delegate's code from a browser that keeps no cookie: the code says who it is."""
    view.carries_code = True  # type: ignore[attr-defined]  # read by _enter
    return view


def me() -> Actor:
    """Return who acts in this request: the one signed in to the place of this route."""
    actor: Actor = g.actor
    return actor


def visitor() -> Visitor:
    """Return who stands at the other end of this request, or of the socket that speaks."""
    side = side_of_request()
    token = request.cookies.get(cookie_name())
    if not token:
        return Visitor(side)
    with reading() as session:
        device = device_by_token(session, hash_token(token), side=side)
        if device is None:
            return Visitor(side)
        signed_in = actors_on(session, device.id)
    return Visitor(side, device.id, {place: signed_in[place] for place in _are_on(side, signed_in)})


def side_of_request() -> Side:
    """Return the listener this request came in by; the safer one where nobody says."""
    return Side(request.environ.get("kiosk.side", Side.HALL))


def cookie_name() -> str:
    """Return the name of the device cookie on this side: all ports of a host share one cookie jar."""
    return f"kiosk_{side_of_request()}"


def present_token() -> tuple[str, Token]:
    """Return this device's token, a new one where it has none that counts, and as the database may know it."""
    known = me().device_id is not None
    token = request.cookies[cookie_name()] if known else secrets.token_urlsafe(32)
    return token, Token(hash=hash_token(token), side=side_of_request())


def remember(answer: Answer, token: str) -> Answer:
    """Let the device keep its token."""
    same_site = "Strict" if side_of_request() is Side.STAFF else "Lax"
    answer.set_cookie(
        cookie_name(), token, max_age=_TEN_YEARS, httponly=True, samesite=same_site, secure=request.is_secure
    )
    return answer


def hash_token(token: str) -> str:
    """Return what the database may know of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def install(app: Flask) -> None:
    """Stand at the entrance of `app`. Raises RuntimeError for a route that does not say who may enter."""
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_CHECK_DEFAULT=False, SESSION_COOKIE_SAMESITE="Lax")
    app.session_interface = _SecretOnly()
    csrf.init_app(app)
    app.before_request(_enter)
    app.after_request(_keep_private)
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint != "static" and not hasattr(view, "places") and not hasattr(view, "open_on"):
            raise RuntimeError(f"{rule.rule} ({rule.endpoint}) does not say who may enter: @only(…) or @anyone()")


def _enter() -> Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    side, places = side_of_request(), getattr(view, "places", ())
    allowed = _are_on(side, places)
    if (places and not allowed) or (getattr(view, "open_on", None) is Side.STAFF and side is not Side.STAFF):
        abort(404)
    here = visitor()
    found = [here.signed_in[place] for place in allowed if place in here.signed_in]
    if places and not found:
        return _send_to_sign_in(places[0])
    g.actor = found[0] if found else Actor(role=Role.PUBLIC, name="", device_id=here.device_id)
    if request.method not in _SAFE and not (hasattr(view, "carries_code") and cookie_name() not in request.cookies):
        csrf.protect()
    return None


def _are_on(side: Side, places: Iterable[str]) -> list[str]:
    """Which of `places` there are on a listener: all on the staff's own, in the hall those of the hall alone."""
    return [place for place in places if side is Side.STAFF or place in HALL_PLACES]


def _send_to_sign_in(place: Place) -> Response:
    if place is Place.SCREEN:
        abort(403)
    asks_for_part = "HX-Request" in request.headers
    is_page = request.method in _SAFE and not asks_for_part
    back = request.path if is_page else url_for(f"{place}.home")
    where = url_for("sign_in.code") if place is Place.FLOOR else url_for("sign_in.password", next=back)
    if asks_for_part:
        return Response(status=204, headers={"HX-Redirect": where})
    return cast("Response", redirect(where, 303))


def _keep_private(answer: Response) -> Response:
    if request.endpoint != "static":
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.vary.add("Cookie")
    return answer


class _SecretOnly(SecureCookieSessionInterface):
    """The session carries the secret of the forms alone, without a timestamp: a clock set back ends nothing."""

    def get_cookie_name(self, _app: Flask) -> str:
        return f"{cookie_name()}_forms"

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return cast("URLSafeTimedSerializer", _Untimed(cast("str", app.secret_key), salt=self.salt))


class _Untimed(URLSafeSerializer):
    def loads(self, s: str | bytes, **_options: object) -> object:  # type: ignore[override]  # ages do not matter
        """Read a signed value, however old."""
        return super().loads(s)
