"""A whole daemon under load: mails by `smtp-source` until each is ticketed and its letters left; none is lost, none doubled.

`bench/daemon.py [MAILS]`, 20,000 where no number is given: 4 KiB each, over 20 sessions, default rules, capture relay.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

MAILDESK = Path(sys.executable).parent / "maildesk"
PATIENCE = 1800  # seconds until a standstill is called one
SAMPLE_EVERY = 2.0  # seconds between two looks at the memory

WAITING = "SELECT count(*) FROM mails WHERE state = 'waiting'"
QUEUED = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')"
# Tickets of mails, entries of tickets, tickets that agents heard of, and how often.
_COUNTS = """SELECT (SELECT count(DISTINCT ticket) FROM mails WHERE state = 'ticketed'), (SELECT count(*) FROM messages),
    (SELECT count(DISTINCT ticket) FROM letters WHERE kind = 'notification'), (SELECT count(*) FROM letters WHERE kind = 'notification'),
    (SELECT count(*) FROM outbox WHERE state = 'sent')"""


@dataclass(frozen=True)
class Run:
    """What one run came to: seconds since the first connection, the counts that must agree, and the memory over the run in MiB."""

    accepted: float
    ticketed: float
    sent: float
    counts: tuple[int, ...]
    kept: int  # letters in the capture relay's Maildir
    balanced: bool
    memory: tuple[int, ...]


def main(mails: int) -> int:
    if not shutil.which("smtp-source", path=os.environ["PATH"] + ":/usr/sbin"):
        print("smtp-source is missing: apt-get install postfix", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="maildesk-bench-") as folder:
        run = _loaded(Path(folder) / "desk", mails)
    rates = ", ".join(
        f"{name} {mails / seconds:.0f}/s" for name, seconds in (("accepted", run.accepted), ("ticketed", run.ticketed), ("sent", run.sent))
    )
    print(f"{mails} mails of 4 KiB, 20 sessions: {rates}")
    tickets, entries, told, notified, sent = run.counts
    print(f"tickets {tickets}, entries {entries}, tickets told to an agent {told} by {notified} letters; letters sent {sent}, kept {run.kept}")
    few = max(1, len(run.memory) // 10)
    print(f"memory of all processes: {run.memory[0]} MiB at first, {max(run.memory)} at most, {sum(run.memory[-few:]) // few} at the end")
    return 0 if run.balanced and {*run.counts[:4]} == {mails} and sent == run.kept else 1


def _loaded(folder: Path, mails: int) -> Run:
    port = free_port()
    desk = fresh_desk(folder, port)
    with served(desk, port) as daemon, watched(daemon.pid) as memory:
        started = time.monotonic()
        _send(port, mails)
        accepted = time.monotonic() - started
        emptied(folder, WAITING)
        ticketed = time.monotonic() - started
        emptied(folder, QUEUED)
        sent = time.monotonic() - started
        [total] = ledger(desk, "--sum")
    kept = sum(1 for _ in (folder / "outgoing" / "new").iterdir())
    return Run(accepted, ticketed, sent, asked(folder, _COUNTS), kept, bool(total["balanced"]) and total["accepted"] == mails, tuple(memory))


@contextmanager
def watched(pid: int) -> Iterator[list[int]]:
    """The memory of the daemon and its workers, looked at now and every other second."""
    over, samples = threading.Event(), [memory_of(pid)]

    def watch() -> None:
        while not over.wait(SAMPLE_EVERY):
            samples.append(memory_of(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield samples
    over.set()
    watcher.join()


def fresh_desk(folder: Path, port: int, workers: int = 2) -> Path:
    """A fresh desk as `init` makes it, on free ports."""
    subprocess.run([MAILDESK, "init", folder], check=True, capture_output=True)
    desk = folder / "desk.yaml"
    written = desk.read_text().replace("127.0.0.1:2525", f"127.0.0.1:{port}").replace("127.0.0.1:8080", f"127.0.0.1:{free_port()}")
    desk.write_text(written.replace("\nlimits: {}", f"\nlimits: {{workers: {workers}}}"))
    return desk


@contextmanager
def served(desk: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
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


def emptied(folder: Path, query: str) -> None:
    """Waits until a count is 0; asks the file itself, because a CLI call would cost as much as a hundred mails."""
    until = time.monotonic() + PATIENCE
    while (left := asked(folder, query)[0]) > 0:
        if time.monotonic() > until:
            sys.exit(f"the desk stands still: {left} of {query}")
        time.sleep(0.2)


def asked(folder: Path, query: str) -> tuple[int, ...]:
    with closing(sqlite3.connect(f"file:{folder}/maildesk.db?mode=ro", uri=True, timeout=30)) as database:
        return tuple(database.execute(query).fetchone())


def ledger(desk: Path, *options: str) -> list[dict[str, object]]:
    done = subprocess.run([MAILDESK, "--desk", desk, "ledger", "--json", *options], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def memory_of(pid: int) -> int:
    """PSS of a process and all below it, in MiB: pages that are shared count once; a process that just ended counts nothing."""
    try:
        children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    own = next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return own // 1024 + sum(memory_of(child) for child in children)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
