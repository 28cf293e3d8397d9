"""The real neomutt as a person's mail program: it opens a letter in a Maildir, writes what it is told, and hands its mail to a desk by SMTP."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAM = shutil.which("neomutt")
_PATIENCE = 60.0  # seconds for one play

# Every question that a person would be asked has its answer here; what is typed is in the play.
_RC = """\
set real_name="{name}" from="{address}" use_from=yes hostname="{domain}" charset="utf-8" send_charset="utf-8"
set folder="{home}" spool_file="{home}/box" mbox_type=Maildir record="" postponed="{home}/postponed" header_cache="" message_cachedir=""
set editor="{home}/editor" sendmail="{home}/sendmail" sendmail_wait=0 copy=no move=no quit=yes confirm_append=no delete=no
set fast_reply=yes include=yes edit_headers=no auto_edit=no abort_unmodified=no abort_nosubject=no abort_noattach=no ask_cc=no ask_bcc=no
set recall=no bounce=yes mime_forward=no forward_edit=yes reply_to=yes reply_self=no sort=date wait_key=no beep=no mark_old=no reverse_name=no
alternative_order text/plain text/html
{more}
push "{keys}"
"""
# An editor that writes on top of what is quoted, as most people do.
_EDITOR = """#!/bin/sh
cat '{home}/words' "$1" >'{home}/written' && cat '{home}/written' >"$1"
"""
# What a mail program calls sendmail: an SMTP client to the desk, with the sender and the recipients it was given.
_SENDMAIL = """#!{python}
import smtplib, sys
to, sender, rest = [], "{address}", sys.argv[1:]
while rest:
    word = rest.pop(0)
    if word == "-f":
        sender = rest.pop(0)
    elif not word.startswith("-"):
        to.append(word)
data = sys.stdin.buffer.read()
open("{home}/sent", "wb").write(data)
ours = [one for one in to if one.partition("@")[2] == "example.com" and one.startswith("support")]
open("{home}/recipients", "w").write(" ".join(to))
if ours:
    with smtplib.SMTP("127.0.0.1", {port}) as desk:
        desk.sendmail(sender, ours, data)
"""


@dataclass(frozen=True)
class Neomutt:
    """A person's neomutt in a folder of its own; `port` is where the desk listens."""

    home: Path
    name: str
    address: str
    port: int

    def play(self, letter: bytes, keys: str, words: str = "", more: str = "") -> Sent:
        """Opens the letter alone in a mailbox, writes the words on top wherever the editor is opened, and types the keys; what it sent."""
        shutil.rmtree(self.home, ignore_errors=True)
        for part in ("cur", "new", "tmp"):
            (self.home / "box" / part).mkdir(parents=True)
        (self.home / "box" / "cur" / "1.1.here:2,S").write_bytes(letter.replace(b"\r\n", b"\n"))
        (self.home / "words").write_text(words, encoding="utf-8")
        facts = {"home": self.home, "address": self.address, "port": self.port, "python": sys.executable}
        for name, script in (("editor", _EDITOR), ("sendmail", _SENDMAIL)):
            (self.home / name).write_text(script.format(**facts), encoding="utf-8")
            (self.home / name).chmod(0o700)
        rc = _RC.format(**facts, name=self.name, domain=self.address.partition("@")[2], more=more, keys=keys)
        (self.home / "muttrc").write_text(rc, encoding="utf-8")
        screen = self._run()
        assert (self.home / "sent").exists(), screen
        return Sent((self.home / "sent").read_bytes(), tuple((self.home / "recipients").read_text(encoding="utf-8").split()))

    def _run(self) -> str:
        """Runs it on a terminal of its own; what it showed."""
        assert PROGRAM is not None
        ours, theirs = pty.openpty()
        environment = {"HOME": str(self.home), "TERM": "xterm", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
        command = [PROGRAM, "-n", "-F", str(self.home / "muttrc"), "-f", str(self.home / "box")]
        program = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True)
        os.close(theirs)
        try:
            return _watched(program, ours)
        finally:
            program.kill()
            program.wait()
            os.close(ours)


@dataclass(frozen=True)
class Sent:
    """A mail as neomutt wrote it, and whom it went to."""

    data: bytes
    recipients: tuple[str, ...]


def _watched(program: subprocess.Popen[bytes], terminal: int) -> str:
    shown, until = bytearray(), time.monotonic() + _PATIENCE
    while program.poll() is None and time.monotonic() < until:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:  # the other end is closed
                break
    if program.poll() is None and time.monotonic() < until:
        program.wait(until - time.monotonic())
    return shown.decode("utf-8", "replace")


def needed() -> None:
    """Skips a test where there is no neomutt."""
    if PROGRAM is None:
        pytest.skip("neomutt is not installed: apt-get install neomutt")
