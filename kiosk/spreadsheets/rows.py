"""What stands between and below the people of a list: headings of sections, sums, signatures."""

import re

from kiosk.spreadsheets import groups
from kiosk.spreadsheets.groups import Place

# Matched against lower case with its marks: "Tống Công Minh" and "Tô Hoài" are people, "Tổng cộng" and "Tổ 2" are not.
_TOTAL = re.compile(
    r"\(?(tổng (cộng|số)\b|(tổng|cộng|tong (cong|so))\s*($|[:=.\d(])|ấn định\b"
    r"|danh (sách|sach) (này |nay )?(có|co|gồm|gom)\b)"
)
_SIGNATURE = re.compile(
    r"[(\s*-]*((t[mlv]|kt|tuq)\s*[./]|[tk]/[mt]\b|người (lập|tổng hợp|kiểm tra|duyệt|làm danh)|nguoi lap"
    r"|nơi nhận|noi nhan|ký,? (và )?(ghi|họ|tên)|đã ký|xác nhận (của|ubnd)|thủ trưởng( (cơ quan|đơn vị))?$"
    r"|lập (bảng|biểu|danh sách)|(.*\b)?ngày\b.{0,12}\btháng\b.{0,12}\bnăm\b|(.*, )?ngày [\d/.\-…]+$)"
)
_OFFICE = re.compile(
    r"(phó )?(chủ tịch|bí thư|trưởng|tổ trưởng|giám đốc|kế toán|thư ký|(ban )?(công tác|ctmt|điều hành)"
    r"|ủy ban|uỷ ban|ubnd|mặt trận)\b.*"
)
_LETTERHEAD = re.compile(
    r"(ủy ban|uỷ ban|ubnd|ubmttq|đảng ủy|đảng bộ|mặt trận|cộng hòa xã hội|cộng hoà xã hội|độc lập|danh sách|hội nghị"
    r"|phường|tỉnh|thành phố|số:)\b"
)
_BLOCK = re.compile(
    r"(các|khối|đại biểu|khách|lãnh đạo|cán bộ|hội(?! an\b)|đoàn(?! kết\b)|ban|phòng|đảng|cơ quan|thành phần|nhân dân"
    r"|đơn vị|mặt trận|ủy ban)\b"
)
_NUMERAL = re.compile(r"\(?([IVX]+|[A-Z]|\d+)\)?\s*[.):/\-]?")
_LETTERED = re.compile(r"\(?([IVX]+|[A-Z])\)?($|\s*[.):\-/])")
_COUNT = re.compile(r"\s*([:(\-–]+\s*\d+|\b\d+(?=\s*[nđ]))\s*(người|đại biểu|đb|đ/b)?\)?\s*$", re.IGNORECASE)
"""With a sign before it or a unit after it: the 1 of "AN LỘC 1" is part of the name."""
_MAX_GROUP_WORDS = 5


def is_total(words: list[str]) -> bool:
    """Return whether the filled cells of a row are a sum: "Danh sách này có 15 người", "Tổng cộng: 15"."""
    return any(_TOTAL.match(cell.lower()) for cell in words)


def is_signature(words: list[str]) -> bool:
    """Return whether they belong to the signatures: "NGƯỜI LẬP", "Nơi nhận", "…, ngày … tháng … năm …", "CHỦ TỊCH"."""
    lowered = [cell.lower() for cell in words]
    return any(map(_SIGNATURE.match, lowered)) or all(map(_OFFICE.fullmatch, lowered))


def is_remark(words: list[str]) -> bool:
    """Return whether they are one sentence beside the list: "(Bằng chữ: hai người)", "* Lưu ý: đi đúng giờ"."""
    return len(words) == 1 and (":" in words[0] or words[0].startswith(("*", "(", "-")))


def is_letterhead(words: list[str]) -> bool:
    """Return whether they begin another list in the sheet: "ỦY BAN NHÂN DÂN | CỘNG HÒA …", "DANH SÁCH …"."""
    return all(_LETTERHEAD.match(cell.lower()) for cell in words)


def heading(words: list[str]) -> str:
    """Return the cell that heads a section, if the row does: the first, or the one beside a numeral of its own."""
    return words[1] if len(words) > 1 and _NUMERAL.fullmatch(words[0]) else words[0]


def labelled_section(words: list[str]) -> Place | None:
    """Return the place in a heading that says what it is: "I. KHU PHỐ AN HÒA (12 người)", "Tổ 2"; None otherwise."""
    return groups.section_place(heading(words)) or None


def lettered_section(words: list[str]) -> Place | None:
    """Return the place in a heading with a letter or Roman numeral: "II. AN HÒA"; empty for "A. KHÁCH MỜI"."""
    if not _LETTERED.match(words[0]):
        return None
    said = heading(words)
    if any(not (cell.isdecimal() or _COUNT.fullmatch(cell)) for cell in words[words.index(said) + 1 :]):
        return None
    return bare_section(groups.without_enumerator(said)) or Place()


def bare_section(said: str) -> Place | None:
    """Return the place in a heading of a few words: "AN HÒA", "AN HÒA (15 người)"; None for a remark."""
    bare = _COUNT.sub("", said)
    if not re.search(r"[^\W\d_]", bare) or ":" in bare or len(bare.split()) > _MAX_GROUP_WORDS:
        return None
    return Place() if _BLOCK.match(bare.lower()) else groups.group_cell(bare)
