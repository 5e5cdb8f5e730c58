"""The kinds of values that stand in URLs."""

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Map

from kiosk.core.codes import PATTERN

LARGEST = 2**31 - 1
"""What the database surely holds as an id or a number."""


class Number(IntegerConverter):
    """An id or a number; one that is larger than any that can be kept is an address that does not exist."""

    def __init__(self, urls: Map) -> None:
        super().__init__(urls, max=LARGEST)


class InvitationCode(BaseConverter):
    """A delegate's code, in upper or lower case; views get it in upper case."""

    regex = PATTERN

    def to_python(self, value: str) -> str:
        """Return the code as it is kept."""
        return value.upper()


def install(app: Flask) -> None:
    """Let routes of `app` use these kinds; `int` is one of them."""
    app.url_map.converters["int"] = Number
    app.url_map.converters["invitation_code"] = InvitationCode
