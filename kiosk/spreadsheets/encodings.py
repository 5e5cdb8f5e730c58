"""Bytes of a text file → text, whichever program saved it."""

import codecs

from kiosk.spreadsheets.legacy import familiar_words, reading_for

_SAMPLE = 4096
"""Bytes looked at to tell UTF-16 without a mark from one-byte text."""


def decode(content: bytes) -> str:
    """Return the text of `content`: UTF-8, UTF-16 (with or without its mark), Windows-1258, or an old font's letters.

    An old font's text comes back as the Western letters it was stored in; `legacy.reading_for` makes it readable.
    Never refuses: what no encoding explains comes back with replacement signs, and no heading will be found in it.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if wide := _wide_encoding(content[:_SAMPLE]):
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _one_byte_text(content)


def _wide_encoding(sample: bytes) -> str | None:
    """Every digit, blank and separator of UTF-16 brings a zero byte, on the same side of its pair."""
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if max(low, high) * 10 < len(sample):
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def _one_byte_text(content: bytes) -> str:
    western = content.decode("latin-1")
    readings = {
        content.decode("utf-8-sig", errors="replace"): 0,  # one broken byte in an honest file
        content.decode("cp1258", errors="replace"): 0,
        western: familiar_words(reading_for([western])(western)),
    }
    return max(readings, key=lambda text: readings[text] or familiar_words(text))
