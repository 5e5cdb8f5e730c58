"""The addresses of the places on this laptop, each with a link that signs a device in."""

from flask import Flask

from kiosk.core.actor import Side
from kiosk.core.db import reading
from kiosk.core.settings import Settings
from kiosk.core.urls import path_for
from kiosk.domain.access.actions import make_link
from kiosk.domain.access.queries import links
from kiosk.domain.access.rules import Place
from kiosk.ops.remote import do
from kiosk.places.links import link_path
from kiosk.server.word import word_of_server

FIRST_NAMES = {Place.DOOR: "Cửa 1", Place.PODIUM: "Chủ trì", Place.SCREEN: "Màn hình 1"}
"""For whom the first link of a place is made. (A name, kept in the database, so it is not translated.)"""


def addresses(app: Flask, *, sitting_id: int) -> dict[str, str]:
    """Return place → address, with 127.0.0.1 and the ports of the running server, else those of the settings.

    Links that do not exist yet are made.
    """
    ports = ports_of(app)
    made = {
        place: do(app, make_link, sitting_id=sitting_id, place=place, name=name) for place, name in FIRST_NAMES.items()
    }
    with reading() as session:
        found = {link.id: link for link in links(session, sitting_id=sitting_id)}
    return {
        **{place.value: _at(ports[place.side], link_path(found[link_id])) for place, link_id in made.items()},
        "floor": _at(ports[Side.HALL], path_for("floor.home")),
        "board": _at(ports[Side.HALL], path_for("board.home")),
    }


def ports_of(app: Flask) -> dict[Side, int]:
    """Return the port of each listener: the running server's, else the settings'."""
    settings: Settings = app.config["SETTINGS"]
    word = word_of_server(settings.data) or {"port": settings.port, "staff_port": settings.staff_port}
    return {Side.HALL: word["port"], Side.STAFF: word["staff_port"]}


def _at(port: int, path: str) -> str:
    return f"http://127.0.0.1:{port}{path}"
