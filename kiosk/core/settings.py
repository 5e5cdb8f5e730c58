"""The program's settings: defaults, then `kiosk.toml` in the data folder, then `KIOSK_*`; each checked by name."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import platformdirs

LANGUAGES = ("vi", "en")
_PREFIX = "KIOSK_"
_NOT_SETTINGS = {"KIOSK_DATA"}
"""Belongs to the commands: it says where the settings are."""
_CHECKOUT = Path(__file__).parents[2]


class BadSetting(Exception):  # noqa: N818  # read as a sentence: "bad setting: …"
    """A setting that the program does not know, or a value that it cannot take. The text names both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set. `data` is given by the command, the rest by file and environment."""

    data: Path
    host: str = "0.0.0.0"  # noqa: S104  # the hall's phones come in from the Wi-Fi
    port: int = 8000
    staff_port: int = 8001
    address: str = ""
    """The hall's address for QR codes (`192.168.1.10` or `hall.example:8000`); empty: found by itself."""
    allowed_hosts: tuple[str, ...] = ()
    """Further host names that the hall may be called by."""
    timezone: str = "Asia/Ho_Chi_Minh"
    language: str = "vi"
    log_level: str = "info"

    def __post_init__(self) -> None:
        """Refuse values that cannot work, by name."""
        for name in ("port", "staff_port"):
            if not 0 <= getattr(self, name) <= 65535:  # noqa: PLR2004  # the range of TCP
                raise BadSetting(f"{name} = {getattr(self, name)}: a port is a number from 0 to 65535")
        if self.language not in LANGUAGES:
            raise BadSetting(f"language = {self.language!r}: one of {', '.join(LANGUAGES)}")
        if self.log_level not in {"debug", "info", "warning", "error"}:
            raise BadSetting(f"log_level = {self.log_level!r}: one of debug, info, warning, error")
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            raise BadSetting(f"timezone = {self.timezone!r}: no such time zone") from None

    @property
    def database_url(self) -> str:
        """Where the ward's one database lies."""
        return f"sqlite:///{self.data / 'kiosk.sqlite'}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which times are shown."""
        return ZoneInfo(self.timezone)


def data_folder(given: Path | str | None = None) -> Path:
    """Return the data folder: what was given or `KIOSK_DATA`, else `instance/` in a checkout, else the user's own."""
    if chosen := given or os.environ.get("KIOSK_DATA"):
        return Path(chosen).resolve()
    if (_CHECKOUT / "pyproject.toml").exists():
        return _CHECKOUT / "instance"
    return platformdirs.user_data_path("kiosk")


def load(data: Path, *, environ: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Read the settings of a data folder. `given` (from a command's own options) wins where it is not None.

    Raises `BadSetting` for a name that is not a setting and for a value of the wrong kind, from file or environment.
    """
    settings = Settings(data=data)
    file = data / "kiosk.toml"
    if file.exists():
        try:
            found = tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadSetting(f"{file}: {error}") from None
        settings = _with(settings, found, source=str(file))
    for name, value in (os.environ if environ is None else environ).items():
        if name.startswith(_PREFIX) and name not in _NOT_SETTINGS:
            settings = _with(settings, {name.removeprefix(_PREFIX).lower(): value}, source=f"{name} in the environment")
    return _with(settings, {name: value for name, value in given.items() if value is not None}, source="the command")


def secret_key(data: Path) -> str:
    """Return the installation's own secret, made at first use, readable by its owner alone."""
    file = data / "secret-key"
    if not file.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32), "ascii")
    key = file.read_text("ascii").strip()
    if len(key) < 64:  # noqa: PLR2004  # 256 bits in hexadecimal
        raise BadSetting(f"{file}: too short to be a secret; delete the file to have a new one made")
    return key


def _with(settings: Settings, values: Mapping[str, object], *, source: str) -> Settings:
    kinds = {field.name: type(getattr(settings, field.name)) for field in fields(settings) if field.name != "data"}
    for name in values:
        if name not in kinds:
            raise BadSetting(f"{name}: no such setting ({source}); there are {', '.join(kinds)}")
    checked: dict[str, Any] = {
        name: _as(kinds[name], value, name=name, source=source) for name, value in values.items()
    }
    try:
        return replace(settings, **checked)
    except BadSetting as bad:
        raise BadSetting(f"{bad} ({source})") from None


def _as(kind: type, value: object, *, name: str, source: str) -> object:
    if kind is tuple and isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if kind is tuple and isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return tuple(value)
    if kind is int and isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    if type(value) is kind:
        return value
    wanted = "a number" if kind is int else "a text" if kind is str else "a list"
    raise BadSetting(f"{name} = {value!r}: not {wanted} ({source})")
