"""The bytes of a file → its sheets of cells; what is no list, or would choke the machine, is refused in a sentence."""

import csv
import json
import re
import subprocess  # gevent patches it: the loop goes on while a file is opened
import sys
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from kiosk.core.errors import Refused, Status
from kiosk.core.messages import Message, _
from kiosk.core.text import clean
from kiosk.spreadsheets import workbook
from kiosk.spreadsheets.encodings import decode
from kiosk.spreadsheets.legacy import reading_for
from kiosk.spreadsheets.workbook import MAX_CELL_CHARS, MAX_COLUMNS, MAX_ROWS

Cell = str | float | date
"""Text (cleaned, "" when blank), a number, or a day."""

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
_PATIENCE = 60
"""Seconds for opening one workbook."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_NOT_A_TABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_QUOTED = re.compile('"[^"]*"')
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"(?:[^>]*[^/>])?>')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet. `rows[0]` is the row that Excel calls 1; a CSV file is one sheet without a name."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    origins: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """For each cell that a merged one hides, (row, column) of the cell that shows."""

    def cell(self, row: int, column: int | None) -> Cell:
        """Return the cell at `row` and `column`, counted from 0; blank when there is none."""
        if column is None or not 0 <= row < len(self.rows) or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column]


def read_sheets(content: bytes, *, filename: str) -> list[Sheet]:
    """Return the visible sheets of an Excel (.xlsx, .xls), OpenDocument (.ods) or CSV file, told by its bytes.

    Refuses what is empty, too large, encrypted, broken, packed to burst, or no table at all.
    """
    name = clean(filename[-80:]) or "?"
    if not content.strip(b"\0 \t\r\n"):
        raise _unreadable(_("Tệp “%(file)s” trống. Xin chọn tệp có danh sách.", file=name))
    if len(content) > MAX_BYTES:
        raise _unreadable(
            _("Tệp “%(file)s” lớn quá 10 MB. Xin bỏ hình ảnh và các trang không cần rồi gửi lại.", file=name)
        )
    if content.startswith((_ZIP, _OLE)):
        return _workbook(content, name)
    if content.startswith(_NOT_A_TABLE):
        raise _unreadable(_not_a_table(name))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):  # a web page or XML under the name .xls
        raise _unreadable(_broken(name))
    return [_csv_sheet(decode(content), name)]


def _workbook(content: bytes, name: str) -> list[Sheet]:
    if content.startswith(_ZIP):
        _check_archive(content, name)
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise _unreadable(_locked(name))
    command = [sys.executable, "-P", workbook.__file__]
    try:
        opened = subprocess.run(  # noqa: S603  # our own file; the bytes travel on stdin
            command, input=content, capture_output=True, check=False, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise _unreadable(_too_wide(name)) from None
    if opened.returncode == workbook.TOO_WIDE:
        raise _unreadable(_too_wide(name))
    if opened.returncode:
        raise _unreadable(_locked(name) if b"PasswordError" in opened.stderr else _broken(name))
    return [_workbook_sheet(sheet) for sheet in json.loads(opened.stdout)]


def _check_archive(content: bytes, name: str) -> None:
    """Look inside before the reader does: it lays every sheet out whole, blanks and all, however far its last cell."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if any(part.filename == "word/document.xml" for part in parts):
                raise _unreadable(_not_a_table(name))
            if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise _unreadable(_too_wide(name))
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _check_extent(archive.read(part), name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        raise _unreadable(_broken(name)) from None


def _check_extent(markup: bytes, name: str) -> None:
    for letters, row in _FILLED_CELL.findall(markup):
        if int(row) > MAX_ROWS or _column_number(letters) > MAX_COLUMNS:
            raise _unreadable(_too_wide(name))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _workbook_sheet(sheet: dict[str, Any]) -> Sheet:
    rows = _cleaned(
        [date.fromisoformat(cell[0]) if isinstance(cell, list) else cell for cell in row] for row in sheet["rows"]
    )
    return Sheet(clean(sheet["name"]), rows, _origins(sheet["merged"], rows))


def _origins(
    merged: list[list[list[int]]], rows: tuple[tuple[Cell, ...], ...]
) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (top, left)
        for (top, left), (bottom, right) in merged
        for row in range(top, min(bottom + 1, len(rows)))
        for column in range(left, min(right + 1, len(rows[row])))
        if (row, column) != (top, left)
    }


def _csv_sheet(text: str, name: str) -> Sheet:
    head = _QUOTED.sub("", "\n".join(text.splitlines()[:50]))
    delimiter = max(";,\t|", key=head.count)
    try:
        lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        rows = _cleaned([cell[:MAX_CELL_CHARS] for cell in line] for line in lines)
    except csv.Error:
        raise _unreadable(_broken(name)) from None
    if len(rows) > MAX_ROWS:
        raise _unreadable(_too_wide(name))
    return Sheet("", rows)


def _cleaned(rows: Iterable[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    table = list(rows)
    read = reading_for(cell for row in table for cell in row if isinstance(cell, str) and cell)
    return tuple(tuple(clean(read(cell)) if isinstance(cell, str) else cell for cell in row) for row in table)


def _unreadable(sentence: Message) -> Refused:
    return Refused(sentence, code="unreadable_file", status=Status.UNREADABLE)


def _broken(name: str) -> Message:
    return _("Không đọc được tệp “%(file)s”. Xin mở bằng Excel, lưu lại thành tệp .xlsx rồi gửi lại.", file=name)


def _locked(name: str) -> Message:
    return _("Tệp “%(file)s” có đặt mật khẩu. Xin bỏ mật khẩu, lưu lại rồi gửi lại.", file=name)


def _not_a_table(name: str) -> Message:
    return _("Tệp “%(file)s” không phải bảng tính. Xin gửi tệp Excel (.xlsx, .xls), .ods hoặc .csv.", file=name)


def _too_wide(name: str) -> Message:
    return _(
        "Tệp “%(file)s” quá rộng hoặc quá dài. Xin chỉ giữ phần danh sách trong một tệp mới rồi gửi lại.", file=name
    )
