"""How many mails a second are accepted (`250` after the disk has them), against Postfix in the same run.

    .venv/bin/python bench/accept.py [MAILS]

Needs Debian's postfix package; Postfix itself is started only by root, in a folder of its own, else smtp-sink stands in
for it, which throws mails away. Absolute figures vary by the hour: the ratio is what is to be compared.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

import uvloop

from maildesk.clock import SystemClock
from maildesk.config.limits import Limits
from maildesk.config.schema import DeskConfig, Mailbox
from maildesk.config.ways import Listen
from maildesk.eventlog import EventLog
from maildesk.intake import spool
from maildesk.intake.accept import Acceptor
from maildesk.intake.smtp.listen import SmtpIntake
from maildesk.store.engine import Database
from maildesk.store.schema import upgrade
from maildesk.tokens import KeyRing

ROUNDS = 3


@dataclass(frozen=True)
class Load:
    """What smtp-source sends: sessions at once, bytes of a mail, one connection for all mails of a session or one each."""

    name: str
    sessions: int
    size: int
    kept: bool
    share: float  # of the mails asked for, so that each column takes about as long


LOADS = (
    Load("20 sessions, 4 KiB, a connection a mail", 20, 4096, kept=False, share=1),
    Load("20 sessions, 4 KiB, connection kept", 20, 4096, kept=True, share=1),
    Load("20 sessions, 100 KiB", 20, 100 << 10, kept=False, share=0.25),
    Load("1 session, 4 KiB", 1, 4096, kept=False, share=0.5),
)


def send(load: Load, port: int, mails: int) -> float:
    """Mails a second, as smtp-source sees it."""
    count = max(20, int(mails * load.share))
    command = ["smtp-source", "-s", str(load.sessions), "-l", str(load.size), "-m", str(count)]
    command += ["-d"] if load.kept else []
    command += ["-f", "zoe@example.org", "-t", "support@example.com", f"127.0.0.1:{port}"]
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return count / (time.perf_counter() - began)


async def _serve(folder: Path, ready: Connection) -> None:
    config = DeskConfig(mailboxes=(Mailbox(address="support@example.com", name="Support"),), limits=Limits(free_disk=0))
    database = Database(f"sqlite:///{folder}/desk.db")
    acceptor = Acceptor(database, config.limits, on_accept=lambda: None)
    intake = SmtpIntake(config, KeyRing("a", {"a": bytes(32)}), acceptor, EventLog(SystemClock(), io.StringIO()), SystemClock())
    server = await intake.serve(Listen(smtp="127.0.0.1:0"))
    ready.send(server.sockets[0].getsockname()[1])
    await asyncio.get_running_loop().run_in_executor(None, ready.recv)
    await intake.stop()
    await acceptor.close()


def serve(folder: Path, ready: Connection) -> None:
    """The intake alone, as the daemon runs it."""
    uvloop.run(_serve(folder, ready))


@contextlib.contextmanager
def maildesk(folder: Path) -> Iterator[int]:
    upgrade(Database(f"sqlite:///{folder}/desk.db"))
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(folder, theirs))
    process.start()
    yield ours.recv()
    ours.send("stop")
    process.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def sink() -> Iterator[tuple[str, int]]:
    port = free_port()
    process = subprocess.Popen(["smtp-sink", "-u", "nobody", f"127.0.0.1:{port}", "256"], stderr=subprocess.DEVNULL)
    wait_for(port)
    yield "smtp-sink", port
    process.terminate()
    process.wait()


MAIN_CF = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
myhostname = bench.example.com
inet_interfaces = loopback-only
mydestination =
alias_maps =
virtual_mailbox_domains = example.com
virtual_mailbox_maps = static:all
virtual_transport = discard:
in_flow_delay = 0
maillog_file = {folder}/log
maillog_file_prefixes = /
"""
MASTER_CF = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@contextlib.contextmanager
def postfix(folder: Path) -> Iterator[tuple[str, int]]:
    """A Postfix that accepts as it always does and throws away what it has accepted."""
    port, etc = free_port(), folder / "etc"
    for name in ("etc", "queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    folder.chmod(0o755)
    (etc / "main.cf").write_text(MAIN_CF.format(folder=folder))
    (etc / "master.cf").write_text(MASTER_CF.format(port=port))
    shutil.copy("/etc/postfix/dynamicmaps.cf", etc)
    shutil.copy("/etc/postfix/postfix-files", etc)
    subprocess.run(["postfix", "-c", str(etc), "start"], check=True, capture_output=True)
    try:
        wait_for(port)
        yield "postfix", port
    finally:
        subprocess.run(["postfix", "-c", str(etc), "stop"], check=False, capture_output=True)


def wait_for(port: int) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    sys.exit(f"nothing listens on port {port}")


def main(mails: int) -> None:
    if shutil.which("smtp-source") is None:
        sys.exit("smtp-source is not installed: apt-get install postfix")
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as theirs, maildesk(Path(name)) as ours:
        with postfix(Path(theirs)) if os.geteuid() == 0 else sink() as (rival, port):
            for load in LOADS:
                pairs = [(send(load, ours, mails), send(load, port, mails)) for _ in range(ROUNDS)]
                own, other = (median(column) for column in zip(*pairs, strict=True))
                print(f"{load.name:42} maildesk {own:6.0f}/s   {rival} {other:6.0f}/s   ratio {own / other:.2f}", flush=True)
        with Database(f"sqlite:///{name}/desk.db").read() as session:
            print(f"accepted {spool.ledger(session).accepted} mails")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
