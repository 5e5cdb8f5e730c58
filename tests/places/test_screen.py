"""The wall: what the hall reads, and how it follows by itself."""

import re
from typing import Any

import gevent
import pytest
from bs4 import BeautifulSoup, Tag

from kiosk.core.actor import Role
from kiosk.core.address import hall_url
from kiosk.core.db import reading
from kiosk.core.journal import version_of
from kiosk.core.transact import transact
from kiosk.domain.access.rules import Place
from kiosk.domain.attendance.actions import check_in, undo_scan
from kiosk.domain.people.actions import add_people
from kiosk.domain.people.rules import NewPerson
from kiosk.domain.questions.actions import ask
from kiosk.domain.questions.rules import Kind, Move, Source
from kiosk.domain.stage.actions import move_question, undo_question
from tests.conftest import Hall
from tests.pages import NOBODY_IN_THE_HALL, Page, Pages, Somebody

WORDS = "Ba trụ đèn đường gần nhà văn hóa tắt từ sau Tết, xin <b>thắp lại</b>."


@pytest.fixture
def wall(hall: Hall) -> Somebody:
    """The projector's laptop, signed in by its link."""
    return hall.at(Place.SCREEN)


def question(hall: Hall, words: str = WORDS, *, shows_name: bool = False) -> int:
    asked = transact(
        ask,
        actor=hall.delegate(),
        words=words,
        field="3",
        shows_name=shows_name,
        source=Source.PHONE,
        kind=Kind.QUESTION,
    )
    return asked.question_id


def move(hall: Hall, question_id: int, move: Move) -> None:
    transact(move_question, actor=hall.actor(Role.CHAIR), question_id=question_id, move=move)


def scan(hall: Hall, scanned: str) -> int:
    return transact(check_in, actor=hall.actor(Role.DOOR), sitting_id=hall.sitting_id, scanned=scanned)


def heard(hall: Hall, sent: list[dict[str, Any]], topic: str) -> dict[str, Any]:
    """What the wall hears of a region once everything has been told (a busy room waits for its turn)."""
    with reading() as session:
        newest = version_of(session, hall.sitting_id)
    with gevent.Timeout(10):
        while True:
            found = [message for message in sent if message["topic"] == topic and message["v"] == newest]
            if found:
                return found[0]
            gevent.sleep(0.01)


def words(found: Tag | None) -> str:
    assert found is not None
    return " ".join(found.get_text(" ").split())


def region(page: Tag, topic: str) -> Tag:
    found = page.select_one(f'[data-live="{topic}"]')
    assert found is not None
    return found


def as_one(html: Tag | str) -> str:
    return re.sub(r"\s+", " ", str(BeautifulSoup(str(html), "html5lib").body))


def test_the_welcome_says_who_invites_to_what_and_when(pages: Pages, wall: Somebody) -> None:
    seen = words(pages.visit("/screen", as_=wall).select_one("#slide"))
    for said in (
        "Ủy ban nhân dân phường Tân Mẫu",
        "Kính chào Quý đại biểu",
        "Hội nghị đối thoại lần 2 năm 2027",
        "thứ Năm, 18/11/2027 · 07:30",
        "Hội trường UBND phường",
        "Đã đến 0 / 6",
        "Thích viết tay: xin phiếu giấy",
        "Không hỏi mật khẩu, mã OTP.",
    ):
        assert said in seen


def test_the_welcome_shows_how_to_come_in_as_a_code_and_in_words(pages: Pages, wall: Somebody) -> None:
    welcome = region(pages.visit("/screen", as_=wall), "screen.slide")
    assert welcome.select(f'svg.qr[aria-label$="{hall_url()}/v"]')
    assert f"{hall_url().removeprefix('http://')}/v" in welcome.get_text()


def test_the_question_that_is_up_is_read_as_it_was_written(hall: Hall, pages: Pages, wall: Somebody) -> None:
    move(hall, question(hall), Move.SHOW)
    slide = region(pages.visit("/screen", as_=wall), "screen.slide")
    assert words(slide.select_one(".question")) == WORDS
    assert words(slide.select_one(".asker")) == "YK-01.1 Đại biểu khu phố An Hòa"
    assert words(slide.select_one(".slide__department")) == "Phòng Kinh tế, Hạ tầng và Đô thị"
    assert words(slide.select_one(".headcount")) == "Đã đến 0 / 6"


def test_in_the_hall_a_question_goes_by_its_number(hall: Hall, pages: Pages, wall: Somebody) -> None:
    question(hall, "Câu thứ nhất.")
    move(hall, question(hall), Move.SHOW)
    shown = pages.visit("/screen", as_=wall).select("[data-question]")
    assert [(one["data-question"], one["data-state"]) for one in shown] == [("2", "on_screen")]


def test_a_name_stands_on_the_wall_only_with_consent(hall: Hall, pages: Pages, wall: Somebody) -> None:
    move(hall, question(hall, shows_name=False), Move.SHOW)
    assert "Trần Văn An" not in str(pages.visit("/screen", as_=wall))
    move(hall, question(hall, shows_name=True), Move.SHOW)
    assert "Trần Văn An · Khu phố An Hòa" in words(pages.visit("/screen", as_=wall).select_one(".asker"))


@pytest.mark.parametrize(
    ("length", "size"), [(30, "s"), (120, "s"), (170, "m"), (230, "l"), (300, "xl"), (1000, "xxl")]
)
def test_longer_words_are_written_smaller(hall: Hall, pages: Pages, wall: Somebody, length: int, size: str) -> None:
    long = "nước " * (length // 5)
    move(hall, question(hall, long[: length - 1] + "."), Move.SHOW)
    found = pages.visit("/screen", as_=wall).select_one(".question")
    assert found is not None
    assert found["class"] == ["question", f"question--{size}"]


def test_the_wall_is_told_each_new_slide_in_full(hall: Hall, sent: list[dict[str, Any]]) -> None:
    first, second = question(hall, "Câu thứ nhất."), question(hall, "Câu thứ hai.")
    for moved, made, says in (
        (first, Move.SHOW, "Câu thứ nhất."),
        (second, Move.SHOW, "Câu thứ hai."),
        (second, Move.ANSWER, "Kính chào"),
    ):
        move(hall, moved, made)
        message = heard(hall, sent, "screen.slide")
        assert "after" not in message
        assert [said for said in ("Câu thứ nhất.", "Câu thứ hai.", "Kính chào") if said in message["html"]] == [says]


def test_undoing_an_answer_brings_the_question_back_to_the_wall(hall: Hall, pages: Pages, wall: Somebody) -> None:
    question_id = question(hall)
    move(hall, question_id, Move.SHOW)
    move(hall, question_id, Move.ANSWER)
    assert not pages.visit("/screen", as_=wall).select(".question")
    transact(undo_question, actor=hall.actor(Role.CHAIR), question_id=question_id)
    assert words(pages.visit("/screen", as_=wall).select_one(".question")) == WORDS


@pytest.mark.parametrize("is_up", [False, True], ids=["welcome", "question"])
def test_the_slide_is_the_same_in_the_page_alone_and_pushed(
    hall: Hall, pages: Pages, wall: Somebody, sent: list[dict[str, Any]], *, is_up: bool
) -> None:
    question_id = question(hall)
    pages.visit("/screen", as_=wall)
    move(hall, question_id, Move.SHOW)
    if not is_up:
        move(hall, question_id, Move.UNSHOW)
    pushed = as_one(heard(hall, sent, "screen.slide")["html"])
    in_page = as_one(region(pages.visit("/screen", as_=wall), "screen.slide"))
    alone = as_one(region(pages.fragment("/screen/slide", as_=wall), "screen.slide"))
    assert in_page == alone == pushed


def test_the_headcount_is_the_same_in_the_page_alone_and_pushed(
    hall: Hall, pages: Pages, wall: Somebody, sent: list[dict[str, Any]]
) -> None:
    pages.visit("/screen", as_=wall)
    scan(hall, hall.person("Trần Văn An").code)
    pushed = heard(hall, sent, "screen.headcount")["html"]
    in_page = as_one(region(pages.visit("/screen", as_=wall), "screen.headcount"))
    alone = as_one(region(pages.fragment("/screen/headcount", as_=wall), "screen.headcount"))
    assert in_page == alone == as_one(pushed)
    assert "Đã đến 1 / 6" in words(BeautifulSoup(pushed, "html5lib"))


def test_the_headcount_follows_whoever_comes_and_is_sent_back(hall: Hall, pages: Pages, wall: Somebody) -> None:
    def count() -> str:
        return words(pages.visit("/screen", as_=wall).select_one(".headcount"))

    scan_id = scan(hall, hall.person("Trần Văn An").code)
    scan(hall, hall.person("Trần Văn An").code)
    assert count() == "Đã đến 1 / 6"
    transact(undo_scan, actor=hall.actor(Role.DOOR), scan_id=scan_id)
    assert count() == "Đã đến 0 / 6"


def test_a_longer_list_is_told(hall: Hall, sent: list[dict[str, Any]]) -> None:
    row = NewPerson(sheet="Bổ sung", row=2, name="Lê Văn Lộc", name_written="Lê Văn Lộc")
    transact(add_people, actor=hall.actor(Role.SECRETARY), sitting_id=hall.sitting_id, rows=(row,), refused=())
    assert "/ 7" in heard(hall, sent, "screen.headcount")["html"]


def test_the_wall_asks_by_itself_for_what_it_missed(pages: Pages, wall: Somebody) -> None:
    for found in pages.visit("/screen", as_=wall).select("[data-live]"):
        alone = pages.fragment(str(found["hx-get"]), as_=wall)
        assert region(alone, str(found["data-live"]))["id"] == found["id"]


@pytest.mark.parametrize("path", ["/screen", "/screen/slide", "/screen/headcount"])
def test_nobody_reads_the_wall_without_its_link(pages: Pages, path: str) -> None:
    refused: Page = pages.visit(path, as_=NOBODY_IN_THE_HALL, status=403)
    assert "Mời mở đường dẫn mà ban tổ chức đã đưa." in words(refused.body)


def test_a_delegate_does_not_become_a_wall(hall: Hall, pages: Pages) -> None:
    pages.visit("/screen", as_=hall.phone_of(), status=403)
