"""Lists as wards lay them out: letterheads, merged headings, sections, sums, signatures."""

import unicodedata
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from kiosk.spreadsheets.people import PeopleList
from tests.spreadsheets.lists import HEADING, Rows, names, ods, people, xls, xlsx

LETTERHEAD: Rows = (
    ("ỦY BAN NHÂN DÂN", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("PHƯỜNG TÂN MẪU", None, None, "Độc lập - Tự do - Hạnh phúc"),
    (None, None, None, "Tân Mẫu, ngày 05 tháng 11 năm 2026"),
    ("DANH SÁCH ĐẠI BIỂU NHÂN DÂN CÁC KHU PHỐ, TỔ DÂN PHỐ TRÊN ĐỊA BÀN PHƯỜNG DỰ HỘI NGHỊ",),
    (),
)
FOOT: Rows = (
    ("Danh sách này có 02 người./.",),
    (),
    (None, None, None, "Tân Mẫu, ngày … tháng … năm 2026"),
    (None, "NGƯỜI LẬP DANH SÁCH", None, "TM. ỦY BAN NHÂN DÂN"),
    (None, "(Ký, ghi rõ họ tên)", None, "CHỦ TỊCH"),
    (),
    (None, "Trần Thị Lập", None, "Lê Văn Ký"),
    ("Nơi nhận:", None, None, None),
    ("- Như trên;", "- Lưu: VT", None, None),
)


def places(found: PeopleList) -> list[tuple[str | None, str | None]]:
    return [(row.group, row.subgroup) for row in found.rows]


def test_letterhead_and_signatures_are_no_people() -> None:
    found = people(
        xlsx([*LETTERHEAD, HEADING, (1, "Trần Văn An", 1956, "An Lộc", 1), (2, "Lê Thị Ba", 1961, "An Lộc", 2), *FOOT])
    )
    assert names(found) == ["Trần Văn An", "Lê Thị Ba"]
    assert [row.row for row in found.rows] == [7, 8]
    assert places(found) == [("An Lộc", "Tổ 1"), ("An Lộc", "Tổ 2")]
    assert found.refused == ()


def test_the_column_that_holds_the_year_tells_the_sex() -> None:
    rows = [
        ("STT", "Họ và tên", "Năm sinh", None, "Tổ", "ĐT"),
        (None, None, "Nam", "Nữ", None, None),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        (1, "Trần Văn An", 1956, None, 1, 914896523),
        (2, "Lê Thị Ba", None, "12/5/61", 1, None),
    ]
    found = people(xlsx(rows, merged=["A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2"]))
    assert [(row.name, row.birth_year, row.sex) for row in found.rows] == [
        ("Trần Văn An", 1956, "male"),
        ("Lê Thị Ba", 1961, "female"),
    ]
    assert found.rows[0].phone == "0914896523"
    assert found.refused == ()


def test_ticks_under_nam_and_nu_tell_the_sex() -> None:
    rows = [
        ("TT", "HỌ TÊN", "GIỚI TÍNH", None, "NĂM SINH"),
        (None, None, "NAM", "NỮ", None),
        (1, "Trần Văn An", "x", None, 1956),
        (2, "Lê Thị Ba", None, "X", 1961),
        (3, "Lê Thị Bốn", "x", "x", 1961),
    ]
    found = people(ods(rows))
    assert [(row.birth_year, row.sex) for row in found.rows] == [(1956, "male"), (1961, "female")]
    assert [row.row for row in found.refused] == [5]


@pytest.mark.parametrize("heading", [("Họ đệm", "Tên"), ("Họ và tên đệm", "Tên"), ("Họ", "Tên"), ("Họ và tên", None)])
def test_names_over_two_columns_are_joined(heading: tuple[str, str | None]) -> None:
    found = people(xlsx([("STT", *heading, "Năm sinh"), (1, "Trần Văn", "An", 1956), (2, "Lê Thị", "Ba", 1960)]))
    assert names(found) == ["Trần Văn An", "Lê Thị Ba"]


def test_ho_va_ten_over_ho_dem_and_ten_is_joined() -> None:
    rows = [
        ("STT", "Họ và tên", None, "Ngày sinh", None, None, "Số điện thoại"),
        (None, "Họ đệm", "Tên", "Ngày", "Tháng", "Năm", None),
        (1, "Trần Văn", "An", 1, 2, 1956, "0914 896 523"),
    ]
    found = people(xlsx(rows, merged=["B1:C1", "D1:F1"]))
    assert [(row.name, row.birth_year, row.phone) for row in found.rows] == [("Trần Văn An", 1956, "0914896523")]


def test_names_over_three_columns_are_joined() -> None:
    rows = [("STT", "Họ", "Chữ lót", "Tên"), (1, "Trần", "Văn", "An"), (2, "Lê", None, "Ba")]
    assert names(people(xlsx(rows))) == ["Trần Văn An", "Lê Ba"]


def test_what_stands_before_a_name_may_have_a_column_of_its_own() -> None:
    rows = [("STT", "Ông/Bà", "Họ và tên"), (1, "Ông", "Trần Văn An"), (2, "Bà", "Lê Thị Ba")]
    found = people(xlsx(rows))
    assert [(row.name, row.sex) for row in found.rows] == [("Trần Văn An", "male"), ("Lê Thị Ba", "female")]


def test_of_two_telephone_columns_the_first_that_is_filled_counts() -> None:
    rows = [
        ("STT", "Họ tên", "Điện thoại", None),
        (None, None, "Nhà riêng", "Di động"),
        (1, "Trần Văn An", "0254 3851 234", 914896523),
        (2, "Lê Thị Ba", None, 914896524),
    ]
    found = people(xlsx(rows, merged=["C1:D1"]))
    assert [row.phone for row in found.rows] == ["02543851234", "0914896524"]


@pytest.mark.parametrize("first", ["STT", None])
def test_a_group_that_stands_left_of_the_name_with_its_label_is_no_section(first: str | None) -> None:
    rows = [
        (first, "Khu phố", "Họ và tên", "Năm sinh"),
        (first and 1, "KP An Hòa", "Trần Văn An", 1956),
        (first and 2, "Khu phố 3", "Lê Thị Ba", None),
    ]
    found = people(xlsx(rows))
    assert [(row.name, row.group) for row in found.rows] == [("Trần Văn An", "An Hòa"), ("Lê Thị Ba", "3")]


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        (("Tổ 3: 5 người",), (None, "Tổ 3")), (("TỔ SỐ 05 - 7 người",), (None, "Tổ 5")),
        (("KP 2: 15 người",), ("2", None)), (("KHU PHỐ BẾN ĐÌNH: 4 đại biểu",), ("Bến Đình", None)),
        (("III/", "Khu phố: Gò Dài"), ("Gò Dài", None)), (("II -", "KP Gò Dài"), ("Gò Dài", None)),
        (("II. AN LỘC 2",), ("An Lộc 2", None)), (("II", "AN LỘC 2", 15), ("An Lộc 2", None)),
        (("KHU PHỐ TRƯỜNG SƠN",), ("Trường Sơn", None)), (("B. ĐOÀN KẾT",), ("Đoàn Kết", None)),
    ],
)  # fmt: skip
def test_a_section_is_told_by_its_heading(heading: tuple[str, ...], place: tuple[str | None, str | None]) -> None:
    rows = [("STT", "Họ và tên"), heading, (1, "Trần Văn An")]
    found = people(xlsx(rows))
    assert (names(found), places(found)) == (["Trần Văn An"], [place])


def test_section_rows_set_the_group_for_the_rows_below() -> None:
    rows = [
        ("STT", "Họ và tên", "Năm sinh", "Điện thoại"),
        ("I. KHU PHỐ AN HÒA (03 người)",),
        ("Tổ 1",),
        (1, "Trần Văn An", 1956, None),
        ("Tổ dân phố số 02", None),
        (1, "Lê Thị Ba", 1960, None),
        ("Cộng: 02 người",),
        ("II", "KHU PHỐ BÌNH PHÚ 1", None, None),
        (1, "Tống Công Minh", 1961, None),
        ("III", "KHÁCH MỜI", None, None),
        (1, "Tô Hoài", 1962, None),
    ]
    found = people(xlsx(rows, merged=["A2:D2", "A3:D3"]))
    assert places(found) == [("An Hòa", "Tổ 1"), ("An Hòa", "Tổ 2"), ("Bình Phú 1", None), (None, None)]
    assert found.refused == ()


def test_unlabelled_headings_are_sections_where_the_numbers_begin_anew() -> None:
    rows = [
        ("STT", "Họ và tên", "Năm sinh"),
        (None, "AN HÒA", None),
        (1, "Trần Văn An", 1956),
        (2, "Trần Văn Bé", 1957),
        ("BÌNH PHÚ", None, None),
        (1, "Lê Thị Ba", 1960),
    ]
    assert places(people(xlsx(rows))) == [("An Hòa", None), ("An Hòa", None), ("Bình Phú", None)]


def test_merged_group_cells_hold_for_all_their_rows() -> None:
    rows = [
        HEADING,
        (1, "Trần Văn An", 1956, "Khu phố An Hòa", "Tổ 1", "0914896523"),
        (2, "Lê Thị Ba", 1960, None, None, None),
        (3, "Lê Thị Tư", 1960, None, "2", None),
        (4, "Lê Thị Năm", 1960, "KP Bình Phú", None, None),
    ]
    found = people(xlsx(rows, merged=["D2:D4", "E2:E3", "F2:F3"]))
    assert places(found) == [("An Hòa", "Tổ 1"), ("An Hòa", "Tổ 1"), ("An Hòa", "Tổ 2"), ("Bình Phú", None)]
    assert [row.phone for row in found.rows] == ["0914896523", "0914896523", None, None]


def test_blank_group_cells_take_the_group_above_where_the_file_keeps_no_merged_cells() -> None:
    rows = [HEADING, (1, "Trần Văn An", 1956, "An Hòa", 1, ""), (2, "Lê Thị Ba", 1960, "", "", "")]
    assert places(people(ods(rows))) == [("An Hòa", "Tổ 1"), ("An Hòa", "Tổ 1")]


@pytest.mark.parametrize("mark", ['"', "nt", "-nt-", "//", "Như trên"])
def test_a_mark_for_the_same_again_takes_the_group_above(mark: str) -> None:
    rows = [HEADING, (1, "Trần Văn An", 1956, "An Hòa", 1), (2, "Lê Thị Ba", 1961, mark, mark)]
    assert places(people(xlsx(rows))) == [("An Hòa", "Tổ 1"), ("An Hòa", "Tổ 1")]


def test_an_official_with_a_unit_does_not_take_the_group_above() -> None:
    rows = [
        ("STT", "Họ và tên", "Khu phố", "Đơn vị"),
        (1, "Trần Văn An", "An Hòa", None),
        (2, "Lê Thị Ba", None, "UBND phường"),
    ]
    assert places(people(xlsx(rows))) == [("An Hòa", None), (None, None)]


def test_each_sheet_of_an_old_workbook_is_named_after_its_group() -> None:
    people_of = {
        "KP An Hòa": [("STT", "Họ tên", "Sinh năm"), (1.0, "Trần Văn An", 1956.0)],
        "DS Bình Phú": [("STT", "Họ tên", "Sinh năm"), (1.0, "Lê Thị Ba", 1960.0)],
        "Sheet3": [],
    }
    found = people(xls(people_of))
    assert [(row.sheet, row.group) for row in found.rows] == [("KP An Hòa", "An Hòa"), ("DS Bình Phú", "Bình Phú")]


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("An Hòa (12)", "An Hòa"), ("2. Gò Dài", "Gò Dài"), ("AN LỘC 1", "An Lộc 1"), ("Thắng Lợi", "Thắng Lợi"),
        ("Đoàn Kết", "Đoàn Kết"), ("KP Trường Sơn", "Trường Sơn"), ("T5.2026", None), ("Lần 2", None),
        ("Năm 2026", None), ("Trang tính1", None), ("Hội Phụ nữ", None), ("Đại biểu ND", None),
    ],
)  # fmt: skip
def test_a_sheet_tells_its_group_unless_its_name_is_about_something_else(title: str, group: str | None) -> None:
    assert places(people(xlsx([("STT", "Họ tên"), (1, "Trần An")], title=title))) == [(group, None)]


def test_a_second_heading_with_other_columns_is_followed() -> None:
    rows = [
        ("DANH SÁCH KHU PHỐ AN HÒA",),
        ("STT", "Họ và tên", "Năm sinh"),
        (1, "Trần Văn An", 1956),
        ("Tổng cộng: 1",),
        (None, "Người lập"),
        (None, "Lê Ký"),
        ("STT", "Họ và tên", "Điện thoại", "Năm sinh"),
        (1, "Lê Thị Ba", "0914896523", 1960),
    ]
    found = people(xlsx(rows))
    assert [(row.name, row.birth_year) for row in found.rows] == [("Trần Văn An", 1956), ("Lê Thị Ba", 1960)]
    assert found.rows[0].group == "An Hòa"


def test_a_summary_below_the_list_gives_no_people() -> None:
    rows = [
        ("STT", "Họ và tên", "Năm sinh"),
        (1, "Trần Văn An", 1956),
        ("Tổng cộng", "01 người"),
        ("STT", "Khu phố", "Số lượng"),
        (1, "An Hòa", 12),
    ]
    assert names(people(xlsx(rows))) == ["Trần Văn An"]


def test_two_lists_in_one_sheet_keep_their_own_groups() -> None:
    rows = [
        ("DANH SÁCH ĐẠI BIỂU KHU PHỐ AN HÒA",),
        ("Họ và tên", "Năm sinh"),
        ("Trần An", 1950),
        ("TRƯỞNG BAN CÔNG TÁC MẶT TRẬN", "TRƯỞNG KHU PHỐ"),
        ("Nguyễn Ký", "Lê Ký"),
        ("UBND PHƯỜNG TÂN MẪU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("DANH SÁCH ĐẠI BIỂU KHU PHỐ BÌNH PHÚ",),
        ("Họ và tên", "Năm sinh"),
        ("Võ An", 1951),
    ]
    found = people(xlsx(rows))
    assert [(row.name, row.group) for row in found.rows] == [("Trần An", "An Hòa"), ("Võ An", "Bình Phú")]
    assert found.refused == ()


def test_a_sheet_for_each_to_under_the_title_of_its_khu_pho() -> None:
    sheet = [("KHU PHỐ AN HÒA",), ("STT", "Họ tên"), (1, "Trần An")]
    assert places(people(xlsx(sheet, title="Tổ 1", more={"Tổ 2": sheet}))) == [("An Hòa", "Tổ 1"), ("An Hòa", "Tổ 2")]


def test_both_levels_may_stand_in_one_cell() -> None:
    cells = ["Tổ 2 - KP An Hòa", "An Hòa, tổ 5", "Bình Phú", "Tổ 03 - Bình Phú"]
    rows = [("STT", "Họ tên", "Tổ/Khu phố"), *((n, "Trần An", cell) for n, cell in enumerate(cells, 1))]
    assert places(people(xlsx(rows))) == [
        ("An Hòa", "Tổ 2"),
        ("An Hòa", "Tổ 5"),
        ("Bình Phú", None),
        ("Bình Phú", "Tổ 3"),
    ]


def test_a_heading_over_three_rows_is_read() -> None:
    rows = [
        ("Số\nTT", "Thông tin đại biểu", None, None, "Liên hệ", None),
        (None, "Họ và\ntên", "Năm sinh", None, "ĐT", "Email"),
        (None, None, "Nam", "Nữ", None, None),
        (1, "Trần An", 1956, None, "0914.896.523\n0987654321", "an@example.org"),
        (2, "Lê Ba", None, 1957, None, None),
    ]
    found = people(xlsx(rows, merged=["A1:A3", "B1:D1", "E1:F1", "B2:B3", "C2:D2"]))
    assert [(row.name, row.birth_year, row.sex, row.phone) for row in found.rows] == [
        ("Trần An", 1956, "male", "0914896523"),
        ("Lê Ba", 1957, "female", None),
    ]


def test_who_signs_below_without_a_date_or_a_sum_is_not_on_the_list() -> None:
    rows = [
        ("STT", "Họ và tên", "Năm sinh", "Ghi chú"),
        (1, "Trần Văn An", 1956, None),
        (None, "TỔ TRƯỞNG TỔ 1", None, "BAN CTMT KHU PHỐ"),
        (None, "Lê Văn Ký", None, "Võ Thị Lập"),
    ]
    found = people(xlsx(rows))
    assert (names(found), found.refused) == (["Trần Văn An"], ())


def test_remarks_and_spelled_out_sums_are_no_people() -> None:
    rows = [
        ("STT", "Họ và tên", "Năm sinh"),
        (1, "Trần An", 1956),
        (None, "(Bằng chữ: Một người)", None),
        (None, "* Lưu ý: đi đúng giờ", None),
        (None, "Tổng số đại biểu: 1", None),
    ]
    found = people(xlsx(rows))
    assert (names(found), found.refused) == (["Trần An"], ())


@pytest.mark.parametrize(
    "title",
    [
        ("Khu phố An Hòa xin gửi danh sách đại biểu như sau:",), ("Khu phố:", "An Hòa"), ("Đơn vị: Khu phố An Hòa",),
        ("BAN ĐIỀU HÀNH KHU PHỐ AN HÒA", None, "Độc lập - Tự do - Hạnh phúc"),
    ],
)  # fmt: skip
def test_a_title_tells_the_group_of_the_whole_list(title: tuple[str | None, ...]) -> None:
    found = people(xlsx([title, ("STT", "Họ tên", "Năm sinh"), (1, "Trần Văn An", 1956)]))
    assert places(found) == [("An Hòa", None)]


def test_addresses_tell_the_group_where_no_column_does() -> None:
    rows = [("STT", "Họ tên", "Địa chỉ"), (1, "Trần Văn An", "12/3 Lê Lợi, tổ 05, KP. Bình Phú, phường Tân Mẫu")]
    assert places(people(xlsx(rows))) == [("Bình Phú", "Tổ 5")]


def test_names_come_out_clean_and_composed() -> None:
    written = ["ÔNG NGUYỄN  VĂN\u00a0HÙNG", "Bà Lê Thị Ba", "Đ/c Trần An", "Ông/Bà: Võ Út", "NGUYỄN Văn Lý (Hai Lý)"]
    rows = [("STT", "Họ và tên"), *((n, unicodedata.normalize("NFD", name)) for n, name in enumerate(written, 1))]
    found = people(xlsx(rows))
    assert names(found) == ["Nguyễn Văn Hùng", "Lê Thị Ba", "Trần An", "Võ Út", "Nguyễn Văn Lý"]
    assert [row.sex for row in found.rows] == ["male", "female", None, None, None]
    assert found.rows[0].name_written == "ÔNG NGUYỄN VĂN HÙNG"
    assert all(unicodedata.is_normalized("NFC", row.name + row.name_written) for row in found.rows)


def test_rows_that_cannot_be_used_are_refused_with_the_cell_they_fail_by() -> None:
    rows = [
        HEADING,
        (1, None, 1956, "An Hòa", 1, "0914896523"),
        (2, "Nguyễn Văn 2", 1956, "An Hòa", 1, None),
        (3, "B", 1956, "An Hòa", 1, None),
        (4, "Trần Văn An", "khoảng năm ngoái", "An Hòa", 1, None),
        (5, "Trần Văn Bé", 1956, "An Hòa", 1, "12345"),
        (6, None, None, "An Hòa", 1, None),
        (7, "Lê Thị Ba", date(1961, 5, 12), "An Hòa", 1, "không có"),
        (None, "Phạm Văn Thêm", None, None, None, None),
    ]
    found = people(xlsx(rows))
    assert names(found) == ["Lê Thị Ba"]
    assert [(row.row, row.name) for row in found.refused] == [
        (2, None),
        (3, "Nguyễn Văn 2"),
        (4, "B"),
        (5, "Trần Văn An"),
        (6, "Trần Văn Bé"),
        (9, "Phạm Văn Thêm"),
    ]
    sentences = [str(row.why) for row in found.refused]
    assert "để trống" in sentences[0]
    assert all("họ tên" in sentence for sentence in sentences[1:3])
    assert "khoảng năm ngoái" in sentences[3]
    assert "12345" in sentences[4]


def test_a_hidden_sheet_is_left_alone() -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx([("Họ tên",), ("Trần An",)], more={"cũ": [("Họ tên",), ("Lê Cũ",)]})))
    book["cũ"].sheet_state = "hidden"
    file = BytesIO()
    book.save(file)
    assert names(people(file.getvalue())) == ["Trần An"]
