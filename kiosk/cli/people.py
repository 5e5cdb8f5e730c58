"""`kiosk people …`: lists come in, badges go out."""

import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import click
from flask import Flask
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kiosk.cli.opened import WrongInput, chosen_sitting, opened_current
from kiosk.cli.options import Commands, data_option, json_option, sitting_option
from kiosk.cli.printed import console, hint, print_json, print_table, say
from kiosk.core.codes import in_groups
from kiosk.core.db import reading
from kiosk.core.messages import _
from kiosk.core.text import sort_key
from kiosk.domain.attendance.queries import entries_by_delegate
from kiosk.domain.people.actions import add_people, preview_people
from kiosk.domain.people.queries import Contact, contacts
from kiosk.domain.people.rules import ImportReceipt
from kiosk.ops.cards import cards
from kiosk.ops.reading_in import ReadList, read_list
from kiosk.ops.remote import do


@click.group(cls=Commands, help="Danh sách đại biểu: đọc vào, xem, in thẻ.")
@data_option
def people() -> None:
    """Hold the commands of the lists."""


@people.command(
    "import",
    help="Đọc danh sách từ Excel, OpenDocument, CSV. Ai đã có thì được nhận ra, không thêm lần nữa.",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ cho xem sẽ thêm ai, không ghi gì.")
@sitting_option
@json_option
@data_option
def import_people(*, file: Path, dry_run: bool, sitting_id: int | None, as_json: bool) -> None:
    """Bring a list in, whole or not at all."""
    with opened_current() as app:
        sitting = chosen_sitting(sitting_id)
        with console(sys.stderr).status(str(_("Đang đọc %(file)s", file=file.name))):
            listed = read_list(_content(file), filename=file.name)
        receipt = _bring_in(app, listed, action=preview_people if dry_run else add_people, sitting_id=sitting)
        if as_json:
            print_json(_as_plain(receipt))
        else:
            _print_receipt(receipt)
        if dry_run:
            hint(_("Đây mới là xem trước, chưa ghi gì. Bỏ --dry-run để ghi."))


@people.command("list", help="Liệt kê đại biểu, xếp theo tên. Kèm mã, và ai đang có mặt.")
@sitting_option
@json_option
@data_option
def list_people(*, sitting_id: int | None, as_json: bool) -> None:
    """Print who is invited."""
    with opened_current():
        sitting = chosen_sitting(sitting_id)
        with reading() as session:
            invited = contacts(session, sitting_id=sitting)
            entries = entries_by_delegate(session, sitting_id=sitting)
        inside = {delegate_id for delegate_id, stays in entries.items() if any(stay.left_at is None for stay in stays)}
        if as_json:
            print_json({"people": [_invited(one, inside=inside, entries=entries) for one in invited]})
            return
        columns = (_("Họ và tên"), _("Tổ, khu phố"), _("Chức vụ"), _("Điện thoại"), _("Mã"), _("Đang có mặt"))
        print_table(columns, (_invited_row(one, inside=inside) for one in invited))


@people.command("cards", help="In thẻ đại biểu có mã QR, tệp PDF khổ A4.")
@click.option("--pdf", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp PDF sẽ ghi.")
@sitting_option
@data_option
def print_cards(*, out: Path, sitting_id: int | None) -> None:
    """Make the badges of a sitting."""
    with opened_current() as app:
        sitting = chosen_sitting(sitting_id)
        with console(sys.stderr).status(str(_("Đang in thẻ"))):
            sheet = cards(sitting_id=sitting, settings=app.config["SETTINGS"])
        try:
            out.write_bytes(sheet)
        except OSError:
            raise WrongInput(_("Không ghi được tệp “%(file)s”. Mời chọn chỗ khác.", file=out)) from None
        say(_("Đã in thẻ vào %(file)s.", file=out))


def _invited(
    contact: Contact, *, inside: Collection[int], entries: Mapping[int, Collection[object]]
) -> dict[str, object]:
    delegate = contact.delegate
    return {
        "name": delegate.name,
        "group": delegate.group,
        "phone": contact.phone,
        "code": contact.code,
        "inside": delegate.delegate_id in inside,
        "entries": len(entries.get(delegate.delegate_id, ())),
        "kind": delegate.kind.value,
        "birth_year": delegate.birth_year,
        "position": delegate.position,
    }


def _invited_row(contact: Contact, *, inside: Collection[int]) -> tuple[str | None, ...]:
    delegate = contact.delegate
    is_inside = "✓" if delegate.delegate_id in inside else None
    return delegate.name, delegate.group, delegate.position, contact.phone, in_groups(contact.code), is_inside


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise WrongInput(_("Không mở được tệp “%(file)s”. Mời xem lại tên và chỗ để tệp.", file=file)) from None


def _bring_in(app: Flask, listed: ReadList, *, action: Callable[..., ImportReceipt], sitting_id: int) -> ImportReceipt:
    """One action is one transaction, so the bar cannot count rows; it moves while they are written."""
    words = TextColumn("{task.description}", markup=False)
    with Progress(words, BarColumn(), MofNCompleteColumn(), console=console(sys.stderr)) as progress:
        bar = progress.add_task(str(_("Đang ghi vào danh sách")), total=len(listed.rows), start=False)
        receipt = do(app, action, sitting_id=sitting_id, rows=listed.rows, refused=listed.refused)
        progress.start_task(bar)
        progress.update(bar, completed=len(listed.rows))
    return receipt


def _as_plain(receipt: ImportReceipt) -> dict[str, object]:
    return {
        "added": receipt.added,
        "known": receipt.known,
        "refused": [{"sheet": row.sheet, "row": row.row, "name": row.name, "why": row.why} for row in receipt.refused],
        "people": [
            {
                "name": person.name,
                "group": person.group,
                "phone": person.phone,
                "birth_year": person.birth_year,
                "is_new": person.is_new,
                "sheet": person.sheet,
                "row": person.row,
            }
            for person in receipt.people
        ],
    }


def _print_receipt(receipt: ImportReceipt) -> None:
    """Print a table of people by given name, another of rows that were refused, and the sum."""
    by_name = sorted(receipt.people, key=lambda person: sort_key(person.name))
    if by_name:
        print_table(
            (_("Họ và tên"), _("Tổ, khu phố"), _("Điện thoại"), _("Trang"), _("Dòng"), _("Kết quả")),
            (
                (one.name, one.group, one.phone, one.sheet, one.row, _("thêm mới") if one.is_new else _("đã có"))
                for one in by_name
            ),
        )
    if receipt.refused:
        print_table(
            (_("Trang"), _("Dòng"), _("Họ và tên"), _("Vì sao không nhận")),
            ((row.sheet, row.row, row.name, row.why) for row in receipt.refused),
        )
    counts = {"added": receipt.added, "known": receipt.known, "refused": len(receipt.refused)}
    say(_("Thêm mới %(added)d, đã có %(known)d, không nhận %(refused)d dòng.", **counts))
