"""Passwords: the right one opens, however its marks are typed; a wrong one is no accident worth a line."""

import unicodedata

import pytest

from kiosk.core.passwords import hash_password, is_password

PASSWORD = "mật khẩu của hội nghị"  # nobody's


def test_the_right_password_opens_in_whichever_form_its_marks_are_typed() -> None:
    hashed = hash_password(PASSWORD)
    assert is_password(PASSWORD, hashed=hashed)
    assert is_password(unicodedata.normalize("NFD", PASSWORD), hashed=hashed)


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_opens_nothing_and_prints_nothing(capfd: pytest.CaptureFixture[str], *, known: bool) -> None:
    hashed = hash_password(PASSWORD) if known else None
    assert not is_password("nobody", hashed=hashed)
    assert capfd.readouterr() == ("", "")
