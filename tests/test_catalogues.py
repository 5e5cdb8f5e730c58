"""The English catalogue: complete, true to the Vietnamese source, and all that an English page shows."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask_babel import force_locale
from jinja2 import nodes
from sqlalchemy import select

from kiosk.core.actor import Role
from kiosk.core.db import Base, reading
from kiosk.core.transact import transact
from kiosk.domain.access.rules import Place
from kiosk.domain.attendance.actions import check_in
from kiosk.domain.questions.actions import ask
from kiosk.domain.questions.rules import Kind, Move, Source
from kiosk.domain.stage.actions import move_question
from kiosk.places.shown import LANGUAGE_COOKIE
from tests.conftest import Hall
from tests.pages import BASE_URLS, NOBODY, Page, Pages, Somebody

ROOT = Path(__file__).parents[1]
ENGLISH = ROOT / "kiosk/translations/en/LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)\w|%%|\{\w+\}|#")
NOT_PAGES = frozenset({"static", "health.alive", "health.ready"})
LABELLED = [
    kind for kind in StrEnum.__subclasses__() if kind.__module__.startswith("kiosk.") and hasattr(kind, "label")
]

STAYS_VIETNAMESE = ("Đối Thoại", "Tiếng Việt", "Họ và tên", "Nữ")
"""The program's name, the language's own, and the headings that wards write in their lists."""


@pytest.fixture(scope="module")
def source() -> Catalog:
    """The sentences of the program as it stands."""
    with (ROOT / "tools/babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found = Catalog()
    for _path, _line, sentence, _comments, context in extract_from_dir(ROOT, methods, options):
        found.add(sentence, context=context)
    return found


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The catalogue as people write it."""
    with (ENGLISH / "messages.po").open("rb") as catalogue:
        return read_po(catalogue, locale="en")


def test_the_catalogue_holds_every_sentence_of_the_program(source: Catalog, english: Catalog) -> None:
    assert sorted(_ids(source) - _ids(english)) == [], "Run `make catalogue` and translate what is new."


def test_the_catalogue_holds_nothing_the_program_no_longer_says(source: Catalog, english: Catalog) -> None:
    assert sorted(_ids(english) - _ids(source)) == [], "Run `make catalogue`."
    assert not english.obsolete


def test_every_sentence_is_translated_and_none_is_guessed(english: Catalog) -> None:
    assert [one.id for one in _messages(english) if one.fuzzy or not all(_forms(one.string))] == []


def test_a_translation_is_filled_in_with_what_its_source_is(english: Catalog) -> None:
    for one in _messages(english):
        wanted = sorted(PLACEHOLDER.findall(_forms(one.id)[0]))
        for text in _forms(one.string):
            assert sorted(PLACEHOLDER.findall(text)) == wanted, text


def test_what_is_compiled_is_what_is_written(english: Catalog) -> None:
    with (ENGLISH / "messages.mo").open("rb") as catalogue:
        compiled = read_mo(catalogue)
    assert _translations(compiled) == _translations(english), "Run `make catalogue`."


def test_an_english_text_has_no_vietnamese_words(english: Catalog) -> None:
    assert [text for one in _messages(english) for text in _forms(one.string) if _vietnamese(text)] == []


def test_a_template_says_nothing_that_is_not_in_the_catalogue(app: Flask, source: Catalog) -> None:
    known = frozenset(text for forms in _ids(source) for text in forms)
    for path in (ROOT / "templates").rglob("*.html"):
        template = app.jinja_env.parse(path.read_text(encoding="utf-8"))
        written = [part.data for part in template.find_all(nodes.TemplateData)]
        written += [str(part.value) for part in template.find_all(nodes.Const) if part.value not in known]
        assert _vietnamese(" ".join(written)) == [], path


@pytest.mark.parametrize("kind", LABELLED, ids=lambda kind: kind.__name__)
def test_every_value_is_called_something_in_both_languages(app: Flask, kind: Any) -> None:  # noqa: ANN401  # an enum with a `label`
    for value in kind:
        with app.test_request_context(), force_locale("vi"):
            vietnamese = str(value.label)
        with app.test_request_context(), force_locale("en"):
            english = str(value.label)
        assert vietnamese, value
        assert english not in {"", vietnamese}, value


@pytest.fixture
def lively_hall(hall: Hall) -> Hall:
    """See `Hall`: somebody has come in, and a question of theirs is on the wall."""
    code, door, chair = hall.person("Trần Văn An").code, hall.actor(Role.DOOR), hall.actor(Role.CHAIR)
    transact(check_in, actor=door, sitting_id=hall.sitting_id, scanned=code)
    asked: dict[str, Any] = {"words": "Bao giờ hẻm 12 có đèn?", "field": "3", "shows_name": False}
    transact(ask, actor=hall.delegate(), source=Source.PHONE, kind=Kind.QUESTION, **asked)
    transact(move_question, actor=chair, question_id=1, move=Move.SHOW, revision=1)
    hall.settle()
    return hall


def test_no_page_says_anything_in_vietnamese_to_who_reads_english(lively_hall: Hall, pages: Pages) -> None:
    visitors = [NOBODY, lively_hall.phone_of(), *map(lively_hall.at, (Place.DOOR, Place.PODIUM, Place.SCREEN))]
    for path in _paths(lively_hall):
        answers = [_in_english(pages, who).send("GET", path, as_=who) for who in visitors]
        found = [BeautifulSoup(answer.text, "html5lib") for answer in answers if answer.status_code == 200]
        assert found, f"{path}: shown to none of the visitors of this test"
        for page in found:
            assert _vietnamese(_said(page), known=_kept_words()) == [], path


def test_a_page_says_which_language_it_is_in(lively_hall: Hall, pages: Pages) -> None:
    for place in (Place.DOOR, Place.PODIUM, Place.SCREEN):
        who = lively_hall.at(place)
        assert _language_of(pages.visit(f"/{place}", as_=who)) == "vi"
        assert _language_of(_in_english(pages, who).visit(f"/{place}", as_=who)) == "en"


def test_a_question_is_asked_and_refused_in_english(lively_hall: Hall, pages: Pages) -> None:
    who = lively_hall.phone_of()
    write = _in_english(pages, who).visit("/floor/ask", as_=who)
    refused = pages.submit(_form_with(write, "text"), text=" ", status=422)
    choose = pages.submit(_form_with(refused, "text"), text="12")
    tile = choose.select_one("button[name=field]")
    check = pages.submit(_form_with(choose, "text"), press=tile)
    for page in (write, refused, choose, check, pages.submit(_form_with(check, "key"))):
        assert _vietnamese(_said(page), known=_kept_words()) == [], page.path
    assert "You have not written a question yet." in refused.text


def _paths(hall: Hall) -> list[str]:
    """A path of every page and every part of one."""
    link_id, seal = hall.link(Place.DOOR).removeprefix("/in/").split("/")
    code = hall.person("Trần Văn An").code
    known = {"link_id": int(link_id), "seal": seal, "code": code, "scan_id": 1, "question_id": 1, "number": 1}
    rules = [rule for rule in hall.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    urls = hall.app.url_map.bind("localhost")
    return [
        urls.build(rule.endpoint, {name: known[name] for name in rule.arguments}, method="GET")
        for rule in rules
        if rule.endpoint not in NOT_PAGES
    ]


def _in_english(pages: Pages, who: Somebody) -> Pages:
    """Let that device read English."""
    domain = BASE_URLS[who.side].removeprefix("http://").split(":")[0]
    pages._client(who).set_cookie(LANGUAGE_COOKIE, "en", domain=domain)
    return pages


def _form_with(page: Page, name: str) -> Tag:
    return next(form for form in page.select("main form") if form.select(f"[name={name}]"))


def _language_of(page: Page) -> object:
    assert page.html
    return page.html["lang"]


def _said(page: Tag) -> str:
    """All that a page says, in words and in attributes, but what it marks as Vietnamese."""
    for marked in page.select("html:not([lang=vi]) [lang=vi]"):
        marked.decompose()
    attributes = (str(value) for found in page.select("*") for value in found.attrs.values())
    return " ".join([page.get_text(" "), *attributes])


def _kept_words() -> frozenset[str]:
    """What the ward has written: names of people, groups and topics; what the wall, which speaks Vietnamese, shows."""
    with reading() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    words = [value for row in rows for value in row if isinstance(value, str) and value]
    return frozenset(form for word in words for form in (word, word[0].upper() + word[1:]))


def _ids(catalogue: Catalog) -> set[tuple[str, ...]]:
    return {_forms(one.id) for one in _messages(catalogue)}


def _translations(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {_forms(one.id): _forms(one.string) for one in _messages(catalogue)}


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (one for one in catalogue if one.id)


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def _vietnamese(text: str, *, known: frozenset[str] = frozenset()) -> list[str]:
    for name in sorted({*STAYS_VIETNAMESE, *known}, key=len, reverse=True):
        text = text.replace(name, " ")
    return [word for word in text.split() if re.search(r"[đĐ\u0300-\u036f]", unicodedata.normalize("NFD", word))]
