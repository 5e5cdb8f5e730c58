"""The whole wiring on one page: settings, extensions, places, and who is told of what."""

import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from types import ModuleType

import flask_migrate
from flask import Blueprint, Flask
from flask_babel import Babel, gettext
from flask_compress import Compress
from flask_socketio import SocketIO
from htmx_flask import Htmx
from whitenoise import WhiteNoise

from kiosk.core import live as core_live
from kiosk.core import logs, messages, qr
from kiosk.core.codes import ALPHABET, in_groups
from kiosk.core.db import db, make_readers_read_only, open_writer
from kiosk.core.settings import Settings, data_folder, load, secret_key
from kiosk.core.transact import Teller, Writer
from kiosk.core.urls import path_for
from kiosk.places import converters, guards, shown
from kiosk.places.board import views as board
from kiosk.places.door import live as door_live
from kiosk.places.door import views as door
from kiosk.places.floor import live as floor_live
from kiosk.places.floor import views as floor
from kiosk.places.podium import live as podium_live
from kiosk.places.podium import views as podium
from kiosk.places.screen import live as screen_live
from kiosk.places.screen import views as screen
from kiosk.places.sign_in import live as sign_in_live
from kiosk.places.sign_in import views as sign_in
from kiosk.server import commands, health
from kiosk.server.guard import Guard, is_own_origin

HERE = Path(__file__).parent
BLUEPRINTS = (board.bp, sign_in.bp, door.bp, floor.bp, podium.bp, screen.bp, health.bp, commands.bp)
TOLD = (door_live, floor_live, podium_live, screen_live, sign_in_live)
"""Modules whose functions hear what was committed, and whose TOPICS may be watched."""


def create_app(settings: Settings | None = None, *, more: Iterable[Blueprint] = ()) -> Flask:
    """Build the program on a data folder, with `more` blueprints (the demo has one).

    Raises `BadSetting`, and RuntimeError for a route without a guard.
    """
    settings = settings or load(data_folder())
    app = Flask("kiosk", static_folder=str(_room("static")), template_folder=str(_room("templates")))
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=secret_key(settings.data),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_TRANSLATION_DIRECTORIES=str(HERE / "translations"),
        MAX_CONTENT_LENGTH=256 * 1024,
    )
    logs.install(app, level=settings.log_level)
    _speak(app, settings)
    _keep_data(app, settings)
    _push(app)
    for blueprint in (*BLUEPRINTS, *more):
        app.register_blueprint(blueprint)
    guards.install(app)
    _stand_guard(app, settings)
    return app


def _room(name: str) -> Path:
    """In a wheel templates and static files lie inside the package, in a checkout beside it."""
    return HERE / name if (HERE / name).is_dir() else HERE.parent / name


def _speak(app: Flask, settings: Settings) -> None:
    Babel(app, locale_selector=shown.language, default_timezone=settings.timezone)
    messages.speak_through(lambda source: gettext(source) if source else "")
    Htmx(app)
    Compress(app)
    converters.install(app)
    shown.install(app)
    app.jinja_env.globals.update(
        asset=_asset_of(app), path_for=path_for, qr_svg=qr.svg, in_groups=in_groups, code_alphabet=ALPHABET
    )


def _keep_data(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    flask_migrate.Migrate(app, db, directory=str(HERE / "migrations"), render_as_batch=True)
    with app.app_context():
        make_readers_read_only(db.engine)
    engine = open_writer(settings.database_url)
    teller = Teller(app, language=settings.language)
    for module in TOLD:
        teller.hears(vars(module).values())
    app.extensions.update(writer=Writer(engine, tell=teller.tell), writer_engine=engine, teller=teller)


def _push(app: Flask) -> None:
    socketio = SocketIO(
        app,
        async_mode="gevent",
        transports=["websocket"],
        cors_allowed_origins=is_own_origin,
        ping_interval=5,
        ping_timeout=4,
        max_http_buffer_size=16384,
        manage_session=False,
        json=core_live.compact_json,
    )
    live = core_live.Live(socketio, identify=guards.visitor)
    core_live.install(app, live, [topic for module in TOLD for topic in _topics(module)])


def _topics(module: ModuleType) -> list[core_live.Topic]:
    return [value for value in vars(module).values() if isinstance(value, core_live.Topic)]


def _stand_guard(app: Flask, settings: Settings) -> None:
    files = WhiteNoise(app.wsgi_app, root=app.static_folder, prefix="static/", max_age=3600)
    app.wsgi_app = Guard(files, settings=settings)  # type: ignore[method-assign]  # the way Flask names for it


def _asset_of(app: Flask) -> Callable[[str], str]:
    """Address static files by what is in them, so that a phone never shows an old one."""

    @cache
    def asset(path: str) -> str:
        content = (Path(app.static_folder or "") / path).read_bytes()
        return f"/static/{path}?v={hashlib.sha256(content).hexdigest()[:10]}"

    return asset
