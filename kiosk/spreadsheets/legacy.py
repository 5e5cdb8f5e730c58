"""Text typed for old fonts: TCVN3 (.VnTime) and VNI letters, and UTF-8 opened as Western text, made readable again.

Such text reaches us as Western letters ("NguyÔn V¨n Hïng", "Nguyeãn Vaên Huøng", "Nguyá»…n VÄƒn HÃ¹ng"). Which of the
three it is, nobody says; the reading that yields the most everyday Vietnamese words is taken.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

Reading = Callable[[str], str]
"""Text as it came in, text as it was meant out."""

_FAMILIAR = frozenset(
    "họ tên và đệm năm ngày sinh giới tính nữ tổ phố điện thoại số địa chỉ ghi chú chức vụ đơn vị danh sách đại biểu "
    "nguyễn trần lê phạm huỳnh hoàng phan võ vũ đặng bùi đỗ hồ ngô dương lý đinh đoàn trương lâm lương tạ thị văn hữu "
    "đức ngọc thúy thủy thu hùng dũng hòa hoà hường hương hồng hằng đào đạt bình cường phượng phương quý tuấn thắng "
    "nghĩa sơn tâm thảo vân ước út ánh ấn đông lộc phúc hải hạnh mỹ mẫu trường trưởng chủ tịch phường hội".split()
)


def reading_for(texts: Iterable[str]) -> Reading:
    """Return how to read the text cells of one sheet: as they are, or as the old font that explains them best."""
    doubtful = " ".join(text for text in texts if _western_bytes(text) is not None and not text.isascii())
    readings: tuple[Reading, ...] = (_as_it_is, _from_tcvn3, _from_vni, _from_misread_utf8)
    return max(readings, key=lambda reading: familiar_words(reading(doubtful)))


def familiar_words(text: str) -> int:
    """Return how many everyday Vietnamese words (with their marks) stand in `text`."""
    words = unicodedata.normalize("NFC", text).lower().split()
    return sum(word.strip(".,;:()") in _FAMILIAR for word in words)


def _as_it_is(text: str) -> str:
    return text


def _western_bytes(text: str) -> bytes | None:
    """Return the bytes behind Western text; None when a letter is none of theirs, so that it is Unicode already."""
    out = bytearray()
    for char in text:
        if ord(char) < 0x100:  # noqa: PLR2004  # Latin-1, also the places that cp1252 leaves empty
            out.append(ord(char))
            continue
        try:
            out += char.encode("cp1252")
        except UnicodeEncodeError:
            return None
    return bytes(out)


# TCVN 5712:1993, the letters that the ABC fonts use; the table is that of glibc's charmap TCVN5712-1.
_TCVN3 = str.maketrans(
    dict(zip(map(chr, range(0xA1, 0xAF)), "ĂÂÊÔƠƯĐăâêôơưđ", strict=True))
    | dict(
        zip(
            map(chr, range(0xB5, 0x100)),
            "àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
            strict=True,
        )
    )
)


def _from_tcvn3(text: str) -> str:
    raw = _western_bytes(text)
    return text if raw is None else raw.decode("latin-1").translate(_TCVN3)


_VNI_LETTERS = str.maketrans("ôÔöÖñÑæÆóÓòÒîÎ", "ơƠưƯđĐỉỈĩĨịỊỵỴ")
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_ROOF = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_PAIR = re.compile(r"(?P<base>[aeouyôö])(?P<mark>[øùûõï])|(?P<roof>[aeo])([âàáåãä])|a([êèéúüë])", re.IGNORECASE)


def _from_vni(text: str) -> str:
    if _western_bytes(text) is None:
        return text
    parts, done = [], 0
    for pair in _VNI_PAIR.finditer(text):
        parts += [text[done : pair.start()].translate(_VNI_LETTERS), _vni_letter(pair)]
        done = pair.end()
    return unicodedata.normalize("NFC", "".join([*parts, text[done:].translate(_VNI_LETTERS)]))


def _vni_letter(pair: re.Match[str]) -> str:
    base, mark = pair[0][0], pair[0][1].lower()
    if pair["base"]:
        return base.translate(_VNI_LETTERS) + _VNI_TONES[mark]
    if pair["roof"]:
        return base + "\u0302" + _VNI_ROOF[mark]
    return base + "\u0306" + _VNI_BREVE[mark]


def _from_misread_utf8(text: str) -> str:
    raw = _western_bytes(text)
    try:
        return text if raw is None else raw.decode()
    except UnicodeDecodeError:
        return text
