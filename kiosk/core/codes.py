"""Delegate codes: nine symbols that neither a scanner nor a Vietnamese input method can spoil."""

import re
import secrets

ALPHABET = "23456789BCGHKLMNPQRTVX"
"""22 symbols; none is rewritten by Telex or VNI, none looks like another."""
LENGTH = 9
PATTERN = f"[{ALPHABET}{ALPHABET.lower()}]{{{LENGTH}}}"

_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_IN_LINK = re.compile(f"^HTTPS?://[^/]+/V/([{ALPHABET}]{{{LENGTH}}})/?$")


def make_code() -> str:
    """Return a new random code (about 40 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def find_code(typed: str) -> str | None:
    """Return the code in what was scanned or typed: bare, in groups (`K7X-3M9-TQM`), or as the link of a badge."""
    text = typed.strip().upper()
    if link := _IN_LINK.match(text):
        return link[1]
    bare = re.sub(r"[\s\-–—.]", "", text)
    return bare if _CODE.fullmatch(bare) else None


def in_groups(code: str) -> str:
    """Return `code` as people read it aloud: `K7X-3M9-TQM`."""
    return "-".join(code[at : at + 3] for at in range(0, LENGTH, 3))
