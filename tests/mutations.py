"""Mails and SMTP sessions as no program would write them: each is made from a seed, so that a find can be made again."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

SEEDS = sorted((Path(__file__).parent / "mails").glob("*.eml"))

# What parsers of mail have stumbled over.
MORSELS = (
    b"\x00",
    b"\r",
    b"\n",
    b"\r\n",
    b"\r\n\r\n",
    b"\r\n ",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    "\u202e\u200b\ufeff".encode(),
    b"=?utf-8?b?",
    b"=?utf-7?q?+2ADYAA-?=",
    b"=?iso-2022-jp?b?GyRC?=",
    b"=?x?q?=00=?=",
    b"=0D=0A.=0D=0A",
    b"--",
    b"\r\n--=_x\r\n",
    b"\r\nContent-Type: multipart/mixed; boundary==_x\r\n",
    b"\r\nContent-Type: message/rfc822\r\n\r\n",
    b"\r\nContent-Type: text/plain; charset=\"\xff\"; name*0*=utf-8''%; name*1=x\r\n",
    b"\r\nContent-Transfer-Encoding: base64\r\n",
    b"\r\nContent-Transfer-Encoding: uuencode\r\n",
    b"\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n",
    b"\r\nFrom: (((((((((( <@a,@b:c@d>\r\n",
    b"\r\nFrom: Group: a@b.example, c@d.example;\r\n",
    b"\r\nDate: Thu, 99 Foo 99999 99:99:99 +9999\r\n",
    b"\r\nReferences: <[]> <a@[::1]> <>\r\n",
    b"\r\nIn-Reply-To: <r1abcdefghijklmnopqrstuvwxyz234567@example.com>\r\n",
    b"\r\nSubject: [#99999999999999999999] Re: Re: Fwd: \xc3\r\n",
    b"\r\nAuto-Submitted: \r\n",
    b"<" * 200,
    b"(" * 200,
    b'"' * 99,
    b">" * 300,
    b"<div>" * 150,
    b"<table><tr><td>" * 60,
    b"&#x110000;&#0;&lt",
    b"<!--[if mso]><style>@import url(x)",
    b"\r\n> > > On Mon, wrote:\r\n",
    b"\r\n-----Original Message-----\r\nFrom: x\r\n",
    b"\r\n-- \r\n",
    b"\r\n#close\r\n#assign \xff\r\n\xef\xbc\x83\r\n",
    b"a" * 5000,
    b"\r\n" * 2000,
)


def mutated(seed: int) -> bytes:
    """One of our golden mails after one to eight accidents."""
    chance = random.Random(seed)
    data = chance.choice(SEEDS).read_bytes()
    for _ in range(chance.randint(1, 8)):
        data = chance.choice(_ACCIDENTS)(data, chance)
    return data


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    return data[:start] + data[end:]


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: _range(data, chance)[1]]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = _range(data, chance)[0]
    return data[:at] + chance.choice(MORSELS) * chance.choice((1, 1, 1, 3, 40)) + data[at:]


def _splice(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice(SEEDS).read_bytes()
    return data[: _range(data, chance)[0]] + other[_range(other, chance)[0] :]


def _shuffle_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\r\n")
    start = chance.randrange(len(lines))
    some = lines[start : start + 12]
    chance.shuffle(some)
    return b"\r\n".join([*lines[:start], *some, *lines[start + 12 :]])


def _line_ends(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\r\n", chance.choice((b"\n", b"\r", b"\r\r\n", b"\n\r")))


def _swap_word(data: bytes, chance: random.Random) -> bytes:
    words = data.split(b" ")
    words[chance.randrange(len(words))] = chance.choice(words)
    return b" ".join(words)


def _range(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((1, 10, 100, 1000)))


_ACCIDENTS: Sequence[Callable[[bytes, random.Random], bytes]] = (
    _flip,
    _cut,
    _truncate,
    _repeat,
    _insert,
    _insert,
    _splice,
    _shuffle_lines,
    _line_ends,
    _swap_word,
)

# -- SMTP
_COMMANDS = (b"EHLO", b"HELO", b"MAIL", b"RCPT", b"DATA", b"RSET", b"NOOP", b"HELP", b"STARTTLS", b"AUTH", b"EXPN", b"BDAT", b"LHLO", b"ETRN", b"")
_ARGUMENTS = (
    b"",
    b"client.example.org",
    b"FROM:<zoe@example.org>",
    b"FROM:<>",
    b"FROM:<zoe@example.org> SIZE=99999999999999999999 BODY=8BITMIME SMTPUTF8",
    b"FROM:<" + b"a" * 300 + b"@b.example>",
    b"FROM:<@a,@b:c@d.example>",
    b"TO:<support@example.com>",
    b"TO:<support+r1abcdefghijklmnopqrstuvwxyz234567@example.com>",
    b'TO:<"support@example.com"@example.com>',
    b"TO:<support@example.com> NOTIFY=NEVER ORCPT=rfc822;x",
    b"TO:support@example.com",
    "TO:<支持@example.com>".encode(),
    b"TO:<support@[IPv6:::1]>",
    b"PLAIN AHphAHBhc3M=",
    b"100 LAST",
)
# A mail that can be taken, so that sessions get beyond the envelope.
USUAL = (b"EHLO client.example.org", b"MAIL FROM:<zoe@example.org>", b"RCPT TO:<support@example.com>", b"DATA")


def command(chance: random.Random) -> bytes:
    """One line without its end: a usual command, a wrong one, or noise. Never QUIT or VRFY, and no line feed."""
    kind = chance.random()
    if kind < 0.4:
        return chance.choice(USUAL)
    line = chance.choice(_COMMANDS) + b" " + chance.choice(_ARGUMENTS)
    if kind > 0.85:
        line = _flip(_insert(line, chance) if chance.random() < 0.3 else line, chance)
    return line.replace(b"\n", b"") if line[:4].upper() not in (b"QUIT", b"VRFY") else b"NOOP"
