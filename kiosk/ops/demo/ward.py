"""Who lives in the invented ward: the same four hundred people each time, none of whom exists."""

import random
from collections.abc import Iterator

from kiosk.domain.people.rules import NewPerson

WARD = "phường Tân Mẫu"
PROVINCE = "tỉnh Minh Họa"
GROUPS = ("An Lộc 1", "An Lộc 2", "Bến Đình", "Cầu Mới", "Đông Hải", "Gò Dài", "Hòa Trung", "Tân Thành")
SUBGROUPS = ("Tổ 1", "Tổ 2", "Tổ 3")

GUEST = "Huỳnh Thị Ánh Sương"
"""Whose phone the visitor of the demo holds."""
LATECOMER = "Đặng Đức Ước"
"""Who has not come yet: the visitor lets this person in."""

_OUT_OF_THE_ORDINARY = {
    ("An Lộc 1", "Tổ 1"): (GUEST, "Nguyễn Văn Bình", "Nguyễn Văn Bình"),
    ("An Lộc 1", "Tổ 2"): ("Trần Thị Thúy", LATECOMER),
    ("An Lộc 1", "Tổ 3"): ("Trần Thị Thuý",),
}
"""Two people of one name in one group, and one name in two spellings: every list has them."""

_SURNAMES = "Nguyễn Trần Lê Phạm Huỳnh Phan Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
_SHARES = (35, 11, 9, 7, 6, 5, 5, 4, 4, 3, 3, 3, 3, 2)
"""Per cent of each surname, about as they are in the south."""
_MIDDLE = {
    "female": "Thị Thị Thị Ngọc Kim Thanh Minh Xuân".split(),
    "male": "Văn Văn Văn Hữu Đức Bá Minh Thanh".split(),
}
_GIVEN = {
    "female": "An Ánh Ân Châu Cúc Đào Giang Hà Hiền Hòa Hường Lan Mai Nga Sương Tâm Thảo Út Vân Ý".split(),
    "male": "An Ân Bình Dũng Đông Giang Hà Hòa Hùng Khánh Lộc Nghĩa Phúc Quý Tâm Út".split(),
}

_POSTS = (
    ("Bí thư Đảng ủy", "Đảng ủy phường"),
    ("Phó Bí thư Thường trực", "Đảng ủy phường"),
    ("Chủ tịch", "Hội đồng nhân dân phường"),
    ("Chủ tịch", "UBND phường"),
    ("Phó Chủ tịch", "UBND phường"),
    ("Phó Chủ tịch", "UBND phường"),
    ("Chủ tịch", "Ủy ban MTTQ Việt Nam phường"),
    ("Chánh Văn phòng", "Văn phòng HĐND và UBND"),
    ("Trưởng phòng", "Phòng Kinh tế, Hạ tầng và Đô thị"),
    ("Trưởng phòng", "Phòng Văn hóa - Xã hội"),
    ("Phó Giám đốc", "Trung tâm Phục vụ hành chính công"),
    ("Trưởng Công an", "Công an phường"),
    ("Chỉ huy trưởng", "Ban Chỉ huy Quân sự phường"),
    ("Trưởng trạm", "Trạm Y tế"),
    ("Chủ tịch", "Hội Liên hiệp Phụ nữ phường"),
    ("Chủ tịch", "Hội Cựu chiến binh phường"),
    ("Bí thư", "Đoàn Thanh niên phường"),
    ("Phóng viên", "Báo Minh Họa"),
    *((post, f"Khu phố {group}") for group in GROUPS for post in ("Bí thư chi bộ", "Trưởng khu phố")),
)


_SHARE_A_PHONE, _HAVE_NONE = 0.05, 0.45


def people() -> tuple[NewPerson, ...]:
    """Return the ward's list: 366 citizens of 24 residential groups, and 34 officials and guests."""
    chance = random.Random(2027)  # noqa: S311  # invented people need no secure randomness
    return (*_citizens(chance), *_officials(chance))


def _citizens(chance: random.Random) -> Iterator[NewPerson]:
    row, phone = 0, 0
    groups = [(group, subgroup) for group in GROUPS for subgroup in SUBGROUPS]
    for at, (group, subgroup) in enumerate(groups):
        named = _OUT_OF_THE_ORDINARY.get((group, subgroup), ())
        for seat in range(15 if at % 4 else 16):
            name, sex = (named[seat], None) if seat < len(named) else _name(chance)
            row, phone = row + 1, phone + (chance.random() > _SHARE_A_PHONE)
            yield NewPerson(
                sheet="Danh sách",
                row=row,
                name=name,
                name_written=name,
                birth_year=round(chance.triangular(1938, 1990, 1960)),
                sex=sex,
                group=group,
                subgroup=subgroup,
                phone=None if chance.random() < _HAVE_NONE else f"01{phone:08d}",
            )


def _officials(chance: random.Random) -> Iterator[NewPerson]:
    for row, (position, unit) in enumerate(_POSTS, start=1):
        name, sex = _name(chance)
        yield NewPerson(sheet="Cán bộ", row=row, name=name, name_written=name, sex=sex, position=position, unit=unit)


def _name(chance: random.Random) -> tuple[str, str]:
    sex = chance.choice(("female", "male"))
    surname = chance.choices(_SURNAMES, _SHARES)[0]
    return f"{surname} {chance.choice(_MIDDLE[sex])} {chance.choice(_GIVEN[sex])}", sex
