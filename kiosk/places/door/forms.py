"""What may come in at the door."""

from typing import Any

from wtforms import StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from kiosk.core.errors import Refused, Status
from kiosk.core.messages import _
from kiosk.places.forms import CheckedForm, cleaned

_KEY = Length(max=64, message=_("Lượt gửi này có số riêng quá dài. Mời tải lại trang rồi quét lại."))


class CheckInForm(CheckedForm):
    """What was scanned or typed, or a delegate chosen by name; and the key that makes a repeat the same entry."""

    code = StringField(filters=[cleaned])
    delegate = StringField(
        validators=[Optional(), Regexp(r"^\d{1,9}$", message=_("Chưa rõ chọn ai. Mời tìm lại theo tên."))]
    )
    key = StringField(
        validators=[
            DataRequired(_("Lượt gửi này thiếu số riêng của nó. Mời tải lại trang rồi quét lại.")),
            _KEY,
        ]
    )

    def checked(self) -> dict[str, Any]:
        """Return the values by field name; refuse also an empty field."""
        values = super().checked()
        if not values["code"] and not values["delegate"]:
            sentence = _("Chưa có mã hoặc tên. Mời quét giấy mời, hoặc gõ mã hay tên rồi bấm Enter.")
            raise Refused(sentence, code="empty", status=Status.UNREADABLE)
        return values


class UndoForm(CheckedForm):
    """The key under which a page sends it again until it is answered; a form without scripts has none."""

    key = StringField(validators=[_KEY])
