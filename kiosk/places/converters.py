"""The kinds of values that stand in URLs."""

from flask import Flask
from werkzeug.routing import BaseConverter

from kiosk.core.codes import PATTERN


class InvitationCode(BaseConverter):
    """A delegate's code, in upper or lower case; views get it in upper case."""

    regex = PATTERN

    def to_python(self, value: str) -> str:
        """Return the code as it is kept."""
        return value.upper()


def install(app: Flask) -> None:
    """Let routes of `app` use these kinds."""
    app.url_map.converters["invitation_code"] = InvitationCode
