"""The only place that emits: the regions of pages that stay true by themselves.

A *topic* is one audience's region. A page says which it shows and how old they are (`watch`), and hears (`live`):
a *whole* replaces anything older; a *piece* fits a region no older than `after`; *stale* means: fetch yourself.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import gevent
from flask import Flask, current_app, request
from flask_socketio import SocketIO, disconnect, join_room
from sqlalchemy.orm import Session

from kiosk.core.actor import Actor, Visitor
from kiosk.core.db import reading
from kiosk.core.journal import version_of

TOPICS_AT_ONCE = 32
"""More than any page shows."""

Message = dict[str, Any]
Html = Callable[[], str]
"""Renders what is sent; called only where somebody hears it."""

compact_json = SimpleNamespace(
    dumps=lambda value, **_options: json.dumps(value, ensure_ascii=False, separators=(",", ":")), loads=json.loads
)
"""Vietnamese in a third fewer bytes than with escapes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A region of one audience. Only who is signed in to its `place` may watch it."""

    name: str
    place: str
    personal: bool = False
    """Each delegate has a region of their own."""
    whole: Callable[[Session, Actor], str] | None = None
    """Renders the region for one watcher who comes (back) with an older one. Without it, they are told: stale."""
    seconds: float = 0.1
    """The least time between two messages to the same room."""

    def room_of(self, actor: Actor) -> str:
        """Return the room in which `actor` hears of this region."""
        return self.room(sitting_id=actor.sitting_id, delegate_id=actor.delegate_id)

    def room(self, *, sitting_id: int | None, delegate_id: int | None = None) -> str:
        """Return the room of a sitting's (or one delegate's) region."""
        return f"{self.name}@{sitting_id}" + (f"/{delegate_id}" if self.personal else "")


@dataclass(slots=True)
class _Room:
    """What was last said in a room, and what waits for its turn."""

    version: int
    spoke_at: float = float("-inf")
    waiting: Message | None = None


@dataclass(eq=False)
class Live:
    """Rooms, what they have heard, and who is in them."""

    socketio: SocketIO
    identify: Callable[[], Visitor]
    """Says who the present request or socket is; asked again at each watch, so that a revoked one hears nothing."""
    topics: Mapping[str, Topic] = field(default_factory=dict)
    _rooms: dict[str, _Room] = field(default_factory=dict)
    _devices: dict[str, int] = field(default_factory=dict)
    """The device behind each open socket."""

    def listen(self) -> None:
        """Let sockets come in, watch, and go."""
        self.socketio.on_event("connect", self._connect)
        self.socketio.on_event("disconnect", self._leave)
        self.socketio.on_event("watch", self._watch)

    def push_whole(self, topic: Topic, html: Html, *, sitting_id: int, v: int, delegate_id: int | None = None) -> None:
        """Send a region in full, as it is at version `v`."""
        room = topic.room(sitting_id=sitting_id, delegate_id=delegate_id)
        self._say(topic, room, {"topic": topic.name, "v": v}, html)

    def push_piece(self, topic: Topic, html: Html, *, sitting_id: int, v: int) -> None:
        """Send one row (in `<hx-partial>`), good for whoever has the region as it was last told."""
        room = topic.room(sitting_id=sitting_id)
        after = self._rooms[room].version if room in self._rooms else v - 1
        self._say(topic, room, {"topic": topic.name, "v": v, "after": after}, html)

    def push_stale(self, topic: Topic, *, sitting_id: int, v: int) -> None:
        """Let the region fetch itself."""
        self._say(topic, topic.room(sitting_id=sitting_id), {"topic": topic.name, "v": v})

    def drop(self, device_id: int) -> None:
        """End the open sockets of a device: it has been signed out."""
        for sid in [sid for sid, owner in self._devices.items() if owner == device_id]:
            self.socketio.server.disconnect(sid)

    def is_heard(self, room: str) -> bool:
        """Tell whether anybody is in a room."""
        return any(True for _ in self.socketio.server.manager.get_participants("/", room))

    def _say(self, topic: Topic, name: str, message: Message, html: Html | None = None) -> None:
        """Speak at once, then at most every `topic.seconds`; the last state is always said. To nobody: only note it."""
        room = self._rooms.setdefault(name, _Room(version=message["v"]))
        room.version = max(room.version, message["v"])
        if not self.is_heard(name):
            return
        if html is not None:
            message["html"] = html()
        if room.waiting is not None:
            room.waiting = _fold(room.waiting, message)
            return
        pause = room.spoke_at + topic.seconds - time.monotonic()
        if pause <= 0:
            self._emit(name, room, message)
            return
        room.waiting = message
        gevent.spawn_later(pause, self._say_what_waits, name, room)

    def _say_what_waits(self, name: str, room: _Room) -> None:
        message, room.waiting = room.waiting, None
        if message is not None:
            self._emit(name, room, message)

    def _emit(self, name: str, room: _Room, message: Message) -> None:
        room.spoke_at = time.monotonic()
        self.socketio.emit("live", message, to=name)

    def _room(self, name: str, *, sitting_id: int) -> _Room:
        """A room nobody has spoken in since the start counts as old as the sitting: a page is told once too often."""
        if name not in self._rooms:
            with reading() as session:
                self._rooms[name] = _Room(version=version_of(session, sitting_id))
        return self._rooms[name]

    def _connect(self, _auth: object = None) -> bool:
        device_id = self.identify().device_id
        if device_id is None:
            return False
        self._devices[_sid()] = device_id
        return True

    def _leave(self, *_reason: object) -> None:
        self._devices.pop(_sid(), None)

    def _watch(self, *said: object) -> None:
        regions = said[0] if len(said) == 1 else None
        if not isinstance(regions, dict) or len(regions) > TOPICS_AT_ONCE:
            disconnect()
            return
        visitor = self.identify()
        for name, version in regions.items():
            topic = self.topics.get(name)
            actor = topic and visitor.signed_in.get(topic.place)
            if topic and actor and actor.sitting_id is not None and type(version) is int:
                self._welcome(topic, actor, sitting_id=actor.sitting_id, has=version)

    def _welcome(self, topic: Topic, actor: Actor, *, sitting_id: int, has: int) -> None:
        name = topic.room_of(actor)
        join_room(name)  # first join, then read: what happens between the two is heard
        newest = self._room(name, sitting_id=sitting_id).version
        if has >= newest:
            return
        message: Message = {"topic": topic.name, "v": newest}
        if topic.whole is not None:
            with reading() as session:
                message["v"] = version_of(session, sitting_id)
                message["html"] = topic.whole(session, actor)
        self.socketio.emit("live", message, to=_sid())


def install(app: Flask, live: Live, topics: Iterable[Topic]) -> None:
    """Make `live` the app's own, with its topics, and open it to sockets."""
    live.topics = {topic.name: topic for topic in topics}
    live.listen()
    app.extensions["live"] = live


def push_whole(topic: Topic, html: Html, *, sitting_id: int, v: int, delegate_id: int | None = None) -> None:
    """Send a region in full: see `Live.push_whole`."""
    _of_app().push_whole(topic, html, sitting_id=sitting_id, v=v, delegate_id=delegate_id)


def push_piece(topic: Topic, html: Html, *, sitting_id: int, v: int) -> None:
    """Send one row: see `Live.push_piece`."""
    _of_app().push_piece(topic, html, sitting_id=sitting_id, v=v)


def push_stale(topic: Topic, *, sitting_id: int, v: int) -> None:
    """Let the region fetch itself: see `Live.push_stale`."""
    _of_app().push_stale(topic, sitting_id=sitting_id, v=v)


def drop(device_id: int) -> None:
    """End the open sockets of a device: see `Live.drop`."""
    _of_app().drop(device_id)


def _of_app() -> Live:
    live: Live = current_app.extensions["live"]
    return live


def _fold(waiting: Message, message: Message) -> Message:
    """Two messages that share a turn: a whole stands for what came before it, pieces become 'stale'."""
    is_whole = "html" in message and "after" not in message
    return message if is_whole else {"topic": waiting["topic"], "v": message["v"]}


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]  # Flask-SocketIO adds it
    return sid
