"""The page client itself: each of its checks can fail, and it walks as a browser does."""

import unicodedata
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, redirect, request
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

from tests import pages
from tests.pages import Check, Pages, Somebody

GOOD = """<!doctype html>
<html lang="vi"><head><title>Bục điều hành · Đối Thoại</title><meta name="csrf-token" content="t"></head>
<body><h1>Bục điều hành</h1>
<a href="/door">Cửa</a> <a href="http://192.168.1.10:8000/V/K7X3M9TQM">Mã</a> <img src="/static/seal.svg" alt="">
<ul id="queue" data-live="podium.queue" data-v="812" hx-get="/podium/queue" hx-target="this" hx-swap="outerHTML">
<li id="question-57" data-question="57" data-state="queued">Bao giờ có đèn đường?</li></ul>
<form method="post" action="/podium/words"><input type="hidden" name="csrf_token" value="t">
<label for="words">Nội dung</label> <textarea id="words" name="words">Nháp</textarea>
<label><input type="checkbox" name="show_name" value="yes" checked> Hiện tên</label>
<select name="field" aria-label="Lĩnh vực">
<option value="1">Đất đai</option><option value="2" selected>Đô thị</option></select>
<button name="then" value="show">Chiếu</button></form>
<script type="module" src="/static/js/live.js"></script></body></html>"""


@pytest.mark.parametrize("check", pages.PAGE_CHECKS, ids=lambda check: check.__name__)
def test_a_good_page_has_no_fault(check: Check) -> None:
    assert list(check(BeautifulSoup(GOOD, "html5lib"))) == []


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (pages.heading, "<h1>Bục điều hành</h1>", ""),
        (pages.heading, "<h1>Bục điều hành</h1>", "<h1>Bục điều hành</h1><h1>Hàng đợi</h1>"),
        (pages.heading, "<h1>Bục điều hành</h1>", "<h1>Hàng đợi</h1>"),
        (pages.heading, "<h1>Bục điều hành</h1>", "<h1></h1>"),
        (pages.language, '<html lang="vi">', "<html>"),
        (pages.token, '<meta name="csrf-token" content="t">', ""),
        (pages.token, '<meta name="csrf-token" content="t">', '<meta name="csrf-token" content="">'),
        (pages.ids, 'id="queue"', 'id="words"'),
        (pages.labels, '<label for="words">Nội dung</label>', ""),
        (pages.labels, '<label for="words">Nội dung</label>', '<label for="words"></label>'),
        (pages.labels, ' aria-label="Lĩnh vực"', ""),
        (pages.forms, ' method="post"', ""),
        (pages.forms, ' action="/podium/words"', ""),
        (pages.forms, 'name="csrf_token" value="t"', 'name="csrf_token" value=""'),
        (pages.requesters, ' hx-target="this"', ""),
        (pages.requesters, ' hx-swap="outerHTML"', ""),
        (pages.inline, "</body>", "<script>alert(1)</script></body>"),
        (pages.inline, "</body>", "<style>p {}</style></body>"),
        (pages.inline, "<h1>", '<h1 style="color: red">'),
        (pages.inline, "<h1>", '<h1 onclick="go()">'),
        (pages.inline, "<h1>", '<h1 hx-on:click="go()">'),
        (pages.inline, "<h1>", "<h1 hx-vals='js:{a: 1}'>"),
        (pages.inline, 'href="/door"', 'href="javascript:go()"'),
        (pages.composed, "Bao giờ", unicodedata.normalize("NFD", "Bao giờ")),
        (pages.composed, 'alt=""', f'alt="{unicodedata.normalize("NFD", "Huy hiệu")}"'),
        (pages.names, ">Chiếu</button>", "></button>"),
        (pages.names, ">Chiếu</button>", '><img src="/eye.svg" alt=""></button>'),
        (pages.names, ' alt=""', ""),
        (pages.outside, 'src="/static/js/live.js"', 'src="https://cdn.example/htmx.js"'),
        (pages.outside, 'href="/door"', 'href="//fonts.example/vi.css"'),
        (pages.outside, "192.168.1.10:8000", "8.8.8.8"),
        (pages.regions, ' data-v="812"', ""),
        (pages.regions, 'data-state="queued"', 'data-state="waiting"'),
    ],
)
def test_a_fault_in_a_page_is_one_sentence(check: Check, good: str, bad: str) -> None:
    spoiled = GOOD.replace(good, bad, 1)
    assert spoiled != GOOD
    found = list(check(BeautifulSoup(spoiled, "html5lib")))
    assert len(found) == 1
    assert found[0].endswith(".")


@pytest.mark.parametrize(
    "sent", ["", "img-src 'self'", "default-src 'self' 'unsafe-inline'", "default-src 'self'; script-src 'unsafe-eval'"]
)
def test_a_content_policy_that_is_missing_or_lax_is_a_fault(sent: str) -> None:
    assert len([*pages.policy(Headers({"Content-Security-Policy": sent}))]) == 1


def test_a_page_is_given_only_when_it_has_no_fault(client: Pages) -> None:
    assert client.visit("/podium").title
    with pytest.raises(AssertionError, match="GET /broken: The page has 0 h1"):
        client.visit("/broken")
    with pytest.raises(AssertionError, match="GET /nowhere: answered 404, not 200"):
        client.visit("/nowhere")


def test_a_form_is_sent_as_a_browser_would_and_the_landing_page_is_checked(client: Pages) -> None:
    page = client.visit("/podium")
    form, button = page.form, page.button
    assert isinstance(form, Tag)
    landed = client.submit(form, press=button, words="Bao giờ?", show_name=None)
    assert landed.path == "/podium"
    assert landed.response.request.args.to_dict() == {
        "csrf_token": "t",
        "words": "Bao giờ?",
        "field": "2",
        "then": "show",
    }
    with pytest.raises(AssertionError, match="has no field price"):
        client.submit(form, price="1")


def test_each_visitor_has_cookies_and_a_side_of_their_own(client: Pages) -> None:
    chair, delegate = Somebody(link="http://127.0.0.1:8001/in/chair"), Somebody(link="/in/delegate", side="hall")
    assert client.send("GET", "/who", as_=chair).text == "chair on staff"
    assert client.send("GET", "/who", as_=delegate).text == "delegate on hall"
    assert client.send("GET", "/who").text == "nobody on staff"


@pytest.fixture
def client() -> Pages:
    """Walk through a program of four pages."""
    app = Flask(__name__)
    app.after_request(_with_policy)
    app.add_url_rule("/podium", "podium", lambda: GOOD)
    app.add_url_rule("/broken", "broken", lambda: GOOD.replace("h1", "h2"))
    app.add_url_rule("/in/<name>", "link", lambda name: GOOD.replace("/podium/words", f"/in/{name}"))

    @app.post("/podium/words")
    def words() -> Response:
        return redirect(f"/podium?{urlencode(request.form)}", 303)

    @app.post("/in/<name>")
    def sign_in(name: str) -> Response:
        answer = redirect("/podium", 303)
        answer.set_cookie("who", name)
        return answer

    @app.get("/who")
    def who() -> str:
        return f"{request.cookies.get('who', 'nobody')} on {request.environ['kiosk.side']}"

    return Pages(app)


def _with_policy(answer: Response) -> Response:
    answer.content_security_policy.default_src = "'self'"
    return answer
