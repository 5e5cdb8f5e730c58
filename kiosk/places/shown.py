"""How things are shown on every page: the reader's language, local times, refusals and errors as sentences."""

from datetime import date, datetime
from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import format_date
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from kiosk.core.errors import Refused
from kiosk.core.messages import Message, _
from kiosk.core.settings import LANGUAGES, Settings

LANGUAGE_COOKIE = "kiosk_language"

_SENTENCES = {
    400: _("Máy không hiểu yêu cầu này. Mời quay lại trang trước rồi làm lại."),
    403: _("Máy này chưa được phép vào đây. Mời mở đường dẫn mà ban tổ chức đã đưa."),
    404: _("Không có trang này. Mời xem lại địa chỉ, hoặc quay về trang đầu."),
    405: _("Không làm việc này bằng cách mở địa chỉ được. Mời quay lại trang trước."),
    413: _("Nội dung gửi lên quá lớn. Xin rút ngắn lại."),
    500: _("Máy vừa gặp trục trặc, việc vừa làm có thể chưa được ghi. Mời làm lại; vẫn không được thì báo kỹ thuật."),
}


def language() -> str:
    """Return the language of this request: chosen on the device, else the installation's."""
    chosen = request.cookies.get(LANGUAGE_COOKIE) if request else None
    settings: Settings = current_app.config["SETTINGS"]
    return chosen if chosen in LANGUAGES else settings.language


def clock(moment: datetime) -> str:
    """Return the local time of day, HH:MM."""
    settings: Settings = current_app.config["SETTINGS"]
    return moment.astimezone(settings.zone).strftime("%H:%M")


def day(on: date) -> str:
    """Return a date with its weekday, as Vietnamese papers write it: "thứ Năm, 18/11/2027"."""
    written: str = format_date(on, "EEEE, dd/MM/yyyy")
    return written[:1].lower() + written[1:] if language() == "vi" else written


def install(app: Flask) -> None:
    """Let pages of `app` use these, and let every refusal and error be a sentence."""
    app.jinja_env.filters.update(clock=clock, day=day)
    settings: Settings = app.config["SETTINGS"]
    app.context_processor(lambda: {"language": language(), "timezone": settings.timezone})
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _page_too_old)
    app.register_error_handler(HTTPException, _failed)


def _refused(refusal: Refused) -> Response:
    return _say(refusal.sentence, status=refusal.status, code=refusal.code)


def _page_too_old(_error: CSRFError) -> Response:
    sentence = _("Trang này mở lâu quá rồi. Mời tải lại trang rồi làm lại.")
    return _say(sentence, status=HTTPStatus.BAD_REQUEST, code="old_page")


def _failed(error: HTTPException) -> Response:
    status = error.code or 500
    general = _SENTENCES[500 if status >= 500 else 400]  # noqa: PLR2004  # HTTP's own border between ours and theirs
    return _say(_SENTENCES.get(status, general), status=status, code=error.name)


def _say(sentence: Message | str, *, status: int, code: str) -> Response:
    """A page for a browser, a toast for an element that asked."""
    template = "parts/refusal.html" if request.headers.get("HX-Request") else "error.html"
    answer = make_response(render_template(template, sentence=sentence, status=status, code=code), status)
    answer.vary.add("HX-Request")
    if request.headers.get("HX-Request"):  # whatever the element meant to replace, it stays
        answer.headers.update({"HX-Retarget": "#toasts", "HX-Reswap": "innerHTML"})
    return answer
