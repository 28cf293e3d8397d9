"""The demo's stage: a real desk in a folder, its daemon as a process of its own, and people with mail programs.

What the story tells is read back from the Maildir of outgoing mail or asked of the CLI; nothing is known beforehand.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import json
import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path
from typing import Any, TypeVar

from maildesk.errors import TryLater
from maildesk.language import Said

Row = dict[str, Any]
Found = TypeVar("Found")

_PATIENCE = 60.0  # seconds for anything the story waits for

_DESK = """\
# The demo's desk, made anew by each demo. To keep one of your own: maildesk init FOLDER.
mailboxes:
  - {{address: support@example.com, name: Example Support, team: support, reply_to: plus}}
  - {{address: kefu@example.com, name: 客户服务, team: support, language: zh_CN, timezone: Asia/Shanghai, reply_to: plus}}
teams:
  support: {{members: [anna@example.com, ben@example.com]}}
agents:
  - {{address: anna@example.com, name: Anna, languages: [en, zh_CN]}}
  - {{address: ben@example.com, name: Ben}}
listen: [{{smtp: "127.0.0.1:{smtp}"}}]
database: sqlite:///maildesk.db
relays: {{default: {{capture: outgoing}}}}
status_page: {{listen: "127.0.0.1:{http}", public_url: "http://localhost:{http}"}}
proof: {{gives_up: [signature, confirmation]}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stage:
    """A desk under way; leaving the block ends its daemon."""

    def __init__(self, folder: Path, smtp: int, http: int, as_root: bool) -> None:
        self.folder, self.smtp, self.http = folder, smtp, http
        self.desk = folder / "desk.yaml"
        self._root = ["--as-root"] if as_root else []
        self._daemon: subprocess.Popen[bytes] | None = None
        self._read: set[str] = set()

    # -- the desk
    def build(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.desk.write_text(_DESK.format(smtp=self.smtp, http=self.http), encoding="utf-8")
        self.run("db", "upgrade")

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        self.start()
        try:
            yield
        finally:
            self.stop()

    def start(self) -> None:
        with (self.folder / "daemon.log").open("ab") as log:
            self._daemon = subprocess.Popen(self._command("serve", *self._root), stdout=log, stderr=log)
        wait_for(self._accepts, "the daemon to accept mail")

    def _accepts(self) -> bool:
        if self._daemon is not None and self._daemon.poll() is not None:
            said = (self.folder / "daemon.log").read_text(encoding="utf-8", errors="replace").splitlines()
            raise TryLater(Said("the demo's daemon ended at once: {said}", said=said[-1] if said else Said("it said nothing")))
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.smtp), timeout=1):
            return True
        return False

    def kill(self) -> None:
        """SIGKILL: no clean-up, no last write."""
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGKILL)
        self._daemon.wait()

    def stop(self) -> None:
        if self._daemon is not None and self._daemon.poll() is None:
            self._daemon.terminate()
            self._daemon.wait(timeout=40)

    def wait(self) -> None:
        """Until the daemon ends, or Ctrl-C."""
        assert self._daemon is not None
        with contextlib.suppress(KeyboardInterrupt):
            self._daemon.wait()

    # -- the CLI
    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "maildesk", "--desk", str(self.desk), *words]

    def run(self, *words: str) -> str:
        """What a command prints; raises TryLater with its own words where it fails."""
        done = subprocess.run(self._command(*words), capture_output=True, text=True, check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
        if done.returncode:
            raise TryLater(Said("`maildesk {command}` failed: {why}", command=" ".join(words), why=done.stderr.strip() or done.stdout.strip()))
        return done.stdout

    def rows(self, *words: str) -> list[Row]:
        return [json.loads(line) for line in self.run(*words, "--json").splitlines()]

    def ticket(self, number: int) -> Row:
        return next(row for row in self.rows("ticket", "show", str(number)) if "status" in row)

    # -- people's mail
    def send(self, mail: EmailMessage, to: str) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=30) as client:
            client.send_message(mail, from_addr=parseaddr(str(mail["From"]))[1], to_addrs=[to])

    def letter(self, to: str, words: str = "") -> EmailMessage:
        """The next letter for a person that has not been read yet and contains these words."""
        return wait_for(lambda: self._unread(to, words), f"a letter to {to}")

    def _unread(self, to: str, words: str) -> EmailMessage | None:
        for path in sorted((self.folder / "outgoing" / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if path.name not in self._read and to in str(letter["To"]) and words in str(letter["Subject"]) + text_of(letter):
                self._read.add(path.name)
                return letter
        return None

    def letters(self) -> int:
        return sum(1 for _ in (self.folder / "outgoing" / "new").glob("*"))


def wait_for(look: Callable[[], Found | None], what: str) -> Found:
    """What `look` finds, asked again until it does; raises TryLater when patience ends."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise TryLater(Said("waited {patience:.0f} seconds for {what}, in vain", patience=_PATIENCE, what=what))


def mail(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    message.set_content(text)
    return message


def answer(letter: EmailMessage, sender: str, text: str) -> tuple[EmailMessage, str]:
    """What a mail program makes of “Reply”: the text on top, the letter quoted below; and where it goes."""
    to = parseaddr(str(letter["Reply-To"] or letter["From"]))[1]
    quoted = "".join(f"> {line}\n" for line in text_of(letter).splitlines())
    subject = str(letter["Subject"])
    reply = mail(
        sender, to, subject if subject.startswith("Re:") else f"Re: {subject}", f"{text}\n\nOn {letter['Date']}, {letter['From']} wrote:\n{quoted}"
    )
    reply["In-Reply-To"] = str(letter["Message-ID"])
    reply["References"] = f"{letter['References'] or ''} {letter['Message-ID']}".strip()
    return reply, to


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    return str(part.get_content()) if part else ""
