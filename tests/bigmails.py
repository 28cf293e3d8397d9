"""Large mails of each kind, and a process of its own that reads them within so much memory: `python -m tests.bigmails read|process MIB MEMORY KIND…`."""

from __future__ import annotations

import base64
import binascii
import json
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests import tnef

MIB = 1 << 20
HEAD = b"From: carla@customer.example\r\nTo: support@example.com\r\nSubject: Large\r\nMIME-Version: 1.0\r\n"
LINE = b"The printer on the second floor eats every second page.\r\n"
# Noise that is the same each time, and that nothing can compress.
NOISE = bytes((number * number * 2654435761 >> 11) & 255 for number in range(57 * 1024))


def _encoded(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _file(size: int) -> bytes:
    body = _encoded(NOISE) * (size * 3 // 4 // len(NOISE))
    return _mixed(b"Content-Type: application/pdf; name=scan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body)


def _mixed(*parts: bytes) -> bytes:
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=x\r\n"
        + b"".join(b"\r\n--x\r\n" + part for part in (b"\r\nSee below.", *parts))
        + b"\r\n--x--\r\n"
    )


def _text(line: bytes, kind: bytes = b"text/plain") -> Callable[[int], bytes]:
    return lambda size: HEAD + b"Content-Type: " + kind + b"\r\n\r\n" + line * (size // len(line))


def _outlook(*attributes: bytes) -> bytes:
    return HEAD + b"Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n" + _encoded(tnef.stream(*attributes))


KINDS: dict[str, Callable[[int], bytes]] = {
    "file": _file,
    "files": lambda size: _mixed(*(_file(size // 20).split(b"\r\n--x\r\n")[2] for _ in range(20))),
    "mail in a mail": lambda size: _mixed(b"Content-Type: message/rfc822\r\n\r\n" + _file(size).replace(b"x", b"y")),
    "text": _text(LINE),
    "quote": _text(b"> " + LINE),
    "one line": _text(LINE.strip()),
    "flowed": _text(LINE.replace(b".\r\n", b" \r\n"), b"text/plain; format=flowed"),
    "short lines": _text(b"a\r\n"),
    "undeclared": _text("您好，请把五月的发票再发一次。\r\n".encode("gb18030")),
    "noise": _text(NOISE),
    "HTML": _text(b"<p>" + LINE + b"</p>", b"text/html"),
    "uuencode": lambda size: HEAD + b"\r\nbegin 644 a.bin\r\n" + binascii.b2a_uu(NOISE[:45]) * (size // 62) + b"`\r\nend\r\n",
    "winmail.dat": lambda size: _outlook(tnef.file("a.bin", NOISE * (size * 3 // 4 // len(NOISE)))),
    "Outlook's HTML": lambda size: _outlook(
        tnef.attribute(tnef.MESSAGE, tnef.properties(p1013=(0x102, (b"<p>" + LINE) * (size * 3 // 4 // (len(LINE) + 3)))), 1)
    ),
    "subject": lambda size: b"Subject: " + b"a" * size + b"\r\n\r\nHello\r\n",
    "headers": lambda size: HEAD + b"X-One: two\r\n" * (size // 12) + b"\r\nHello\r\n",
    "parts": lambda size: HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * (size // 7),
}


def measured(what: str, mib: int, memory: int, kinds: Sequence[str]) -> dict[str, dict[str, Any]]:
    """By kind: `problem`, "" where the mail was read, and `peak`, the most memory the process ever had, in MiB."""
    command = [sys.executable, "-m", "tests.bigmails", what, str(mib), str(memory), *kinds]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(zip(kinds, map(json.loads, done.stdout.splitlines()), strict=True))


def _reader() -> Callable[[bytes], object]:
    """Parse, nature and split, and a look at every attachment."""
    from maildesk.config.limits import Limits
    from maildesk.intake.mime.parse import parse
    from maildesk.intake.nature.judge import judge_nature
    from maildesk.mail import Envelope
    from maildesk.threading.split import split

    def read(data: bytes) -> None:
        mail = parse(data, Limits())
        judge_nature(mail, Envelope(), frozenset(), own_id=False)
        split(mail)
        for one in mail.attachments:
            assert one.sha256

    return read


def _processor() -> Callable[[bytes], object]:
    """What a worker does, from the claim to the letters."""
    import tempfile
    from pathlib import Path

    from tests.fuzzing import take_and_process
    from tests.talk import make_desk

    folder = tempfile.TemporaryDirectory()
    desk = make_desk(Path(__file__).parent / "conversations" / "desk.yaml", Path(folder.name))

    def process(data: bytes, _: object = folder) -> None:  # the folder lives as long as its desk
        take_and_process(desk, data)

    return process


def main(what: str, mib: str, memory: str, *kinds: str) -> None:
    work = _reader() if what == "read" else _processor()
    resource.setrlimit(resource.RLIMIT_AS, (int(memory) * MIB, int(memory) * MIB))
    for kind in kinds:
        try:
            work(KINDS[kind](int(mib) * MIB))
            problem = ""
        except MemoryError:
            problem = "out of memory"
        sys.stdout.write(json.dumps({"problem": problem, "peak": _peak()}) + "\n")


def _peak() -> int:
    """MiB of this program at the most; `ru_maxrss` would begin with what the process was that started it."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) // 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
