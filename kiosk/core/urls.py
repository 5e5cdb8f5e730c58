"""Paths: of pages where no request is at hand (in pushes, commands and papers), and those that a form brings back."""

import re

from flask import current_app

_OWN = re.compile(r"/(?![/\\])[^\s\x00-\x1f\x7f]*")
"""Browsers read `//host`, `/\\host` and `/<tab>/host` as another host."""


def path_for(endpoint: str, **values: object) -> str:
    """Return the path of an endpoint, without host."""
    return current_app.url_map.bind("localhost").build(endpoint, values)


def own_path(wanted: str | None, *, otherwise: str) -> str:
    """Return the path that a form wants to go back to, if it is one of this house, else `otherwise`."""
    return wanted if wanted and _OWN.fullmatch(wanted) else otherwise
