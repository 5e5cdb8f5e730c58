"""`kiosk demo`: an invented hall, alive."""

from functools import partial

import click

from kiosk.cli.opened import said_in_a_sentence
from kiosk.cli.options import data_option, given_data_folder
from kiosk.cli.printed import hint, say
from kiosk.cli.serve import PORT
from kiosk.core.messages import _
from kiosk.core.settings import load
from kiosk.ops.demo.command import demo as hold_demo
from kiosk.ops.demo.command import show


@click.command(
    help="""Mở một hội nghị bịa cho xem thử, có người đến và hỏi; Ctrl-C để tắt.

    Dữ liệu nằm riêng (không ghi --data thì trong thư mục con `demo`), mỗi lần chạy là làm lại từ đầu.
    """
)
@click.option("--quiet", is_flag=True, help="Không có người giả lập: hội trường trống, danh sách sẵn.")
@click.option("--host", help="Địa chỉ nghe của phía hội trường (không ghi thì mọi địa chỉ của máy).")
@click.option("--port", type=PORT, help="Cổng của phía hội trường (không ghi thì 8000).")
@click.option("--staff-port", type=PORT, help="Cổng của ban tổ chức, chỉ trên máy này (không ghi thì 8001).")
@click.option("--no-browser", is_flag=True, help="Không tự mở trình duyệt, chỉ in đường dẫn.")
@data_option
def demo(*, quiet: bool, host: str | None, port: int | None, staff_port: int | None, no_browser: bool) -> None:
    """Hold an invented meeting until told to stop."""
    with said_in_a_sentence():
        settings = load(given_data_folder(otherwise="demo"), host=host, port=port, staff_port=staff_port)
        hold_demo(settings, quiet=quiet, announce=partial(_announce, is_shown=not no_browser))


def _announce(address: str, *, is_shown: bool) -> None:
    say(_("Mời mở %(address)s", address=address))
    hint(_("Đang chạy. Ctrl-C để tắt."))
    if is_shown:
        show(address)
