"""What every form has in common: cleaned text, one sentence a failure."""

from collections.abc import Callable
from typing import Any

from flask import request
from wtforms import Field, Form
from wtforms.validators import ValidationError

from kiosk.core.errors import Refused, Status
from kiosk.core.messages import Message
from kiosk.core.text import clean


class CheckedForm(Form):
    """A form of the present request; its token was checked at the entrance, by `guards`."""

    def __init__(self) -> None:
        super().__init__(request.form)

    def checked(self) -> dict[str, Any]:
        """Return the values by field name; refuse with the first field's sentence, and its name as the code."""
        if not self.validate():
            name, sentence = self.faults()[0]
            raise Refused(sentence, code=name, status=Status.UNREADABLE)
        return dict(self.data)

    def faults(self) -> list[tuple[str, Message | str]]:
        """Return what `validate` found: the first sentence of each field that has one, by the field's name."""
        return [(field.name, field.errors[0]) for field in self if field.errors]


def follows(rule: Callable[[Any], None]) -> Callable[[Form, Field], None]:
    """A validator that asks a rule of the domain, and says what it says."""

    def validate(_form: Form, field: Field) -> None:
        try:
            rule(field.data)
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from None

    return validate


def cleaned(value: str | None) -> str:
    """A filter for one-line fields."""
    return _clean(value, lines=False)


def cleaned_lines(value: str | None) -> str:
    """A filter for fields of several lines."""
    return _clean(value, lines=True)


def _clean(value: str | None, *, lines: bool) -> str:
    try:
        return clean(value or "", lines=lines)
    except Refused as refusal:
        raise ValueError(refusal.sentence) from None  # WTForms keeps it as the field's error
