"""`kiosk serve`: the two listeners, from the first to the last."""

import signal
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import gevent
from filelock import Timeout
from flask import Flask
from gevent.event import Event

from kiosk.core.actor import Side
from kiosk.core.errors import Refused
from kiosk.core.messages import _
from kiosk.core.schema import bring_up_to_date
from kiosk.server.guard import Guard
from kiosk.server.sockets import Listener, raise_open_files
from kiosk.server.word import forget_word, leave_word, lock_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STAFF_HOST = "127.0.0.1"
_MOMENT = 5
"""Seconds in which a command that looks whether a server runs, or writes alone, lets go of the lock again."""
_LAST_SECONDS = 2
"""What open requests have to finish when the server is told to stop."""


def serve(app: Flask, *, host: str, port: int, staff_port: int, announce: Callable[[int, int], None]) -> None:
    """Serve hall and staff until a signal says stop. Port 0 takes a free one.

    `announce(port, staff_port)` is called in an app context when both listen. Refuses when another server holds the
    data folder, or a port is taken.
    """
    data = app.config["SETTINGS"].data
    lock = lock_of(data)
    try:
        lock.acquire(timeout=_MOMENT, blocking=True)
    except Timeout:
        raise Refused(_("Thư mục dữ liệu này đang có máy chủ chạy rồi."), code="already_serving") from None
    try:
        forget_word(data)  # of one that was killed
        bring_up_to_date(app)
        raise_open_files()
        hall = _listen(app, Side.HALL, host, port)
        staff = _listen(app, Side.STAFF, STAFF_HOST, staff_port)
        app.config["HALL_PORT"] = hall.server_port
        app.config["COMMAND_TOKEN"] = leave_word(data, port=hall.server_port, staff_port=staff.server_port)
        with app.app_context():
            announce(hall.server_port, staff.server_port)
        _wait_for_signal()
        for listener in (hall, staff):
            listener.stop(timeout=_LAST_SECONDS)
        app.extensions["writer"].close()
    finally:
        forget_word(data)
        lock.release()


def _listen(app: Flask, side: Side, host: str, port: int) -> Listener:
    guard = app.wsgi_app
    if not isinstance(guard, Guard):
        raise TypeError("create_app puts the guard outermost")
    listener = Listener((host, port), _from(side, app), is_socket=guard.lets_socket_in)
    try:
        listener.start()
    except OSError:
        raise Refused(
            _("Cổng %(port)d đang có chương trình khác dùng. Mời chọn cổng khác.", port=port), code="port_taken"
        ) from None
    return listener


def _from(side: Side, application: "WSGIApplication") -> "WSGIApplication":
    """Say with every request by which listener it came in."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["kiosk.side"] = side
        return application(environ, start_response)

    return answer


def _wait_for_signal() -> None:
    told = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        gevent.signal_handler(number, told.set)
    told.wait()
