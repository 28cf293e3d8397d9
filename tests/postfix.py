"""A Postfix of our own in a temporary folder, as Debian installs it: its own queue and port, and two people with Maildirs."""

from __future__ import annotations

import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import free_port

_DAEMONS = Path("/usr/lib/postfix/sbin")
_NOBODY = 65534
PATIENCE = 60.0  # seconds

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mail.example.com
mydestination = example.com
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
smtp_dns_support_level = disabled
virtual_mailbox_domains = customer.example, example.org
virtual_mailbox_base = {folder}/people
virtual_uid_maps = static:{nobody}
virtual_gid_maps = static:{nobody}
virtual_mailbox_maps = texthash:{folder}/people.map
"""
# The services of Debian's master.cf with their chroots, on a port of our own.
_MASTER = """\
{port}    inet  n  -  y  -  -  smtpd
pickup    unix  n  -  y  60 1  pickup
cleanup   unix  n  -  y  -  0  cleanup
qmgr      unix  n  -  n  1  1  qmgr
rewrite   unix  -  -  y  -  -  trivial-rewrite
bounce    unix  -  -  y  -  0  bounce
defer     unix  -  -  y  -  0  bounce
trace     unix  -  -  y  -  0  bounce
proxymap  unix  -  -  n  -  -  proxymap
smtp      unix  -  -  y  -  -  smtp
error     unix  -  -  y  -  -  error
retry     unix  -  -  y  -  -  error
virtual   unix  -  n  n  -  -  virtual
lmtp      unix  -  -  y  -  -  lmtp
anvil     unix  -  -  y  -  1  anvil
postlog   unix-dgram n - n  -  1  postlogd
"""


def is_installed() -> bool:
    return (_DAEMONS / "master").exists() and os.geteuid() == 0


@dataclass
class Postfix:
    """`config` is its folder of configuration; mail for anybody at customer.example and example.org lands in a Maildir."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def config(self) -> Path:
        return self.folder / "etc"

    @property
    def queue(self) -> Path:
        return self.folder / "queue"

    def start(self) -> None:
        """Ends when it greets; fails with its log where it ends before that."""
        self.process = subprocess.Popen([_DAEMONS / "master", "-c", self.config, "-d"])
        until = time.monotonic() + PATIENCE
        while not self._greets():
            alive = self.process.poll() is None and time.monotonic() < until
            assert alive, self.log()
            time.sleep(0.02)

    def _greets(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5) as probe:
                return probe.recv(4) == b"220 "
        except OSError:
            return False

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(30)

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text(encoding="utf-8") if path.exists() else "no log"

    def send(self, sender: str, to: str, text: str) -> None:
        with smtplib.SMTP("127.0.0.1", self.port) as client:
            client.sendmail(sender, [to], text.encode())

    def mail_of(self, address: str, many: int = 1) -> list[bytes]:
        """What that person has got, once it is that many mails."""
        until = time.monotonic() + PATIENCE
        while len(found := sorted((self.folder / "people" / address / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns)) < many:
            assert time.monotonic() < until, self.log()
            time.sleep(0.05)
        return [path.read_bytes() for path in found]


@contextmanager
def postfix(*people: str) -> Iterator[Postfix]:
    """A server for the length of the block, not started yet; its sockets want a short path."""
    folder = Path(tempfile.mkdtemp(prefix="maildesk-mta-"))
    server = Postfix(folder, free_port())
    try:
        _prepare(server, people)
        yield server
    finally:
        if server.process is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(server: Postfix, people: tuple[str, ...]) -> None:
    folder, owner = server.folder, pwd.getpwnam("postfix").pw_uid
    folder.chmod(0o755)
    for name in ("etc", "queue", "queue/pid", "people"):
        (folder / name).mkdir(mode=0o755)
    for name in ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace", "maildrop", "public"):
        (server.queue / name).mkdir(mode=0o700)
        os.chown(server.queue / name, owner, -1)
    (folder / "data").mkdir(mode=0o700)
    os.chown(folder / "data", owner, -1)
    os.chown(folder / "people", _NOBODY, _NOBODY)
    (folder / "people.map").write_text("".join(f"{one} {one}/\n" for one in people))
    (server.config / "main.cf").write_text(_MAIN.format(folder=folder, nobody=_NOBODY))
    (server.config / "master.cf").write_text(_MASTER.format(port=f"127.0.0.1:{server.port}"))
