"""Delegates' badges as a PDF: eight on an A4 sheet, to be cut along the dashes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF, Align

from kiosk.core import qr
from kiosk.core.codes import in_groups
from kiosk.core.errors import Refused
from kiosk.core.messages import _

WIDTH, HEIGHT = 98, 66
"""Of one badge, in mm; so are all lengths here, but for font sizes, which are in points."""
QR_SIDE = 31
"""Without the quiet zone. At least 30 is read at arm's length."""

_FONTS = Path(__file__).parent / "fonts"
_CUTS = ("Regular", "SemiBold", "Bold", "ExtraBold")
_COLUMNS, _PER_SHEET = 2, 8
_LEFT, _TOP = 7.0, 14.5
_PAPER_WIDTH, _PAPER_HEIGHT = 210, 297
_INSET = 5.0
_QR_LEFT, _QR_TOP = 61.4, 14.2
_NAME_WIDTH, _NAME_TOP, _NAME_BOTTOM = 51.5, 13.0, 52.8
_POINT = 25.4 / 72
_FRAME = 1.6
_FRAMED_LEADING = 2.0
_LEADING = 1.22
"""No tighter: Ễ under a dot below must stay clear of it."""
_INK, _INK_2, _SON, _LINE = "#1F1A17", "#4A4139", "#8B1A1A", "#DDD3C4"


@dataclass(frozen=True, slots=True)
class Badge:
    """One delegate as the badge shows them: full name, "Khu phố An Hòa · Tổ 2", position, nine-symbol code."""

    name: str
    group: str | None
    note: str | None
    code: str


@dataclass(frozen=True, slots=True)
class _Sitting:
    ward: str
    occasion: str
    when: str
    address: str


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    cut: str
    size: float
    color: str = _INK
    framed: bool = False

    @property
    def height(self) -> float:
        return self.size * _POINT * (_FRAMED_LEADING if self.framed else _LEADING)


def badge_sheet(badges: Sequence[Badge], *, ward: str, occasion: str, when: str, address: str, printed: str) -> bytes:
    """Return a PDF of all `badges` in the order given; the same arguments give the same bytes.

    `ward` is its full name, `occasion` and `when` stand on each badge, `address` is what the QR leads to
    (`http://192.168.1.10:8000`, no slash at the end), `printed` the day of printing. Refuses an empty list.
    """
    if not badges:
        raise Refused(_("Chưa có ai để in thẻ. Xin chọn người cần in trước."), code="no_badges")
    pdf = _new_pdf(_("Thẻ đại biểu, %(occasion)s", occasion=occasion))
    sitting = _Sitting(ward=ward, occasion=occasion, when=when, address=address)
    for start in range(0, len(badges), _PER_SHEET):
        pdf.add_page()
        for place, badge in enumerate(badges[start : start + _PER_SHEET]):
            row, column = divmod(place, _COLUMNS)
            _print_badge(pdf, _LEFT + column * WIDTH, _TOP + row * HEIGHT, badge=badge, sitting=sitting)
        _print_cut_lines(pdf)
        _print_margins(pdf, count=len(badges), ward=ward, printed=printed)
    return bytes(pdf.output())


def _new_pdf(title: object) -> FPDF:
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(str(title))
    pdf.set_lang("vi")
    pdf.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))  # the day of printing stands on the paper
    for cut in _CUTS:
        pdf.add_font(cut, fname=_FONTS / f"BeVietnamPro-{cut}.ttf")
    return pdf


def _print_margins(pdf: FPDF, *, count: int, ward: str, printed: str) -> None:
    right, head, foot = _PAPER_WIDTH - _LEFT, 9.4, 289
    sheets = -(-count // _PER_SHEET)
    title = _("Thẻ đại biểu · %(count)s thẻ · tờ %(page)s/%(sheets)s", count=count, page=pdf.page_no(), sheets=sheets)
    _write(pdf, _LEFT, head, text=title)
    _write(pdf, right, head, text=_("In đúng cỡ, không thu nhỏ; cắt theo nét đứt, 98 × 66 mm"), align=Align.R)
    _write(pdf, _LEFT, foot, text=_("Giấy 200 g/m², không cần màu: vạch đỏ in đen vẫn rõ"))
    _write(pdf, right, foot, text=_("%(ward)s, in ngày %(day)s", ward=ward, day=printed), align=Align.R)


def _print_cut_lines(pdf: FPDF) -> None:
    rows = _PER_SHEET // _COLUMNS
    right, bottom = _LEFT + _COLUMNS * WIDTH, _TOP + rows * HEIGHT
    pdf.set_draw_color(_INK_2)
    pdf.set_line_width(0.2)
    pdf.set_dash_pattern(dash=0.8, gap=0.8)
    for row in range(rows + 1):
        pdf.line(_LEFT, _TOP + row * HEIGHT, right, _TOP + row * HEIGHT)
    for column in range(_COLUMNS + 1):
        pdf.line(_LEFT + column * WIDTH, _TOP, _LEFT + column * WIDTH, bottom)
    pdf.set_dash_pattern()


def _print_badge(pdf: FPDF, x: float, y: float, *, badge: Badge, sitting: _Sitting) -> None:
    left, inner = x + _INSET, WIDTH - 2 * _INSET
    pdf.set_fill_color(_SON)
    pdf.rect(x, y, WIDTH, 1.7, style="F")
    _print_mark(pdf, left, y + 3.6)
    beside = left + 7.2
    _write(pdf, beside, y + 5.9, text=sitting.occasion, cut="Bold", size=9, width=inner - 7.2)
    _write(pdf, beside, y + 9.2, text=f"{sitting.ward} · {sitting.when}", size=8, color=_INK_2, width=inner - 7.2)
    _print_lines(pdf, left, y + _NAME_TOP, lines=_name_lines(pdf, badge))
    _print_qr(pdf, x + _QR_LEFT, y + _QR_TOP, text=f"{sitting.address.upper()}/V/{badge.code}")
    middle = x + _QR_LEFT + QR_SIDE / 2
    _write(pdf, middle, y + 53, text=in_groups(badge.code), cut="Bold", size=12, align=Align.C)
    pdf.set_draw_color(_LINE)
    pdf.set_line_width(0.25)
    pdf.line(left, y + 55.2, left + inner, y + 55.2)
    _write(pdf, left, y + 59, text=_("Mã chỉ để điểm danh và gửi câu hỏi."), size=8, color=_INK_2, width=inner)
    never = _("Không đăng nhập Zalo, không hỏi mật khẩu, không hỏi mã OTP.")
    _write(pdf, left, y + 62.6, text=never, size=8, color=_INK_2, width=inner)


def _print_mark(pdf: FPDF, x: float, y: float) -> None:
    radius = 2.4
    pdf.set_fill_color(_SON)
    pdf.arc(x, y, 2 * radius, 90, 270, style="F")
    pdf.set_fill_color(_INK)
    pdf.arc(x + 0.5, y + 0.65, 2 * radius, 270, 90, style="F")


def _print_qr(pdf: FPDF, x: float, y: float, *, text: str) -> None:
    rows = qr.modules(text, "Q")
    module = QR_SIDE / len(rows)
    with pdf.new_path() as path:  # one path, so that no hairline shows between its bars
        path.style.fill_color = "#000"
        path.style.stroke_color = None
        for column, row, length in qr.runs(rows):
            path.rectangle(x + column * module, y + row * module, length * module, module)


def _name_lines(pdf: FPDF, badge: Badge) -> list[_Line]:
    family, _blank, given = badge.name.rpartition(" ")
    lines = [*_broken(pdf, _Line(family, "Bold", 22), least=15), _Line(given, "ExtraBold", 34)]
    if badge.group:
        lines += _broken(pdf, _Line(badge.group, "SemiBold", 12), least=9)
    if badge.note:
        lines += _broken(pdf, _Line(badge.note, "SemiBold", 11, color=_SON, framed=True), least=9)
    return [_narrowed(pdf, line) for line in lines]


def _broken(pdf: FPDF, line: _Line, *, least: float) -> list[_Line]:
    """Return `line` whole when it fits the column at `least` points or more, else as two of like length, unframed."""
    words = line.text.split()
    if not words:
        return []
    if len(words) == 1 or _narrowed(pdf, line).size >= least:
        return [line]
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    best = min(halves, key=lambda half: max(_width(pdf, replace(line, text=text)) for text in half))
    return [replace(line, text=text, size=least, framed=False) for text in best]


def _narrowed(pdf: FPDF, line: _Line) -> _Line:
    room = _NAME_WIDTH - 2 * _FRAME * line.framed
    return replace(line, size=min(line.size, line.size * room / _width(pdf, line)))


def _width(pdf: FPDF, line: _Line) -> float:
    pdf.set_font(line.cut, size=line.size)
    return pdf.get_string_width(line.text)


def _print_lines(pdf: FPDF, x: float, y: float, *, lines: list[_Line]) -> None:
    room, taken = _NAME_BOTTOM - _NAME_TOP, sum(line.height for line in lines)
    shrink = min(1, room / taken)
    y += (room - taken * shrink) / 2
    for line in (replace(line, size=line.size * shrink) for line in lines):
        indent = _FRAME * line.framed
        if line.framed:
            _print_frame(pdf, x, y, line=line)
        baseline = y + line.height / 2 + 0.36 * line.size * _POINT
        _write(pdf, x + indent, baseline, text=line.text, cut=line.cut, size=line.size, color=line.color)
        y += line.height


def _print_frame(pdf: FPDF, x: float, y: float, *, line: _Line) -> None:
    gap = 0.2 * line.size * _POINT
    pdf.set_draw_color(_SON)
    pdf.set_line_width(0.4)
    size = (_width(pdf, line) + 2 * _FRAME, line.height - 2 * gap)
    pdf.rect(x, y + gap, *size, round_corners=True, corner_radius=0.8)


def _write(
    pdf: FPDF,
    x: float,
    y: float,
    *,
    text: object,
    cut: str = "Regular",
    size: float = 9,
    color: str = _INK,
    align: Align = Align.L,
    width: float = math.inf,
) -> None:
    """Write one line with its baseline at `y`; `x` is its left, middle or right; `size` shrinks to `width`."""
    pdf.set_font(cut, size=size)
    taken = pdf.get_string_width(str(text))
    if taken > width:
        pdf.set_font_size(size * width / taken)
        taken = width
    pdf.set_text_color(color)
    pdf.text(x - taken * {Align.L: 0, Align.C: 0.5, Align.R: 1}[align], y, str(text))
