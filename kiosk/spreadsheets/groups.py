"""How residential groups are written ("KP. An Hòa", "Tổ dân phố số 02") → the neighbourhood and the group within it."""

import re
from dataclasses import dataclass

from kiosk.spreadsheets import cells
from kiosk.spreadsheets.files import Cell


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody lives: the upper level without its label ("An Hòa"), the lower one with it ("Tổ 2")."""

    group: str | None = None
    subgroup: str | None = None

    def __bool__(self) -> bool:
        return self.group is not None or self.subgroup is not None


_OFFICES = r"(?!\s+(?:đảng|đoàn|mặt|chính|cơ|nội|doanh|trường|văn|kinh|hội|ban)\b)"
_LABEL = (
    r"(?<!các )(?:khu\s+phố|khu\s+pho|khối\s+phố|khoi\s+pho|khu\s+dân\s+cư"
    rf"|khối{_OFFICES}|khóm|ấp|thôn|kdc|k[./]?p(?:hố)?|khu(?=\s*\d))(?=[\s.:\d])"
)
_SUBLABEL = (
    r"(?<!các )(?:tổ\s+dân\s+phố|to\s+dan\s+pho|tổ\s+nhân\s+dân|tổ\s+dp|tdp|tổ(?!\s+dân\s+phố)|to(?=\s*\d))(?=[\s.:\d])"
)
_NUMBER_WORD = r"\s*[:.]?\s*(?:(?:số|so)(?=[\s:.\d]))?\s*[:.]?\s*"
_NO_NAME = (
    r"(?!(?:trên|tại|trong|thuộc|và|tham|dự|năm\s+\d+|của|các|trưởng|phó|chức|công\s+tác|giúp"
    r"|đảng|đoàn\s+thể|đoàn\s+thanh|mặt\s+trận|chính\s+(?:quyền|trị)|cơ\s+quan|mttq|ub|ubnd|hđnd|dân\s+vận"
    r"|nội\s+chính|doanh\s+nghiệp|trường\s+học|văn\s+(?:hóa|hoá|phòng)|kinh\s+tế|hội\s+(?:nghị|trường|đồng|phụ)"
    r"|ban\s+(?:công|ngành|điều|quản))\b)"
)
"""What follows a label in ordinary sentences ("các khu phố trên địa bàn") and in blocks of offices ("Khối Đảng").

Two words where the first begins names too: Trường Sơn, Hội An, Đoàn Kết, Văn Lang.
"""
_STOP = (
    rf"(?=\s*(?:[,;:()/]|\s[-–—]\s|\s+{_SUBLABEL}|\s+{_LABEL}|\s+(?:phường|tham|dự|năm|đối|tiếp|xin|gửi|kính|đề)\b"
    r"|\s+\d+\s+(?:người|đại|đb)|$))"
)
_GROUP = re.compile(rf"\b{_LABEL}{_NUMBER_WORD}{_NO_NAME}(?P<name>[^\W_][^,;:()/]*?){_STOP}", re.IGNORECASE)
_SUBGROUP = re.compile(
    rf"\b{_SUBLABEL}{_NUMBER_WORD}{_NO_NAME}(?P<name>\d+\s?[a-z]?\b|[^\W_][^,;:()/]*?{_STOP})", re.IGNORECASE
)
_ENUMERATOR = re.compile(r"^\s*(?:(?:[IVX]+|[A-Z]|\d+(?:\.\d+)*)\s*[.):\-/]|[*+•\-])\s*")
_DITTO = re.compile(r"[\W_]*(?:(?:nt|như trên|không)[\W_]*)?", re.IGNORECASE)
"""Marks in place of a name: the cell says no more than a blank one."""
_ROMAN_END = re.compile(r"\b[ivx]{1,4}$", re.IGNORECASE)


def place_in(words: str) -> Place:
    """Return what an address, a title or a section heading says ("Tổ 2, khu phố An Hòa"), or an empty place."""
    group, subgroup = _GROUP.search(words), _SUBGROUP.search(words)
    return Place(
        group=_spelled(group["name"]) if group else None,
        subgroup=_numbered(subgroup["name"]) if subgroup else None,
    )


def section_place(words: str) -> Place:
    """Return the place that a heading between the rows begins with ("I. KHU PHỐ AN HÒA: 12 người"), or an empty one."""
    heading = without_enumerator(words)
    if _GROUP.match(heading) or _SUBGROUP.match(heading):
        return place_in(heading)
    return Place()


def without_enumerator(words: str) -> str:
    """Return a heading without the "I.", "A)" or "1.2." before it."""
    return _ENUMERATOR.sub("", words, count=1)


def group_cell(cell: Cell) -> Place:
    """Return the place in a cell of the column "Khu phố", labelled or not; it may name the lower level too."""
    words = _said(cell)
    place = place_in(words)
    if place.group:
        return place
    rest = _SUBGROUP.sub("", words).strip(" ,;:/()-–")  # "An Hòa - Tổ 2"
    return Place(group=_spelled(rest) or None, subgroup=place.subgroup)


def subgroup_cell(cell: Cell) -> Place:
    """Return the place in a cell of the column "Tổ": 2, "02", "Tổ 2", "TDP số 2"; it may name the upper level too."""
    words = _said(cell)
    return place_in(words) or Place(subgroup=_numbered(words) if words else None)


def _said(cell: Cell) -> str:
    words = cells.text(cell)
    return "" if _DITTO.fullmatch(words) else words


def _spelled(words: str) -> str:
    words = words.strip(" .-–")
    plain = cells.capitalised(words) if words.isupper() or words.islower() else words
    plain = str(int(plain)) if plain.isdecimal() else plain
    return _ROMAN_END.sub(lambda numeral: numeral[0].upper(), plain) if words.isupper() else plain


def _numbered(words: str) -> str:
    digits = re.fullmatch(r"(\d+)\s?([a-zA-Z]?)", words.strip())
    return f"Tổ {int(digits[1])}{digits[2].upper()}" if digits else f"Tổ {_spelled(words)}"
