"""The door: every verdict on a page of its own, nothing that was on a stranger's card, and all doors in step."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

import gevent
import pytest
from bs4 import Tag
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.core.actor import SYSTEM, Actor, Role
from kiosk.core.db import reading
from kiosk.core.journal import moment, version_of
from kiosk.core.transact import transact
from kiosk.domain.access.rules import Place
from kiosk.domain.attendance.actions import check_in, undo_scan
from kiosk.domain.attendance.models import Entry, Scan
from kiosk.domain.attendance.rules import Verdict
from kiosk.domain.people.actions import add_people, replace_invitation
from kiosk.domain.people.rules import NewPerson
from kiosk.domain.sittings.actions import plan_sitting
from kiosk.domain.sittings.rules import SittingState
from tests.conftest import Hall
from tests.pages import NOBODY, NOBODY_IN_THE_HALL, Page, Pages, Somebody

CCCD = "079201001234|025123456|Nguyễn Văn Bí Mật|01011960|Nam|Khu phố An Hòa|02022022"
OTHER_CARDS = (CCCD, "GD4797912345678|4e67|01/01/1960|", "https://zalo.me/0901234567", "00020101021138540010A0000007")


@pytest.fixture
def door(hall: Hall) -> Somebody:
    """The first door's laptop."""
    return hall.at(Place.DOOR, "Cửa 1")


def scan(pages: Pages, door: Somebody, scanned: str) -> Page:
    return pages.submit(ask_form(pages.visit("/door", as_=door)), code=scanned)


def ask_form(page: Page) -> Tag:
    return page.select_one("form.door__ask") or pytest.fail("The door has no field to scan into.")


def verdict(page: Page) -> str:
    found = page.select("[data-verdict]")
    assert len(found) == 1
    return str(found[0]["data-verdict"])


def words(page: Tag, selector: str) -> str:
    return " ".join(part.get_text(" ", strip=True) for part in page.select(selector))


def test_the_waiting_door_has_one_field_that_takes_the_scanner_and_no_verdict(pages: Pages, door: Somebody) -> None:
    page = pages.visit("/door", as_=door)

    assert [field["name"] for field in page.select("[autofocus]")] == ["code"]
    assert not page.select("[data-verdict]")
    assert words(page, ".bar-top__place") == "Cửa 1"


def test_somebody_invited_is_let_in_by_name_group_and_year(hall: Hall, pages: Pages, door: Somebody) -> None:
    page = scan(pages, door, hall.person("Trần Văn An").code)

    assert verdict(page) == "admitted"
    assert words(page, ".verdict__word") == "Mời vào"
    assert words(page, ".verdict__name") == "Trần Văn An"
    assert words(page, ".verdict__where") == "Khu phố An Hòa · Tổ 2 · sinh 1952"
    assert "1 / 6" in words(page, ".verdict__count")


@pytest.mark.parametrize(
    "written", ["{code}", "{lower}", "{code:.3}-{code:.0}{rest}", "HTTP://192.168.1.10:8000/V/{code}"]
)
def test_a_code_is_read_however_it_is_written(hall: Hall, pages: Pages, door: Somebody, written: str) -> None:
    code = hall.person("Trần Văn An").code
    page = scan(pages, door, written.format(code=code, lower=code.lower(), rest=code[3:]))

    assert verdict(page) == "admitted"


def test_who_is_inside_already_is_told_since_when_and_by_which_door(hall: Hall, pages: Pages, door: Somebody) -> None:
    code = hall.person("Trần Văn An").code
    scan(pages, door, code)
    page = scan(pages, hall.at(Place.DOOR, "Cửa 2"), code)

    assert verdict(page) == "already_in"
    assert re.fullmatch(r"lúc \d\d:\d\d · Cửa 1", words(page, ".verdict__when"))
    assert "Hỏi tên" in words(page, ".verdict__say")


def test_a_replaced_code_shows_the_one_that_counts(hall: Hall, pages: Pages, door: Somebody) -> None:
    old = hall.person("Trần Văn An")
    transact(replace_invitation, actor=SYSTEM, delegate_id=old.delegate.delegate_id)
    new = hall.person("Trần Văn An").code
    page = scan(pages, door, old.code)

    assert verdict(page) == "revoked"
    assert f"{new[:3]}-{new[3:6]}-{new[6:]}" in words(page, ".near__help")


def test_a_code_that_nobody_has_is_unknown_and_is_not_repeated(pages: Pages, door: Somebody) -> None:
    page = scan(pages, door, "22222CCCC")

    assert verdict(page) == "unknown"
    assert "22222" not in str(page)


@pytest.mark.parametrize("card", OTHER_CARDS)
def test_of_a_strangers_card_the_page_and_the_address_keep_only_its_kind(
    pages: Pages, door: Somebody, card: str
) -> None:
    page = scan(pages, door, card)

    assert verdict(page) == "foreign"
    assert words(page, ".verdict__say").startswith("Đây là mã")
    assert page.response.request.query_string == b""
    assert not re.search(r"079201|Bí Mật|GD479|0901234567|00020101", str(page))


def test_after_the_end_nobody_is_let_in(hall: Hall, pages: Pages, door: Somebody) -> None:
    hall.move_to(SittingState.CLOSED)

    assert verdict(scan(pages, door, hall.person("Trần Văn An").code)) == "closed"


def test_another_sittings_invitation_and_its_own_before_the_doors_open_let_nobody_in(hall: Hall, pages: Pages) -> None:
    next_one = transact(
        plan_sitting,
        actor=SYSTEM,
        on=date(2027, 12, 20),
        begins="07:30",
        hall="Hội trường",
        round_no=3,
        state=SittingState.GATHERING,
    )
    guest = NewPerson(sheet="a", row=1, name="Lê Khách", name_written="x")
    transact(add_people, actor=SYSTEM, sitting_id=next_one, rows=(guest,), refused=())
    other = Hall(app=hall.app, sitting_id=next_one)
    door = other.at(Place.DOOR, "Cửa 1")

    assert verdict(scan(pages, door, other.person("Lê Khách").code)) == "not_open"
    page = scan(pages, door, hall.person("Trần Văn An").code)
    assert verdict(page) == "wrong_sitting"
    assert "lần 2 năm 2027" in words(page, ".verdict__say")


def test_who_went_out_is_asked_in_again(hall: Hall, pages: Pages, door: Somebody) -> None:
    code = hall.person("Trần Văn An").code
    scan(pages, door, code)
    transact(let_everybody_out, actor=SYSTEM)
    page = scan(pages, door, code)

    assert verdict(page) == "back"
    assert words(page, ".verdict__word") == "Mời vào lại"


@pytest.mark.parametrize("kind", Verdict)
def test_every_verdict_of_the_closed_list_has_its_word_and_what_to_do(
    hall: Hall, pages: Pages, door: Somebody, kind: Verdict
) -> None:
    delegate_id = hall.person("Trần Văn An").delegate.delegate_id
    scan_id = transact(write_down, actor=SYSTEM, sitting_id=hall.sitting_id, verdict=kind, delegate_id=delegate_id)
    page = pages.visit(f"/door/check-ins/{scan_id}", as_=door)

    assert verdict(page) == kind
    assert words(page, ".verdict__word") == str(kind.label)
    assert str(kind.advice or kind.label) in words(page, ".verdict")


def test_a_name_is_answered_with_who_may_be_meant_and_one_of_them_is_let_in(
    hall: Hall, pages: Pages, door: Somebody
) -> None:
    inside = hall.person("Nguyễn Thị Hường")
    scan(pages, door, inside.code)
    page = scan(pages, door, "huong nguyen")

    assert verdict(page) == "unknown"
    assert "huong nguyen" in words(page, ".verdict__say")
    assert len(page.select(".near__person")) == 2
    (chosen,) = page.select(".near__person form")
    assert verdict(pages.submit(chosen)) == "admitted"


def test_a_name_that_nobody_has_is_said_so(pages: Pages, door: Somebody) -> None:
    page = scan(pages, door, "Không Ai Cả")

    assert verdict(page) == "unknown"
    assert "Không ai có tên như vậy" in words(page, ".verdict__say")


@pytest.mark.parametrize("near", [CCCD, "0901234567", "22222CCCC"])
def test_an_address_cannot_put_a_strangers_card_on_the_page(pages: Pages, door: Somebody, near: str) -> None:
    scan(pages, door, "22222CCCC")
    for path in (f"/door/check-ins/1?{urlencode({'near': near})}", f"/door/people?{urlencode({'q': near})}"):
        assert near[:6] not in str(pages.visit(path, as_=door))


def test_people_are_found_while_a_name_is_typed(hall: Hall, pages: Pages, door: Somebody) -> None:
    part = pages.fragment("/door/people?q=thuy+huynh", as_=door)

    assert words(part, ".near__name") == "Huỳnh Thị Thuý"
    assert part.select("form [name=delegate]")[0]["value"] == str(hall.person("Huỳnh Thị Thuý").delegate.delegate_id)


def test_one_key_is_one_entry_and_means_the_same_verdict_again(hall: Hall, pages: Pages, door: Somebody) -> None:
    form = ask_form(pages.visit("/door", as_=door))
    code = hall.person("Trần Văn An").code
    first, again = pages.submit(form, code=code), pages.submit(form, code=code)

    assert verdict(first) == verdict(again) == "admitted"
    assert first.path == again.path


def test_a_key_that_was_used_for_another_scan_or_by_another_door_is_refused(
    hall: Hall, pages: Pages, door: Somebody
) -> None:
    code = hall.person("Trần Văn An").code
    pages.submit(ask_form(pages.visit("/door", as_=door)), code=code, key="same")
    elsewhere = ask_form(pages.visit("/door", as_=hall.at(Place.DOOR, "Cửa 2")))

    pages.submit(ask_form(pages.visit("/door", as_=door)), code="22222CCCC", key="same", status=409)
    pages.submit(elsewhere, code=code, key="same", status=409)


@pytest.mark.parametrize(
    "sent", [{"code": ""}, {"code": " \u200b "}, {"key": ""}, {"key": " "}, {"key": "k" * 65}, {"code": "x" * 9000}]
)
def test_what_cannot_be_read_is_refused_with_a_sentence(pages: Pages, door: Somebody, sent: dict[str, Any]) -> None:
    page = pages.submit(ask_form(pages.visit("/door", as_=door)), **{"code": "22222CCCC", **sent}, status=422)

    assert "Mời" in words(page, "main") or "Xin" in words(page, "main")


@pytest.mark.parametrize("delegate", ["abc", "-1", "9" * 10])
def test_a_choice_that_is_nobodys_number_is_refused(pages: Pages, door: Somebody, delegate: str) -> None:
    near = scan(pages, door, "tran an")
    (chosen,) = near.select(".near__person form")

    pages.submit(chosen, delegate=delegate, status=422)


def test_a_delegate_who_does_not_exist_is_unknown(pages: Pages, door: Somebody) -> None:
    (chosen,) = scan(pages, door, "tran an").select(".near__person form")

    assert verdict(pages.submit(chosen, delegate=999)) == "unknown"


def test_an_entry_is_undone_beside_the_verdict_and_the_page_no_longer_says_come_in(
    hall: Hall, pages: Pages, door: Somebody
) -> None:
    admitted = scan(pages, door, hall.person("Trần Văn An").code)
    (beside,) = admitted.select(".door__verdict form[data-undo]")
    page = pages.submit(beside)

    assert words(page, ".verdict__word") == "Đã hoàn tác"
    assert words(page, ".big-number") == "0"
    assert not page.select("form[data-undo]")
    pages.submit(beside, status=409)


def test_an_undo_that_is_sent_twice_for_want_of_an_answer_is_one(hall: Hall, pages: Pages, door: Somebody) -> None:
    (beside,) = scan(pages, door, hall.person("Trần Văn An").code).select(".door__verdict form[data-undo]")
    sent = {**token(pages, door), "key": "k"}
    answers = [pages.send("POST", str(beside["action"]), as_=door, data=sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]


def test_an_entry_is_undone_from_the_last_five(hall: Hall, pages: Pages, door: Somebody) -> None:
    scan(pages, door, hall.person("Trần Văn An").code)
    scan(pages, door, "22222CCCC")
    (in_log,) = pages.visit("/door", as_=door).select("#last-scans form")

    assert words(pages.submit(in_log), ".verdict__word") == "Đã hoàn tác"
    assert "đã hoàn tác" in words(pages.visit("/door", as_=door), "#last-scans")


def test_a_scan_that_never_was_is_not_found(pages: Pages, door: Somebody) -> None:
    pages.visit("/door/check-ins/99", as_=door, status=404)
    pages.visit(f"/door/check-ins/{2**63}", as_=door, status=404)
    assert pages.send("POST", "/door/check-ins/99/undo", as_=door, data=token(pages, door)).status_code == 404


def test_the_log_is_each_doors_own_and_the_count_is_everybodys(hall: Hall, pages: Pages, door: Somebody) -> None:
    scan(pages, hall.at(Place.DOOR, "Cửa 2"), hall.person("Trần Văn An").code)
    page = pages.visit("/door", as_=door)

    assert "chưa có lượt nào" in words(page, "#last-scans")
    assert words(page, ".big-number") == "1"


@pytest.mark.parametrize("path", ["/door", "/door/check-ins/1", "/door/people?q=an", "/door/counts", "/door/log"])
def test_the_door_is_shut_to_strangers_and_is_not_there_on_the_halls_side(hall: Hall, pages: Pages, path: str) -> None:
    assert pages.send("GET", path, as_=NOBODY).location.startswith("/sign-in")
    assert pages.send("GET", path, as_=NOBODY_IN_THE_HALL).status_code == 404
    assert pages.send("GET", path, as_=hall.phone_of()).status_code == 404


@pytest.mark.parametrize("path", ["/door/check-ins", "/door/check-ins/1/undo"])
def test_strangers_change_nothing_at_the_door(hall: Hall, pages: Pages, path: str) -> None:
    code = hall.person("Trần Văn An").code
    assert pages.send("POST", path, as_=NOBODY, data={"code": code, "key": "k"}).location.startswith("/sign-in")
    assert pages.send("POST", path, as_=hall.phone_of(), data={"code": code, "key": "k"}).status_code == 404


def test_a_check_in_without_the_pages_token_is_refused(hall: Hall, pages: Pages, door: Somebody) -> None:
    pages.visit("/door", as_=door)
    sent = {"code": hall.person("Trần Văn An").code, "key": "k"}

    assert pages.send("POST", "/door/check-ins", as_=door, data=sent).status_code == 400


def test_an_entry_at_one_door_is_counted_on_all_and_each_fetches_its_log(
    hall: Hall, sent: list[dict[str, Any]]
) -> None:
    enter(hall, "Trần Văn An")

    assert '<span class="big-number">1</span>' in heard(hall, sent, "door.counts")["html"]
    assert "html" not in heard(hall, sent, "door.log")
    assert {message["room"] for message in sent if message["topic"] == "door.counts"} == {
        f"door.counts@{hall.sitting_id}"
    }


def test_an_undone_entry_is_taken_off_every_doors_count(hall: Hall, sent: list[dict[str, Any]]) -> None:
    transact(undo_scan, actor=hall.actor(Role.DOOR), scan_id=enter(hall, "Trần Văn An"))

    assert '<span class="big-number">0</span>' in heard(hall, sent, "door.counts")["html"]
    assert "html" not in heard(hall, sent, "door.log")


def test_a_list_that_was_read_in_changes_how_many_are_expected(hall: Hall, sent: list[dict[str, Any]]) -> None:
    late = NewPerson(sheet="a", row=1, name="Người Đến Sau", name_written="x", group="An Hòa", subgroup="Tổ 3")
    transact(add_people, actor=SYSTEM, sitting_id=hall.sitting_id, rows=(late,), refused=())

    counted = heard(hall, sent, "door.counts")["html"]
    assert "/ 7" in counted
    assert "Tổ 3" in counted


def test_the_counts_are_the_same_in_the_page_at_their_address_and_in_the_push(
    hall: Hall, pages: Pages, door: Somebody, sent: list[dict[str, Any]]
) -> None:
    pages.visit("/door", as_=door)
    enter(hall, "Trần Văn An")

    pushed = Page(heard(hall, sent, "door.counts")["html"], "html5lib").select_one("#counts")
    in_page = pages.visit("/door", as_=door).select_one("#counts")
    at_address = pages.fragment("/door/counts", as_=door).select_one("#counts")
    assert same(in_page) == same(at_address) == same(pushed)


def test_the_log_is_the_same_in_the_page_and_at_its_address(hall: Hall, pages: Pages, door: Somebody) -> None:
    scan(pages, door, hall.person("Trần Văn An").code)

    in_page = pages.visit("/door", as_=door).select_one("#last-scans")
    assert same(in_page) == same(pages.fragment("/door/log", as_=door).select_one("#last-scans"))


def enter(hall: Hall, name: str) -> int:
    staff = hall.actor(Role.DOOR, name="Cửa 2")
    return transact(check_in, actor=staff, sitting_id=hall.sitting_id, scanned=hall.person(name).code)


def heard(hall: Hall, sent: list[dict[str, Any]], topic: str) -> dict[str, Any]:
    """What is said of a region once everything has been told (a busy room waits for its turn)."""
    with reading() as session:
        newest = version_of(session, hall.sitting_id)
    with gevent.Timeout(10):
        while True:
            for message in sent:
                if (message["topic"], message["v"]) == (topic, newest):
                    return message
            gevent.sleep(0.01)


def let_everybody_out(session: Session, *, actor: Actor) -> None:  # noqa: ARG001  # what every action is given
    for entry in session.scalars(select(Entry)):
        entry.left_at = moment(session)


def write_down(session: Session, *, actor: Actor, sitting_id: int, verdict: Verdict, delegate_id: int) -> int:
    scan = Scan(sitting_id=sitting_id, at=moment(session), door=actor.name, verdict=verdict, delegate_id=delegate_id)
    session.add(scan)
    session.flush()
    return scan.id


def token(pages: Pages, door: Somebody) -> dict[str, str]:
    return {"csrf_token": str(pages.visit("/door", as_=door).select("meta[name=csrf-token]")[0]["content"])}


def same(region: Tag | None) -> str:
    """The region as it reads, whatever token its forms carry."""
    assert region is not None
    for field in region.select("[name=csrf_token]"):
        field["value"] = ""
    return re.sub(r"\s+", " ", str(region))
