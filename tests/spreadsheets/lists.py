"""Makes the files that wards send, from rows of plain values."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Protocol

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from kiosk.spreadsheets.people import PeopleList, read_people

Rows = Sequence[Sequence[object]]
HEADING = ("STT", "Họ và tên", "Năm sinh", "Khu phố", "Tổ", "Số điện thoại")


def xlsx(
    rows: Rows, *, title: str = "Sheet1", merged: Iterable[str] = (), more: dict[str, Rows] | None = None
) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in {title: rows, **(more or {})}.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    return _saved(book)


def xls(sheets: dict[str, Rows]) -> bytes:
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for row, line in enumerate(rows):
            for column, value in enumerate(line):
                sheet.write(row, column, value)
    return _saved(book)


def ods(rows: Rows, *, title: str = "Sheet1") -> bytes:
    book = OpenDocumentSpreadsheet()
    table = Table(name=title)
    for line in rows:
        row = TableRow()
        for value in line:
            number = isinstance(value, int | float)
            cell = TableCell(valuetype="float", value=value) if number else TableCell(valuetype="string")
            if not number and value:
                cell.addElement(P(text=value))
            row.addElement(cell)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    return _saved(book)


def csv_text(rows: Rows, *, delimiter: str = ";") -> str:
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def people(content: bytes, *, filename: str = "danh-sach.xlsx") -> PeopleList:
    return read_people(content, filename=filename)


def names(found: PeopleList) -> list[str]:
    return [row.name for row in found.rows]


class _Book(Protocol):
    def save(self, file: BytesIO, /) -> None: ...


def _saved(book: _Book) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()
