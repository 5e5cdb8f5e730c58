"""What may come in from the podium."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from kiosk.core.messages import Message, _
from kiosk.domain.questions.rules import Outcome, Reason, State
from kiosk.places.forms import CheckedForm, cleaned

LONGEST_DESTINATION = 250
_TOO_OLD = _("Trang này không còn khớp với chương trình. Mời tải lại trang rồi làm lại.")

Word = TypeVar("Word", bound=StrEnum)


def _one_of(kind: type[Word], *, otherwise: Message) -> Callable[[str | None], Word | None]:
    """A filter for a word of a closed list; nothing where the field is empty."""

    def read(value: str | None) -> Word | None:
        try:
            return kind(value) if value else None
        except ValueError:
            raise ValueError(otherwise) from None  # WTForms keeps it as the field's error

    return read


def _number(value: str | None) -> int | None:
    """A filter for an id or a revision; nothing where the field is empty."""
    if value and not (value.isdecimal() and len(value) < 10):  # noqa: PLR2004  # what an INTEGER surely holds
        raise ValueError(_TOO_OLD)
    return int(value) if value else None


class SeenForm(CheckedForm):
    """The state in which the person saw a question, and which one they want in hand after it."""

    seen = StringField(filters=[_one_of(State, otherwise=_TOO_OLD)])
    then = StringField(filters=[_number])


class MoveForm(SeenForm):
    """A move, with what some moves need."""

    revision = StringField(filters=[_number])
    reason = StringField(
        filters=[_one_of(Reason, otherwise=_("Không có lý do này. Mời chọn một lý do trong danh sách."))]
    )
    department = StringField(filters=[_number])
    due = DateField(validators=[Optional()])
    to = StringField(
        filters=[cleaned],
        validators=[Length(max=LONGEST_DESTINATION, message=_("Nơi nhận dài quá 250 chữ. Xin ghi ngắn lại."))],
    )

    def checked(self) -> dict[str, Any]:
        """Return `seen`, `revision`, `then`, and the outcome that the rest makes."""
        values = super().checked()
        outcome = Outcome(
            reason=values["reason"],
            department_id=values["department"],
            due=values["due"],
            destination=values["to"] or None,
        )
        return {**{name: values[name] for name in ("seen", "revision", "then")}, "outcome": outcome}
