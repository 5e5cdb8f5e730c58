"""The outermost layer: which hosts and origins come in, and what every answer carries."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client, TestResponse

from kiosk.core.settings import Settings, load
from kiosk.server.guard import Guard, is_own_origin

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOME = "127.0.0.1:8000"


def hall(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response("200 OK", [])
    return [environ.get("HTTP_X_FORWARDED_FOR", "nobody says").encode()]


@pytest.fixture
def settings(tmp_path: "Path") -> Settings:
    return load(tmp_path, environ={}, address="hall.example:8000", allowed_hosts=("doithoai.example",))


def asked(settings: Settings, host: str, path: str = "/", **headers: str) -> TestResponse:
    return Client(Guard(hall, settings=settings)).get(path, headers={"Host": host, **headers})


@pytest.mark.parametrize(
    "host", ["127.0.0.1", HOME, "LOCALHOST:8001", "[::1]:8000", "hall.example", "doithoai.example:8000"]
)
def test_this_machine_answers_to_its_names(settings: Settings, host: str) -> None:
    assert asked(settings, host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *("", "evil.example", "evil.example:8000", "8.8.8.8", "127.0.0.1.evil.example", "localhost."),
        *("evil@127.0.0.1", "127.0.0.1/evil", "127.0.0.1:80;script-src *", "127.0.0.1:x", "[::1", "[", "é"),
    ],
)
def test_whoever_asks_for_another_host_is_turned_away(settings: Settings, host: str) -> None:
    assert asked(settings, host).status_code == 400


@pytest.mark.parametrize("host", [HOME, "evil.example"])
def test_every_answer_carries_the_headers_and_names_no_foreign_host(settings: Settings, host: str) -> None:
    answer = asked(settings, host)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "evil" not in str(answer.headers)


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9000", "null", "http://[", "", HOME])
def test_a_socket_from_a_page_of_elsewhere_stays_outside(settings: Settings, origin: str) -> None:
    assert asked(settings, HOME, "/socket.io/", Origin=origin).status_code == 400
    assert asked(settings, HOME, "/socket.io/", Origin=f"http://{HOME}").status_code == 200
    assert is_own_origin(None, {"HTTP_HOST": HOME})


def test_what_proxies_claim_is_forgotten(settings: Settings) -> None:
    assert asked(settings, HOME, **{"X-Forwarded-For": "10.0.0.1"}).text == "nobody says"
