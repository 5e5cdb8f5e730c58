"""Settings: each layer over the one before, and whatever cannot work is refused by its name."""

import re
import stat
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.core.settings import BadSetting, data_folder, load, secret_key


def written(folder: Path, toml: str) -> Path:
    (folder / "kiosk.toml").write_text(toml, "utf-8")
    return folder


def test_without_anything_said_the_defaults_count(tmp_path: Path) -> None:
    settings = load(tmp_path, environ={})
    assert (settings.host, settings.port, settings.staff_port) == ("0.0.0.0", 8000, 8001)  # noqa: S104  # the default
    assert (settings.timezone, settings.language, settings.log_level) == ("Asia/Ho_Chi_Minh", "vi", "info")
    assert (settings.address, settings.allowed_hosts) == ("", ())
    assert settings.zone == ZoneInfo("Asia/Ho_Chi_Minh")
    assert settings.database_url == f"sqlite:///{tmp_path / 'kiosk.sqlite'}"


def test_the_file_counts_over_defaults_the_environment_over_the_file_and_the_command_over_all(tmp_path: Path) -> None:
    written(tmp_path, "port = 1\nstaff_port = 1\nhost = '127.0.0.1'\n")
    settings = load(tmp_path, environ={"KIOSK_PORT": "2", "KIOSK_STAFF_PORT": "2"}, staff_port=3, host=None)
    assert (settings.host, settings.port, settings.staff_port) == ("127.0.0.1", 2, 3)


@pytest.mark.parametrize(
    ("toml", "environ", "name", "value"),
    [
        ("port = 0", {}, "port", 0),
        ("port = 65535", {}, "port", 65535),
        ("", {"KIOSK_PORT": " 9000 "}, "port", 9000),
        ('language = "en"', {}, "language", "en"),
        ('timezone = "UTC"', {}, "timezone", "UTC"),
        ('allowed_hosts = ["hall.example", "kiosk"]', {}, "allowed_hosts", ("hall.example", "kiosk")),
        ("allowed_hosts = []", {}, "allowed_hosts", ()),
        ("", {"KIOSK_ALLOWED_HOSTS": "hall.example, kiosk,"}, "allowed_hosts", ("hall.example", "kiosk")),
        ("", {"KIOSK_ALLOWED_HOSTS": ""}, "allowed_hosts", ()),
        ("", {"KIOSK_ADDRESS": "192.168.1.10"}, "address", "192.168.1.10"),
        ("", {"KIOSK_LOG_LEVEL": "debug"}, "log_level", "debug"),
        ("", {"OTHER_PORT": "x", "kiosk_port": "x"}, "port", 8000),
        ("", {"KIOSK_DATA": "/somewhere"}, "port", 8000),
    ],
)
def test_a_setting_that_can_work_is_taken(
    tmp_path: Path, toml: str, environ: dict[str, str], name: str, value: object
) -> None:
    assert getattr(load(written(tmp_path, toml), environ=environ), name) == value


@pytest.mark.parametrize(
    ("toml", "environ", "named"),
    [
        ("prot = 8000", {}, ["prot", "kiosk.toml", "staff_port"]),
        ("", {"KIOSK_PROT": "8000"}, ["prot", "KIOSK_"]),
        ("", {"KIOSK_": "8000"}, ["no such setting"]),
        ("data = '/elsewhere'", {}, ["data"]),
        ("port = '8000 '", {"KIOSK_PORT": "x"}, ["port", "a number", "'x'"]),
        ("port = '80'\nx = 1", {}, ["x"]),
        ("port = 8.5", {}, ["port", "8.5", "a number"]),
        ("port = true", {}, ["port", "True"]),
        ("", {"KIOSK_PORT": ""}, ["port", "''"]),
        ("", {"KIOSK_PORT": "-1"}, ["port", "-1"]),
        ("port = -1", {}, ["port", "-1", "65535", "kiosk.toml"]),
        ("", {"KIOSK_PORT": "65536"}, ["port", "65536", "KIOSK_PORT"]),
        ("staff_port = 65536", {}, ["staff_port", "65536"]),
        ("host = 1", {}, ["host", "a text"]),
        ("allowed_hosts = [1]", {}, ["allowed_hosts", "a list"]),
        ("language = 'fr'", {}, ["language", "fr", "vi, en"]),
        ("log_level = 'loud'", {}, ["log_level", "loud", "debug"]),
        ("timezone = 'Mars/Phobos'", {}, ["timezone", "Mars/Phobos"]),
        ("timezone = '../secrets'", {}, ["timezone", "../secrets"]),
        ("timezone = ''", {}, ["timezone"]),
        ("[hall]\nport = 1", {}, ["hall"]),
        ("port =", {}, ["kiosk.toml"]),
    ],
)
def test_a_setting_that_cannot_work_is_refused_by_name(
    tmp_path: Path, toml: str, environ: dict[str, str], named: list[str]
) -> None:
    with pytest.raises(BadSetting) as refusal:
        load(written(tmp_path, toml), environ=environ)
    assert [word for word in named if word not in str(refusal.value)] == []


def test_a_file_that_is_not_utf_8_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_bytes(b"address = '\xff'")
    with pytest.raises(BadSetting, match=re.escape("kiosk.toml")):
        load(tmp_path, environ={})


def test_the_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    secret = secret_key(folder)
    assert len(secret) == 64
    assert secret_key(folder) == secret
    assert secret_key(tmp_path) != secret
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("left", ["", "   \n", "abc"])
def test_a_secret_that_could_be_guessed_is_not_used(tmp_path: Path, left: str) -> None:
    (tmp_path / "secret-key").write_text(left, "ascii")
    with pytest.raises(BadSetting, match="secret-key"):
        secret_key(tmp_path)


def test_the_data_folder_is_the_one_given_else_the_one_of_the_environment_else_the_checkouts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path / "said"))
    assert data_folder(tmp_path / "given") == tmp_path / "given"
    assert data_folder() == tmp_path / "said"
    monkeypatch.delenv("KIOSK_DATA")
    assert data_folder() == Path(__file__).parents[2] / "instance"
