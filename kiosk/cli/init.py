"""`kiosk init`: a data folder is begun."""

import re
from datetime import datetime

import click
from flask import Flask

from kiosk.cli.opened import opened
from kiosk.cli.options import data_option
from kiosk.cli.printed import hint, say
from kiosk.core.actor import SYSTEM
from kiosk.core.clock import now
from kiosk.core.db import reading
from kiosk.core.errors import Refused
from kiosk.core.messages import _
from kiosk.core.schema import bring_up_to_date, is_current
from kiosk.core.settings import Settings
from kiosk.core.text import clean
from kiosk.core.transact import transact
from kiosk.domain.sittings.actions import plan_sitting
from kiosk.domain.sittings.queries import present_sitting
from kiosk.domain.sittings.rules import SittingState
from kiosk.domain.ward.actions import found_ward
from kiosk.domain.ward.queries import the_ward
from kiosk.server.word import word_of_server

NAMELESS_WARD, NAMELESS_PROVINCE = "phường (chưa ghi tên)", "tỉnh (chưa ghi tên)"
_TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3])[:h]([0-5]\d)")


def _time_of_day(_context: click.Context, _parameter: click.Parameter, given: str) -> str:
    """Return HH:MM for what people write: 7:30, 07h30."""
    found = _TIME_OF_DAY.fullmatch(given.strip().lower())
    if found is None:
        raise click.BadParameter("giờ phải viết như 07:30")
    return f"{int(found[1]):02}:{found[2]}"


@click.command(help="Tạo dữ liệu của phường. Có ngay một hội nghị sẵn sàng nhận danh sách.")
@click.option("--ward", default=NAMELESS_WARD, help="Tên phường, viết đủ: “phường Tân Mẫu”.")
@click.option("--province", default=NAMELESS_PROVINCE, help="Tên tỉnh, thành phố, viết đủ.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), metavar="DATE", help="Ngày họp (không ghi thì hôm nay)."
)
@click.option("--begins", default="07:30", show_default=True, callback=_time_of_day, help="Giờ khai mạc.")
@click.option("--hall", default="Hội trường UBND phường", show_default=True, help="Nơi họp.")
@click.option(
    "--round", "round_no", type=click.IntRange(1), default=1, show_default=True, help="Lần thứ mấy trong năm."
)
@data_option
def init(*, ward: str, province: str, on: datetime | None, begins: str, hall: str, round_no: int) -> None:
    """Begin a data folder, or bring one of an older schema up to date."""
    with opened() as app:
        settings: Settings = app.config["SETTINGS"]
        if not _is_to_be_founded(app, settings):
            say(_("Dữ liệu ở %(data)s đã được nâng cấp.", data=settings.data))
            return
        _found(ward=clean(ward), province=clean(province))
        sitting_id = transact(
            plan_sitting,
            actor=SYSTEM,
            on=(on or now().astimezone(settings.zone)).date(),
            begins=begins,
            hall=clean(hall),
            round_no=round_no,
            state=SittingState.GATHERING,
        )
        say(_("Đã tạo hội nghị số %(id)d trong %(data)s.", id=sitting_id, data=settings.data))
        if ward == NAMELESS_WARD:
            hint(_("Thẻ và giấy tờ in tên phường: lần tới xin ghi --ward và --province."))
        hint(_("Việc tiếp theo: `kiosk people import DANH-SÁCH`, rồi `kiosk serve`."))


def _is_to_be_founded(app: Flask, settings: Settings) -> bool:
    """Bring the schema up to date; tell whether a sitting is wanting. Refuses where there was nothing to do."""
    if word_of_server(settings.data) is not None:
        raise Refused(_("Máy chủ đang chạy trên thư mục này. Mời tắt máy chủ trước."), code="serving")
    with reading() as session:
        was_current = is_current(session.connection())
    bring_up_to_date(app)
    with reading() as session:
        is_founded = present_sitting(session) is not None
    if is_founded and was_current:
        raise Refused(_("Thư mục dữ liệu này đã có hội nghị rồi: %(data)s.", data=settings.data), code="ward_exists")
    return not is_founded


def _found(*, ward: str, province: str) -> None:
    """Found the ward, unless an `init` that was cut short has."""
    with reading() as session:
        if the_ward(session) is not None:
            return
    transact(found_ward, actor=SYSTEM, name=ward, province=province)
