"""Paths of pages where no request is at hand: in pushes, commands and papers."""

from flask import current_app


def path_for(endpoint: str, **values: object) -> str:
    """Return the path of an endpoint, without host."""
    return current_app.url_map.bind("localhost").build(endpoint, values)
