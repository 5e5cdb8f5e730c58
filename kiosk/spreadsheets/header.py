"""Where the heading of a list stands, and which column holds what; headings may be merged over two or three rows."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from kiosk.core.text import fold
from kiosk.spreadsheets import cells
from kiosk.spreadsheets.files import Cell, Sheet


class Field(Enum):
    """What a column of a list of people can hold."""

    NUMBER = auto()
    FAMILY = auto()
    """Family and middle names, where the given name has a column of its own."""
    MIDDLE = auto()
    GIVEN = auto()
    NAME = auto()
    PERSON = auto()
    """Headed "Ông/Bà": the names, or beside a column of names what stands before them."""
    MALE = auto()
    """Ticked, or holding the year of birth, for a man; FEMALE likewise for a woman."""
    FEMALE = auto()
    YEAR = auto()
    SEX = auto()
    PHONE = auto()
    OTHER_PHONE = auto()
    """A second column of them: "Nhà riêng | Di động"."""
    POSITION = auto()
    ADDRESS = auto()
    """Words that may name both levels of residential group."""
    GROUP = auto()
    SUBGROUP = auto()
    UNIT = auto()
    NOTE = auto()


_UPPER = r"(khu pho|k pho|k p|kp|khoi pho|khoi|khom|ap|thon|khu dan cu|kdc|khu vuc|khu|dia ban|neighbou?rhood)"
_LOWER = r"(to dan pho|to nhan dan|to tu quan|to dp|to nd|tdp|to)"
_HEADINGS: tuple[tuple[Field, str], ...] = (  # read from the top; folded, signs as blanks
    (Field.NUMBER, r"s?\s?tt|so tt|so thu tu|thu tu|no"),
    (Field.FAMILY, r"ho|ho( va)?( ten| chu)? (dem|lot)|family name|surname"),
    (Field.MIDDLE, r"(chu |ten )?(dem|lot)|middle name"),
    (Field.MALE, r"nam|.*(sinh|tinh|nam sinh) nam|male"),
    (Field.FEMALE, r"nu|.*(sinh|tinh|nam sinh) nu|female"),
    (Field.SEX, r"gioi( tinh)?( .*)?|phai|nam nu|gt|sex|gender"),
    (
        Field.YEAR,
        r"((tuoi|ngay|thang|nam|ng|n) )+sinh( .*)?|sinh( (nam|ngay|thang).*)?|n ?s|sn|ngaysinh|namsinh|dob|.*birth.*",
    ),
    (
        Field.PHONE,
        r"(so |thong tin )?(d(ien)? ?thoai|may|(s ?)?d ?t(dd)?|di dong|lien (he|lac)|zalo|phone|tel|mobile)( .*)?",
    ),
    (Field.POSITION, r"chuc (vu|danh)( .*)?|vai tro|nhiem vu|position|title"),
    (Field.ADDRESS, r"(dia chi|noi (o|cu tru|thuong tru)|cho o|d c|dc|cu tru|thuong tru|address)( .*)?"),
    (Field.GROUP, rf"(ten |thuoc |don vi |o )?({_LOWER} )?{_UPPER}( so| {_LOWER}| {_UPPER}| (dang |noi )?(o|cu tru))?"),
    (Field.SUBGROUP, rf"(ten |thuoc |so |don vi )?{_LOWER}( so)?|so to"),
    (Field.UNIT, r"(ten )?(don vi|co quan|to chuc|phong ban|noi (cong tac|lam viec)|unit|organi[sz]ation)( .*)?"),
    (Field.NOTE, r"ghi chu( .*)?|notes?|nhu cau( .*)?"),
    (Field.GIVEN, r"ten|given name|ten goi"),
    (Field.NAME, r"ho( va)? ?ten( .*)?|ten (dai bieu|nguoi|cong dan|cu tri|ong ba).*|(full ?)?name"),
    (
        Field.PERSON,
        r"(dai bieu|ong ba|nguoi (tham du|du hop)|(nguoi )?dai dien|cu tri|cong dan|thanh vien)( nhan dan| ho)?",
    ),
)
_PATTERNS = tuple((field, re.compile(pattern)) for field, pattern in _HEADINGS)
_NAMES = frozenset({Field.NAME, Field.PERSON, Field.FAMILY, Field.GIVEN})
_SIGNS = re.compile(r"[\W_]+")
_MAX_HEADING = 60
_DEPTH = 3
"""Rows that one heading can take."""
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?|\(?[A-Z]\)?")


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of a list: which column (from 0) holds which field, and its last row (from 0)."""

    columns: dict[Field, int]
    last_row: int

    @property
    def name_columns(self) -> tuple[int, ...]:
        """The columns that make up a name, in reading order."""
        parts = (self.columns.get(field) for field in (Field.FAMILY, Field.MIDDLE, Field.NAME, Field.GIVEN))
        return tuple(column for column in parts if column is not None)


def header_at(sheet: Sheet, row: int) -> Header | None:
    """Return the heading of a list of people that begins in `row` (from 0), or None when none does."""
    alone = {column: field for column, cell in enumerate(sheet.rows[row]) if (field := _field(_words(cell)))}
    if not _NAMES & set(alone.values()):
        return None
    words_only = all(isinstance(cell, str) and len(cell) <= _MAX_HEADING for cell in sheet.rows[row])
    if len(set(alone.values())) == 1 and not (words_only and {Field.NAME, Field.PERSON} & set(alone.values())):
        return None
    last = row
    while last - row < _DEPTH - 1 and _goes_on(sheet, last + 1, alone):
        last += 1
    columns: dict[Field, int] = {}
    for column in range(max(len(cells_) for cells_ in sheet.rows[max(row - 1, 0) : last + 1])):
        if found := _column_field(_labels(sheet, row, last, column)):
            other = Field.OTHER_PHONE if found is Field.PHONE and found in columns else found
            columns.setdefault(other, column)
    if Field.PERSON in columns:
        columns.setdefault(
            Field.SEX if _NAMES & columns.keys() - {Field.PERSON} else Field.NAME, columns.pop(Field.PERSON)
        )
    beside = columns.get(Field.NAME, -1) + 1
    unnamed = not _labels(sheet, row, last, beside)
    return Header(
        columns=_settled(columns, given=beside if unnamed and _holds_given_names(sheet, beside, last) else None),
        last_row=last,
    )


def is_other_heading(row: tuple[Cell, ...]) -> bool:
    """Return whether a row heads a table of something else ("STT | Khu phố | Số lượng")."""
    filled = [_words(cell) for cell in row if cell != ""]
    fields = {field for words in filled if (field := _field(words))}
    return Field.NUMBER in fields and len(fields) > 1 and not any(char.isdigit() for words in filled for char in words)


def _words(cell: Cell) -> str:
    return cell if isinstance(cell, str) and len(cell) <= _MAX_HEADING else ""


def _field(label: str) -> Field | None:
    if label.lower().split()[-1:] == ["năm"] and not label.lower().startswith("năm sinh"):
        return Field.YEAR  # "Năm" under "Ngày sinh", which would fold to "nam"
    folded = _SIGNS.sub(" ", fold(label)).strip()
    return next((field for field, pattern in _PATTERNS if pattern.fullmatch(folded)), None)


def _goes_on(sheet: Sheet, row: int, above: dict[int, Field]) -> bool:
    """The heading goes on in `row`: words that are headings themselves and no name, or the numbers of the columns."""
    if row >= len(sheet.rows):
        return False
    filled = {column: cells.text(cell) for column, cell in enumerate(sheet.rows[row]) if cell != ""}
    names = [filled[column] for column, field in above.items() if field in _NAMES and column in filled]
    if len(filled) > 2 and all(map(_COLUMN_NUMBER.fullmatch, filled.values())):  # noqa: PLR2004  # (1) (2) (3)
        return bool(names)
    headings = [label for label in filled.values() if _field(label) or label.lower() in {"ngày", "tháng"}]
    return bool(headings) and all(_field(name) in _NAMES for name in names) and not _has_figures(filled)


def _has_figures(filled: dict[int, str]) -> bool:
    return any(char.isdigit() for label in filled.values() for char in label)


def _labels(sheet: Sheet, row: int, last: int, column: int) -> list[str]:
    """The words over one column from top to bottom; what a merged or a blank cell takes over from its left included."""
    labels = [_words(sheet.cell(line, column)) for line in range(row, last + 1)]
    if not labels[0] and any(labels[1:]):
        labels[0] = _from_the_left(sheet, row, column)
    if not any(labels) and row > 0:
        above = _words(sheet.cell(row - 1, column))
        labels[0] = above if _field(above) else ""
    return [label for label in labels if label and not _COLUMN_NUMBER.fullmatch(label)]


def _from_the_left(sheet: Sheet, row: int, column: int) -> str:
    top, left = sheet.origins.get((row, column), (row, column))
    while left > 0 and sheet.cell(top, left) == "":
        left -= 1
    return _words(sheet.cell(top, left))


def _column_field(labels: list[str]) -> Field | None:
    if not labels or labels[-1].lower() in {"ngày", "tháng"}:
        return None
    return _field(labels[-1]) or _field(" ".join(labels))


def _settled(columns: dict[Field, int], *, given: int | None) -> dict[Field, int]:
    if Field.MALE in columns and not {Field.FEMALE, Field.YEAR} & columns.keys():
        columns[Field.YEAR] = columns.pop(Field.MALE)  # "NAM" without marks, under "NGAY SINH"
    if Field.NAME in columns:
        for part in (Field.FAMILY, Field.MIDDLE, Field.GIVEN):
            columns.pop(part, None)
        if given is not None:
            columns[Field.GIVEN] = given
    return columns


def _holds_given_names(sheet: Sheet, column: int, last: int) -> bool:
    """One heading "Họ và tên" over two columns: the second holds one word for nearly everybody named in the first."""
    named = [row for row in sheet.rows[last + 1 :] if 0 < column < len(row) and row[column - 1] != ""]
    words = [row[column] for row in named if row[column] != ""]
    single = [word for word in words if isinstance(word, str) and word.isalpha() and not cells.is_tick(word)]
    return len(words) * 2 > len(named) and len(single) * 5 >= len(words) * 4
