"""The three sample lists come in whole."""

from collections import Counter
from pathlib import Path

from kiosk.spreadsheets.people import PersonRow, read_people

DATA = Path(__file__).parents[1] / "data"


def test_the_big_list_gives_389_people_of_32_groups_in_8_neighbourhoods() -> None:
    found = read_people((DATA / "danh-sach-dai-bieu-nhan-dan.xlsx").read_bytes(), filename="a.xlsx")
    groups = Counter((row.group, row.subgroup) for row in found.rows)
    assert (len(found.rows), len(found.refused)) == (389, 0)
    assert (len(groups), len({group for group, _ in groups})) == (32, 8)
    assert all(10 <= count <= 15 for count in groups.values())
    assert all(row.birth_year and row.sex for row in found.rows)


def test_the_list_of_officials_keeps_posts_and_units() -> None:
    found = read_people((DATA / "danh-sach-dai-bieu-moi.xlsx").read_bytes(), filename="a.xlsx")
    assert (len(found.rows), len(found.refused)) == (34, 0)
    assert (found.rows[8].position, found.rows[8].unit, found.rows[8].group) == ("Trưởng khu phố", "An Bình", None)


def test_the_late_list_with_other_headings_gives_ten_people_of_one_group() -> None:
    found = read_people((DATA / "to-dan-pho-gui-them.csv").read_bytes(), filename="a.csv")
    assert {(row.group, row.subgroup) for row in found.rows} == {("An Hòa", "Tổ 2")}
    assert len(found.rows) == 10
    assert found.rows[1] == PersonRow(
        sheet="",
        row=3,
        name="Đặng Bích Yến",
        name_written="Đặng Bích Yến",
        birth_year=1954,
        sex=None,
        group="An Hòa",
        subgroup="Tổ 2",
        phone="0356222512",
        position=None,
        unit=None,
        note=None,
    )
