"""The ground: moments with a zone, closed lists kept by the database, readers that read and a writer that lasts."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import create_engine, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session

from kiosk.core.actor import SYSTEM, Actor
from kiosk.core.db import check_durable, db, reading
from kiosk.core.transact import transact
from kiosk.domain.access.models import Device
from kiosk.domain.sittings.models import Conference, Sitting
from kiosk.domain.sittings.rules import SittingState

IN_HO_CHI_MINH = timezone(timedelta(hours=7))


def see_device(session: Session, *, actor: Actor, at: datetime) -> int:  # noqa: ARG001  # an action has an actor
    device = Device(token_hash="t" * 64, side="hall", first_seen_at=at)
    session.add(device)
    session.flush()
    return device.id


def test_a_moment_is_kept_in_utc_and_comes_back_aware(app: Flask) -> None:
    assert app
    device_id = transact(see_device, actor=SYSTEM, at=datetime(2027, 11, 18, 7, 30, tzinfo=IN_HO_CHI_MINH))
    with reading() as session:
        found = session.get_one(Device, device_id).first_seen_at
        stored = session.execute(text("SELECT first_seen_at FROM devices")).scalar()
    assert (found, found.tzinfo) == (datetime(2027, 11, 18, 0, 30, tzinfo=UTC), UTC)
    assert stored == "2027-11-18 00:30:00.000000"


def test_a_moment_without_a_zone_is_a_fault(app: Flask) -> None:
    assert app
    with pytest.raises(StatementError, match="without a time zone"):
        transact(see_device, actor=SYSTEM, at=datetime(2027, 11, 18))  # noqa: DTZ001  # the fault


def test_the_database_itself_keeps_closed_lists_and_references(app: Flask) -> None:
    assert app

    def add_sitting(session: Session, *, actor: Actor, state: str, conference_id: int) -> None:  # noqa: ARG001
        row = {"round_no": 1, "name": "x", "on": "2027-11-18", "begins": "07:30", "hall": "x", "state": state}
        columns = ", ".join(f'"{name}"' for name in row)
        values = ", ".join(f":{name}" for name in row)
        session.execute(
            text(f"INSERT INTO sittings (conference_id, {columns}) VALUES ({conference_id}, {values})"),  # noqa: S608
            row,
        )

    def add_conference(session: Session, *, actor: Actor) -> int:  # noqa: ARG001  # an action has an actor
        session.execute(insert(Conference).values(id=1, year=2027))
        return 1

    transact(add_conference, actor=SYSTEM)
    with pytest.raises(IntegrityError, match="CHECK"):
        transact(add_sitting, actor=SYSTEM, state="dancing", conference_id=1)
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        transact(add_sitting, actor=SYSTEM, state="planned", conference_id=404)
    transact(add_sitting, actor=SYSTEM, state="planned", conference_id=1)
    with reading() as session:
        assert session.get_one(Sitting, 1).state is SittingState.PLANNED


def test_what_was_read_can_be_used_afterwards(app: Flask) -> None:
    assert app
    device_id = transact(see_device, actor=SYSTEM, at=datetime(2027, 11, 18, tzinfo=UTC))
    with reading() as session:
        device = session.get_one(Device, device_id)
    assert device.side == "hall"


def test_a_reader_checks_references_keeps_to_reading_and_leaves_the_log_alone(app: Flask) -> None:
    assert app
    with db.engine.connect() as connection:
        pragmas = ("foreign_keys", "query_only", "wal_autocheckpoint")
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas] == [1, 1, 0]


def test_the_writer_keeps_a_log_and_waits_for_the_disk(app: Flask) -> None:
    check_durable(app.extensions["writer_engine"])
    with app.extensions["writer_engine"].connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "query_only")
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas] == ["wal", 2, 1, 0]


def test_a_database_that_does_not_take_its_settings_is_not_used() -> None:
    engine = create_engine("sqlite://")
    with pytest.raises(RuntimeError, match="journal_mode"):
        check_durable(engine)
    engine.dispose()


def test_an_error_of_the_database_quotes_nobody(app: Flask) -> None:
    def say(session: Session, *, actor: Actor, words: str) -> None:  # noqa: ARG001  # an action has an actor
        session.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": words})

    assert app
    with pytest.raises(DBAPIError) as by_writer:
        transact(say, actor=SYSTEM, words="Ông A nợ tiền bà B")
    with reading() as session, pytest.raises(DBAPIError) as by_reader:
        session.execute(text("SELECT :words FROM nowhere"), {"words": "Ông A nợ tiền bà B"})
    assert "Ông A" not in f"{by_writer.value} {by_reader.value}"
