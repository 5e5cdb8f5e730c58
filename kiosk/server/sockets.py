"""TCP: listeners whose answers leave at once, and enough open files for a full hall."""

import socket
import sys
from collections.abc import Callable

from gevent.pywsgi import WSGIServer
from geventwebsocket.handler import WebSocketHandler

if sys.platform != "win32":
    import resource

OPEN_FILES = 65_536


class Listener(WSGIServer):
    """A listener that speaks HTTP, and websockets on the paths that may.

    Each connection has TCP_NODELAY: header and body leave in two writes, and Nagle would hold the second for 44 ms.
    """

    def __init__(self, address: tuple[str, int], application: object, *, is_socket: Callable[..., bool]) -> None:
        super().__init__(address, application, handler_class=WebSocketHandler, log=None)
        self.pre_start_hook = lambda handler: not is_socket(handler.environ)
        """Asked by the handler before it upgrades anything: true sends the request to the application as it is."""

    def handle(self, connection: socket.socket, address: tuple[str, int]) -> None:
        """Serve one connection."""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().handle(connection, address)


def raise_open_files() -> None:
    """Let the process hold as many connections as the system allows it."""
    if sys.platform != "win32":
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
