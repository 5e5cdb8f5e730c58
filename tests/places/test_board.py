"""The board: a plain public page, the ways in, and the reader's language."""

import pytest
from bs4 import Tag
from flask import Flask

from kiosk.core.actor import SYSTEM
from kiosk.core.transact import transact
from kiosk.domain.access.rules import Place
from kiosk.domain.sittings.actions import move_sitting
from kiosk.domain.sittings.rules import SittingState
from kiosk.places.guards import anyone
from tests.conftest import Hall
from tests.pages import NOBODY_IN_THE_HALL, Pages


def the(page: Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, f"there is no {selector}"
    return found


def test_the_public_sees_which_meeting_there_is(pages: Pages) -> None:
    page = pages.visit("/", as_=NOBODY_IN_THE_HALL)
    said = the(page, "main").get_text()
    assert the(page, "h1").get_text() == "Hội nghị đối thoại lần 2 năm 2027"
    for part in ("Phường Tân Mẫu", "Hội trường UBND phường", "07:30", "18/11/2027", "đang đón đại biểu"):
        assert part in said
    assert the(page, "main a.button")["href"] == "/v"
    assert not page.select("meta[name=robots]")


def test_the_board_follows_the_meeting(hall: Hall, pages: Pages) -> None:
    transact(move_sitting, actor=SYSTEM, sitting_id=hall.sitting_id, to=SittingState.IN_SESSION)
    assert "đang họp" in the(pages.visit("/", as_=NOBODY_IN_THE_HALL), "main").get_text()


def test_a_house_without_a_meeting_says_so(app: Flask) -> None:
    assert "Chưa có hội nghị nào." in the(Pages(app).visit("/", as_=NOBODY_IN_THE_HALL), "main").get_text()


def test_the_hall_is_not_told_of_staff(hall: Hall, pages: Pages) -> None:
    links = pages.visit("/", as_=hall.phone_of()).select("main a")
    assert {link["href"] for link in links} == {"/floor", "/v"}


def test_staff_find_where_this_device_stands_and_the_way_to_sign_in(hall: Hall, pages: Pages) -> None:
    links = pages.visit("/", as_=hall.at(Place.DOOR, "Cửa 1")).select("main a")
    assert {link["href"] for link in links} == {"/door", "/v", "/sign-in"}
    assert "Cửa 1" in next(link for link in links if link["href"] == "/door").get_text()


def test_a_device_reads_the_language_it_chose_on_the_page_where_it_was(hall: Hall, pages: Pages) -> None:
    phone = hall.phone_of()
    form = the(pages.visit("/floor/questions", as_=phone), "form[action='/language']")
    page = pages.submit(form, press=the(form, "button[value=en]"))
    assert page.path == "/floor/questions"
    assert the(page, "html")["lang"] == "en"
    back = the(page, "form[action='/language']")
    assert the(pages.submit(back, press=the(back, "button[value=vi]")), "html")["lang"] == "vi"


def test_a_language_that_is_not_spoken_is_refused(pages: Pages) -> None:
    form = the(pages.visit("/", as_=NOBODY_IN_THE_HALL), "form[action='/language']")
    button = the(form, "button[name=lang]")
    button["value"] = "tlh"
    pages.submit(form, press=button, status=422)


@pytest.mark.parametrize("elsewhere", ["http://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_the_choice_of_language_leads_to_pages_of_the_house_alone(pages: Pages, elsewhere: str) -> None:
    form = the(pages.visit("/", as_=NOBODY_IN_THE_HALL), "form[action='/language']")
    assert pages.submit(form, press=the(form, "button[name=lang]"), next=elsewhere).path == "/"


def test_a_page_that_is_not_there_says_so_and_leads_back(pages: Pages) -> None:
    page = pages.visit("/khong-co", as_=NOBODY_IN_THE_HALL, status=404)
    assert "Mời xem lại địa chỉ" in the(page, "main").get_text()
    assert the(page, "main a")["href"] == "/"


def test_an_address_that_is_only_posted_to_says_so(pages: Pages) -> None:
    page = pages.visit("/language", as_=NOBODY_IN_THE_HALL, status=405)
    assert "Mời quay lại trang trước" in the(page, "main").get_text()


def test_a_screen_that_nobody_signed_in_is_told_to_open_its_link(pages: Pages) -> None:
    page = pages.visit("/screen", status=403)
    assert "Mời mở đường dẫn" in the(page, "main").get_text()


def test_an_old_page_is_told_to_be_loaded_again(pages: Pages) -> None:
    answer = pages.send("POST", "/language", as_=NOBODY_IN_THE_HALL, data={"lang": "en"})
    assert answer.status_code == 400
    assert "Mời tải lại trang" in answer.get_data(as_text=True)


def test_an_element_that_asked_is_refused_with_a_toast_alone(pages: Pages) -> None:
    toast = pages.fragment("/khong-co", as_=NOBODY_IN_THE_HALL, status=404)
    assert the(toast, "[data-refused]")["role"] == "alert"
    assert "<html" not in toast.response.get_data(as_text=True)


@pytest.mark.logs_errors
def test_a_failure_is_a_sentence_and_tells_nothing_else(
    app: Flask, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    @anyone()
    def fail() -> str:
        raise LookupError("a secret")

    app.testing = False  # a tested app raises instead of answering
    monkeypatch.setitem(app.view_functions, "board.home", fail)
    page = pages.visit("/", as_=NOBODY_IN_THE_HALL, status=500)
    assert "Máy vừa gặp trục trặc" in the(page, "main").get_text()
    assert "secret" not in page.get_text()
