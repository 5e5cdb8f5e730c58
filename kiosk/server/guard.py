"""The outermost layer of both listeners, before Flask and Socket.IO: foreign hosts out, headers on everything."""

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from kiosk.core.address import own_addresses
from kiosk.core.security import headers
from kiosk.core.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HOST = re.compile(r"(?:\[([\da-f:.]+)\]|([\w.-]+))(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
"""What a Host header may be, and nothing beside it: a name or an address, and a port."""


def is_own_origin(origin: str | None, environ: "WSGIEnvironment") -> bool:
    """Tell whether a socket comes from a page of this very address, whose host has been checked by then."""
    return origin is None or origin.lower().partition("://")[2] == environ.get("HTTP_HOST", "").lower()


class Guard:
    """Wraps the whole program. Sets the headers of every answer; refuses (400) whoever asks for another host."""

    def __init__(self, application: "Application", *, settings: Settings) -> None:
        self._application = application
        self._named = _LOOPBACK | {host.lower() for host in settings.allowed_hosts} | {_host_of(settings.address)}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        if not self.lets_in(environ):
            start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8"), *headers("localhost")])
            return ["Địa chỉ này không phải của hội trường. Mời quét lại mã trên màn hình.\n".encode()]
        _forget_proxies(environ)
        wanted = headers(environ["HTTP_HOST"])

        def start_with_headers(status: str, given: list[tuple[str, str]], exc_info: Any = None) -> Any:  # noqa: ANN401  # WSGI's
            return start_response(status, [*given, *wanted], exc_info)

        return self._application(environ, start_with_headers)

    def lets_in(self, environ: "WSGIEnvironment") -> bool:
        """Tell whether a request asks for this machine, and its socket (if it is one) comes from a page of it."""
        name = _host_of(environ.get("HTTP_HOST", ""))
        if name is None or not self._is_own(name):
            return False
        return not _is_socket(environ) or is_own_origin(environ.get("HTTP_ORIGIN"), environ)

    def lets_socket_in(self, environ: "WSGIEnvironment") -> bool:
        """Tell whether a request may become a websocket: asked before anything is upgraded."""
        return _is_socket(environ) and self.lets_in(environ)

    def _is_own(self, name: str) -> bool:
        if name in self._named:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return name in own_addresses()


def _is_socket(environ: "WSGIEnvironment") -> bool:
    return bool(environ.get("PATH_INFO", "").startswith("/socket.io/"))


def _host_of(said: str) -> str | None:
    """The name or address in a Host header, without its port; None where it is no such thing."""
    found = _HOST.fullmatch(said)
    return (found[1] or found[2]).lower() if found else None


def _forget_proxies(environ: "WSGIEnvironment") -> None:
    for name in [name for name in environ if name.startswith("HTTP_X_FORWARDED") or name == "HTTP_FORWARDED"]:
        del environ[name]
