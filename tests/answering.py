"""Agents' answers as their mail programs write them, filled with the notification of this very run.

A file of tests/answers is one answer, readable: its parts stand decoded and are encoded here as they say they are.
A line that begins with `? ` is there only where the agent gives a command. In double braces stands what is known
only now: the letter that is answered, as text (marked with `>` or not), as HTML, and the files.
"""

from __future__ import annotations

import base64
import email
import email.policy
import html
import itertools
import random
import re
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.charset import BASE64, QP, Charset
from email.generator import BytesGenerator
from email.message import EmailMessage, Message
from email.utils import parseaddr
from io import BytesIO
from pathlib import Path

from maildesk.bootstrap import open_desk
from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.outbound.outbox import OutboxRow
from maildesk.pipeline import process_one
from maildesk.store.tickets import messages_of
from tests.letters import read
from tests.opened import opened
from tests.posted import newly_posted
from tests.spares import DESKS
from tests.talk import make_desk

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FOLDER = Path(__file__).parent / "answers"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
CUSTOMERS_PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(reversed(range(256))) * 9
FILE = b"%PDF-1.7\r\n.\r\n\x00\xff" + bytes(range(256)) * 30
FILE_NAME = "Größen 价目.pdf"


@dataclass(frozen=True)
class Sent:
    """One letter of the desk: its row, and it as a mail program reads it."""

    row: OutboxRow
    mail: EmailMessage

    @property
    def text(self) -> str:
        return _content(self.mail, "plain")

    @property
    def html(self) -> str:
        return _content(self.mail, "html")

    @property
    def files(self) -> dict[str, bytes]:
        """Every file and picture by its name."""
        named = {part.get_filename(): part.get_payload(decode=True) for part in self.mail.walk() if part.get_filename()}
        return {str(name): content for name, content in named.items() if isinstance(content, bytes)}

    @property
    def all_text(self) -> str:
        """Whatever a person or a program can read in it, envelope and headers too."""
        parts = [str(part.get_content()) for part in self.mail.walk() if part.get_content_maintype() == "text"]
        return "\n".join([self.mail.as_string(), *parts, self.row.person, *(one.address for one in self.row.recipients)])


def _content(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


class Stage:
    """A desk in a folder, and the mails that are given to it one after the other."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.desk: Desk = replace(open_desk(folder / "desk.yaml"), random_bits=random.Random(seed).getrandbits)
        self.now = NOW
        self._known: set[int] = set()
        self.take_letters()

    def close(self) -> None:
        self.desk.database.checkpoint()
        self.desk.database.close()

    def give(self, data: bytes, sender: str, to: str = "support@example.com") -> tuple[str, list[Sent]]:
        """Takes one mail through its whole path; its outcome, and the letters it caused."""
        self.now += timedelta(minutes=1)
        raw = RawMail(data, Envelope(sender, (to,), "smtp"), self.now)
        with self.desk.database.write() as session:
            [number] = spool.accept(session, [raw])
        with self.desk.database.write() as session:
            claimed = spool.claim(session, "stage", self.now, timedelta(minutes=1))
        assert claimed is not None
        process_one(self.desk, claimed, self.now)
        with self.desk.database.read() as session:
            row, _ = spool.shown(session, number)
        return f"{row.state} {row.rule}".strip(), self.take_letters()

    def answer(self, data: bytes) -> tuple[str, list[Sent]]:
        """Gives the desk an agent's mail, to the address that stands in its To."""
        mail = opened(data)
        return self.give(data, "anna@example.com", parseaddr(str(mail["To"]).split(",")[0])[1])

    def history(self) -> str:
        """All that was ever said on the first ticket."""
        with self.desk.database.read() as session:
            return "\n".join(message.text for message in messages_of(session, 1))

    def take_letters(self) -> list[Sent]:
        with self.desk.database.read() as session:
            found = [Sent(row, read(data)) for row, data in newly_posted(session, self._known)]
        self._known |= {sent.row.letter for sent in found}
        return found


def copy_of(folder: Path, to: Path) -> Path:
    """The same desk again, to be played on alone."""
    shutil.copytree(folder, to, dirs_exist_ok=True)
    yaml = to / "desk.yaml"
    yaml.write_text(yaml.read_text(encoding="utf-8").replace(DESKS.url(folder), DESKS.copied(folder, to)), encoding="utf-8")
    return to


def written(name: str, letter: Sent, command: str = "", **other: str) -> bytes:
    """The answer of one mail program to this letter; `command` replaces `#close`, without one its lines are not there."""
    template = (FOLDER / f"{name}.eml").read_text(encoding="utf-8")
    kept = re.sub(r"^\? ?", "", template, flags=re.MULTILINE) if command else re.sub(r"^\?.*\n", "", template, flags=re.MULTILINE)
    return encoded(filled(kept.replace("#close", command or "#close"), letter, **other))


def filled(template: str, letter: Sent, **other: str) -> str:
    """What stands in double braces, from the letter of this run."""
    lines = letter.text.rstrip("\n").split("\n")
    half = next((index for index, line in enumerate(lines) if line.startswith("---") and index > 4), len(lines) // 2)
    values = {
        "to": str(letter.mail["Reply-To"]),
        "subject": "Re: " + str(letter.mail["Subject"]).removeprefix("Re: "),
        "id": str(letter.mail["Message-ID"]),
        "references": str(letter.mail["References"]),
        "date": "Mon, 02 Mar 2026 10:06:00 +0100",
        "plain": "\n".join(lines),
        "marked": _marked(lines),
        "marked, first half": _marked(lines[:half]),
        "marked, second half": _marked(lines[half:]),
        "html": _inner(letter.html),
        "html of Gmail": _inner(letter.html).replace('class="', 'class="m_-4711'),
        "html of Outlook": _inner(letter.html).replace('class="', 'class="x_'),
        "html of QQ": _inner(letter.html).replace(' class="maildesk-letter"', ""),
        "paragraphs": _paragraphs(lines),
        "paragraphs, first half": _paragraphs(lines[:half]),
        "paragraphs, second half": _paragraphs(lines[half:]),
        "picture": coded(PICTURE),
        "customer's picture": coded(CUSTOMERS_PICTURE),
        "file": coded(FILE),
        **other,
    }
    return re.sub(r"\{\{([^{}]+)\}\}", lambda found: values[found[1]], template)


def _marked(lines: list[str]) -> str:
    return "\n".join(f"> {line}".rstrip() if not line.startswith(">") else f">{line}" for line in lines)


def _inner(letter: str) -> str:
    """The body of the letter: programs throw its head away."""
    return re.sub(r"(?s)\A.*<body[^>]*>|</body>.*\Z", "", letter).strip()


def _paragraphs(lines: list[str]) -> str:
    """As Word writes it again."""
    return "\n".join(f'<p class="MsoNormal">{html.escape(line) or "&nbsp;"}<o:p></o:p></p>' for line in lines)


def coded(content: bytes) -> str:
    return base64.encodebytes(content).decode().rstrip("\n")


def encoded(text: str) -> bytes:
    """The mail as bytes: each text in the charset and encoding that its part names."""
    mail = email.message_from_string(text)
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            _encode(part)
    target = BytesIO()
    BytesGenerator(target, mangle_from_=False, policy=email.policy.compat32.clone(linesep="\r\n", max_line_length=0)).flatten(mail)
    return target.getvalue()


def _encode(part: Message) -> None:
    charset, encoding = Charset(str(part.get_content_charset())), part["Content-Transfer-Encoding"]
    charset.body_encoding = {"base64": BASE64, "quoted-printable": QP}.get(encoding)
    content = str(part.get_payload())
    kind = part["Content-Type"]
    del part["Content-Transfer-Encoding"], part["Content-Type"]
    if charset.body_encoding:
        part.set_payload(content, charset)
    else:
        part.set_payload(content.encode(charset.output_charset or "utf-8").decode("ascii", "surrogateescape"))
        part["Content-Transfer-Encoding"] = "8bit"
    del part["Content-Type"], part["MIME-Version"]
    part["Content-Type"] = kind


def visible(markup: str) -> str:
    bare = re.sub(r"(?s)<head>.*?</head>", "", markup)
    return " ".join(re.sub(r"<[^>]+>", "", re.sub(r"</(?:div|p|li|td|tr)>|<br>", " ", bare)).replace("&nbsp;", " ").split())


NOTE = "He owes us for the last three printers, so be careful."

QUESTION = (
    """From: Bob Miller <bob@customer.example>
To: support@example.com
Cc: carol@customer.example
Subject: The printer is broken
Message-ID: <{number}@customer.example>
References: <1@customer.example>
Date: Mon, 02 Mar 2026 10:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/related; boundary=x

--x
Content-Type: text/html; charset=utf-8

<p>{words} Look: <img src="cid:blue@bob" alt="blue.png"></p><p>Is it <b>lost</b>?</p>
--x
Content-Type: image/png; name=blue.png
Content-ID: <blue@bob>
Content-Transfer-Encoding: base64
Content-Disposition: inline; filename=blue.png

"""
    + base64.encodebytes(CUSTOMERS_PICTURE).decode()
    + "--x--\n"
)


def question(number: int, words: str) -> bytes:
    return QUESTION.format(number=number, words=words).replace("\n", "\r\n").encode()


def asked_twice(folder: Path) -> Sent:
    """A new desk on which Bob asked, Anna made a note, and Bob asked again; gives Anna's notification of that."""
    make_desk(Path(__file__).parent / "conversations" / "desk.yaml", folder).database.close()
    stage = Stage(folder)
    _, letters = stage.give(question(1, "It prints only blue."), "bob@customer.example")
    stage.answer(plain(for_anna(letters), f"#note\n\n{NOTE}"))
    _, letters = stage.give(question(2, "Now it prints nothing."), "bob@customer.example")
    stage.close()
    return for_anna(letters)


def for_anna(letters: list[Sent], kind: str = "notification") -> Sent:
    return next(one for one in letters if one.row.kind == kind and one.row.person == "anna@example.com")


_answers = itertools.count(1)


def plain(letter: Sent, words: str, headers: str = "", type_: str = "text/plain; charset=utf-8") -> bytes:
    """The shortest answer: words alone, from Anna; `headers` are more of them, each with its line end."""
    known = f"To: {letter.mail['Reply-To']}\nSubject: Re: {letter.mail['Subject']}\nIn-Reply-To: {letter.mail['Message-ID']}\n"
    head = f"From: Anna <anna@example.com>\n{known if 'To: ' not in headers else known.partition(chr(10))[2]}{headers}"
    text = f"{head}Message-ID: <{next(_answers)}@anna.example.com>\nMIME-Version: 1.0\nContent-Type: {type_}\n\n{words}\n"
    return text.replace("\n", "\r\n").encode()
