"""`kiosk staff …`: named people with passwords."""

from typing import TextIO

import click

from kiosk.cli.opened import opened_current
from kiosk.cli.options import data_option
from kiosk.cli.printed import say
from kiosk.core.actor import Role
from kiosk.core.errors import Refused, Status
from kiosk.core.messages import _
from kiosk.core.passwords import hash_password
from kiosk.core.text import clean
from kiosk.domain.access.actions import add_staff
from kiosk.domain.access.rules import PLACES_OF_STAFF, check_password
from kiosk.ops.remote import do


@click.group(help="Người vào bằng tên và mật khẩu.")
@data_option
def staff() -> None:
    """Hold the commands of the staff."""


@staff.command(help="Thêm một người, hoặc đặt lại vai trò và mật khẩu của người đã có.")
@click.argument("name")
@click.option(
    "--role", required=True, type=click.Choice([role.value for role in PLACES_OF_STAFF]), help="Vai trò của người này."
)
@click.option(
    "--password-file",
    type=click.File(encoding="utf-8"),
    help="Tệp chứa mật khẩu (không ghi thì gõ hai lần, không hiện chữ).",
)
@data_option
def add(*, name: str, role: str, password_file: TextIO | None) -> None:
    """Let somebody sign in by name."""
    with opened_current() as app:
        cleaned = clean(name)
        if not cleaned:
            raise Refused(_("Chưa ghi tên. Mời ghi họ và tên."), code="no_name", status=Status.UNREADABLE)
        password = _typed() if password_file is None else password_file.read().rstrip("\r\n")
        check_password(password)
        do(app, add_staff, name=cleaned, role=Role(role), password_hash=hash_password(password))
        say(_("%(name)s đăng nhập được từ bây giờ, vai trò %(role)s.", name=cleaned, role=role))


def _typed() -> str:
    typed: str = click.prompt(
        str(_("Mật khẩu")),
        hide_input=True,
        confirmation_prompt=str(_("Gõ lại mật khẩu")),
        err=True,
    )
    return typed
