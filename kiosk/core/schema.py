"""The schema of the data folder: brought up to date, or told to be old."""

from pathlib import Path

import flask_migrate
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection

from kiosk.core.db import check_durable

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def bring_up_to_date(app: Flask) -> None:
    """Migrate the database of `app` to this program's schema; check that it keeps what it is told to keep."""
    with app.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        check_durable(app.extensions["writer_engine"])


def is_current(connection: Connection) -> bool:
    """Tell whether the database is of this program's schema."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest
