"""Migrations: from nothing they build what the models say, and they lead back and forth."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, text

from kiosk.app import create_app
from kiosk.core.db import Base, db
from kiosk.core.schema import MIGRATIONS, bring_up_to_date, is_current
from kiosk.core.settings import load
from tests.conftest import Hall

TRIGGERS = {"journal_is_never_changed", "journal_is_never_shortened"}


@pytest.fixture
def new_app(tmp_path: Path) -> Iterator[Flask]:
    """The program on a folder where nothing is yet."""
    app = create_app(load(tmp_path / "new", environ={}))
    with app.app_context():
        yield app
    app.extensions["writer"].close()


def names(kind: str) -> set[str]:
    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = :kind"), {"kind": kind})
        return {row.name for row in found} - {"alembic_version"}


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def test_from_nothing_the_migrations_build_what_the_models_say(new_app: Flask) -> None:
    bring_up_to_date(new_app)
    with db.engine.connect() as connection:
        assert differences(connection) == []
    assert names("table") == Base.metadata.tables.keys()


def test_a_model_that_no_migration_knows_is_noticed(new_app: Flask) -> None:
    bring_up_to_date(new_app)
    outsider = sqlite3.connect(new_app.config["SETTINGS"].data / "kiosk.sqlite")
    outsider.execute("ALTER TABLE wards ADD COLUMN motto TEXT")
    outsider.close()
    with db.engine.connect() as connection:
        assert differences(connection)


def test_the_constraints_of_the_models_are_in_the_database(new_app: Flask) -> None:
    bring_up_to_date(new_app)
    with db.engine.connect() as connection:
        written = " ".join(connection.execute(text("SELECT coalesce(sql, '') FROM sqlite_master")).scalars())
    wanted = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in (*table.constraints, *table.indexes)
        if constraint.name
    }
    assert {name for name in wanted if name not in written} == set()


def test_the_journal_can_only_grow_from_the_first_migration_on(new_app: Flask) -> None:
    first = ScriptDirectory(str(MIGRATIONS)).get_base()
    flask_migrate.upgrade(directory=str(MIGRATIONS), revision=first)
    assert names("trigger") >= TRIGGERS
    bring_up_to_date(new_app)
    assert names("trigger") >= TRIGGERS


def test_the_migrations_lead_back_to_nothing_and_forth_again(new_app: Flask) -> None:
    bring_up_to_date(new_app)
    flask_migrate.downgrade(directory=str(MIGRATIONS), revision="base")
    assert (names("table"), names("trigger")) == (set(), set())
    bring_up_to_date(new_app)
    with db.engine.connect() as connection:
        assert differences(connection) == []
    assert names("trigger") >= TRIGGERS


def test_to_migrate_again_changes_nothing(hall: Hall) -> None:
    before = [contact.code for contact in hall.people]
    bring_up_to_date(hall.app)
    assert [contact.code for contact in hall.people] == before


def test_a_folder_of_an_older_schema_is_told_apart(new_app: Flask) -> None:
    bring_up_to_date(new_app)
    with db.engine.connect() as connection:
        assert is_current(connection)
    flask_migrate.downgrade(directory=str(MIGRATIONS), revision="base")
    with db.engine.connect() as connection:
        assert not is_current(connection)


def test_after_migrating_references_are_kept_again(new_app: Flask) -> None:
    bring_up_to_date(new_app)
    with new_app.extensions["writer_engine"].connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.logs_errors
def test_where_a_reference_hangs_the_program_stops_and_says_which(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    file = sqlite3.connect(hall.app.config["SETTINGS"].data / "kiosk.sqlite")
    file.execute("UPDATE sittings SET conference_id = 404")
    file.commit()
    file.close()
    with pytest.raises(SystemExit):
        bring_up_to_date(hall.app)
    assert "would break references: [('sittings', 1, 'conferences', 0)]" in caplog.text


def test_there_is_one_line_of_migrations_and_each_says_what_it_does() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert len(scripts.get_heads()) == 1
    assert [script.revision for script in scripts.walk_revisions() if not script.doc] == []
