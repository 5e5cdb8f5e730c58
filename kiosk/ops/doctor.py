"""What is wrong with this laptop, in plain words, before the hall notices."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from kiosk.core.address import hall_url
from kiosk.core.clock import now
from kiosk.core.db import check_durable, reading
from kiosk.core.journal import JournalLine
from kiosk.core.messages import Message, _
from kiosk.core.schema import is_current
from kiosk.core.settings import Settings
from kiosk.domain.sittings.queries import present_sitting
from kiosk.server.word import word_of_server

LEAST_FREE = 500
"""MB of disk that an evening needs at the very most."""
FIRST_YEAR = 2026
"""A clock that shows an earlier one has lost its battery."""


class Health(StrEnum):
    """How well a thing is."""

    WELL = "well"
    HEED = "heed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do."""

    health: Health
    sentence: Message


def examine(app: Flask) -> Iterator[Finding]:
    """Look at everything that the hall stands on, in an app context. What builds on a broken thing is left out."""
    settings: Settings = app.config["SETTINGS"]
    yield _folder(settings.data)
    yield _disk(settings.data)
    schema = _schema()
    yield schema
    if schema.health is Health.WELL:
        yield _durability(app)
        yield _sitting()
        yield _clock(settings)
    yield from _ports(settings)
    yield _address()


def _well(sentence: Message) -> Finding:
    return Finding(Health.WELL, sentence)


def _wrong(sentence: Message) -> Finding:
    return Finding(Health.WRONG, sentence)


def _folder(data: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=data):
            return _well(_("Ghi được vào thư mục dữ liệu %(data)s.", data=data))
    except OSError:
        return _wrong(_("Không ghi được vào thư mục dữ liệu %(data)s. Mời xem quyền của thư mục.", data=data))


def _disk(data: Path) -> Finding:
    free = shutil.disk_usage(data).free // 1024**2
    if free < LEAST_FREE:
        return _wrong(_("Ổ đĩa chỉ còn %(free)d MB. Mời xóa bớt tệp không cần.", free=free))
    return _well(_("Ổ đĩa còn %(free)d MB.", free=free))


def _schema() -> Finding:
    try:
        with reading() as session:
            current = is_current(session.connection())
            intact = session.connection().exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
    except SQLAlchemyError:
        current = intact = False
    if not intact:
        return _wrong(_("Tệp dữ liệu kiosk.sqlite bị hỏng hoặc không đọc được. Mời dùng bản sao lưu gần nhất."))
    if not current:
        return _wrong(_("Dữ liệu thuộc bản khác của chương trình. Mời chạy `kiosk init` để nâng cấp."))
    return _well(_("Tệp dữ liệu nguyên vẹn, đúng bản của chương trình."))


def _durability(app: Flask) -> Finding:
    try:
        check_durable(app.extensions["writer_engine"])
    except (SQLAlchemyError, RuntimeError):
        return _wrong(_("Ổ đĩa này không giữ chắc dữ liệu khi mất điện. Mời để thư mục dữ liệu trên ổ của máy."))
    return _well(_("Mỗi việc đã nhận đều nằm trên đĩa trước khi trả lời."))


def _sitting() -> Finding:
    with reading() as session:
        sitting = present_sitting(session)
    if sitting is None:
        return _wrong(_("Chưa có hội nghị nào. Mời chạy `kiosk init`."))
    day = sitting.on.strftime("%d/%m/%Y")
    return _well(_("%(name)s, ngày %(day)s: %(state)s.", name=sitting.name, day=day, state=sitting.state.label))


def _clock(settings: Settings) -> Finding:
    with reading() as session:
        newest = session.scalar(select(func.max(JournalLine.at)))
    present = now()
    shown = present.astimezone(settings.zone).strftime("%H:%M %d/%m/%Y")
    if present.year < FIRST_YEAR or (newest is not None and present < newest):
        return _wrong(_("Đồng hồ máy chạy sai: đang là %(shown)s. Mời chỉnh lại giờ của máy.", shown=shown))
    return _well(_("Đồng hồ máy: %(shown)s. Mời so với đồng hồ của hội trường.", shown=shown))


def _ports(settings: Settings) -> Iterator[Finding]:
    word = word_of_server(settings.data)
    if word is not None:
        port, staff_port = word["port"], word["staff_port"]
        yield _well(_("Máy chủ đang chạy, cổng %(port)d và %(staff_port)d.", port=port, staff_port=staff_port))
        return
    for host, port in ((settings.host, settings.port), ("127.0.0.1", settings.staff_port)):
        try:
            socket.create_server((host, port)).close()
            yield _well(_("Cổng %(port)d còn trống.", port=port))
        except OSError:
            yield _wrong(_("Cổng %(port)d đang có chương trình khác dùng. Mời tắt nó, hoặc chọn cổng khác.", port=port))


def _address() -> Finding:
    url = hall_url()
    if url.startswith("http://127."):
        sentence = _("Máy chưa nối Wi-Fi của hội trường: điện thoại chưa vào được, chỉ dùng được trên máy này.")
        return Finding(Health.HEED, sentence)
    return _well(_("Điện thoại vào bằng %(url)s.", url=url))
