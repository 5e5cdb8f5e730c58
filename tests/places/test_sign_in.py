"""The entrance: opening changes nothing, the first form lets in, and nobody gets further than their paper says."""

import pytest
from bs4 import Tag
from flask import Flask
from werkzeug.test import TestResponse

from kiosk.core.actor import SYSTEM, Role
from kiosk.core.codes import in_groups
from kiosk.core.db import reading
from kiosk.core.journal import version_of
from kiosk.core.passwords import hash_password
from kiosk.core.transact import transact
from kiosk.domain.access.actions import add_staff, renew_link
from kiosk.domain.access.rules import Place
from kiosk.domain.people.actions import replace_invitation
from tests.conftest import Hall
from tests.pages import NOBODY, NOBODY_IN_THE_HALL, Page, Pages, Somebody

AN = "Trần Văn An"
PASSWORD = "mùa mưa năm nay"


def the(page: Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, f"there is no {selector}"
    return found


def version(hall: Hall) -> int:
    with reading() as session:
        return version_of(session, hall.sitting_id)


def add(role: Role, name: str = "Lê Thị Thư") -> None:
    transact(add_staff, actor=SYSTEM, name=name, role=role, password_hash=hash_password(PASSWORD))


def give_password(
    pages: Pages, *, name: str = "Lê Thị Thư", password: str = PASSWORD, path: str = "/sign-in", status: int = 200
) -> Page:
    return pages.submit(the(pages.visit(path), "main form"), name=name, password=password, status=status)


def cookie_of(pages: Pages, who: Somebody) -> str:
    found = pages._client(who).get_cookie(f"kiosk_{who.side}", domain="127.0.0.1")
    assert found is not None
    return found.value


def sent_as_it_stands(pages: Pages, path: str, who: Somebody) -> TestResponse:
    """Send the first form of a page, as a program would that knows nothing of it."""
    form = the(pages.visit(path, as_=who), "form")
    fields = {str(field["name"]): field.get("value", "") for field in form.select("input[name]")}
    return pages.send("POST", str(form["action"]), as_=who, data=fields)


@pytest.mark.parametrize("path", ["/v/{}", "/V/{}"])
def test_a_badge_offers_to_enter_and_its_first_form_lets_in(hall: Hall, pages: Pages, path: str) -> None:
    code, who = hall.person(AN).code, Somebody(side="hall")
    before = version(hall)
    page = pages.visit(path.format(code), as_=who)
    assert AN in the(page, "h1").get_text()
    assert "Khu phố An Hòa · Tổ 2" in the(page, "main").get_text()
    assert in_groups(code) in the(page, "main").get_text()
    assert version(hall) == before
    answer = sent_as_it_stands(pages, path.format(code), who)
    assert (answer.status_code, answer.location) == (303, "/floor")
    assert AN in the(pages.visit("/floor", as_=who), "h1").get_text()


def test_a_browser_that_keeps_no_cookie_may_send_a_code(hall: Hall, app: Flask) -> None:
    browser = app.test_client(use_cookies=False)
    answer = browser.post(f"/v/{hall.person(AN).code}", base_url="http://127.0.0.1:8000")
    assert (answer.status_code, answer.location) == (303, "/floor")


def test_a_phone_that_is_known_is_not_signed_in_as_somebody_else_from_elsewhere(hall: Hall, pages: Pages) -> None:
    phone = hall.phone_of(AN)
    pages.visit("/floor", as_=phone)
    other = hall.person("Lê Thị Ân").code
    assert pages.send("POST", f"/v/{other}", as_=phone).status_code == 400
    assert AN in the(pages.visit("/floor", as_=phone), "h1").get_text()


def test_an_unknown_badge_is_told_what_to_do(pages: Pages) -> None:
    page = pages.visit("/v/222222222", as_=NOBODY_IN_THE_HALL, status=404)
    assert "hỏi bàn đón tiếp" in the(page, "main").get_text()


def test_a_replaced_badge_is_told_so_and_offers_no_button(hall: Hall, pages: Pages) -> None:
    person = hall.person(AN)
    transact(replace_invitation, actor=SYSTEM, delegate_id=person.delegate.delegate_id)
    page = pages.visit(f"/v/{person.code}", as_=NOBODY_IN_THE_HALL)
    assert "thay bằng mã mới" in the(page, "main [role=alert]").get_text()
    assert not page.select("main form")
    token = the(page, "meta[name=csrf-token]")["content"]
    answer = pages.send("POST", f"/v/{person.code}", as_=NOBODY_IN_THE_HALL, data={"csrf_token": token})
    assert answer.status_code == 409


@pytest.mark.parametrize("path", ["/v", "/V"])
def test_a_typed_code_lets_in_however_it_is_typed(hall: Hall, pages: Pages, path: str) -> None:
    form = the(pages.visit(path, as_=NOBODY_IN_THE_HALL), "main form")
    page = pages.submit(form, code=f" {in_groups(hall.person(AN).code).lower()} ")
    assert page.path == "/floor"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Bác chưa gõ mã."),
        ("\u3164", "Mã có 9 chữ và số"),
        ("K7M-2QX", "Mã có 9 chữ và số"),
        ("222-222-222", "Mã này không có trong danh sách."),
    ],
)
def test_a_code_that_is_none_is_told_so_and_kept(pages: Pages, typed: str, sentence: str) -> None:
    form = the(pages.visit("/v", as_=NOBODY_IN_THE_HALL), "main form")
    page = pages.submit(form, code=typed, status=422)
    assert sentence in the(page, "#code-error").get_text()
    assert sentence in the(page, "#errors").get_text()
    assert the(page, "#code")["value"] == typed.replace("\u3164", "")


@pytest.mark.parametrize("place", [Place.DOOR, Place.PODIUM, Place.SCREEN])
def test_a_link_made_for_a_name_shows_it_and_its_first_form_leads_to_the_place(
    hall: Hall, pages: Pages, place: Place
) -> None:
    path, who = hall.link(place, "Máy số 1"), Somebody(side=place.side.value)
    before = version(hall)
    assert "Vào với tên Máy số 1" in the(pages.visit(path, as_=who), "h1").get_text()
    assert version(hall) == before
    answer = sent_as_it_stands(pages, path, who)
    assert (answer.status_code, answer.location) == (303, f"/{place}")


def test_a_link_that_was_made_up_or_made_again_leads_nowhere(hall: Hall, pages: Pages) -> None:
    path = hall.link(Place.DOOR)
    pages.visit(path[:-1] + ("0" if path[-1] != "0" else "1"), status=404)
    pages.visit(f"{path[:-1]}é", status=404)
    pages.visit(f"/in/{2**63}/{path[-32:]}", status=404)
    transact(renew_link, actor=SYSTEM, link_id=int(path.split("/")[2]))
    pages.visit(path, status=404)


def test_a_link_to_a_staff_place_does_not_exist_in_the_hall(hall: Hall, pages: Pages) -> None:
    pages.visit(hall.link(Place.DOOR), as_=NOBODY_IN_THE_HALL, status=404)


@pytest.mark.parametrize("path", ["/door", "/podium", "/sign-in"])
def test_staff_places_do_not_exist_in_the_hall(pages: Pages, path: str) -> None:
    page = pages.visit(path, as_=NOBODY_IN_THE_HALL, status=404)
    assert the(page, "h1").get_text() == "Không tìm thấy"


@pytest.mark.parametrize(("role", "leads_to"), [(Role.CHAIR, "/podium"), (Role.DOOR, "/door"), (Role.ADMIN, "/")])
def test_a_named_person_is_led_to_their_place(pages: Pages, role: Role, leads_to: str) -> None:
    add(role)
    assert give_password(pages, name="le thi thu").path == leads_to


def test_whoever_was_sent_to_sign_in_goes_on_to_where_they_were_going(pages: Pages) -> None:
    add(Role.SECRETARY)
    sent_away = pages.send("GET", "/door")
    assert sent_away.location == "/sign-in?next=/door"
    assert give_password(pages, path=sent_away.location).path == "/door"


@pytest.mark.parametrize("wrong", [{"password": "không phải đâu"}, {"name": "Không Có Ai"}])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(pages: Pages, wrong: dict[str, str]) -> None:
    add(Role.CHAIR)
    page = give_password(pages, status=422, **wrong)  # type: ignore[arg-type]  # its strings are names and passwords
    assert "Tên hoặc mật khẩu chưa đúng." in the(page, "#password-error").get_text()
    assert the(page, "#name")["value"] == wrong.get("name", "Lê Thị Thư")
    assert not the(page, "#password").get("value")


def test_an_empty_sign_in_names_both_gaps(pages: Pages) -> None:
    page = pages.submit(the(pages.visit("/sign-in"), "main form"), name="", password="", status=422)
    assert [link["href"] for link in page.select("#errors a")] == ["#name", "#password"]


@pytest.mark.parametrize(
    "elsewhere",
    ["http://evil.example/", "//evil.example/", "/\\evil.example", "/\t/evil.example", "\\\\evil.example", "evil"],
)
def test_nobody_is_led_out_of_the_house(hall: Hall, pages: Pages, elsewhere: str) -> None:
    token = the(pages.visit("/v", as_=NOBODY_IN_THE_HALL), "meta[name=csrf-token]")["content"]
    answer = pages.send(
        "POST",
        "/v",
        as_=NOBODY_IN_THE_HALL,
        query_string={"next": elsewhere},
        data={"csrf_token": token, "code": hall.person(AN).code},
    )
    assert (answer.status_code, answer.location) == (303, "/floor")


def test_a_sign_in_from_elsewhere_is_refused(pages: Pages) -> None:
    add(Role.CHAIR)
    answer = pages.send("POST", "/sign-in", data={"name": "Lê Thị Thư", "password": PASSWORD, "csrf_token": "made up"})
    assert answer.status_code == 400


def test_signing_out_ends_every_place_of_the_device(pages: Pages, hall: Hall) -> None:
    phone = hall.phone_of(AN)
    form = the(pages.visit("/floor", as_=phone), "form[action='/sign-out']")
    assert pages.submit(form).path == "/"
    assert pages.send("GET", "/floor", as_=phone).location == "/v"


def test_the_cookie_of_a_revoked_device_is_worthless(pages: Pages, hall: Hall) -> None:
    chair = hall.at(Place.PODIUM)
    pages.visit("/podium", as_=chair)
    cookie = cookie_of(pages, chair)
    pages.submit(the(pages.visit("/", as_=chair), "form[action='/sign-out']"))
    pages._client(NOBODY).set_cookie("kiosk_staff", cookie, domain="127.0.0.1")
    assert pages.send("GET", "/podium", as_=NOBODY).location == "/sign-in?next=/podium"


def test_a_revoked_device_that_comes_back_is_a_new_one(pages: Pages, hall: Hall) -> None:
    phone = hall.phone_of(AN)
    form = the(pages.visit("/floor", as_=phone), "form[action='/sign-out']")
    before = cookie_of(pages, phone)
    pages.submit(form)
    pages.submit(the(pages.visit(phone.link, as_=phone), "main form"))
    assert cookie_of(pages, phone) != before


def test_the_sockets_of_a_device_that_signs_out_end(
    pages: Pages, hall: Hall, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, ended = hall.phone_of(AN), []
    pages.visit("/floor", as_=phone)
    monkeypatch.setattr(app.extensions["live"], "drop", ended.append)
    pages.submit(the(pages.visit("/floor", as_=phone), "form[action='/sign-out']"))
    hall.settle()
    assert len(ended) == 1


def test_two_places_live_side_by_side_on_one_device(pages: Pages, hall: Hall) -> None:
    laptop = hall.at(Place.DOOR)
    pages.visit("/door", as_=laptop)
    pages.submit(the(pages.visit(hall.link(Place.PODIUM), as_=laptop), "form"))
    pages.visit("/door", as_=laptop)
    pages.visit("/podium", as_=laptop)


def test_a_phone_that_is_handed_on_is_the_next_persons(pages: Pages, hall: Hall) -> None:
    phone = hall.phone_of(AN)
    pages.visit("/floor", as_=phone)
    pages.submit(the(pages.visit(f"/v/{hall.person('Lê Thị Ân').code}", as_=phone), "main form"))
    assert "Lê Thị Ân" in the(pages.visit("/floor", as_=phone), "h1").get_text()


def test_the_way_to_the_other_language_comes_after_the_form_that_lets_in(hall: Hall, pages: Pages) -> None:
    for path in (f"/v/{hall.person(AN).code}", hall.link(Place.SCREEN)):
        forms = pages.visit(path, as_=NOBODY_IN_THE_HALL).select("form")
        assert [form["action"] for form in forms] == [path, "/language"]
