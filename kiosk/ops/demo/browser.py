"""A browser small enough to stand in for one person's: it keeps cookies, reads forms, follows, and watches a page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, Request, build_opener

import socketio

PATIENCE = 15
"""Seconds to wait for an answer."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer, where it led in the end, and what its page holds."""

    status: int
    path: str
    html: str
    page: "Page"


class Page(HTMLParser):
    """What a browser needs of a page: its first form, its token, its live regions with their versions."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.token = ""
        self.action: str | None = None
        self.fields: dict[str, str] = {}
        self.regions: dict[str, int] = {}
        self._in_first_form = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what counts."""
        has = {name: value or "" for name, value in attrs}
        if tag == "meta" and has.get("name") == "csrf-token":
            self.token = has.get("content", "")
        elif tag == "form" and self.action is None:
            self.action, self._in_first_form = has.get("action", ""), True
        elif tag == "input" and self._in_first_form and "name" in has:
            self.fields[has["name"]] = has.get("value", "")
        if "data-live" in has:
            self.regions[has["data-live"]] = int(has["data-v"])

    def handle_endtag(self, tag: str) -> None:
        """The first form ends."""
        self._in_first_form = self._in_first_form and tag != "form"


@dataclass(eq=False)
class Browser:
    """One person's browser, on one of the two listeners: `address` is `http://host:port`."""

    address: str
    cookies: CookieJar = field(default_factory=CookieJar)
    seen: Seen | None = None

    def visit(self, path: str) -> Seen:
        """Open a page."""
        return self._open(Request(self.address + path))  # noqa: S310  # always http, to our own server

    def submit(self) -> Seen:
        """Send the first form of the page as it stands."""
        page = self._present().page
        return self.send(page.action or "", **page.fields)

    def enter(self, path: str) -> Seen:
        """Come in by a link or a delegate's code: open it, send its first form."""
        self.visit(path)
        return self.submit()

    def send(self, path: str, **fields: str) -> Seen:
        """Post a form of the present page, with the page's token."""
        form = urlencode({"csrf_token": self._present().page.token, **fields}).encode()
        return self._open(Request(self.address + path, data=form))  # noqa: S310  # as above

    def watch(self, hear: Callable[[dict[str, Any]], None]) -> socketio.Client:
        """Open the socket of the present page and watch its regions: `hear` is called with each `live` message."""
        socket = socketio.Client(handle_sigint=False, ssl_verify=False)
        socket.on("live", hear)
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)
        socket.connect(self.address, headers={"Cookie": cookies}, transports=["websocket"], wait_timeout=PATIENCE)
        socket.call("watch", self._present().page.regions)
        return socket

    def _present(self) -> Seen:
        if self.seen is None:
            raise LookupError("no page was opened yet")
        return self.seen

    def _open(self, request: Request) -> Seen:
        answer: HTTPResponse | HTTPError
        try:
            answer = self._opener().open(request, timeout=PATIENCE)
        except HTTPError as refusal:
            answer = refusal
        with answer:
            html = answer.read().decode()
        path = answer.url.removeprefix(self.address)
        seen = Seen(status=answer.status or 0, path=path, html=html, page=Page(html))
        if seen.page.token:
            self.seen = seen
        return seen

    def _opener(self) -> OpenerDirector:
        return build_opener(ProxyHandler({}), HTTPCookieProcessor(self.cookies))
