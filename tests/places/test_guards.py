"""The guard at the entrance: what it keeps of a browser, what it asks of a form, and where it sends a stranger."""

import json
import re
import sqlite3
from contextlib import closing

import pytest
import time_machine
from flask import Flask
from itsdangerous import base64_decode
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from kiosk.core.errors import Refused, Status
from kiosk.domain.access.rules import Place
from kiosk.places.guards import anyone, hash_token
from tests.conftest import Hall
from tests.pages import NOBODY, NOBODY_IN_THE_HALL, Pages, Somebody

IN_HTMX = {"HX-Request": "true"}


def token_of(pages: Pages, who: Somebody) -> str:
    """The CSRF token of a page that `who` opened."""
    [token] = pages.visit("/", as_=who).select("meta[name=csrf-token]")
    return str(token["content"])


def cookies_of(pages: Pages, who: Somebody) -> dict[str, str]:
    return {cookie.key: cookie.value for cookie in (pages._client(who)._cookies or {}).values()}


def sets_cookie(answer: TestResponse, name: str) -> str:
    [line] = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith(f"{name}=")]
    return line


# What the house keeps of a browser


@pytest.mark.parametrize(("place", "side", "strict"), [(Place.DOOR, "staff", "Strict"), (Place.SCREEN, "hall", "Lax")])
def test_a_device_is_a_random_token_of_which_only_the_hash_is_kept(
    hall: Hall, pages: Pages, place: Place, side: str, strict: str
) -> None:
    link, nobody = hall.link(place), NOBODY if side == "staff" else NOBODY_IN_THE_HALL
    answer = pages.send("POST", link, as_=nobody, headers={"X-CSRFToken": token_of(pages, nobody)})
    line = sets_cookie(answer, f"kiosk_{side}")
    token = parse_cookie(line)[f"kiosk_{side}"]
    assert "HttpOnly" in line
    assert f"SameSite={strict}" in line
    assert len(token) >= 43
    with closing(sqlite3.connect(hall.app.config["SETTINGS"].data / "kiosk.sqlite")) as file:
        devices = file.execute("SELECT token_hash, side FROM devices").fetchall()
        written = "\n".join(file.iterdump())
    assert devices == [(hash_token(token), side)]
    assert token not in written


def test_a_token_of_one_side_says_nothing_on_the_other(hall: Hall, pages: Pages) -> None:
    wall = hall.at(Place.SCREEN)
    token = cookies_of_place(pages, wall, "/screen")["kiosk_hall"]
    stranger = Somebody()
    pages._client(stranger).set_cookie("kiosk_staff", token, domain="127.0.0.1")
    assert pages.send("GET", "/screen", as_=stranger).status_code == 403


def cookies_of_place(pages: Pages, who: Somebody, path: str) -> dict[str, str]:
    pages.visit(path, as_=who)
    return cookies_of(pages, who)


@pytest.mark.parametrize("forged", ["", "x", "a" * 64, "kiosk", "' OR 1=1 --", "é"])
def test_a_token_that_was_made_up_is_nobodys(pages: Pages, forged: str) -> None:
    stranger = Somebody()
    pages._client(stranger).set_cookie("kiosk_staff", forged, domain="127.0.0.1")
    assert pages.send("GET", "/door", as_=stranger).location == "/sign-in?next=/door"


def test_the_session_carries_the_secret_of_the_forms_alone_and_no_time(pages: Pages) -> None:
    pages.visit("/", as_=NOBODY_IN_THE_HALL)
    cookies = cookies_of(pages, NOBODY_IN_THE_HALL)
    assert cookies.keys() == {"kiosk_hall_forms"}
    payload, *rest = cookies["kiosk_hall_forms"].split(".")
    assert json.loads(base64_decode(payload)).keys() == {"csrf_token"}
    assert len(rest) == 1  # the seal; a time would stand before it


def test_a_browser_can_be_known_on_both_sides_at_once(hall: Hall, pages: Pages) -> None:
    assert cookies_of_place(pages, hall.at(Place.DOOR), "/door").keys() == {"kiosk_staff", "kiosk_staff_forms"}
    assert cookies_of_place(pages, hall.at(Place.SCREEN), "/screen").keys() == {"kiosk_hall", "kiosk_hall_forms"}


# What a form must bring


@pytest.mark.parametrize("given", [{}, {"csrf_token": ""}, {"csrf_token": "made up"}], ids=["none", "empty", "false"])
def test_a_form_without_the_token_is_told_to_load_the_page_again(
    hall: Hall, pages: Pages, given: dict[str, str]
) -> None:
    door = hall.at(Place.DOOR)
    answer = pages.send("POST", "/door/check-ins", as_=door, data={"code": "222222222", "key": "k", **given})
    assert answer.status_code == 400
    assert 'data-refused="old_page"' in answer.text
    assert "tải lại trang" in answer.text


def test_a_token_of_another_browser_does_not_count(hall: Hall, pages: Pages) -> None:
    door, podium = hall.at(Place.DOOR), hall.at(Place.PODIUM)
    data = {"code": "222222222", "key": "k", "csrf_token": token_of(pages, podium)}
    assert pages.send("POST", "/door/check-ins", as_=door, data=data).status_code == 400


def test_the_token_may_come_as_field_or_as_header(hall: Hall, pages: Pages) -> None:
    door = hall.at(Place.DOOR)
    token, scan = token_of(pages, door), {"code": "222222222"}
    by_field = pages.send("POST", "/door/check-ins", as_=door, data={**scan, "key": "k1", "csrf_token": token})
    header = {"X-CSRFToken": token}
    by_header = pages.send("POST", "/door/check-ins", as_=door, data={**scan, "key": "k2"}, headers=header)
    assert (by_field.status_code, by_header.status_code) == (303, 303)


def test_a_clock_that_was_set_back_makes_no_page_too_old(hall: Hall, pages: Pages) -> None:
    door = hall.at(Place.DOOR)
    with time_machine.travel("2031-01-01", tick=False):
        token = token_of(pages, door)
    with time_machine.travel("2026-01-01", tick=False):
        data = {"code": "222222222", "key": "k", "csrf_token": token}
        assert pages.send("POST", "/door/check-ins", as_=door, data=data).status_code == 303


def test_a_code_needs_the_token_as_soon_as_the_browser_is_known(hall: Hall, pages: Pages) -> None:
    phone = hall.phone_of("Trần Văn An")
    pages.visit("/floor", as_=phone)
    assert pages.send("POST", f"/v/{hall.person('Lê Thị Ân').code}", as_=phone).status_code == 400
    assert pages.send("POST", f"/v/{hall.person('Lê Thị Ân').code}", as_=Somebody(side="hall")).status_code == 303


# Where a stranger is sent


def test_a_stranger_on_the_staffs_side_is_led_to_sign_in_and_then_on(pages: Pages) -> None:
    answer = pages.send("GET", "/podium", as_=NOBODY)
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/podium")


@pytest.mark.parametrize("who", [NOBODY, NOBODY_IN_THE_HALL], ids=["staff", "hall"])
def test_a_stranger_on_the_floor_is_asked_for_a_code(pages: Pages, who: Somebody) -> None:
    answer = pages.send("GET", "/floor", as_=who)
    assert (answer.status_code, answer.location) == (303, "/v")


@pytest.mark.parametrize("who", [NOBODY, NOBODY_IN_THE_HALL], ids=["staff", "hall"])
def test_a_screen_that_nobody_let_in_is_told_so(pages: Pages, who: Somebody) -> None:
    page = pages.visit("/screen", as_=who, status=403)
    assert "đường dẫn" in page.get_text()


def test_an_element_that_asks_takes_the_whole_page_to_sign_in(pages: Pages) -> None:
    answer = pages.send("GET", "/door/counts", as_=NOBODY, headers=IN_HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/sign-in?next=/door")


def test_whoever_was_signed_out_while_sending_is_led_back_to_a_page(pages: Pages) -> None:
    answer = pages.send("POST", "/door/check-ins", as_=NOBODY)
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/door")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_a_place_of_the_staff_is_not_there_in_the_hall_by_any_method(pages: Pages, method: str) -> None:
    path = "/door/check-ins" if method == "POST" else "/door"
    assert pages.send(method, path, as_=NOBODY_IN_THE_HALL).status_code == 404


def test_a_place_where_nobody_says_which_listener_it_was_is_the_halls(app: Flask) -> None:
    assert app.test_client().get("/sign-in").status_code == 404


def test_an_address_that_leads_nowhere_is_a_page_too(pages: Pages) -> None:
    assert "Không có trang này" in pages.visit("/nowhere", as_=NOBODY_IN_THE_HALL, status=404).get_text()


# What nobody may keep


@pytest.mark.parametrize(("path", "who"), [("/", NOBODY_IN_THE_HALL), ("/sign-in", NOBODY), ("/healthz", NOBODY)])
def test_no_page_is_kept_by_whoever_carries_it(pages: Pages, path: str, who: Somebody) -> None:
    answer = pages.send("GET", path, as_=who)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.vary


# Refusals


@pytest.fixture
def refusing(hall: Hall) -> Hall:
    """A hall with an address that always refuses, by the status that it names."""

    @anyone()
    def refuse(status: int) -> str:
        raise Refused("Chưa được. Mời làm lại.", code="not_now", status=Status(status))

    hall.app.add_url_rule("/refusals/<int:status>", "refuse", refuse)
    return hall


@pytest.mark.parametrize("status", Status)
def test_a_refusal_is_a_page_with_its_sentence_its_status_and_its_code(refusing: Hall, status: Status) -> None:
    page = Pages(refusing.app).visit(f"/refusals/{int(status)}", as_=NOBODY_IN_THE_HALL, status=int(status))
    assert "Chưa được. Mời làm lại." in page.get_text()
    assert page.select('[data-refused="not_now"]')


def test_a_refusal_to_an_element_is_a_toast_and_leaves_the_page_as_it_is(refusing: Hall) -> None:
    answer = Pages(refusing.app).send("GET", "/refusals/409", as_=NOBODY_IN_THE_HALL, headers=IN_HTMX)
    assert answer.status_code == 409
    assert "Chưa được. Mời làm lại." in answer.text
    assert not re.search("<html|<h1", answer.text)
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#toasts", "innerHTML")


def test_a_refusal_is_never_logged_as_an_error(refusing: Hall, caplog: pytest.LogCaptureFixture) -> None:
    Pages(refusing.app).send("GET", "/refusals/409", as_=NOBODY_IN_THE_HALL)
    assert caplog.records == []
