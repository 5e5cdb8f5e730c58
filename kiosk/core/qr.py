"""QR codes: one inline SVG for a page, half blocks for a terminal, plain modules for a paper."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from markupsafe import Markup
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q

from kiosk.core.messages import Message, _

Level = Literal["M", "Q"]
"""How much may be spoilt: M (15 %) on screens, Q (25 %) on paper."""
QUIET = 4
"""Modules of white on every side (ISO/IEC 18004)."""

_CORRECTION = {"M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q}
_LABEL = _("Mã QR")
_SVG = Markup(
    '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" aria-label="{label}"'
    ' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
    '<path fill="#000" d="{dark}"/></svg>'
)
_HALVES = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}


def modules(text: str, level: Level = "M") -> list[list[bool]]:
    """Return the rows of the smallest QR code that holds `text`, true where dark, without quiet zone.

    Upper-case links take the dense alphanumeric mode, so `HTTP://192.168.1.10:8000/V/K7X3M9TQM` is 29 modules at Q.
    """
    code = QRCode(error_correction=_CORRECTION[level], border=0)
    code.add_data(text, optimize=0)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def runs(rows: Sequence[Sequence[bool]]) -> Iterator[tuple[int, int, int]]:
    """Yield the dark bars of `rows` as (column, row, length), all in modules."""
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                yield x, y, length
            x += length


def svg(text: str, *, level: Level = "M", label: Message | str = _LABEL) -> Markup:
    """Return `text` as an SVG that takes the size its container gives it, white quiet zone included.

    `label` is what a screen reader says. Presentation attributes alone, so that it passes the strict CSP.
    """
    rows = modules(text, level)
    dark = "".join(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z" for x, y, length in runs(rows))
    return _SVG.format(side=len(rows) + 2 * QUIET, label=label, dark=dark)


def terminal(text: str) -> str:
    """Return `text` as lines of half blocks, two modules high, drawn for a dark terminal; no line break at the end."""
    rows = _with_quiet_zone(modules(text))
    pairs = zip(rows[::2], [*rows[1::2], [False] * len(rows)], strict=False)
    return "\n".join("".join(_HALVES[half] for half in zip(upper, lower, strict=True)) for upper, lower in pairs)


def _with_quiet_zone(rows: list[list[bool]]) -> list[list[bool]]:
    side = [False] * QUIET
    blank = [[False] * (len(rows) + 2 * QUIET)] * QUIET
    return [*blank, *([*side, *row, *side] for row in rows), *blank]
