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
    r"(phó )?(chủ tịch|bí thư|trưởng|tổ trưởng|giám đốc|kế toán|thư ký|ban công tác|ủy ban|uỷ ban|ubnd|mặt trận)\b.*"
)
_LETTERHEAD = re.compile(
    r"(ủy ban|uỷ ban|ubnd|ubmttq|đảng ủy|đảng bộ|mặt trận|cộng hòa xã hội|cộng hoà xã hội|độc lập|danh sách|hội nghị"
    r"|phường|tỉnh|thành phố|số:)\b"
)
_BLOCK = re.compile(
    r"(các|khối|đại biểu|khách|lãnh đạo|cán bộ|hội|đoàn|ban|phòng|đảng|cơ quan|thành phần|nhân dân|đơn vị|mặt trận"
    r"|ủy ban)\b"
)
_NUMERAL = re.compile(r"\(?([IVX]+|[A-Z]|\d+)\)?[.):]?")
_LETTERED = re.compile(r"\(?([IVX]+|[A-Z])\)?($|\s*[.):\-/])")
_COUNT = re.compile(r"\s*[:(\-–]*\s*\d+\s*(người|đại biểu|đb|đ/b)?\)?\s*$", re.IGNORECASE)
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


def labelled_section(words: list[str]) -> Place | None:
    """Return the place in a heading that says what it is: "I. KHU PHỐ AN HÒA (12 người)", "Tổ 2"; None otherwise."""
    heading = words[1] if len(words) > 1 and _NUMERAL.fullmatch(words[0]) else words[0]
    return groups.section_place(heading) or None


def lettered_section(words: list[str]) -> Place | None:
    """Return the place in a heading with a letter or Roman numeral: "II. AN HÒA"; empty for "A. KHÁCH MỜI"."""
    if not _LETTERED.match(words[0]):
        return None
    apart = len(words) > 1 and _NUMERAL.fullmatch(words[0]) is not None
    heading, rest = (words[1], words[2:]) if apart else (words[0], words[1:])
    if any(not _COUNT.fullmatch(cell) for cell in rest):
        return None
    return bare_section(heading if apart else groups.without_enumerator(heading)) or Place()


def bare_section(heading: str) -> Place | None:
    """Return the place in a heading of a few words: "AN HÒA", "AN HÒA (15 người)"; None for a remark."""
    bare = _COUNT.sub("", heading)
    if not re.search(r"[^\W\d_]", bare) or ":" in bare or len(bare.split()) > _MAX_GROUP_WORDS:
        return None
    return Place() if _BLOCK.match(bare.lower()) else groups.group_cell(bare)
