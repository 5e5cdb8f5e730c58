"""What every form has in common: cleaned text, one sentence a failure."""

from typing import Any

from flask import request
from wtforms import Form

from kiosk.core.errors import Refused, Status
from kiosk.core.text import clean


class CheckedForm(Form):
    """A form of the present request; its token was checked at the entrance, by `guards`."""

    def __init__(self) -> None:
        super().__init__(request.form)

    def checked(self) -> dict[str, Any]:
        """Return the values by field name; refuse with the first field's sentence."""
        if not self.validate():
            sentences = [sentence for field in self for sentence in field.errors]
            raise Refused(sentences[0], code="form", status=Status.UNREADABLE)
        return dict(self.data)


def cleaned(value: str | None) -> str:
    """A filter for one-line fields."""
    return clean(value or "")


def cleaned_lines(value: str | None) -> str:
    """A filter for fields of several lines."""
    return clean(value or "", lines=True)
