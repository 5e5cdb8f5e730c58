"""A file of people → what the lists take: the reading room's rows in the words of the domain."""

from dataclasses import asdict, dataclass

from kiosk.domain.people.rules import NewPerson, RefusedRow
from kiosk.spreadsheets.people import read_people


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list that was read: who is to be added, and the rows that cannot be taken."""

    rows: tuple[NewPerson, ...]
    refused: tuple[RefusedRow, ...]


def read_list(content: bytes, *, filename: str) -> ReadList:
    """Read the bytes of a spreadsheet; the reasons are told in the language of the moment.

    Refuses (422) a file that cannot be read.
    """
    people = read_people(content, filename=filename)
    return ReadList(
        rows=tuple(NewPerson(**asdict(row)) for row in people.rows),
        refused=tuple(
            RefusedRow(sheet=row.sheet, row=row.row, name=row.name, why=str(row.why)) for row in people.refused
        ),
    )
