"""A ward's list of people, however it is laid out → rows of people, and for every row that gives none the reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.core.errors import Refused, Status
from kiosk.core.messages import Message, _
from kiosk.core.text import clean
from kiosk.spreadsheets import cells
from kiosk.spreadsheets.entries import Entry, entries
from kiosk.spreadsheets.files import Cell, Sheet, read_sheets
from kiosk.spreadsheets.header import Field


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of a list. `row` is counted as Excel counts it, from 1; `sheet` is "" for a CSV file."""

    sheet: str
    row: int
    name: str
    """Without "Ông/Bà/Đ/c" and what stands in brackets; in usual letters where the list is in capitals."""
    name_written: str
    birth_year: int | None
    sex: str | None
    """One of "male", "female"; None where the list does not say."""
    group: str | None
    """The neighbourhood (khu phố) without its label: "An Hòa"."""
    subgroup: str | None
    """The group within it (tổ) with its label: "Tổ 2"."""
    phone: str | None
    """Digits that can be dialled in Vietnam, beginning with 0."""
    position: str | None
    unit: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row (from 1) that holds something and yet gives no person; `why` says which cell and what to write there."""

    sheet: str
    row: int
    why: Message | str
    name: str | None


@dataclass(frozen=True, slots=True)
class PeopleList:
    """What a file says: its people, and its rows that could not be taken, both in the order of the file."""

    rows: tuple[PersonRow, ...]
    refused: tuple[RefusedRow, ...]


def read_people(content: bytes, *, filename: str) -> PeopleList:
    """Return the people in the bytes of an .xlsx, .xls, .ods or .csv file.

    Knows the lists that wards write: a letterhead above, headings over two rows, a sheet or a section for each group,
    sums and signatures below. Two equal rows stay two. Refuses (422, `unreadable_file`) a file that cannot be read,
    that has no column of names, or that names nobody.
    """
    sheets = read_sheets(content, filename=filename)
    found = [(sheet, entries(sheet)) for sheet in sheets]
    if all(people is None for _sheet, people in found):
        raise _unreadable(
            _(
                "Tệp “%(file)s” không có cột họ tên. Xin ghi “Họ và tên” ở ô đầu của cột ấy rồi gửi lại.",
                file=clean(filename[-80:]),
            )
        )
    taken = [_taken(sheet, entry) for sheet, people in found for entry in people or ()]
    rows = tuple(row for row in taken if isinstance(row, PersonRow))
    refused = tuple(row for row in taken if isinstance(row, RefusedRow))
    if not taken:
        raise _unreadable(_("Danh sách trong tệp “%(file)s” chưa có tên ai.", file=clean(filename[-80:])))
    return PeopleList(rows=rows, refused=refused)


def _taken(sheet: Sheet, entry: Entry) -> PersonRow | RefusedRow:
    try:
        return _person(sheet, entry)
    except Refused as refusal:
        return RefusedRow(sheet=sheet.name, row=entry.row, why=refusal.sentence, name=entry.name or None)


def _person(sheet: Sheet, entry: Entry) -> PersonRow:
    if not entry.name:
        raise _unusable(_("Dòng này có thông tin mà ô họ tên để trống. Xin ghi họ và tên, hoặc xóa cả dòng."))
    name = cells.name(entry.name)
    if entry.doubtful:
        raise _unusable(
            _(
                "Không rõ “%(said)s” có phải là tên một đại biểu không. "
                "Nếu phải, xin ghi thêm số thứ tự và năm sinh ở dòng này.",
                said=entry.name,
            )
        )
    year, sex = _year_and_sex(entry.values)
    return PersonRow(
        sheet=sheet.name,
        row=entry.row,
        name=name.spelled,
        name_written=entry.name,
        birth_year=year,
        sex=sex or name.sex,
        group=entry.place.group,
        subgroup=entry.place.subgroup,
        phone=cells.phone(entry.values.get(Field.PHONE, "")) or cells.phone(entry.values.get(Field.OTHER_PHONE, "")),
        position=_words(entry.values.get(Field.POSITION, "")),
        unit=_words(entry.values.get(Field.UNIT, "")),
        note=_words(entry.values.get(Field.NOTE, "")),
    )


def _year_and_sex(values: Mapping[Field, Cell]) -> tuple[int | None, str | None]:
    """Under "Nam | Nữ" stands the year of birth or a mark, and the column tells the sex."""
    year, sex = cells.birth_year(values.get(Field.YEAR, "")), cells.sex(values.get(Field.SEX, ""))
    marked = {
        told: values[field]
        for field, told in ((Field.MALE, "male"), (Field.FEMALE, "female"))
        if cells.is_tick(values.get(field, "")) or not cells.is_nothing(values.get(field, ""))
    }
    if len(marked) > 1:
        raise _unusable(_("Cả hai ô “Nam” và “Nữ” đều có ghi. Xin chỉ để lại một ô."))
    for told, cell in marked.items():
        return year if cells.is_tick(cell) else cells.birth_year(cell), told
    return year, sex


def _words(cell: Cell) -> str | None:
    return cells.text(cell).strip(" -–—_") or None


def _unusable(sentence: Message) -> Refused:
    return Refused(sentence, code="unusable_row", status=Status.UNREADABLE)


def _unreadable(sentence: Message) -> Refused:
    return Refused(sentence, code="unreadable_file", status=Status.UNREADABLE)
