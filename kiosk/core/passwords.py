"""Passwords: Argon2id, worked out beside the event loop; on it, one hash stalls everybody for 180 ms."""

import unicodedata
from functools import cache

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password."""
    hashed: str = gevent.get_hub().threadpool.apply(_hasher.hash, (_as_typed(password),))
    return hashed


def is_password(password: str, *, hashed: str | None) -> bool:
    """Tell whether it is the right one; takes as long where there is no such person."""
    matches: bool = gevent.get_hub().threadpool.apply(_matches, (hashed or _nobodys(), _as_typed(password)))
    return matches and hashed is not None


def _matches(hashed: str, password: str) -> bool:
    """Answers in the thread itself: what is raised there, gevent prints with its whole traceback."""
    try:
        return _hasher.verify(hashed, password)
    except VerificationError:
        return False


@cache
def _nobodys() -> str:
    return hash_password("nobody")


def _as_typed(password: str) -> str:
    """One form for "ộ", whichever keyboard or file it comes from."""
    return unicodedata.normalize("NFC", password)
