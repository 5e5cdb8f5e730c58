"""Passwords: Argon2id, worked out beside the event loop; on it, one hash stalls everybody for 180 ms."""

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_hasher = PasswordHasher()
_NOBODYS = _hasher.hash("nobody")


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password."""
    hashed: str = gevent.get_hub().threadpool.apply(_hasher.hash, (password,))
    return hashed


def is_password(password: str, *, hashed: str | None) -> bool:
    """Tell whether it is the right one; takes as long where there is no such person."""
    try:
        gevent.get_hub().threadpool.apply(_hasher.verify, (hashed or _NOBODYS, password))
    except VerificationError:
        return False
    return hashed is not None
