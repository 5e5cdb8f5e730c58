"""What may come in at the entrance."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from kiosk.core.codes import find_code
from kiosk.core.messages import _
from kiosk.places.forms import CheckedForm, cleaned


class PasswordForm(CheckedForm):
    """A named person's name and password."""

    name = StringField(filters=[cleaned], validators=[InputRequired(_("Chưa gõ tên. Mời gõ họ và tên."))])
    password = PasswordField(validators=[InputRequired(_("Chưa gõ mật khẩu. Mời gõ mật khẩu."))])


class CodeForm(CheckedForm):
    """A delegate's code, typed."""

    code = StringField(
        filters=[cleaned], validators=[InputRequired(_("Bác chưa gõ mã. Mã có 9 chữ và số, in trên giấy mời."))]
    )

    def validate_code(self, field: StringField) -> None:
        """Refuse what is no code."""
        if find_code(field.data) is None:
            raise ValidationError(_("Mã có 9 chữ và số, in dưới ô vuông trên giấy mời. Mời bác xem lại rồi gõ lại."))
