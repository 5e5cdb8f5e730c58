"""`kiosk …`: the commands. Thin: each reads its options, does one action or asks one query, and prints."""

from gevent import monkey

monkey.patch_all()

import sys
from io import TextIOWrapper

import click

from kiosk.cli.demo import demo
from kiosk.cli.doctor import doctor
from kiosk.cli.init import init
from kiosk.cli.links import links
from kiosk.cli.options import Commands, data_option
from kiosk.cli.people import people
from kiosk.cli.questions import questions
from kiosk.cli.serve import serve
from kiosk.cli.sitting import sitting
from kiosk.cli.staff import staff

COMMANDS = (
    init,
    serve,
    demo,
    people,
    questions,
    staff,
    links,
    sitting,
    doctor,
)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Đối Thoại: cả hội nghị đối thoại của phường trên một máy tính, từ cửa đón đến màn chiếu.

    Bắt đầu: kiosk init, rồi kiosk people import DANH-SÁCH, rồi kiosk serve.
    """,
)
@data_option
def main() -> None:
    """Prepare what every command prints on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a pipe on Windows would take no Vietnamese


for command in COMMANDS:
    main.add_command(command)
