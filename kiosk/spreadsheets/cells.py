"""One cell as people write it → one value: a name, a birth year, a sex, a telephone number, words."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.core import clock
from kiosk.core.errors import Refused, Status
from kiosk.core.messages import Message, _
from kiosk.core.text import fold
from kiosk.spreadsheets.files import Cell

EARLIEST_YEAR = 1900
YOUNGEST = 14
"""Years; whoever is younger is a slip of the pen, not a delegate."""

_MAX_NAME = 60
_EXCEL_DAY_0 = date(1899, 12, 30)
_EARLIEST_SERIAL = 10_000
"""May 1927. Four digits are a year, and 2056 a slip of the pen, not Excel's number for a day of 1905."""
_NOTHING = re.compile(r"[\s\-–—_.,?/0x]*|n ?/ ?a|(k|ko|khong|chua)( (co|ro|biet|dung|su dung)\b.*)?|null|none")
_SPELLED_FLOAT = re.compile(r"\d+\.0")
_TICK = re.compile(r"[xv✓✔☑+*1]|co|\(x\)|\[x\]")


def text(cell: Cell) -> str:
    """Return the words of a cell; a whole number without its ".0" (also where a CSV spells it), a day as 12/5/1956."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, date):
        return f"{cell.day}/{cell.month}/{cell.year}"
    return cell[:-2] if _SPELLED_FLOAT.fullmatch(cell) else cell


def is_tick(cell: Cell) -> bool:
    """Return whether a cell is only marked ("x"), as in the columns "Nam | Nữ"."""
    return _TICK.fullmatch(fold(text(cell))) is not None


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name; `sex` when "Ông" or "Bà" stood before it."""

    spelled: str
    sex: str | None


# "Ông" is a family name too, in Quảng Nam above all: Ông Ích Khiêm, Ông Thị Ba.
_HONORIFIC = re.compile(
    r"[(\[]?((?P<both>(ông|anh|ô)\s*[/(-]?\s*(bà|chị|b)\b\)?)|(?P<male>ông(?!\s+(?:thị|văn|ích)\b)|ô(?=\.)|mr)"
    r"|(?P<female>bà|b(?=\.)|mrs|ms)|anh|chị|cô|chú|bác|cụ|đ\s*/\s*c|đc|đồng chí|đ\.c)[)\]]?"
    r"(\s*[.:]\s*|\s+)(?=\S+\s+\S)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*[(\[“\"][^)\]”\"]*[)\]”\"]?\s*$")
_ENUMERATOR = re.compile(r"^\s*\d{1,3}\s*[.)\-/]\s*")
_WORD = r"[^\W\d_]+(?:['’ʼ\-][^\W\d_]*)*\.?"
_NAME = re.compile(rf"(?!.* và ){_WORD}(?: {_WORD}){{0,8}}")
_SYLLABLE = re.compile(r"[^\W\d_]+")


def name(written: str) -> Name:
    """Return a name without what stands before ("1.", "Ông") and in brackets after it ("(Hai Lý)"), in usual letters.

    Refuses what no name looks like: figures, signs, a single letter.
    """
    bare = _ENUMERATOR.sub("", _ASIDE.sub("", written.lstrip('“"'))).strip(' -.,;:*_“”"')
    sex = None
    while honorific := _HONORIFIC.match(bare):  # "Đ/c Ông Nguyễn Văn An"
        sex = "male" if honorific["male"] else "female" if honorific["female"] else sex
        bare = bare[honorific.end() :]
    if len(bare) < 2 or len(bare) > _MAX_NAME or not _NAME.fullmatch(bare):  # noqa: PLR2004  # a letter is no name
        raise _unusable(
            _(
                "Ô họ tên ghi “%(said)s”, không giống tên người. Xin chỉ ghi họ và tên, không kèm số hay ký hiệu.",
                said=written[:_MAX_NAME],
            )
        )
    return Name(spelled=" ".join(word[0].upper() + word[1:] for word in capitalised(bare).split()), sex=sex)


def capitalised(words: str) -> str:
    """Return words in the usual letters: "NGUYỄN văn AN" as "Nguyễn Văn An"; what is usual already stays."""
    if words.isupper() or words.islower():
        return _SYLLABLE.sub(lambda part: part[0].capitalize(), words)
    return _SYLLABLE.sub(
        lambda part: part[0].capitalize() if part[0][:2].isupper() and len(part[0]) > 1 else part[0], words
    )


_FULL_YEAR = re.compile(r"(?<!\d)(1[89]|20)\d\d(?!\d)")
_GROUPED_YEAR = re.compile(r"([12])[.,](\d{3})")
_SHORT_YEAR = re.compile(r"(?:\d{1,2}\s*[/.\-]\s*){0,2}'?(\d\d)")


def birth_year(cell: Cell) -> int | None:
    """Return the year in 1956, "56", "12/5/1956", a day, or Excel's number for a day; None when blank.

    Refuses what holds no year, or a year in which no delegate was born.
    """
    if is_nothing(cell):
        return None
    year = (
        _year_of_text(cell)
        if isinstance(cell, str)
        else _year_of_day(cell)
        if isinstance(cell, date)
        else _year_of(cell)
    )
    if year is None or not EARLIEST_YEAR <= year <= clock.now().year - YOUNGEST:
        raise _unusable(
            _(
                "Ô năm sinh ghi “%(said)s”, máy không hiểu. Xin ghi năm bốn chữ số, ví dụ 1956.",
                said=text(cell)[:_MAX_NAME],
            )
        )
    return year


def is_nothing(cell: Cell) -> bool:
    """Return whether a cell says nothing: blank, "-", "không có", "0"."""
    return _NOTHING.fullmatch(fold(text(cell))) is not None


def _year_of(number: float) -> int | None:
    if not number.is_integer() and number < EARLIEST_YEAR:
        return None
    whole = int(number)
    if 0 < whole < 100:  # noqa: PLR2004  # "56"
        return _century(whole)
    if _EARLIEST_SERIAL <= whole <= (date(clock.now().year, 12, 31) - _EXCEL_DAY_0).days:
        return (_EXCEL_DAY_0 + timedelta(days=whole)).year
    return whole


def _year_of_day(day: date) -> int:
    """A year typed into a cell that is laid out as a day becomes a day of 1905: 1956 is Excel's 9 May 1905."""
    number = (day - _EXCEL_DAY_0).days
    return number if EARLIEST_YEAR <= number <= clock.now().year else day.year


def _year_of_text(said: str) -> int | None:
    if full := _FULL_YEAR.search(said):
        return int(full[0])
    if grouped := _GROUPED_YEAR.fullmatch(said):
        return int(grouped[1] + grouped[2])
    if short := _SHORT_YEAR.fullmatch(said.strip(" .'")):
        return _century(int(short[1]))
    return None


def _century(two_digits: int) -> int:
    this_year = clock.now().year
    return 2000 + two_digits if 2000 + two_digits <= this_year - YOUNGEST else 1900 + two_digits


_SEXES = dict.fromkeys(("nam", "male", "m", "ong", "trai", "anh"), "male")
_SEXES |= dict.fromkeys(("nu", "female", "f", "ba", "gai", "chi"), "female")


def sex(cell: Cell) -> str | None:
    """Return "male" or "female"; None for a blank and for what is neither."""
    return _SEXES.get(fold(text(cell)).strip(" ."))


# The change of 11-digit mobile numbers in September 2018 (decision 798/QĐ-BTTTT of 2018): old prefix → new prefix.
_NEW_PREFIX = dict(
    pair.split(":")
    for pair in (
        "0120:070 0121:079 0122:077 0126:076 0128:078 0123:083 0124:084 0125:085 0127:081 0129:082 0162:032 0163:033 "
        "0164:034 0165:035 0166:036 0167:037 0168:038 0169:039 0186:056 0188:058 0199:059"
    ).split()
)
_BETWEEN_NUMBERS = re.compile(r"[/;,|&\n]|\s[-–—]\s|\bvà\b|\bhoặc\b|\bvà/hoặc\b", re.IGNORECASE)
_CALLABLE = re.compile(r"0[1-9]\d{8}|02\d{9}")
_COUNTRY = re.compile(r"(?:00)?84(?=0?\d{9,10}$)0?")


def phone(cell: Cell) -> str | None:
    """Return the first telephone number of a cell as digits that can be dialled in Vietnam; None when blank.

    Restores the leading 0 that Excel drops, takes +84 for 0, and renews mobile prefixes from before September 2018.
    Refuses a cell with words or figures that make no number.
    """
    said = text(cell)
    if is_nothing(cell):
        return None
    for part in (said, *_BETWEEN_NUMBERS.split(said)):
        if number := _callable(re.sub(r"\D", "", part)):
            return number
    raise _unusable(
        _(
            "Ô số điện thoại ghi “%(said)s”, không phải một số gọi được. "
            "Xin ghi đủ 10 chữ số, bắt đầu bằng số 0, hoặc để trống ô này.",
            said=said[:_MAX_NAME],
        )
    )


def _callable(digits: str) -> str | None:
    if one := _one_number(digits):
        return one
    halves = ((_one_number(digits[:cut]), _one_number(digits[cut:])) for cut in (10, 11, 9))
    return next((first for first, second in halves if first and second), None)  # two numbers, only a blank between


def _one_number(digits: str) -> str | None:
    national = _COUNTRY.sub("0", digits, count=1) if _COUNTRY.match(digits) else digits
    if not national.startswith("0"):
        national = f"0{national}"
    if len(national) == 11 and national[:4] in _NEW_PREFIX:  # noqa: PLR2004  # digits of an old mobile number
        national = _NEW_PREFIX[national[:4]] + national[4:]
    return national if _CALLABLE.fullmatch(national) else None


def _unusable(sentence: Message) -> Refused:
    return Refused(sentence, code="unusable_cell", status=Status.UNREADABLE)
