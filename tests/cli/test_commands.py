"""The commands that begin, examine and steer: what they leave, what they say, how they end."""

import json
import socket
import sqlite3
from pathlib import Path

import pytest

from kiosk.core.actor import Actor, Role
from kiosk.core.passwords import is_password
from kiosk.core.transact import transact
from kiosk.domain.attendance.actions import check_in
from kiosk.domain.questions.actions import ask
from kiosk.domain.questions.rules import Kind, Source
from tests.cli.conftest import LISTS, everything_in, run
from tests.conftest import Hall
from tests.running import Kiosk


def cell(data: Path, query: str) -> object:
    """The one value that a query finds."""
    with sqlite3.connect(data / "kiosk.sqlite") as connection:
        return connection.execute(query).fetchone()[0]


def test_the_help_names_every_command(tmp_path: Path) -> None:
    ran = run("--help", data=tmp_path)
    names = [line.split()[0] for line in ran.out.partition("Commands:")[2].splitlines() if line.strip()]
    assert {"init", "serve", "people", "questions", "staff", "links", "sitting", "doctor"} <= set(names)


def test_init_leaves_one_sitting_that_gathers_and_says_what_comes_next(tmp_path: Path) -> None:
    words = ("--on", "18/11/2027", "--begins", "8h00", "--round", "2", "--hall", "Nhà văn hóa")
    ran = run("init", *words, data=tmp_path / "new")
    assert (ran.status, len(ran.out.splitlines())) == (0, 1)
    assert "kiosk people import" in ran.err
    with sqlite3.connect(tmp_path / "new" / "kiosk.sqlite") as connection:
        held = connection.execute('SELECT "on", begins, hall, round_no, state FROM sittings').fetchall()
    assert held == [("2027-11-18", "08:00", "Nhà văn hóa", 2, "gathering")]


def test_a_folder_is_begun_once(data: Path) -> None:
    before = everything_in(data)
    ran = run("init", data=data)
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)
    assert everything_in(data) == before


def test_a_time_that_is_none_is_wrong_input(tmp_path: Path) -> None:
    assert run("init", "--begins", "sáng sớm", data=tmp_path / "new").status == 2
    assert not (tmp_path / "new").exists()


def test_without_a_data_folder_every_command_points_to_init_and_makes_none(tmp_path: Path) -> None:
    ran = run("people", "list", data=tmp_path / "none")
    assert (ran.status, ran.out) == (2, "")
    assert "kiosk init" in ran.err
    assert not (tmp_path / "none").exists()


def test_a_folder_of_another_schema_is_told_and_left_alone(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "kiosk.sqlite").execute("CREATE TABLE older (id)").connection.close()
    ran = run("people", "list", data=tmp_path)
    assert (ran.status, ran.out) == (1, "")
    assert "kiosk init" in ran.err


def test_the_data_folder_may_be_named_before_or_after_the_command_and_wins_over_the_environment(
    data: Path, tmp_path: Path
) -> None:
    before = run("--data", data, "people", "list", "--json", data=tmp_path / "none")
    after = run("people", "list", "--json", "--data", data, data=tmp_path / "none")
    assert before.told == after.told == {"people": []}


def test_a_bad_setting_is_named(data: Path) -> None:
    ran = run("links", data=data, KIOSK_PROT="8000")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert "KIOSK_PROT" in ran.err


def test_a_sitting_goes_only_the_steps_there_are(data: Path) -> None:
    early = run("sitting", "start", data=data)
    assert (early.status, early.out, len(early.err.splitlines())) == (1, "", 1)
    assert run("sitting", "open-doors", data=data).status == 0
    assert cell(data, "SELECT state FROM sittings") == "doors_open"


def test_a_sitting_that_is_not_there_is_wrong_input(data: Path) -> None:
    assert run("sitting", "open-doors", "--sitting", "7", data=data).status == 2


def test_staff_are_added_with_a_password_from_a_file(data: Path) -> None:
    file = data.parent / "mat-khau"
    file.write_text("ngắn", "utf-8")
    words = ("staff", "add", "Lê Thị Thư", "--role", "secretary", "--password-file", file)
    assert run(*words, data=data).status == 2
    file.write_text("một câu dễ nhớ\n", "utf-8")
    assert run(*words, data=data).status == 0
    hashed = str(cell(data, "SELECT password_hash FROM staff WHERE role = 'secretary'"))
    assert is_password("một câu dễ nhớ", hashed=hashed)


def test_links_are_made_once_and_name_the_listener_of_each_place(data: Path) -> None:
    told = run("links", "--json", data=data, KIOSK_PORT="9100", KIOSK_STAFF_PORT="9101").told
    ports = {place: url.split("/")[2] for place, url in told.items()}
    assert ports["door"] == ports["podium"] == "127.0.0.1:9101"
    assert ports["screen"] == ports["floor"] == "127.0.0.1:9100"
    assert told["floor"].endswith(":9100/floor")
    again = run("links", "--json", data=data, KIOSK_PORT="9100", KIOSK_STAFF_PORT="9101")
    assert again.told == told


def test_the_doctor_finds_a_port_that_is_taken(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        ran = run("doctor", data=data, KIOSK_HOST="127.0.0.1", KIOSK_PORT=port, KIOSK_STAFF_PORT="0")
    assert ran.status == 1
    assert [port in line for line in ran.out.splitlines() if line.startswith("✗")] == [True]


def test_the_doctor_is_content_with_a_folder_that_was_just_begun(data: Path) -> None:
    ran = run("doctor", data=data, KIOSK_PORT="0", KIOSK_STAFF_PORT="0")
    assert ran.status == 0, ran.out
    assert "✗" not in ran.out


def test_the_doctor_finds_a_damaged_database(data: Path) -> None:
    (data / "kiosk.sqlite").write_bytes(b"not a database, whatever it was" * 100)
    ran = run("doctor", data=data, KIOSK_PORT="0", KIOSK_STAFF_PORT="0")
    assert ran.status == 1
    assert "✗" in ran.out


@pytest.mark.parametrize("command", ["init", "serve", "people list", "links"])
def test_a_damaged_database_ends_a_command_with_a_sentence(data: Path, command: str) -> None:
    (data / "kiosk.sqlite").write_bytes(b"not a database, whatever it was" * 100)
    ran = run(*command.split(), data=data, KIOSK_PORT="0", KIOSK_STAFF_PORT="0")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)
    assert "kiosk.sqlite" in ran.err


def test_questions_are_listed_and_denunciations_only_counted(hall: Hall, folder: Path) -> None:
    asker: Actor = hall.delegate()
    for words, kind in (("Bao giờ có đèn ở hẻm 12?", Kind.QUESTION), ("Tôi tố cáo ông X.", Kind.DENUNCIATION)):
        transact(ask, actor=asker, words=words, field="3", shows_name=False, source=Source.PHONE, kind=kind)
    ran = run("questions", "list", "--json", data=folder)
    assert ran.told["restricted"] == 1
    assert [(one["number"], one["text"], one["state"]) for one in ran.told["questions"]] == [
        (1, "Bao giờ có đèn ở hẻm 12?", "submitted")
    ]
    assert "tố cáo ông" not in ran.out


def test_a_place_in_the_hall_shows_in_the_list(hall: Hall, folder: Path) -> None:
    code = hall.person("Trần Văn An").code
    transact(check_in, actor=hall.actor(Role.DOOR), sitting_id=hall.sitting_id, scanned=code)
    people = run("people", "list", "--json", data=folder).told["people"]
    assert [(one["name"], one["entries"]) for one in people if one["inside"]] == [("Trần Văn An", 1)]


def test_while_a_server_runs_commands_go_through_it(kiosk: Kiosk) -> None:
    hall_port, staff_port = kiosk.ports
    links = kiosk.told("links")
    assert f":{staff_port}/" in links["door"]
    assert links["floor"] == f"http://127.0.0.1:{hall_port}/floor"
    assert run("init", data=kiosk.data).status == 1
    before = everything_in(kiosk.data)
    told = kiosk.told("people", "import", str(LISTS / "to-dan-pho-gui-them.csv"), "--dry-run")
    assert (told["added"], told["known"]) == (4, 6)
    assert everything_in(kiosk.data) == before
    kiosk.command("sitting", "pause")
    _show_a_wrong_token(kiosk.data)
    refused = run("sitting", "resume", data=kiosk.data)
    assert (refused.status, len(refused.err.splitlines())) == (1, 1)
    assert cell(kiosk.data, "SELECT state FROM sittings") == "paused"


def _show_a_wrong_token(data: Path) -> None:
    word = json.loads((data / "server.json").read_text("utf-8"))
    (data / "server.json").write_text(json.dumps({**word, "token": "wrong"}), "utf-8")
