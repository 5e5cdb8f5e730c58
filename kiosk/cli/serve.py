"""`kiosk serve`: the hall is open."""

from functools import partial

import click
from flask import Flask

from kiosk.cli.links import print_addresses
from kiosk.cli.opened import chosen_sitting, opened_existing
from kiosk.cli.options import data_option
from kiosk.cli.printed import hint, say
from kiosk.core import qr
from kiosk.core.address import hall_url
from kiosk.core.messages import _
from kiosk.core.settings import Settings
from kiosk.ops.addresses import addresses
from kiosk.server.serve import serve as serve_hall

PORT = click.IntRange(0, 65535)


@click.command(help="Mở hội trường. Máy chủ cho điện thoại, cửa đón, bàn chủ trì và màn hình; Ctrl-C để tắt.")
@click.option("--host", help="Địa chỉ nghe của phía hội trường (không ghi thì mọi địa chỉ của máy).")
@click.option("--port", type=PORT, help="Cổng của phía hội trường (không ghi thì 8000).")
@click.option("--staff-port", type=PORT, help="Cổng của ban tổ chức, chỉ trên máy này (không ghi thì 8001).")
@data_option
def serve(*, host: str | None, port: int | None, staff_port: int | None) -> None:
    """Serve until told to stop."""
    with opened_existing(host=host, port=port, staff_port=staff_port) as app:
        settings: Settings = app.config["SETTINGS"]
        serve_hall(
            app,
            host=settings.host,
            port=settings.port,
            staff_port=settings.staff_port,
            announce=partial(_announce, app),
        )


def _announce(app: Flask, _port: int, _staff_port: int) -> None:
    """Print where the hall is found, for phones and for this laptop."""
    url, found = hall_url(), addresses(app, sitting_id=chosen_sitting(None))
    say(qr.terminal(f"{url.upper()}/V"))
    say(_("Điện thoại trong hội trường: %(url)s", url=url))
    print_addresses(found)
    hint(_("Đang chạy. Ctrl-C để tắt."))
