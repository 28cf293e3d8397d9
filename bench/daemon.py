"""A whole daemon under load: mails by `smtp-source` until each is ticketed; the ledger proves that none was lost or doubled.

`bench/daemon.py [MAILS]`, 20,000 where no number is given: 4 KiB each, over 20 sessions, default rules, capture relay.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MAILDESK = Path(sys.executable).parent / "maildesk"
PATIENCE = 1800  # seconds until a standstill is called one


@dataclass(frozen=True)
class Run:
    """What one run came to; seconds since the first connection, memory in MiB of the daemon with its workers."""

    mails: int
    accepted_after: float
    ticketed_after: float
    tickets: int
    memory_before: int
    memory_after: int


def main(mails: int) -> int:
    if not shutil.which("smtp-source", path=os.environ["PATH"] + ":/usr/sbin"):
        print("smtp-source is missing: apt-get install postfix", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="maildesk-bench-") as folder:
        run = _loaded(Path(folder) / "desk", mails)
    print(
        f"{run.mails} mails of 4 KiB, 20 sessions: accepted {run.mails / run.accepted_after:.0f}/s, ticketed {run.mails / run.ticketed_after:.0f}/s"
    )
    print(f"tickets: {run.tickets}; memory: {run.memory_before} MiB before, {run.memory_after} MiB after")
    return 0 if run.tickets == mails else 1


def _loaded(folder: Path, mails: int) -> Run:
    port = _free_port()
    desk = _desk(folder, port)
    with _daemon(desk, port) as daemon:
        before = _memory(daemon.pid)
        started = time.monotonic()
        _send(port, mails)
        accepted = time.monotonic() - started
        _settled(desk, mails)
        ticketed = time.monotonic() - started
        after = _memory(daemon.pid)
        numbers = {line["ticket"] for line in _ledger(desk)[:-1] if line["state"] == "ticketed"}
    return Run(mails, accepted, ticketed, len(numbers), before, after)


def _desk(folder: Path, port: int) -> Path:
    """A fresh desk as `init` makes it, on free ports."""
    subprocess.run([MAILDESK, "init", folder], check=True, capture_output=True)
    desk = folder / "desk.yaml"
    desk.write_text(desk.read_text().replace("127.0.0.1:2525", f"127.0.0.1:{port}").replace("127.0.0.1:8080", f"127.0.0.1:{_free_port()}"))
    return desk


@contextmanager
def _daemon(desk: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    as_root = ["--as-root"] if os.geteuid() == 0 else []
    with (desk.parent / "log").open("wb") as log:
        daemon = subprocess.Popen([MAILDESK, "--desk", desk, "serve", *as_root], stderr=log, stdout=log)
    try:
        while not _answers(port):
            if daemon.poll() is not None:
                sys.exit(f"the daemon did not start:\n{(desk.parent / 'log').read_text()}")
            time.sleep(0.1)
        yield daemon
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(60)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as probe:
            return probe.recv(3) == b"220"
    except OSError:
        return False


def _send(port: int, mails: int) -> None:
    path = shutil.which("smtp-source", path=os.environ["PATH"] + ":/usr/sbin") or "smtp-source"
    addresses = ["-f", "ada@example.org", "-t", "support@example.com"]
    subprocess.run([path, "-s", "20", "-l", "4096", "-m", str(mails), *addresses, f"inet:127.0.0.1:{port}"], check=True)


def _settled(desk: Path, mails: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        [total] = _ledger(desk, "--sum")
        if total["accepted"] == mails and total["waiting"] == 0:
            return
        if time.monotonic() > until:
            sys.exit(f"the desk stands still: {total}")
        time.sleep(1)


def _ledger(desk: Path, *options: str) -> list[dict[str, object]]:
    done = subprocess.run([MAILDESK, "--desk", desk, "ledger", "--json", *options], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _memory(pid: int) -> int:
    """PSS of a process and all below it, in MiB: pages that are shared count once."""
    children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return own // 1024 + sum(_memory(child) for child in children)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
