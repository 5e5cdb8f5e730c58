"""What the people of the invented ward ask, in the words of such meetings."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to ask: the digit of its field, and words with room for where the asker lives."""

    field: str
    text: str

    def words_of(self, group: str | None) -> str:
        """Return the words as somebody of that residential group writes them."""
        upper, _, lower = (group or "Khu phố").partition(" · ")
        return self.text.format(khu=_inside(upper), to=_inside(lower or "Tổ"))


def matters() -> Iterator[Matter]:
    """Yield what there is to ask, and begin again at the end: people do ask the same thing in turn."""
    with Path(__file__).with_name("questions.csv").open(encoding="utf-8", newline="") as file:
        known = [Matter(**row) for row in csv.DictReader(file)]
    yield from cycle(known)


def _inside(label: str) -> str:
    """A label as it stands in the middle of a sentence."""
    return label[:1].lower() + label[1:]
