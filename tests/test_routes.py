"""No URL vanishes unnoticed: people have printed them, saved them, and sent them to others."""

from pathlib import Path

from flask import Flask

ROUTES = Path(__file__).with_name("routes.txt")


def lines_of(app: Flask) -> list[str]:
    """Return every URL rule of the program with its methods, sorted, as tests/routes.txt has them."""
    rules = [
        (rule.rule, " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})))
        for rule in app.url_map.iter_rules()
    ]
    return [f"{rule} {methods}" for rule, methods in sorted(rules)]


def test_every_url_is_written_down_and_none_has_vanished(app: Flask) -> None:
    written, there = ROUTES.read_text("utf-8").splitlines(), lines_of(app)
    new = [line for line in there if line not in written]
    gone = [line for line in written if line not in there]
    assert not new, "\n".join(["These URLs are new. Add to tests/routes.txt:", *new])
    assert not gone, "\n".join(
        ["These URLs have vanished. Bring them back, or take them out of tests/routes.txt:", *gone]
    )


def test_the_list_is_sorted_and_holds_nothing_twice() -> None:
    written = ROUTES.read_text("utf-8").splitlines()
    assert written == sorted(set(written))
