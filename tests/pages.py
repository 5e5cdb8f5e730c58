"""The page client of the tests: every page it gives has been checked first, and each fault is one sentence."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

Side = Literal["hall", "staff"]
BASE_URLS: dict[Side, str] = {"hall": "http://127.0.0.1:8000", "staff": "http://127.0.0.1:8001"}

REQUESTS = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
LOADS = (*REQUESTS, "href", "src", "srcset", "action", "formaction", "poster", "data")
STATES = frozenset(
    "submitted held declined merged queued on_screen answered deferred forwarded reception withdrawn".split()
)


@dataclass(frozen=True, eq=False)
class Somebody:
    """Somebody with one device: its own cookies, on one side of the house, signed in by `link` if there is one."""

    link: str = ""
    side: Side = "staff"


NOBODY = Somebody()
NOBODY_IN_THE_HALL = Somebody(side="hall")


class Page(BeautifulSoup):
    """A parsed page that knows who saw it, where, and what came with it."""

    seen_by: Somebody
    path: str
    response: TestResponse


class Pages:
    """Visits pages of an app as somebody."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._clients: dict[Somebody, FlaskClient] = {}

    def visit(self, path: str, *, as_: Somebody = NOBODY, status: int = 200) -> Page:
        """Return the page at `path` as `as_` sees it (who signs in first). Fails on any fault of the page."""
        return _checked(self.send("GET", path, as_=as_), PAGE_CHECKS, who=as_, status=status)

    def fragment(self, path: str, *, as_: Somebody = NOBODY, status: int = 200) -> Page:
        """Return what htmx is given at `path`: a part of a page, checked as far as a part can be."""
        answer = self.send("GET", path, as_=as_, headers={"HX-Request": "true"})
        return _checked(answer, PART_CHECKS, who=as_, status=status)

    def submit(self, form: Tag, *, press: Tag | None = None, status: int = 200, **values: object) -> Page:
        """Send `form` as a browser without JavaScript would, filled with `values`, with the button `press`.

        Follows redirects (303 alone is one) and returns the page where they lead, checked; `status` is the last one.
        A value of None empties its field: a tick is taken away.
        """
        page = _page_of(form)
        filled = {**filled_in(form, press=press), **_known(form, values)}
        sent = {name: value for name, value in filled.items() if value is not None}
        method = str(form.get("method", "get")).upper()
        target = urljoin(page.path, str((press and press.get("formaction")) or form["action"]))
        answer = self.send(method, target, as_=page.seen_by, **{"data" if method == "POST" else "query_string": sent})
        for _ in range(5):
            if answer.status_code != 303:
                break
            answer = self.send("GET", answer.location, as_=page.seen_by)
        return _checked(answer, PAGE_CHECKS, who=page.seen_by, status=status)

    def send(self, method: str, path: str, *, as_: Somebody = NOBODY, **more: Any) -> TestResponse:  # noqa: ANN401
        """Return the plain answer to one request, unchecked: for what is not a page. `more` is werkzeug's.

        A whole address is asked on the side of `as_`, whatever host it names.
        """
        client = self._client(as_)
        with self._app.app_context():  # each request has a `g` of its own, as it has outside of tests
            return client.open(
                urlsplit(path)._replace(scheme="", netloc="", fragment="").geturl(),
                method=method,
                base_url=BASE_URLS[as_.side],
                environ_overrides={"kiosk.side": as_.side},
                **more,
            )

    def _client(self, who: Somebody) -> FlaskClient:
        if who not in self._clients:
            self._clients[who] = self._app.test_client()
            if who.link:
                self._sign_in(who)
        return self._clients[who]

    def _sign_in(self, who: Somebody) -> None:
        door = self.visit(who.link, as_=who)
        form = door.find("form")
        assert isinstance(form, Tag), f"{who.link}: the page of a link needs a form that signs in."
        answer = self.send("POST", str(form["action"]), as_=who, data=filled_in(form))
        assert answer.status_code == 303, f"{who.link}: its first form answered {answer.status_code}, 303 is due."


def filled_in(form: Tag, *, press: Tag | None = None) -> dict[str, object]:
    """Return what a browser would send of `form` as it stands, with `press` as the button."""
    sent: dict[str, object] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.has_attr("disabled") or field.get("type") in {"submit", "button", "reset", "image", "file"}:
            continue
        if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        sent[str(field["name"])] = _value(field)
    if press and press.get("name"):
        sent[str(press["name"])] = press.get("value", "")
    return sent


# What must be so on every page: each check yields a sentence for a fault.


def heading(page: Tag) -> Iterator[str]:
    """One h1, and the title begins with it."""
    headings = page.select("h1")
    if len(headings) != 1:
        yield f"The page has {len(headings)} h1; it needs one, which says where one is."
    for found in headings[:1]:
        title = page.select_one("head > title")
        if not _words(found) or not _words(title).startswith(_words(found)):
            yield f"The title “{_words(title)}” must begin with the h1 “{_words(found)}”."


def language(page: Tag) -> Iterator[str]:
    """Say the language, so that it is read aloud rightly."""
    root = page.select_one("html")
    if root is None or root.get("lang") not in {"vi", "en"}:
        yield "The html element must say lang=vi or lang=en."


def token(page: Tag) -> Iterator[str]:
    """Carry the CSRF token where scripts find it."""
    if not page.select('meta[name="csrf-token"][content]:not([content=""])'):
        yield "The head must carry the token in <meta name=csrf-token>."


def ids(page: Tag) -> Iterator[str]:
    """No id twice."""
    seen: set[str] = set()
    for found in page.select("[id]"):
        if found["id"] in seen:
            yield f"The id {found['id']} stands there twice."
        seen.add(str(found["id"]))


def labels(page: Tag) -> Iterator[str]:
    """Each field that a person fills has a label."""
    for field in page.select("input, select, textarea"):
        if field.get("type") in {"hidden", "submit", "button", "reset", "image"} or _named_by_attribute(field, page):
            continue
        written = [label for label in page.select("label[for]") if label["for"] == field.get("id")]
        if not any(_words(label) for label in (*written, *field.find_parents("label"))):
            yield f"The field {_tag(field)} has no label."


def forms(page: Tag) -> Iterator[str]:
    """Each form works without JavaScript: method, action, and a token when it changes something."""
    for form in page.select("form:not([method=dialog])"):
        if str(form.get("method", "")).lower() not in {"get", "post"}:
            yield f"The form {_tag(form)} must say its method."
        if not form.get("action"):
            yield f"The form {_tag(form)} must say its action."
        if str(form.get("method", "")).lower() == "post" and not form.select("input[name=csrf_token]:not([value=''])"):
            yield f"The form {_tag(form)} carries no csrf_token."


def requesters(page: Tag) -> Iterator[str]:
    """Each element that asks says itself where the answer goes, and how (htmx 4 inherits nothing)."""
    for found in page.select(", ".join(f"[{name}]" for name in REQUESTS)):
        yield from (
            f"{_tag(found)} asks without its own {name}." for name in ("hx-target", "hx-swap") if not found.get(name)
        )


def inline(page: Tag) -> Iterator[str]:
    """No script and no style inside the page: the content policy would not run them."""
    for found in page.select("script:not([src]):not([type='application/json']), style"):
        yield f"{_tag(found)} is written into the page; put it into a file under static/."
    for found in page.select("*"):
        for name, value in found.attrs.items():
            if name in {"style", "hx-disable"} or name.startswith(("on", "hx-on")):
                yield f"{_tag(found)} carries {name}; use a class or a data- attribute."
            if re.match(r"\s*(js|javascript):", str(value)):
                yield f"{_tag(found)} carries a script in {name}."


def composed(page: Tag) -> Iterator[str]:
    """All text is NFC: fonts draw loose marks beside their letters."""
    for word in str(page).split():
        if not unicodedata.is_normalized("NFC", word):
            yield f"“{word}” is not NFC; clean it where it came in."


def names(page: Tag) -> Iterator[str]:
    """Name what can be pressed; tell what a picture shows, or that it shows nothing."""
    for found in page.select("button, a[href], summary, [role=button]"):
        pictures = " ".join(str(image.get("alt", "")) for image in found.select("img"))
        if not (_words(found) or pictures.strip() or _named_by_attribute(found, page)):
            yield f"{_tag(found)} has no name; write what it does."
    for found in page.select("input[type=submit]:not([value]), input[type=button]:not([value]), img:not([alt])"):
        yield f"{_tag(found)} has no name; give it value or alt."


def outside(page: Tag) -> Iterator[str]:
    """Nothing leads or loads from outside: the hall may have no internet."""
    for found in page.select("*"):
        for name in LOADS:
            if _is_outside(str(found.get(name, ""))):
                yield f"{_tag(found)} points outside the house: {found[name]}."


def regions(page: Tag) -> Iterator[str]:
    """Each live region says which version it shows; each question says its state."""
    for found in page.select("[data-live]"):
        if not str(found.get("data-v", "")).isdecimal():
            yield f"{_tag(found)} is live but has no data-v."
    for found in page.select("[data-question]"):
        if found.get("data-state") not in STATES:
            yield f"{_tag(found)} shows a question without one of its states in data-state."


def policy(headers: Headers) -> Iterator[str]:
    """Send a content policy that allows nothing inline."""
    sent = headers.get("Content-Security-Policy", "")
    if "default-src" not in sent:
        yield "The answer has no Content-Security-Policy with a default-src."
    yield from (f"The content policy allows {word}." for word in ("'unsafe-inline'", "'unsafe-eval'") if word in sent)


Check = Callable[[Tag], Iterator[str]]
PART_CHECKS: tuple[Check, ...] = (ids, labels, forms, requesters, inline, composed, names, outside, regions)
PAGE_CHECKS: tuple[Check, ...] = (heading, language, token, *PART_CHECKS)


def _checked(answer: TestResponse, checks: Iterable[Check], *, who: Somebody, status: int) -> Page:
    page = Page(answer.get_data(as_text=True), "html5lib")
    page.seen_by, page.path, page.response = who, answer.request.path, answer
    where = f"{answer.request.method} {answer.request.full_path.rstrip('?')}"
    assert answer.status_code == status, (
        f"{where}: answered {answer.status_code}, not {status}: {_words(page.body)[:400]}"
    )
    faults = [*policy(answer.headers), *(fault for check in checks for fault in check(page))]
    assert not faults, "\n".join(f"{where}: {fault}" for fault in faults)
    return page


def _page_of(form: Tag) -> Page:
    page = [*form.parents][-1]
    assert isinstance(page, Page), "Take the form from a page that was visited."
    return page


def _known(form: Tag, values: dict[str, object]) -> dict[str, object]:
    offered = {str(field["name"]) for field in form.select("[name]")}
    assert values.keys() <= offered, f"{_tag(form)} has no field {', '.join(values.keys() - offered)}."
    return values


def _value(field: Tag) -> object:
    if field.name == "textarea":
        return field.get_text().removeprefix("\n")
    if field.name != "select":
        return field.get("value", "on" if field.get("type") in {"checkbox", "radio"} else "")
    options = field.select("option[selected]") or field.select("option")[:1]
    return [option.get("value", _words(option)) for option in options]


def _words(found: Tag | None) -> str:
    return " ".join(found.get_text(" ").split()) if found else ""


def _named_by_attribute(found: Tag, page: Tag) -> bool:
    others = str(found.get("aria-labelledby", "")).split()
    told = [str(found.get("aria-label", "")), *(_words(page.find(id=other)) for other in others)]
    return bool("".join(told).strip())


def _is_outside(url: str) -> bool:
    host = urlsplit(url).hostname if re.match(r"(https?:)?//", url) else None
    try:
        return host is not None and ip_address(host).is_global
    except ValueError:
        return host != "localhost"


def _tag(found: Tag) -> str:
    return str(found).partition(">")[0] + ">"
