"""What the public may choose."""

from wtforms import StringField
from wtforms.validators import AnyOf

from kiosk.core.messages import _
from kiosk.core.settings import LANGUAGES
from kiosk.places.forms import CheckedForm


class LanguageForm(CheckedForm):
    """The language that this device reads, and the page to go back to."""

    lang = StringField(validators=[AnyOf(LANGUAGES, message=_("Chưa có ngôn ngữ này. Mời chọn lại."))])
    next = StringField()
