"""What may come in from a delegate: a question, as far as it has come in its three steps."""

from collections.abc import Collection

from wtforms import BooleanField, StringField
from wtforms.validators import AnyOf, DataRequired, Length

from kiosk.core.messages import _
from kiosk.domain.questions.rules import check_words
from kiosk.places.forms import CheckedForm, cleaned, cleaned_lines, follows

LONGEST_KEY = 64
_NO = ("", "0", "false", "no", "off")


class QuestionForm(CheckedForm):
    """Each step fills in one field and carries the others along."""

    text = StringField(filters=[cleaned_lines], validators=[follows(check_words)])
    field = StringField(filters=[cleaned])
    show_name = BooleanField(false_values=_NO)
    """Consent is what somebody ticked, so a program's "no" is not one."""
    key = StringField(
        filters=[cleaned],
        validators=[
            DataRequired(_("Lượt gửi này thiếu số riêng của nó. Mời bác bấm gửi lại.")),
            Length(max=LONGEST_KEY, message=_("Lượt gửi này có số riêng quá dài. Mời bác bấm gửi lại.")),
        ],
    )

    def __init__(self, *, fields: Collection[str]) -> None:
        """`fields` are the digits that may be chosen."""
        super().__init__()
        self.field.validators = [AnyOf(fields, message=_("Bác chọn giúp một lĩnh vực trong danh sách."))]
