"""The database: the base of all models, their column kinds, the readers' session and the writer's engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Enum,
    Index,
    MetaData,
    StaticPool,
    String,
    Table,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Session


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; store UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give back what was stored, aware."""
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


class Base(DeclarativeBase):
    """What every model is made from; not `db.Model`, which a type checker cannot see into."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: Final = {datetime: UtcDateTime}


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)


def enum_by_value(kind: type[StrEnum]) -> Enum:
    """Return the column type of a closed list of words: stored as they are, checked by the database."""
    return Enum(
        kind,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=32,
    )


def at_most_one(name: str, *, of: str, where: str) -> Index:
    """Return the index that lets one row of each `of` (a column) be as `where` says (SQL that both databases know)."""
    return Index(name, of, unique=True, sqlite_where=text(where), postgresql_where=text(where))


WORDS = String(4000)
"""A text that people write."""


def table(model: type[Base]) -> Table:
    """Return the plain table of a model, for what comes by the hundred: it costs a fifth less than the mapper."""
    return cast("Table", model.__table__)


@contextmanager
def reading() -> Iterator[Session]:
    """Give a session on a fresh snapshot that can only read. What it loaded may be used after it closed."""
    with Session(db.engine, expire_on_commit=False) as session:
        yield session


def make_readers_read_only(engine: Engine) -> None:
    """Let the connections of `engine` only read, each transaction on one snapshot."""
    event.listen(engine, "connect", _open_reader)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))


def open_writer(url: str) -> Engine:
    """Return the engine of the one connection that writes: WAL, every commit on the disk before it returns.

    `BEGIN IMMEDIATE` takes the write lock at once, so that nothing fails for being late half way through.
    """
    engine = create_engine(
        url,
        poolclass=StaticPool,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # an error that is logged quotes nobody
    )
    event.listen(engine, "connect", _open_writer)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def check_durable(engine: Engine) -> None:
    """Read back what the writer's connection asked for; raise RuntimeError if the database did not take it."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    if found != wanted:
        raise RuntimeError(f"the database did not take its settings: wanted {wanted}, found {found}")


def _open_reader(connection: Any, _record: object) -> None:  # noqa: ANN401  # DB-API connections share no type
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "query_only=ON", "wal_autocheckpoint=0", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")


def _open_writer(connection: Any, _record: object) -> None:  # noqa: ANN401  # as above
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")
