"""A process of its own that opens one workbook: its bytes come in on stdin, its cells go out on stdout as JSON.

The reader (calamine) is native code that ends its whole process on some damaged files, and takes what memory a
malicious one asks for. Here that costs this process alone. Run by `files.py`; imports nothing of the house.
"""

import json
import sys
from datetime import date, datetime
from io import BytesIO

import python_calamine
from python_calamine import CalamineSheet, SheetTypeEnum, SheetVisibleEnum

if sys.platform != "win32":
    import resource

MAX_ROWS = 20_000
MAX_COLUMNS = 500
MAX_MEMORY_BYTES = 1024**3
MAX_CELL_CHARS = 2_000
TOO_WIDE = 3
"""Exit status for a sheet with a cell beyond the limits; any other than 0 means that the file cannot be read."""


def main() -> int:
    """Write [{name, rows, merged}, …] of the visible sheets; a day is written as ["1956-05-12"]."""
    _limit_memory()
    book = python_calamine.load_workbook(BytesIO(sys.stdin.buffer.read()))
    sheets = []
    for shown in book.sheets_metadata:
        if shown.typ != SheetTypeEnum.WorkSheet or shown.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_name(shown.name)
        last_row, last_column = sheet.end or (0, 0)
        if last_row >= MAX_ROWS or last_column >= MAX_COLUMNS:
            return TOO_WIDE
        sheets.append({"name": shown.name, "rows": _rows(sheet), "merged": sheet.merged_cell_ranges or []})
    json.dump(sheets, sys.stdout)
    return 0


def _limit_memory() -> None:
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


def _rows(sheet: CalamineSheet) -> list[list[str | float | list[str]]]:
    return [list(map(_plain, row)) for row in sheet.to_python(skip_empty_area=False)]


def _plain(cell: object) -> str | float | list[str]:
    if isinstance(cell, bool):
        return "x" if cell else ""  # a tick box
    if isinstance(cell, int | float):
        return float(cell)
    if isinstance(cell, datetime):
        return [cell.date().isoformat()]
    if isinstance(cell, date):
        return [cell.isoformat()]
    return str(cell)[:MAX_CELL_CHARS]


if __name__ == "__main__":
    sys.exit(main())
