"""Words that people write: cleaned once at the door, folded for searching, keyed for sorting."""

import re
import unicodedata

from kiosk.core.errors import Refused, Status
from kiosk.core.messages import _

MAX_BYTES = 8 * 1024
MAX_MARKS = 3
"""Marks kept on one base letter; Vietnamese needs two."""

_FILLERS = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc")
"""Look blank, yet pass `str.strip()`."""
_DROPPED = frozenset({"Cc", "Cf", "Co", "Cn"})
"""Controls, bidi and zero-width and tags, private use, unassigned."""
_BLANKS = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n\s*\n\s*")

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng: the order of dictionaries (and of ICU)."""


def clean(raw: str, *, lines: bool = False) -> str:
    """Return what a person meant to write: NFC, no invisible or dangerous characters, blanks folded.

    `lines` keeps line breaks (at most one empty line in a row). What comes out may be empty: test blankness
    on it, never on what came in. Refuses more than 8 KB, and broken (surrogate) text. (The cap comes first:
    normalising 200,000 mixed marks takes seconds.)
    """
    try:
        size = len(raw.encode())
    except UnicodeEncodeError:
        sentence = _("Có ký tự bị hỏng, máy không đọc được. Xin gõ lại.")
        raise Refused(sentence, code="broken_text", status=Status.UNREADABLE) from None
    if size > MAX_BYTES:
        raise Refused(_("Nội dung quá dài. Xin rút ngắn lại."), code="too_long", status=Status.UNREADABLE)
    text = unicodedata.normalize("NFC", _few_marks(_visible(raw.replace("\r\n", "\n").replace("\r", "\n"))))
    text = _BLANKS.sub(" ", text)
    if not lines:
        return " ".join(text.split())
    return _BLANK_LINES.sub("\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


def _visible(raw: str) -> str:
    return "".join(
        char
        for char in ("\n" if char in "\u2028\u2029\x0b\x0c\x85" else " " if char == "\t" else char for char in raw)
        if char == "\n" or (char not in _FILLERS and unicodedata.category(char) not in _DROPPED)
    )


def _few_marks(text: str) -> str:
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def fold(text: str) -> str:
    """Return `text` for comparing and searching: lower case, no marks, đ as d, single blanks.

    "Nguyễn Thị Thuý", "NGUYEN THI THUY" and its NFD form all fold to "nguyen thi thuy".
    """
    bare = "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))
    return " ".join(bare.replace("đ", "d").split())


def sort_key(name: str) -> str:
    """Return a key that sorts people as Vietnamese lists do: by given name, then by the full name.

    Letters first (a ă â b c d đ …), then tones (huyền hỏi ngã sắc nặng), then case; compare as bytes.
    The tone counts for its syllable, wherever it stands, so that "Hoà" and "Hòa" interleave.
    """
    words = unicodedata.normalize("NFC", name).split()
    given = words[-1:] if words else []
    return f"{_letters(given)} {_tones(given)} {_letters(words)} {_tones(words)} {' '.join(words).swapcase()}"


def _letters(words: list[str]) -> str:
    return "!".join("".join(_letter(char) for char in _toneless(word.lower())) for word in words)


def _letter(char: str) -> str:
    place = _ALPHABET.find(char)
    return chr(ord("A") + place) if place >= 0 else char


def _toneless(word: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFD", word) if char not in _TONES)
    return unicodedata.normalize("NFC", bare)


def _tones(words: list[str]) -> str:
    return "".join(
        str(max((_TONES.find(char) + 1 for char in unicodedata.normalize("NFD", word)), default=0)) for word in words
    )
