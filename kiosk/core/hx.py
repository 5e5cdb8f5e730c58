"""The thin seam to htmx-flask: a page for a browser, its part for an element that asks."""

from flask import Response, make_response, render_template
from htmx_flask import request


def page_or_part(page: str, part: str, *, status: int = 200, **context: object) -> Response:
    """Render `page`, or only `part` (a template that the page includes) when htmx asks."""
    wants_part = bool(request.htmx) and not request.htmx.boosted
    answer = make_response(render_template(part if wants_part else page, **context), status)
    answer.vary.add("HX-Request")
    return answer
