"""A real kiosk in a process of its own, on free ports of this machine: begun, killed, begun again on the same data."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kiosk.ops.demo.browser import Browser

KIOSK = Path(sys.executable).with_name("kiosk")


class Kiosk:
    """The program as whoever installs it runs it: by its commands, on one data folder."""

    def __init__(self, data: Path, *, program: Path = KIOSK) -> None:
        self.data = data
        self.program = program
        self._stderr = data.with_name(f"{data.name}.stderr")
        self.people: list[dict[str, Any]] = []
        self.links: dict[str, str] = {}
        self.ports = (0, 0)
        self._server: subprocess.Popen[str] | None = None

    def command(self, *words: str | Path) -> str:
        """Run `kiosk words…` to its end; return what it printed. Fails when it does."""
        done = subprocess.run(
            [self.program, *words, "--data", self.data],
            cwd=self.data.parent,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"kiosk {words}: {done.stderr}"
        return done.stdout

    def told(self, *words: str) -> Any:  # noqa: ANN401  # whatever the command says
        """Return what a command says as JSON."""
        return json.loads(self.command(*words, "--json"))

    def look_around(self) -> None:
        """Ask the commands who is invited, and where the places are."""
        self.people = self.told("people", "list")["people"]
        self.links = {place: urlsplit(url).path for place, url in self.told("links").items()}

    def copied_to(self, data: Path) -> "Kiosk":
        """Return the same kiosk on a copy of its data; it does not serve yet."""
        copy = Kiosk(Path(shutil.copytree(self.data, data)), program=self.program)
        copy.people, copy.links = self.people, self.links
        return copy

    def begin(self, command: str = "serve", *options: str) -> None:
        """Serve, on the same ports as before where there was a before; return when both listen."""
        hall, staff = self.ports
        where = ["--host=127.0.0.1", f"--port={hall}", f"--staff-port={staff}", "--data", self.data]
        with self._stderr.open("a", encoding="utf-8") as complaints:
            self._server = subprocess.Popen(
                [self.program, command, *options, *where],
                cwd=self.data.parent,
                env=_environment(),
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
            )
        assert self._server.stdout is not None
        assert self._server.stdout.readline(), f"it ended at once: {self.complaints}"
        word = json.loads((self.data / "server.json").read_text("utf-8"))
        self.ports = (word["port"], word["staff_port"])

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as Ctrl-C does, if it runs; it must leave in peace."""
        assert self._server is None or self._end(signal.SIGINT) == 0, self.complaints

    def _end(self, how: signal.Signals) -> int:
        assert self._server is not None
        self._server.send_signal(how)
        self._server.communicate(timeout=20)
        ended, self._server = self._server.returncode, None
        return ended

    @property
    def complaints(self) -> str:
        """What the server wrote to stderr, all its lives together."""
        return self._stderr.read_text("utf-8")

    @property
    def hall(self) -> str:
        """The address of the hall's listener."""
        return f"http://127.0.0.1:{self.ports[0]}"

    @property
    def staff(self) -> str:
        """The address of the staff's listener."""
        return f"http://127.0.0.1:{self.ports[1]}"

    def url(self, place: str) -> str:
        """Return the link to a place, on the listener that it belongs to."""
        return f"{self.hall if place == 'screen' else self.staff}{self.links[place]}"

    def phone(self, code: str) -> Browser:
        """Return a delegate's phone without a screen, signed in by the code on the badge."""
        phone = Browser(self.hall)
        phone.enter(f"/v/{code}")
        return phone

    def device(self, place: str) -> Browser:
        """Return a staff device without a screen, signed in by the link to its place."""
        device = Browser(self.staff)
        device.enter(self.links[place])
        return device


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
