"""The rows of a sheet that stand for people, each with the place that its columns, its section or its sheet give it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from kiosk.core.errors import Refused
from kiosk.spreadsheets import cells, groups, rows
from kiosk.spreadsheets.files import Cell, Sheet
from kiosk.spreadsheets.groups import Place
from kiosk.spreadsheets.header import Field, Header, header_at, is_other_heading


@dataclass(frozen=True, slots=True)
class Entry:
    """A row (counted from 1) that holds a person, or something that wants to be one."""

    row: int
    name: str
    values: Mapping[Field, Cell]
    place: Place
    doubtful: bool
    """It may as well be the name of a group, or stand below the end of the list."""


def entries(sheet: Sheet) -> list[Entry] | None:
    """Return the entries of a sheet from the top; None when no heading in it names a column of names."""
    reader = _Reader(sheet)
    found = list(reader.entries())
    return found if reader.found_heading else None


_ABOUT_A_PERSON = (Field.YEAR, Field.MALE, Field.FEMALE, Field.SEX, Field.PHONE, Field.POSITION, Field.UNIT)
_NO_PLACE = re.compile(  # with its marks: "Thắng Lợi", "Bàn Cờ" and "Phượng Hoàng" are places
    r"(sheet|trang|bảng|tổng hợp|tong hop|dai bieu|khach|khách|lanh dao|can bo|mặt trận|uỷ ban|ubnd|mới|moi|cử tri"
    r"|cu tri|chính thức|chinh thuc|dự (phòng|thảo|kiến)|du (phong|thao|kien)|book|mẫu|nháp|copy|final|data|list|table"
    r"|phường|doan the|hoi (vien|nghi)|phong ban)\b.*"
    r"|(sheet|trang|book|table|t|q|tháng|thang|năm|nam|đợt|dot|lần|lan)?[\d_ ().-]*"
)
_LIST_OF = re.compile(r"(ds|dsdb|danh sách|danh sach)\b[\s_\-:.]*", re.IGNORECASE)


class _Reader:
    """Goes down one sheet, knowing the heading and the section above."""

    def __init__(self, sheet: Sheet) -> None:
        self.found_heading = False
        self._sheet = sheet
        self._header = Header(columns={}, last_row=-1)
        self._section = _place_of_sheet(sheet.name)
        self._above = Place()
        self._numbered_list = False
        self._ended = self._signed = False

    def entries(self) -> Iterator[Entry]:
        for index, row in enumerate(self._sheet.rows):
            if index <= self._header.last_row or all(cell == "" for cell in row):
                continue
            if header := header_at(self._sheet, index):
                self._begin(header)
            elif is_other_heading(row):
                self._header = Header(columns={}, last_row=index)
            elif not self._header.columns:
                self._read_title(row)
            elif entry := self._entry(index):
                yield entry

    def _begin(self, header: Header) -> None:
        self.found_heading = True
        self._header = header
        self._ended = self._signed = False
        below = range(header.last_row + 1, len(self._sheet.rows))
        named = [row for row in below if self._name(row)]
        self._numbered_list = sum(self._number(row) is not None for row in named) * 2 > len(named)

    def _read_title(self, row: tuple[Cell, ...]) -> None:
        filled = [cells.text(cell) for cell in row if cell != ""]
        for words, beside in zip_longest(filled, filled[1:], fillvalue=""):
            said = f"{words} {beside}" if words.endswith(":") else words  # "Khu phố:" | "An Hòa"
            if place := groups.place_in(said):
                kept = None if self.found_heading else self._section.subgroup  # a sheet "Tổ 1" under "KHU PHỐ AN HÒA"
                self._enter(Place(place.group or self._section.group, place.subgroup or kept))

    def _entry(self, index: int) -> Entry | None:
        row = self._sheet.rows[index]
        words = [cells.text(cell) for cell in row if cell != ""]
        numbered = self._number(index) is not None
        name, values = self._name(index), self._values(index)
        sure = _reads_as_person(name, values)
        if self._enters_section(index, words) or (not (numbered or sure) and self._stands_apart(words)):
            return None
        if self._ended and not numbered:
            self._read_title(row)
            return None
        about = any(values.get(field, "") != "" for field in _ABOUT_A_PERSON)
        if self._continues_name_above(index) or not (name or (about and not self._ended)):
            self._settle(values)
            return None
        lone = self._numbered_list and not numbered and not about
        return Entry(index + 1, name, values, self._settle(values), doubtful=lone or (self._ended and not sure))

    def _stands_apart(self, words: list[str]) -> bool:
        """Say whether a row is about no person; a sum, a signature or a new letterhead also ends the list."""
        if rows.is_remark(words):
            return True
        signed, letterhead = rows.is_signature(words), rows.is_letterhead(words)
        if not (signed or letterhead or rows.is_total(words)):
            return False
        self._ended, self._signed = True, self._signed or signed or letterhead
        if letterhead:
            self._read_title(tuple(words))
        return True

    def _enters_section(self, index: int, words: list[str]) -> bool:
        """Move to the place that a heading between the people names, and say whether the row is such a heading."""
        name = self._name(index)
        if name not in {"", rows.heading(words)} and _is_name(name):
            return False  # "KP An Hòa" in a column left of the names
        place = rows.labelled_section(words)
        if place is None and self._number(index) is None:
            place = rows.lettered_section(words)
        if place is None and len(words) == 1 and self._stands_as_heading(index):
            place = rows.bare_section(words[0])
        if place is None:
            return False
        self._enter(Place(place.group or (self._section.group if place.subgroup else None), place.subgroup))
        self._ended = self._signed
        return True

    def _enter(self, place: Place) -> None:
        self._section, self._above = place, Place()

    def _stands_as_heading(self, index: int) -> bool:
        """A lone cell heads a section left of the names, or among them where the numbers begin anew below it."""
        row = self._sheet.rows[index]
        column = next(column for column, cell in enumerate(row) if cell != "")
        first = self._header.name_columns[0]
        return column < first or (column == first and self._number(index + 1) == 1)

    def _number(self, index: int) -> int | None:
        digits = re.fullmatch(
            r"(\d{1,4})\W?", cells.text(self._sheet.cell(index, self._header.columns.get(Field.NUMBER)))
        )
        return int(digits[1]) if digits else None

    def _name(self, index: int) -> str:
        parts = (cells.text(self._sheet.cell(index, column)) for column in self._header.name_columns)
        return " ".join(part for part in parts if part)

    def _continues_name_above(self, index: int) -> bool:
        return any(self._origin(index, column) != index for column in self._header.name_columns)

    def _values(self, index: int) -> dict[Field, Cell]:
        """The cells of a row by field; a cell merged over several rows holds for each of them."""
        return {
            field: self._sheet.cell(self._origin(index, column), column)
            for field, column in self._header.columns.items()
        }

    def _origin(self, index: int, column: int) -> int:
        row, left = self._sheet.origins.get((index, column), (index, column))
        return row if left == column and row > self._header.last_row else index

    def _settle(self, values: Mapping[Field, Cell]) -> Place:
        """Return where the person of a row lives, and remember it for the blank cells below."""
        own, above, section = _place_of_row(values), self._above, self._section
        if own.group or values.get(Field.UNIT, "") != "":  # an official does not live where the row above does
            above = Place()
        group = own.group or above.group or section.group
        within_section = section.group in {None, group}
        subgroup = own.subgroup or above.subgroup or (section.subgroup if within_section else None)
        if own:
            self._above = Place(group, subgroup)
        address = groups.place_in(cells.text(values.get(Field.ADDRESS, "")))
        return Place(group or address.group, subgroup or address.subgroup)


def _place_of_sheet(title: str) -> Place:
    """Return the place a sheet is named after ("KP An Hòa", "DS An Hòa"), or an empty one ("Sheet1", "Khách mời")."""
    if place := groups.place_in(title):
        return place
    bare = _LIST_OF.sub("", title, count=1).strip()
    if _NO_PLACE.fullmatch(bare.lower()):
        return Place()
    return rows.bare_section(groups.without_enumerator(bare)) or Place()


def _place_of_row(values: Mapping[Field, Cell]) -> Place:
    upper, lower = groups.group_cell(values.get(Field.GROUP, "")), groups.subgroup_cell(values.get(Field.SUBGROUP, ""))
    return Place(upper.group or lower.group, lower.subgroup or upper.subgroup)


def _is_name(words: str) -> bool:
    try:
        cells.name(words)
    except Refused:
        return False
    return True


def _reads_as_person(name: str, values: Mapping[Field, Cell]) -> bool:
    """A summary below the list has numbers and names of groups too, but neither a full year nor a telephone number."""
    if not _is_name(name):
        return False
    try:
        told = [cells.birth_year(values.get(field, "")) for field in (Field.YEAR, Field.MALE, Field.FEMALE)]
        said = "".join(cells.text(values.get(field, "")) for field in (Field.YEAR, Field.MALE, Field.FEMALE))
        return (any(told) and len(said) > 2) or cells.phone(values.get(Field.PHONE, "")) is not None  # noqa: PLR2004
    except Refused:
        return False
