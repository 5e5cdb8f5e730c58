"""Lists come in by the command, and badges go out."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.core.codes import find_code, in_groups
from kiosk.core.text import sort_key
from tests.cli.conftest import LISTS, Loaded, everything_in, run

BIG, OFFICIALS, LATE = 389, 34, 10


def test_the_lists_come_in_with_the_right_counts_and_again_add_nobody(loaded: Loaded) -> None:
    assert [ran.status for ran in loaded.said] == [0, 0, 0, 0, 0]
    counts = [(ran.told["added"], ran.told["known"], ran.told["refused"]) for ran in loaded.said]
    assert counts == [(BIG, 0, []), (OFFICIALS, 0, []), (4, 6, []), (0, BIG, []), (0, OFFICIALS, [])]


def test_an_import_tells_everybody_of_the_list_with_group_and_telephone(loaded: Loaded) -> None:
    told = loaded.said[2].told
    assert set(told) == {"added", "known", "refused", "people"}
    yen = next(one for one in told["people"] if one["name"] == "Đặng Bích Yến")
    assert yen["group"] == "Khu phố An Hòa · Tổ 2"
    assert (yen["phone"], yen["row"], yen["is_new"]) == ("0356222512", 3, False)
    assert len(told["people"]) == LATE


def test_progress_is_shown_on_stderr_and_never_on_stdout(loaded: Loaded) -> None:
    assert "389/389" in loaded.said[0].err
    assert loaded.said[0].out.startswith("{")


def test_a_dry_run_tells_the_same_and_changes_nothing(data: Path) -> None:
    before = everything_in(data)
    ran = run("people", "import", LISTS / "to-dan-pho-gui-them.csv", "--dry-run", "--json", data=data)
    assert (ran.status, ran.told["added"], len(ran.told["people"])) == (0, LATE, LATE)
    assert everything_in(data) == before


@pytest.mark.parametrize("content", [b"PK\x03\x04 torn", None], ids=["torn", "none"])
def test_a_file_that_cannot_be_read_gets_one_sentence_and_status_2(data: Path, content: bytes | None) -> None:
    before = everything_in(data)
    file = data.parent / "danh-sach.xlsx"
    if content is not None:
        file.write_bytes(content)
    ran = run("people", "import", file, data=data)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert "danh-sach.xlsx" in ran.err
    assert everything_in(data) == before


def test_refused_rows_are_shown_with_number_and_reason_and_the_rest_comes_in(data: Path) -> None:
    file = data.parent / "to.csv"
    file.write_text("STT,Họ và tên,Năm sinh\n1,Trần Văn Mẫu,1960\n2,,1961\n3,Trần Văn Mẫu,1960\n", "utf-8")
    ran = run("people", "import", file, data=data)
    assert ran.status == 0
    assert re.search(r"Trần Văn Mẫu +2 +thêm mới", ran.out)
    assert re.search(r"3 +Dòng này", ran.out)
    assert re.search(r"4 +Trần Văn Mẫu +Trùng hẳn với dòng 2", ran.out)
    assert "Thêm mới 1, đã có 0, không nhận 2 dòng." in ran.out


def test_the_list_holds_everybody_by_given_name_with_a_code_of_their_own(loaded: Loaded) -> None:
    people = run("people", "list", "--json", data=loaded.data).told["people"]
    assert len(people) == BIG + OFFICIALS + 4
    assert {"name", "group", "phone", "code", "inside", "entries"} <= set(people[0])
    assert [one["name"] for one in people] == sorted((one["name"] for one in people), key=sort_key)
    assert len({find_code(one["code"]) for one in people}) == len(people)
    assert not any(one["inside"] or one["entries"] for one in people)


def test_cards_are_eight_to_a_sheet_with_every_code_on_one(data: Path, tmp_path: Path) -> None:
    assert run("people", "import", LISTS / "to-dan-pho-gui-them.csv", data=data).status == 0
    ran = run("people", "cards", "--pdf", tmp_path / "the.pdf", data=data)
    assert (ran.status, ran.err) == (0, "")
    sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO((tmp_path / "the.pdf").read_bytes())).pages]
    assert len(sheets) == 2
    assert "Phường Tân Mẫu" in sheets[0]
    codes = [one["code"] for one in run("people", "list", "--json", data=data).told["people"]]
    assert all(in_groups(code) in "".join(sheets) for code in codes)


def test_nobody_invited_is_a_refusal_and_no_file(data: Path, tmp_path: Path) -> None:
    ran = run("people", "cards", "--pdf", tmp_path / "the.pdf", data=data)
    assert (ran.status, ran.out) == (1, "")
    assert not (tmp_path / "the.pdf").exists()
