"""The bytes of a file → its sheets of cells; what is no list, or would choke the machine, is refused in a sentence."""

import csv
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO, StringIO

import python_calamine
from python_calamine import CalamineError, CalamineSheet, PasswordError, SheetTypeEnum, SheetVisibleEnum

from kiosk.core.errors import Refused, Status
from kiosk.core.messages import Message, _
from kiosk.core.text import clean
from kiosk.spreadsheets.encodings import decode
from kiosk.spreadsheets.legacy import reading_for

Cell = str | float | date
"""Text (cleaned, "" when blank), a number, or a day."""

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 500
_MAX_CELL_CHARS = 2_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_NOT_A_TABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
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
    try:
        book = python_calamine.load_workbook(BytesIO(content))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        return [_workbook_sheet(book.get_sheet_by_name(title), title, name) for title in shown]
    except PasswordError:
        raise _unreadable(_locked(name)) from None
    except CalamineError:
        raise _unreadable(_broken(name)) from None
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # how a broken file can end inside the reader; it has no public name
            raise
        raise _unreadable(_broken(name)) from None


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


def _workbook_sheet(sheet: CalamineSheet, title: str, name: str) -> Sheet:
    last_row, last_column = sheet.end or (0, 0)
    if last_row >= MAX_ROWS or last_column >= MAX_COLUMNS:
        raise _unreadable(_too_wide(name))
    rows = _cleaned(sheet.to_python(skip_empty_area=False))
    return Sheet(clean(title), rows, _origins(sheet.merged_cell_ranges or [], (last_row, last_column)))


def _origins(
    merged: list[tuple[tuple[int, int], tuple[int, int]]], last: tuple[int, int]
) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (top, left)
        for (top, left), (bottom, right) in merged
        for row in range(top, min(bottom, last[0]) + 1)
        for column in range(left, min(right, last[1]) + 1)
        if (row, column) != (top, left)
    }


def _csv_sheet(text: str, name: str) -> Sheet:
    head = text.splitlines()[:50]
    delimiter = max(";,\t|", key=lambda sign: sum(line.count(sign) for line in head))
    try:
        rows = _cleaned(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise _unreadable(_broken(name)) from None
    if len(rows) > MAX_ROWS:
        raise _unreadable(_too_wide(name))
    return Sheet("", rows)


def _cleaned(rows: Iterable[Sequence[object]]) -> tuple[tuple[Cell, ...], ...]:
    table = [list(row) for row in rows]
    read = reading_for(_texts(table))
    return tuple(
        tuple(clean(read(cell)) if isinstance(cell, str) else cell for cell in row) for row in map(_plain, table)
    )


def _texts(table: list[list[object]]) -> Iterator[str]:
    return (cell for row in table for cell in row if isinstance(cell, str) and cell)


def _plain(row: list[object]) -> Iterator[Cell]:
    for cell in row:
        if isinstance(cell, bool):
            yield "x" if cell else ""  # a tick box
        elif isinstance(cell, int | float):
            yield float(cell)
        elif isinstance(cell, datetime):
            yield cell.date()
        elif isinstance(cell, date):
            yield cell
        else:
            yield str(cell)[:_MAX_CELL_CHARS]


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
