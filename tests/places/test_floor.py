"""The floor: asking in three steps without JavaScript, one question a key, and what phones are told."""

import unicodedata
from datetime import date
from typing import Any

import gevent
import pytest
from bs4 import BeautifulSoup, Tag

from kiosk.core.actor import SYSTEM, Actor, Role
from kiosk.core.db import reading
from kiosk.core.transact import transact
from kiosk.domain.access.rules import Place
from kiosk.domain.questions.events import QuestionAsked
from kiosk.domain.questions.queries import all_of
from kiosk.domain.questions.rules import Move, Outcome, Reason, Source
from kiosk.domain.sittings.rules import SittingState
from kiosk.domain.stage.actions import move_question
from kiosk.domain.ward.queries import departments
from kiosk.places.floor import live
from tests.conftest import Hall
from tests.pages import Page, Pages, Somebody

FIRST_LINE = "Hẻm vào tổ 2 cứ mưa là ngập."
WORDS = f"{FIRST_LINE}\nXin phường nạo vét cống."
AN = "Trần Văn An"


@pytest.fixture
def phone(hall: Hall) -> Somebody:
    return hall.phone_of(AN)


def the(page: Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, f"there is no {selector}"
    return found


def write(pages: Pages, phone: Somebody, words: str = WORDS) -> Page:
    """Walk the first step; return the page of the second."""
    return pages.submit(the(pages.visit("/floor/ask", as_=phone), "main form"), text=words)


def choose(pages: Pages, second: Page, field: str = "3") -> Page:
    """Press a tile; return the page of the third step."""
    return pages.submit(the(second, "form.tiles"), press=the(second, f"button[name=field][value='{field}']"))


def ask(pages: Pages, phone: Somebody, words: str = WORDS, **ticked: str) -> Page:
    """Walk all three steps; return the receipt."""
    return pages.submit(the(choose(pages, write(pages, phone, words)), "form[data-send]"), **ticked)


def post(pages: Pages, phone: Somebody, status: int = 303, **fields: str) -> Any:  # noqa: ANN401  # werkzeug's answer
    """Send the last form as a program would."""
    token = the(pages.visit("/floor/ask", as_=phone), "meta[name=csrf-token]")["content"]
    sent = {"csrf_token": token, "text": WORDS, "field": "3", "key": "k-1", **fields}
    answer = pages.send("POST", "/floor/questions", as_=phone, data=sent)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def parsed(html: str) -> str:
    return str(the(BeautifulSoup(html, "html5lib"), "body > section"))


def all_questions(hall: Hall) -> list[Any]:
    with reading() as session:
        return all_of(session, viewer=SYSTEM, sitting_id=hall.sitting_id)


def chair(hall: Hall) -> Actor:
    return hall.actor(Role.CHAIR, name="Chủ trì")


def move(hall: Hall, to: Move, outcome: Outcome | None = None) -> None:
    """Let the chair move the first question; come back when its asker has been told, also what had to take turns."""
    question_id = all_questions(hall)[0].id
    transact(move_question, actor=chair(hall), question_id=question_id, move=to, outcome=outcome)
    hall.settle()
    gevent.sleep(live.MINE.seconds)


def test_home_says_who_i_am_and_offers_to_ask(pages: Pages, phone: Somebody) -> None:
    page = pages.visit("/floor", as_=phone)
    assert the(page, "h1").get_text() == f"Chào bác {AN}"
    assert "Khu phố An Hòa · Tổ 2" in the(page, "main").get_text()
    assert page.select("a[href='/floor/ask']")
    assert "Chưa có câu hỏi nào trên màn hình." in the(page, "#on-screen").get_text()
    assert "Bác chưa gửi câu hỏi nào." in the(page, "#mine").get_text()


def test_the_floor_is_there_on_the_staffs_side_too(hall: Hall, pages: Pages) -> None:
    beside_the_desk = Somebody(f"/v/{hall.person(AN).code}", side="staff")
    assert the(pages.visit("/floor", as_=beside_the_desk), "h1").get_text() == f"Chào bác {AN}"


def test_whoever_is_not_signed_in_is_asked_for_the_code(pages: Pages) -> None:
    answer = pages.send("GET", "/floor/questions", as_=Somebody(side="hall"))
    assert (answer.status_code, answer.location) == (303, "/v")


def test_a_question_is_asked_in_three_steps_without_javascript(hall: Hall, pages: Pages, phone: Somebody) -> None:
    receipt = ask(pages, phone)
    assert receipt.path == "/floor/questions/1"
    assert the(receipt, "[data-question-number]")["data-question-number"] == "1"
    assert "YK-01.1" in the(receipt, ".receipt").get_text()
    [asked] = all_questions(hall)
    assert (asked.words, asked.field_short, asked.shows_name) == (WORDS, "Đường, thoát nước, đèn", False)


def test_the_steps_change_nothing_on_the_server(hall: Hall, pages: Pages, phone: Somebody) -> None:
    choose(pages, write(pages, phone))
    assert all_questions(hall) == []


def test_what_is_typed_never_stands_in_an_address(pages: Pages, phone: Somebody) -> None:
    second = write(pages, phone)
    third = choose(pages, second)
    assert (second.path, third.path) == ("/floor/ask/field", "/floor/ask/check")
    assert the(second, "input[name=text]")["value"] == the(third, "input[name=text]")["value"] == WORDS
    assert all(form["method"] == "post" for form in [*second.select("form"), *third.select("form")])


def test_the_name_is_shown_only_to_whom_ticked_it(hall: Hall, pages: Pages, phone: Somebody) -> None:
    third = choose(pages, write(pages, phone))
    tick = the(third, "input[name=show_name]")
    assert not tick.has_attr("checked")
    ask(pages, phone, show_name="yes")
    assert all_questions(hall)[0].shows_name


@pytest.mark.parametrize("said", ["", "no", "0", "false", "off"])
def test_a_no_is_not_taken_for_consent(hall: Hall, pages: Pages, phone: Somebody, said: str) -> None:
    post(pages, phone, show_name=said)
    assert not all_questions(hall)[0].shows_name


def test_going_back_keeps_what_was_typed_and_chosen(pages: Pages, phone: Somebody) -> None:
    third = choose(pages, write(pages, phone))
    form = the(third, "form[data-send]")
    first = pages.submit(form, press=the(third, "[formaction='/floor/ask']"), show_name="yes")
    assert the(first, "textarea[name=text]").get_text().removeprefix("\n") == WORDS
    second = pages.submit(the(first, "main form"))
    assert the(second, "button[aria-pressed=true]")["value"] == "3"
    assert the(choose(pages, second), "input[name=show_name]").has_attr("checked")


def test_one_can_go_back_from_the_fields_to_the_words(pages: Pages, phone: Somebody) -> None:
    second = write(pages, phone)
    first = pages.submit(the(second, "form[action='/floor/ask']"))
    assert the(first, "textarea[name=text]").get_text().removeprefix("\n") == WORDS


@pytest.mark.parametrize("blank", ["", " \n ", "\u3164\u3164", "\u2800", "\u200b\u00ad"])
def test_a_blank_question_is_told_so_however_it_is_blank(pages: Pages, phone: Somebody, blank: str) -> None:
    first = pages.submit(the(pages.visit("/floor/ask", as_=phone), "main form"), text=blank, status=422)
    assert the(first, "#errors a")["href"] == "#text"
    assert "Bác chưa viết câu hỏi." in the(first, "#text-error").get_text()
    post(pages, phone, status=422, text=blank)


def test_too_long_a_question_is_told_by_how_much_and_kept(pages: Pages, phone: Somebody) -> None:
    long = "ư" * 1120
    first = pages.submit(the(pages.visit("/floor/ask", as_=phone), "main form"), text=long, status=422)
    assert "rút bớt khoảng 120 chữ" in the(first, "#errors").get_text()
    assert the(first, "textarea[name=text]").get_text().removeprefix("\n") == long


def test_a_text_beyond_all_measure_is_a_sentence_too(pages: Pages, phone: Somebody) -> None:
    answer = post(pages, phone, status=422, text="ư" * 9000)
    assert "Nội dung quá dài. Xin rút ngắn lại." in answer.get_data(as_text=True)


def test_what_is_refused_at_the_end_keeps_everything_typed(hall: Hall, pages: Pages, phone: Somebody) -> None:
    page = post(pages, phone, status=422, text="ư" * 1001, show_name="yes").get_data(as_text=True)
    assert "ư" * 1001 in page
    assert 'name="field" value="3"' in page
    assert 'name="show_name" value="yes"' in page
    assert all_questions(hall) == []


@pytest.mark.parametrize("field", ["", "42", "' OR 1=1"])
def test_a_field_that_is_not_on_the_list_is_asked_for_again(pages: Pages, phone: Somebody, field: str) -> None:
    page = post(pages, phone, status=422, field=field).get_data(as_text=True)
    assert "Bác chọn giúp một lĩnh vực trong danh sách." in page
    assert "Hẻm vào tổ 2" in page


@pytest.mark.parametrize("blank", ["", " ", "\u3164"])
def test_a_question_without_a_key_is_not_taken_and_a_new_key_offered(
    hall: Hall, pages: Pages, phone: Somebody, blank: str
) -> None:
    page = post(pages, phone, status=422, key=blank)
    assert 'name="key" value=""' not in page.get_data(as_text=True)
    assert all_questions(hall) == []


def test_what_is_written_is_cleaned_once(hall: Hall, pages: Pages, phone: Somebody) -> None:
    typed = unicodedata.normalize("NFD", "Đường  tối\u202e quá") + "\x0b" + "a" + "\u0301" * 50
    post(pages, phone, text=typed)
    [asked] = all_questions(hall)
    assert unicodedata.is_normalized("NFC", asked.words)
    assert asked.words.startswith("Đường tối quá\n")
    assert asked.words.count("\u0301") <= 3


def test_markup_is_shown_as_it_was_typed(pages: Pages, phone: Somebody) -> None:
    typed = '<script>alert(1)</script> & "x" {{ 7*7 }} %(n)s'
    assert typed in the(ask(pages, phone, typed), "#mine").get_text()


def test_the_same_key_again_leads_to_the_same_receipt(hall: Hall, pages: Pages, phone: Somebody) -> None:
    answers = [post(pages, phone) for _time in range(3)]
    assert {answer.location for answer in answers} == {"/floor/questions/1"}
    assert len(all_questions(hall)) == 1


def test_other_words_under_a_used_key_are_refused_and_kept(hall: Hall, pages: Pages, phone: Somebody) -> None:
    post(pages, phone)
    page = post(pages, phone, status=409, text="Việc khác hẳn").get_data(as_text=True)
    assert "Việc khác hẳn" in page
    assert 'name="key" value="k-1"' not in page
    assert len(all_questions(hall)) == 1


def test_another_delegates_key_opens_nothing(hall: Hall, pages: Pages, phone: Somebody) -> None:
    post(pages, phone)
    post(pages, hall.phone_of("Lê Thị Ân"), status=409)
    assert len(all_questions(hall)) == 1


def test_another_delegates_receipt_is_not_there(hall: Hall, pages: Pages, phone: Somebody) -> None:
    ask(pages, phone)
    other = hall.phone_of("Lê Thị Ân")
    pages.visit("/floor/questions/1", as_=other, status=404)
    pages.visit("/floor/questions/2", as_=phone, status=404)
    assert FIRST_LINE not in pages.visit("/floor/questions", as_=other).get_text()


def test_namesakes_have_each_their_own_questions(hall: Hall, pages: Pages) -> None:
    first, second = (one for one in hall.people if one.delegate.name == "Nguyễn Thị Hường")
    ask(pages, Somebody(f"/v/{first.code}", side="hall"))
    pages.visit("/floor/questions/1", as_=Somebody(f"/v/{second.code}", side="hall"), status=404)


def test_a_form_from_elsewhere_asks_nothing(hall: Hall, pages: Pages, phone: Somebody) -> None:
    pages.visit("/floor", as_=phone)
    sent = {"text": WORDS, "field": "3", "key": "k-1", "csrf_token": "made up"}
    assert pages.send("POST", "/floor/questions", as_=phone, data=sent).status_code == 400
    assert all_questions(hall) == []


def test_when_the_meeting_is_over_the_page_says_so_and_keeps_the_words(
    hall: Hall, pages: Pages, phone: Somebody
) -> None:
    third = choose(pages, write(pages, phone))
    hall.move_to(SittingState.CLOSED)
    page = pages.submit(the(third, "form[data-send]"), status=409)
    assert "Hội nghị đã kết thúc nên không nhận câu hỏi ở đây." in the(page, "[role=alert]").get_text()
    assert the(page, "input[name=text]")["value"] == WORDS
    assert the(page, "input[name=key]")["value"] == the(third, "input[name=key]")["value"]
    assert not pages.visit("/floor", as_=phone).select("main a[href='/floor/ask']")
    assert not pages.visit("/floor/ask", as_=phone).select("textarea")


@pytest.mark.parametrize(
    ("done", "sentences"),
    [
        ((Move.QUEUE, None), ["Câu hỏi của bác đang chờ tới lượt."]),
        (
            (Move.DECLINE, Outcome(reason=Reason.PRIVATE_DATA)),
            ["không đọc tại hội trường", "có tên hoặc chuyện riêng", "Mời bác gửi lại, bỏ phần tên"],
        ),
        ((Move.FORWARD, Outcome(destination="Sở Xây dựng")), ["chuyển lên cấp trên", "Sở Xây dựng"]),
    ],
)
def test_my_questions_say_what_became_of_them(
    hall: Hall, pages: Pages, phone: Somebody, done: tuple[Move, Outcome | None], sentences: list[str]
) -> None:
    ask(pages, phone)
    move(hall, *done)
    card = the(pages.visit("/floor/questions", as_=phone), "[data-question='1']")
    assert all(sentence in card.get_text() for sentence in sentences), card.get_text()
    assert card["data-state"] == all_questions(hall)[0].state


def test_a_deferred_question_says_who_answers_and_until_when(hall: Hall, pages: Pages, phone: Somebody) -> None:
    ask(pages, phone)
    with reading() as session:
        police = departments(session)[1]
    move(hall, Move.DEFER, Outcome(department_id=police.id, due=date(2027, 11, 30)))
    card = the(pages.visit("/floor/questions", as_=phone), "[data-question='1']")
    assert "Công an phường trả lời trước ngày 30/11/2027" in card.get_text()


def test_the_asker_alone_is_told_what_became_of_a_question(
    hall: Hall, pages: Pages, phone: Somebody, sent: list[dict[str, Any]]
) -> None:
    ask(pages, phone)
    move(hall, Move.QUEUE)
    told = [message for message in sent if message["topic"] == "floor.mine"]
    asker = hall.person(AN).delegate.delegate_id
    assert {message["room"] for message in told} == {f"floor.mine@{hall.sitting_id}/{asker}"}
    assert "Câu hỏi của bác đang chờ tới lượt." in told[-1]["html"]


def test_the_page_and_the_push_show_my_questions_alike(
    hall: Hall, pages: Pages, phone: Somebody, sent: list[dict[str, Any]]
) -> None:
    ask(pages, phone)
    move(hall, Move.QUEUE)
    pushed = [message["html"] for message in sent if message["topic"] == "floor.mine"][-1]
    asker = hall.delegate(AN)
    with reading() as session:
        caught_up = live.own_questions(session, asker)
    assert str(the(pages.visit("/floor", as_=phone), "#mine")) == parsed(pushed) == parsed(caught_up)


def test_the_page_and_the_push_show_the_wall_alike(
    hall: Hall, pages: Pages, phone: Somebody, sent: list[dict[str, Any]]
) -> None:
    ask(pages, phone)
    move(hall, Move.SHOW)
    [told] = [message for message in sent if message["topic"] == "floor.screen"]
    assert told["room"] == f"floor.screen@{hall.sitting_id}"
    with reading() as session:
        caught_up = live.on_the_screen(session, hall.delegate(AN))
    shown = the(pages.visit("/floor", as_=phone), "#on-screen")
    assert str(shown) == parsed(told["html"]) == parsed(caught_up)
    assert the(shown, "[data-question]")["data-question"] == "1"
    assert "Đại biểu khu phố An Hòa" in shown.get_text()
    assert AN not in shown.get_text()


def test_what_came_without_a_delegate_is_told_to_nobody(hall: Hall, sent: list[dict[str, Any]]) -> None:
    from_a_slip = QuestionAsked(
        actor=SYSTEM,
        sitting_id=hall.sitting_id,
        question_id=1,
        contribution=1,
        part=1,
        delegate_id=None,
        source=Source.SLIP,
        words="",
    )
    with reading() as session:
        live.own_question_changed(from_a_slip, session)
    assert sent == []


def test_phones_never_fetch(pages: Pages, phone: Somebody) -> None:
    ask(pages, phone)
    for path in ("/floor", "/floor/questions", "/floor/questions/1"):
        regions = pages.visit(path, as_=phone).select("[data-live]")
        assert regions
        assert not any(region.has_attr("hx-get") for region in regions)


def test_the_screen_is_told_to_phones_at_most_once_a_second() -> None:
    assert live.SCREEN.seconds == 1.0
    assert live.MINE.personal
    assert {live.SCREEN.place, live.MINE.place} == {Place.FLOOR}
