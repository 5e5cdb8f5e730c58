"""What a ward has before anybody changed it: the departments and fields of the 2025 organisation of wards."""

from dataclasses import dataclass

from kiosk.core.text import fold

GROUP_LABEL = "Khu phố"
"""What the upper level of residential groups is called here (elsewhere: khóm, khối phố, thôn)."""


@dataclass(frozen=True, slots=True)
class FieldPreset:
    """A field of life: its digit on every form, its name, a short one for small screens, and who answers."""

    code: str
    name: str
    short: str
    department: str


INFRASTRUCTURE = "Phòng Kinh tế, Hạ tầng và Đô thị"
CULTURE = "Phòng Văn hóa - Xã hội"
SERVICES = "Trung tâm Phục vụ hành chính công"
POLICE = "Công an phường"
OFFICE = "Văn phòng HĐND và UBND"

DEPARTMENTS = (
    INFRASTRUCTURE,
    POLICE,
    CULTURE,
    SERVICES,
    OFFICE,
    "Trạm Y tế",
    "Ban Chỉ huy Quân sự phường",
    "Ủy ban MTTQ Việt Nam phường",
)
"""In the order of the chair's keys 1–9. Source: Decree 150/2025, and practice."""

FIELDS = (
    FieldPreset("1", "Đất đai, bồi thường", "Đất đai", INFRASTRUCTURE),
    FieldPreset("2", "Quy hoạch, trật tự xây dựng", "Xây dựng", INFRASTRUCTURE),
    FieldPreset("3", "Giao thông, thoát nước, chiếu sáng", "Đường, thoát nước, đèn", INFRASTRUCTURE),
    FieldPreset("4", "Vệ sinh môi trường", "Rác, môi trường", INFRASTRUCTURE),
    FieldPreset("5", "Trật tự đô thị, vỉa hè, chợ", "Vỉa hè, chợ", INFRASTRUCTURE),
    FieldPreset("6", "An ninh trật tự, PCCC", "An ninh, cháy nổ", POLICE),
    FieldPreset("7", "Chính sách xã hội, người có công, hộ nghèo, BHYT", "Trợ cấp, chính sách", CULTURE),
    FieldPreset("8", "Thủ tục hành chính, chuyển đổi số, Đề án 06", "Giấy tờ, thủ tục", SERVICES),
    FieldPreset("9", "Văn hóa, giáo dục, y tế, thể thao", "Trường học, y tế", CULTURE),
    FieldPreset("0", "Nội dung khác", "Nội dung khác", OFFICE),
)
"""The ten fields that posts about real meetings show; editable."""


def group_label(name: str, *, above: str | None) -> str:
    """Return how people read a group's name: "Khu phố An Hòa · Tổ 2"; a tổ without a khu phố stands for itself."""
    if above is not None:
        return f"{above} · {name}"
    return name if name.startswith("Tổ ") else f"{GROUP_LABEL} {name}"


def group_key(name: str) -> str:
    """Return what two spellings of one residential group share: "Khu phố An Hoà", "KP. An Hòa" → "an hoa"."""
    key = fold(name).replace(".", " ")
    for label in ("khu pho", "khoi pho", "khom", "kp", "thon", "ap"):
        key = key.removeprefix(f"{label} ")
    return " ".join(key.split())
