"""The podium: every move by its form, what is refused, what each viewer sees, and what the screens there are told."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from bs4 import BeautifulSoup, Tag

from kiosk.core.actor import SYSTEM, Actor, Role
from kiosk.core.db import reading
from kiosk.core.live import Html, Topic
from kiosk.core.passwords import hash_password
from kiosk.core.transact import transact
from kiosk.domain.access.actions import add_staff
from kiosk.domain.access.rules import Place
from kiosk.domain.questions import queries
from kiosk.domain.questions.actions import ask
from kiosk.domain.questions.rules import Kind, Move, Outcome, Reason, Source, State
from kiosk.domain.stage.actions import move_question, undo_question
from kiosk.domain.stage.queries import slide
from tests.conftest import Hall
from tests.pages import Page, Pages, Somebody

WORDS = "Hẻm vào tổ 2 cứ mưa là ngập."
SECRET = "Ông Tư cán bộ nhận phong bì ở số 14"
PASSWORD = "một câu thật dài"
NEEDED = {
    Move.DECLINE: {"reason": "unclear"},
    Move.DEFER: {"department": "1", "due": "2027-12-01"},
    Move.FORWARD: {"to": "UBND tỉnh"},
    Move.RECEPTION: {"to": "Thứ Năm, phòng tiếp công dân"},
}
BEFORE = {Move.UNSHOW: [Move.SHOW], Move.ANSWER: [Move.SHOW]}
"""What has to be done first."""


@pytest.fixture
def chair(hall: Hall) -> Somebody:
    return hall.at(Place.PODIUM, "Chủ trì")


@pytest.fixture
def actor(hall: Hall) -> Actor:
    return hall.actor(Role.CHAIR, name="Chủ trì")


def asked(hall: Hall, words: str = WORDS, *, kind: Kind = Kind.QUESTION, shows_name: bool = False) -> int:
    """Let a delegate ask; return the question's id."""
    told = {"words": words, "field": "3", "shows_name": shows_name, "source": Source.PHONE, "kind": kind}
    return transact(ask, actor=hall.delegate(), **told).question_id


def named(pages: Pages, role: Role) -> Somebody:
    """Sign a named person of that role in with a password."""
    name = f"Phạm Văn {role}"
    transact(add_staff, actor=SYSTEM, name=name, role=role, password_hash=hash_password(PASSWORD))
    who = Somebody()
    pages.submit(the(pages.visit("/sign-in", as_=who), "main form"), name=name, password=PASSWORD)
    return who


def post(pages: Pages, who: Somebody, path: str, *, status: int = 303, htmx: bool = False, **fields: object) -> Any:  # noqa: ANN401  # werkzeug's answer
    """Send a move as a program would."""
    token = the(pages.visit("/podium", as_=who), "meta[name=csrf-token]")["content"]
    headers = {"HX-Request": "true"} if htmx else {}
    sent = {"csrf_token": token, **fields}
    answer = pages.send("POST", f"/podium/questions/{path}", as_=who, data=sent, headers=headers)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def the(page: Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, f"there is no {selector}"
    return found


def state_of(question_id: int) -> State:
    with reading() as session:
        found = queries.question(session, question_id, viewer=SYSTEM)
    assert found is not None
    return found.state


def listed(page: Page) -> list[tuple[str, str]]:
    """Return id and state of each row, in order."""
    return [(str(row["data-question"]), str(row["data-state"])) for row in page.select("#queue [data-question]")]


def told(sent: list[dict[str, Any]], topic: str) -> list[dict[str, Any]]:
    return [message for message in sent if message["topic"] == topic]


def parsed(html: str) -> Tag:
    return the(BeautifulSoup(html, "html5lib"), "body")


def test_what_is_submitted_is_seen_at_once_in_the_order_of_the_queue(hall: Hall, pages: Pages, chair: Somebody) -> None:
    ids = [asked(hall) for _ in range(3)]
    page = pages.visit("/podium", as_=chair)
    assert listed(page) == [(str(question_id), "submitted") for question_id in ids]
    assert the(page, "#hand > [data-question]")["data-question"] == str(ids[0])


def test_an_empty_podium_says_so(pages: Pages, chair: Somebody) -> None:
    page = pages.visit("/podium", as_=chair)
    assert "Chưa có câu nào ở đây" in the(page, "#hand").get_text()
    assert "Màn hình đang trống" in the(page, "#wall").get_text()


def test_the_chair_always_sees_who_asks_and_what_the_wall_will_say(hall: Hall, pages: Pages, chair: Somebody) -> None:
    without, consented = asked(hall), asked(hall, shows_name=True)
    for question_id, chip in ((without, "Màn hình chỉ ghi khu phố"), (consented, "Màn hình ghi cả tên")):
        who = the(pages.visit(f"/podium/questions/{question_id}", as_=chair), ".hand__who").get_text(" ")
        assert all(part in who for part in ("Trần Văn An", "1952", "Khu phố An Hòa · Tổ 2", chip))


def test_a_question_in_hand_is_a_page_or_for_htmx_its_part(hall: Hall, pages: Pages, chair: Somebody) -> None:
    path = f"/podium/questions/{asked(hall)}"
    page, part = pages.visit(path, as_=chair), pages.fragment(path, as_=chair)
    assert part.select_one("h1") is None
    assert [str(found) for found in page.select("#hand .hand")] == [str(found) for found in part.select(".hand")]


def test_whoever_has_it_in_hand_already_is_told_only_what_changed(
    hall: Hall, pages: Pages, chair: Somebody, actor: Actor
) -> None:
    question_id = asked(hall)
    path = f"/podium/questions/{question_id}?was=submitted"
    assert pages.send("GET", path, as_=chair).status_code == 204
    transact(move_question, actor=actor, question_id=question_id, move=Move.HOLD)
    assert "Vừa có người chuyển câu này sang “Tạm giữ”" in the(pages.fragment(path, as_=chair), ".notice").get_text()


def test_each_pile_shows_its_own(hall: Hall, pages: Pages, chair: Somebody, actor: Actor) -> None:
    waiting, held, done = asked(hall), asked(hall), asked(hall)
    transact(move_question, actor=actor, question_id=held, move=Move.HOLD)
    outcome = Outcome(reason=Reason.UNCLEAR)
    transact(move_question, actor=actor, question_id=done, move=Move.DECLINE, outcome=outcome)
    for tab, expected in (("waiting", waiting), ("held", held), ("done", done), ("nonsense", waiting)):
        page = pages.visit(f"/podium?tab={tab}", as_=chair)
        assert [shown for shown, _ in listed(page)] == [str(expected)]
        assert "".join(page.select_one("#podium-counts").get_text(" ").split()) == "Đangchờ1Tạmgiữ1Đãxong1"


def test_a_long_list_comes_in_pages(hall: Hall, pages: Pages, chair: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    ids = [str(asked(hall)) for _ in range(5)]
    first = pages.visit("/podium", as_=chair)
    more = the(first, ".queue__more a")
    assert "còn 3 câu nữa" in more.get_text()
    assert first.select("#waiting-rows") == []
    second = pages.visit(str(more["href"]), as_=chair)
    last = pages.visit("/podium?page=2", as_=chair)
    assert [[shown for shown, _ in listed(page)] for page in (first, second, last)] == [ids[:2], ids[2:4], ids[4:]]
    assert last.select("#waiting-rows")


@pytest.mark.parametrize("page", ["-1", "99999999999999999999", "x"])
def test_a_page_that_is_not_there_is_no_error(hall: Hall, pages: Pages, chair: Somebody, page: str) -> None:
    asked(hall)
    pages.visit(f"/podium?page={page}", as_=chair)


def test_the_colours_that_were_chosen_are_kept(pages: Pages, chair: Somebody) -> None:
    assert the(pages.visit("/podium", as_=chair), "html")["data-theme"] == "light"
    pages._client(chair).set_cookie("kiosk_theme", "dark", domain="127.0.0.1")
    assert the(pages.visit("/podium", as_=chair), "html")["data-theme"] == "dark"


@pytest.mark.parametrize("wanted", sorted(set(Move) - {Move.WITHDRAW}))
def test_every_move_goes_by_post_and_can_be_taken_back(hall: Hall, pages: Pages, chair: Somebody, wanted: Move) -> None:
    question_id = asked(hall)
    for first in BEFORE.get(wanted, []):
        post(pages, chair, f"{question_id}/{first}")
    old = state_of(question_id)
    answer = post(pages, chair, f"{question_id}/{wanted}", seen=old, **NEEDED.get(wanted, {}))
    page = pages.visit(answer.location, as_=chair)
    new = the(page, "#hand > [data-question]")["data-state"]
    assert new == state_of(question_id) != old
    back = pages.submit(the(page, "#toasts form"))
    assert the(back, "#hand > [data-question]")["data-state"] == state_of(question_id) == old
    assert "Đã hoàn tác" in the(back, "#toasts").get_text()


def test_every_button_of_the_page_works_without_javascript(hall: Hall, pages: Pages, chair: Somebody) -> None:
    question_id = asked(hall)
    page = pages.visit(f"/podium/questions/{question_id}", as_=chair)
    offered = {str(form["action"]).rpartition("/")[2] for form in page.select("#hand form")}
    assert offered == {"show", "queue", "hold", "decline", "defer", "forward", "reception"}
    form = the(page, "form[action$='/decline']")
    page = pages.submit(form, press=the(form, "button[value=off_topic]"))
    assert "Việc này không thuộc nội dung đối thoại hôm nay." in the(page, ".hand__facts").get_text()
    assert state_of(question_id) is State.DECLINED


def test_show_puts_the_words_on_the_wall_and_unshow_clears_it(hall: Hall, pages: Pages, chair: Somebody) -> None:
    first, second = asked(hall), asked(hall)
    post(pages, chair, f"{first}/show", revision=1)
    post(pages, chair, f"{second}/show", revision=1)
    page = pages.visit("/podium", as_=chair)
    assert listed(page) == [(str(first), "queued"), (str(second), "on_screen")]
    assert WORDS in the(page, "#wall [data-question]").get_text()
    post(pages, chair, f"{second}/unshow")
    page = pages.visit("/podium", as_=chair)
    assert listed(page) == [(str(second), "queued"), (str(first), "queued")]
    with reading() as session:
        assert slide(session, sitting_id=hall.sitting_id) is None


def test_words_that_the_chair_did_not_see_are_not_shown(hall: Hall, pages: Pages, chair: Somebody) -> None:
    question_id = asked(hall)
    post(pages, chair, f"{question_id}/show", revision=7, status=409)
    assert state_of(question_id) is State.SUBMITTED


def test_a_move_that_the_rules_refuse_is_a_sentence(hall: Hall, pages: Pages, chair: Somebody) -> None:
    answer = post(pages, chair, f"{asked(hall)}/answer", status=409)
    assert "Ý kiến đang ở trạng thái “Đã nhận”" in answer.get_data(as_text=True)


def test_whoever_saw_it_otherwise_is_told_and_nothing_moves(
    hall: Hall, pages: Pages, chair: Somebody, actor: Actor
) -> None:
    question_id = asked(hall)
    transact(move_question, actor=actor, question_id=question_id, move=Move.HOLD)
    for path in ("show", "undo"):
        answer = post(pages, chair, f"{question_id}/{path}", seen="submitted", htmx=True, status=409)
        toast = the(parsed(answer.get_data(as_text=True)), "[data-toast]")
        assert "vừa được người khác chuyển sang “Tạm giữ”" in toast.get_text()
    assert state_of(question_id) is State.HELD


UNREADABLE = """
decline                                   decline?reason=rude                   defer?department=1
defer?due=2027-12-01                      defer?department=1&due=soon           hold?seen=lost
defer?department=99&due=2027-12-01        forward?to=%E3%85%A4                  show?revision=first
"""


@pytest.mark.parametrize("sent", [*UNREADABLE.split(), f"reception?to={'x' * 251}"])
def test_what_cannot_be_taken_is_unreadable_and_goes_to_the_toasts(
    hall: Hall, pages: Pages, chair: Somebody, sent: str
) -> None:
    path, _, fields = sent.partition("?")
    question_id = asked(hall)
    answer = post(pages, chair, f"{question_id}/{path}", **dict(parse_qsl(fields)), htmx=True, status=422)
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert state_of(question_id) is State.SUBMITTED


def test_nothing_moves_by_a_get_or_without_the_token(hall: Hall, pages: Pages, chair: Somebody) -> None:
    path = f"/podium/questions/{asked(hall)}/show"
    assert pages.send("GET", path, as_=chair).status_code == 405
    assert pages.send("POST", path, as_=chair).status_code == 400


@pytest.mark.parametrize("moved", ["99", "-1", "99999999999999999999", "x"])
def test_a_move_that_never_was_is_not_told_of(hall: Hall, pages: Pages, chair: Somebody, moved: str) -> None:
    page = pages.visit(f"/podium/questions/{asked(hall)}?moved={moved}", as_=chair)
    assert not the(page, "#toasts").get_text().strip()


@pytest.mark.parametrize("path", ["99", "99999999999", "99/show", "99/undo"])
def test_what_is_not_there_is_not_found(pages: Pages, chair: Somebody, path: str) -> None:
    if "/" in path:
        post(pages, chair, path, status=404)
    else:
        pages.visit(f"/podium/questions/{path}", as_=chair, status=404)


def test_the_asker_alone_withdraws(hall: Hall, pages: Pages, chair: Somebody) -> None:
    post(pages, chair, f"{asked(hall)}/withdraw", status=404)


def test_after_a_move_the_page_takes_in_hand_what_it_wanted_next(hall: Hall, pages: Pages, chair: Somebody) -> None:
    first, second = asked(hall), asked(hall)
    answer = post(pages, chair, f"{first}/hold", then=second)
    part = pages.fragment(answer.location, as_=chair)
    assert the(part, "[data-question]")["data-question"] == str(second)
    assert "YK-01.1: đã tạm giữ." in the(part, "#toasts[hx-swap-oob]").get_text()


def test_a_denunciation_appears_nowhere_but_to_named_chairs_and_secretaries(hall: Hall, pages: Pages) -> None:
    question_id = asked(hall, SECRET, kind=Kind.DENUNCIATION)
    paths = ["/podium", "/podium/queue", "/podium?tab=held", f"/podium/questions/{question_id}"]
    others = {
        Place.PODIUM: paths,
        Place.DOOR: ["/door"],
        Place.SCREEN: ["/screen"],
        Place.FLOOR: ["/floor", "/floor/questions/1"],
    }
    for place, its_paths in others.items():
        who = hall.phone_of() if place is Place.FLOOR else hall.at(place)
        assert not any(SECRET in pages.send("GET", path, as_=who).get_data(as_text=True) for path in its_paths)
    for role in (Role.CHAIR, Role.SECRETARY):
        who = named(pages, role)
        assert all(SECRET in str(pages.visit(path, as_=who)) for path in ("/podium", paths[-1]))
        assert "Tố cáo 1" in " ".join(the(pages.visit("/podium", as_=who), "#podium-counts").get_text(" ").split())


def test_a_link_neither_opens_nor_moves_a_denunciation(hall: Hall, pages: Pages, chair: Somebody) -> None:
    question_id = asked(hall, SECRET, kind=Kind.DENUNCIATION)
    pages.visit(f"/podium/questions/{question_id}", as_=chair, status=404)
    for path in ("hold", "undo", "show"):
        answer = post(pages, chair, f"{question_id}/{path}", status=404)
        assert SECRET not in answer.get_data(as_text=True)


def test_nobody_brings_a_denunciation_before_the_hall(hall: Hall, pages: Pages) -> None:
    question_id = asked(hall, SECRET, kind=Kind.DENUNCIATION)
    who = named(pages, Role.CHAIR)
    for path in ("queue", "show"):
        answer = post(pages, who, f"{question_id}/{path}", status=409)
        assert "Nội dung tố cáo" in answer.get_data(as_text=True)
    page = pages.visit(f"/podium/questions/{question_id}", as_=who)
    assert {str(form["action"]).rpartition("/")[2] for form in page.select("#hand form")} == {
        "hold", "decline", "defer", "forward", "reception",
    }  # fmt: skip


def test_no_push_carries_a_denunciation(hall: Hall, sent: list[dict[str, Any]]) -> None:
    question_id = asked(hall, SECRET, kind=Kind.DENUNCIATION)
    hall.settle()
    named_chair = hall.actor(Role.CHAIR, name="Phạm Văn Lộc", staff_id=1)
    transact(move_question, actor=named_chair, question_id=question_id, move=Move.HOLD)
    transact(undo_question, actor=named_chair, question_id=question_id)
    hall.settle()
    assert all("html" not in message for message in told(sent, "podium.queue"))
    assert told(sent, "podium.queue")
    assert SECRET not in str(sent)


def test_a_new_question_is_a_row_at_the_end(
    hall: Hall, pages: Pages, chair: Somebody, sent: list[dict[str, Any]]
) -> None:
    asked(hall)
    hall.settle()
    [message] = told(sent, "podium.queue")
    assert message["after"] < message["v"]
    partial = the(parsed(message["html"]), "hx-partial")
    assert (partial["hx-target"], partial["hx-swap"]) == ("#waiting-rows", "beforeend")
    page = pages.visit("/podium", as_=chair)
    assert partial.decode_contents().strip() == str(the(page, "#queue .queue__row"))
    assert the(page, "#waiting-rows")


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ([Move.QUEUE], "outerHTML"),
        ([Move.SHOW], "outerHTML"),
        ([Move.HOLD], "delete"),
        ([Move.HOLD, Move.QUEUE], None),
        ([Move.SHOW, Move.UNSHOW], None),
    ],
)
def test_a_move_changes_its_row_takes_it_away_or_makes_the_list_stale(
    hall: Hall, actor: Actor, monkeypatch: pytest.MonkeyPatch, done: list[Move], expected: str | None
) -> None:
    question_id = asked(hall)
    said = heard(hall, monkeypatch)
    for one in done:
        transact(move_question, actor=actor, question_id=question_id, move=one)
    hall.settle()
    last = told(said, "podium.queue")[-1]
    partial = parsed(last.get("html", "")).select_one("hx-partial")
    assert (partial and partial["hx-swap"]) == expected
    assert partial is None or partial["hx-target"] == f"#question-{question_id}"


def test_the_region_is_the_same_in_the_page_and_by_itself(hall: Hall, pages: Pages, chair: Somebody) -> None:
    asked(hall)
    page, alone = pages.visit("/podium", as_=chair), pages.fragment("/podium/queue", as_=chair)
    assert str(the(page, "#queue")) == str(the(alone, "#queue"))


def test_counts_and_wall_are_pushed_as_the_page_shows_them(
    hall: Hall, pages: Pages, chair: Somebody, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    question_id = asked(hall)
    pages.visit("/podium", as_=chair)
    said = heard(hall, monkeypatch)
    transact(move_question, actor=actor, question_id=question_id, move=Move.SHOW)
    hall.settle()
    page = pages.visit("/podium", as_=chair)
    del the(page, "#pile-waiting")["aria-current"]  # whoever is told knows by themselves which list is open
    for topic, selector in (("podium.counts", "#podium-counts"), ("podium.stage", "#wall")):
        pushed = told(said, topic)[-1]
        assert "after" not in pushed
        assert str(the(parsed(pushed["html"]), selector)) == str(the(page, selector))


def heard(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return what is said in the podium's rooms from now on, before messages that share a turn are folded."""
    said: list[dict[str, Any]] = []
    live = hall.app.extensions["live"]
    hall.settle()

    def note(topic: Topic, _room: str, message: dict[str, Any], html: Html | None = None) -> None:
        if topic.place == Place.PODIUM:
            said.append(message if html is None else {**message, "html": html()})

    monkeypatch.setattr(live, "_say", note)
    return said
