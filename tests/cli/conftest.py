"""What the tests of the commands stand on: the program as it is run, and folders that it made itself."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

LISTS = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Ran:
    """A command that has ended."""

    status: int
    out: str
    err: str

    @property
    def told(self) -> Any:  # noqa: ANN401  # whatever the command says
        """Its answer as JSON; stdout holds nothing else."""
        return json.loads(self.out)


Run = Callable[..., Ran]


def run(*words: str | Path, data: Path, **environ: str) -> Ran:
    """Run `kiosk words…` to its end on a data folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", *words],
        env={**clean, "KIOSK_DATA": str(data), **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def everything_in(data: Path) -> list[str]:
    """Every table of a data folder, line by line."""
    with sqlite3.connect(data / "kiosk.sqlite") as connection:
        return list(connection.iterdump())


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that `kiosk init` made."""
    data = tmp_path_factory.mktemp("begun") / "data"
    assert run("init", "--ward", "phường Tân Mẫu", data=data).status == 0
    return data


@pytest.fixture
def data(begun: Path, tmp_path: Path) -> Path:
    """Such a folder of the test's own."""
    return Path(shutil.copytree(begun, tmp_path / "begun"))


@dataclass(frozen=True)
class Loaded:
    """A folder with the three sample lists in it, and what was said when they came in, two of them once more."""

    data: Path
    said: tuple[Ran, ...]


@pytest.fixture(scope="session")
def loaded(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """See `Loaded`. Tests only read it."""
    data = Path(shutil.copytree(begun, tmp_path_factory.mktemp("loaded") / "data"))
    big, officials = "danh-sach-dai-bieu-nhan-dan.xlsx", "danh-sach-dai-bieu-moi.xlsx"
    files = (big, officials, "to-dan-pho-gui-them.csv", big, officials)
    return Loaded(data, tuple(run("people", "import", LISTS / file, "--json", data=data) for file in files))
