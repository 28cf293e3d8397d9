"""A desk served by the real program in a process of its own: started, killed, stopped and started again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from maildesk.bootstrap import make_keyring
from maildesk.config.load import load_config
from maildesk.store.engine import Database
from tests import servers
from tests.blank import make_database
from tests.spares import DESKS

# Nothing here keeps honest mail back: what is not sent was lost. A claim of the dead ends soon.
YAML = """\
mailboxes: [{{address: support@example.com, name: Example Support, team: support, reply_to: plus}}]
teams: {{support: {{members: [anna@example.com]}}}}
agents: [{{address: anna@example.com, name: Anna}}]
listen: [{{smtp: "127.0.0.1:{port}"}}]
hostname: desk.example.com
database: {database}
relays: {{default: {relay}}}
limits:
  {{workers: 2, worker_deadline: 5s, sessions_per_client: 200, free_disk: 0, automatic_per_desk: 100000, automatic_per_domain: 100000}}
proof: {{gives_up: [signature, confirmation]}}
"""
CAPTURE = "{capture: outgoing}"
_GOODBYE = 10.0  # seconds for the processes of a daemon to end after it
_PATIENCE = 60.0  # seconds until a daemon that says nothing is called dead


@dataclass
class Service:
    """One desk and the daemon that serves it. `prefix` is a program the daemon is run by, such as strace."""

    file: Path
    port: int
    prefix: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    sessions: list[int] = field(default_factory=list)

    @property
    def log(self) -> Path:
        return self.file.parent / "log"

    @property
    def database(self) -> Database:
        return Database(load_config(self.file).database)

    def start(self) -> None:
        """Ends when the daemon greets; fails with its log where it ends before that."""
        self.begin()
        assert self.came_up(), self.log.read_text(encoding="utf-8")

    def came_up(self) -> bool:
        """Waits until the daemon greets; False where it ends before that, or takes too long."""
        until = time.monotonic() + _PATIENCE
        while self.ended() is None and time.monotonic() < until:
            if self._greets():
                return True
            time.sleep(0.02)
        return False

    def begin(self) -> None:
        command = [*self.prefix, sys.executable, "-m", "maildesk", "--desk", str(self.file), "serve", "--as-root", "--log", "json"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        self.sessions.append(self.process.pid)

    def wait_for(self, event: str) -> None:
        """Waits until the daemon says so in its log; fails with it where it ends before that."""
        until = time.monotonic() + _PATIENCE
        while f'"event": "{event}"' not in (said := self.log.read_text(encoding="utf-8")):
            alive = self.ended() is None and time.monotonic() < until
            assert alive, said
            time.sleep(0.02)

    def _greets(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as probe:
                return probe.recv(4) == b"220 "
        except OSError:
            return False

    def ended(self) -> int | None:
        assert self.process is not None
        return self.process.poll()

    def wait(self, seconds: float = _PATIENCE) -> int:
        assert self.process is not None
        return self.process.wait(seconds)

    def kill(self) -> None:
        """SIGKILL for the daemon alone: its workers have to notice by themselves."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def kill_all(self) -> None:
        """SIGKILL for the daemon and all it started, at once."""
        for pid in self.running():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM, as systemd does it; gives the exit code, and fails after systemd's 30 seconds."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def workers(self) -> list[int]:
        """The workers of the daemon that runs now, by what its log says of them."""
        said = (json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if '"worker_started"' in line)
        return sorted({line["pid"] for line in said} & set(_of_session(self.sessions[-1])))

    def left_over(self) -> list[int]:
        """The processes of daemons that are gone, after a moment to notice that they are."""
        until = time.monotonic() + _GOODBYE
        while (found := self.running()) and time.monotonic() < until:
            time.sleep(0.05)
        return found

    def running(self) -> list[int]:
        return [pid for session in self.sessions for pid in _of_session(session)]


def _of_session(session: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of = place.read_text().rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue
        if int(of) == session and state != "Z":
            found.append(int(place.parent.name))
    return found


@contextmanager
def service(folder: Path, database: str | None = None, relay: str = CAPTURE, prefix: Sequence[str] = ()) -> Iterator[Service]:
    """A fresh desk in this folder, not yet served; whatever is still running at the end of the block is killed."""
    folder.mkdir(exist_ok=True)
    port = servers.free_port()
    file = folder / "desk.yaml"
    file.write_text(YAML.format(port=port, database=database or DESKS.url(folder), relay=relay), encoding="utf-8")
    config = load_config(file)
    make_keyring(config)
    make_database(config)
    found = Service(file, port, tuple(prefix))
    try:
        yield found
    finally:
        if found.process is not None:
            found.kill_all()
