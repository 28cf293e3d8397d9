"""V056: an archive is a file like any other: kept byte for byte, never opened, and no mail holds more than its own bytes; what is too much is not carried on."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.files import Brought, within_bounds
from maildesk.intake import spool
from maildesk.intake.mime.parse import parse
from maildesk.mail import Attachment, ParsedMail
from maildesk.store.browse import attachments_of
from maildesk.store.events import events_of
from tests import tnef
from tests.desks import said
from tests.opened import opened
from tests.talk import Talk, make_desk, read_blocks

CONVERSATIONS = Path(__file__).parents[1] / "conversations"
BOB, ANNA = "bob@customer.example", "anna@example.com"

LIMITS = Limits()
_ZEROS = bytes(20 << 20)
_PRELOADED = 207  # what every writer and reader of compressed RTF begins with


def zipped(content: bytes, times: int = 1) -> bytes:
    """A zip of a zip of … that content, twice in each."""
    for _ in range(times):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a", content)
            archive.writestr("b", content)
        content = out.getvalue()
    return content


BOMBS = {
    "42.zip": ("application", "zip", zipped(_ZEROS, 4)),
    "logs.gz": ("application", "gzip", gzip.compress(_ZEROS)),
    "letter.docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document", zipped(_ZEROS)),
    "`id`;$(id).zip": ("application", "x-zip-compressed", zipped(b"small")),
}


def mail_with(name: str, kind: tuple[str, str], data: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "bob@other.example", "support@desk.example", "Files"
    mail.set_content("See below.")
    mail.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    return mail.as_bytes()


@pytest.mark.parametrize("name", BOMBS)
def test_an_archive_is_bytes(name: str) -> None:
    """Its own bytes and type, and the words beside it."""
    main, sub, data = BOMBS[name]
    mail = parse(mail_with(name, (main, sub), data), LIMITS)

    assert [(one.content, one.content_type) for one in mail.attachments] == [(data, f"{main}/{sub}")]
    assert mail.text == "See below."


def test_a_compressed_part_is_not_inflated() -> None:
    """No Content-Encoding of HTTP is obeyed, and an encoding nobody knows leaves the bytes as they are."""
    packed = gzip.compress(_ZEROS)
    raw = mail_with("x.txt", ("text", "plain"), packed).replace(b"Content-Disposition", b"Content-Encoding: gzip\nContent-Disposition")

    assert [one.content for one in parse(raw, LIMITS).attachments] == [packed]


def test_files_of_a_winmail_dat_are_no_more_than_it() -> None:
    """Each of its bytes comes out once at most."""
    data = tnef.stream(*(tnef.file(f"{number}.bin", bytes(10_000)) for number in range(20)))
    mail = parse(mail_with("winmail.dat", ("application", "ms-tnef"), data), LIMITS)

    assert len(mail.attachments) == 20
    assert sum(one.size for one in mail.attachments) <= len(data)


def test_a_compressed_text_is_no_longer_than_html_may_be() -> None:
    """Compressed RTF is the one thing that is inflated: what its header promises counts for nothing (MS-OXRTFCP)."""
    body, length = bytearray(b"\0{\\rtf1 x"), _PRELOADED + 8
    while length < 8 * LIMITS.html:
        body.append(0xFF)
        for _ in range(8):  # the last letter sixteen times more
            body += struct.pack(">H", (length - 1) % 4096 << 4 | 14)
            length += 16
    packed = struct.pack("<IIII", len(body) + 12, 0xFFFFFFFF, 0x75465A4C, 0) + body
    data = tnef.stream(tnef.attribute(tnef.MESSAGE, tnef.properties(p1009=(0x102, packed)), level=1))
    mail = parse(mail_with("winmail.dat", ("application", "ms-tnef"), data).replace(b"See below.", b""), LIMITS)

    assert 1000 < len(mail.text) <= LIMITS.html


# ---------------------------------------------------------------- how much of it is carried on

SMALL = "limits: {ticket_attachments: 3000, daily_attachments: 4000}\n"


def brings(sender: str, *sizes: int, answers: str = "") -> str:
    """A mail with files of these sizes, called after them."""
    parts = "".join(f"--x\nContent-Disposition: attachment; filename={size}.bin\n\n{'x' * size}\n" for size in sizes)
    return f">>> {sender}{answers}\nSubject: Files\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nSee below.\n{parts}--x--\n"


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    desk = tmp_path / "desk" / "desk.yaml"
    desk.parent.mkdir()
    (tmp_path / "small.yaml").write_text((CONVERSATIONS / "desk.yaml").read_text(encoding="utf-8") + SMALL, encoding="utf-8")
    made = Talk(make_desk(tmp_path / "small.yaml", desk.parent), tmp_path, desk.parent)
    yield made
    made.desk.database.close()


def played(talk: Talk, mail: str) -> dict[str, list[str]]:
    """The files of each letter that the mail caused, by whom it is for."""
    [block] = read_blocks(mail)
    talk.fresh.clear()
    talk.step(block)
    letters = ((row.person, opened(data)) for row, data in talk.fresh)
    return {person: [str(part.get_filename()) for part in letter.iter_attachments()] for person, letter in letters}


def left_of(talk: Talk, number: int) -> list[tuple[str, str | None]]:
    with talk.desk.database.read() as session:
        return [(one.filename, one.left) for files in attachments_of(session, number).values() for one in files]


def test_what_is_too_much_for_a_ticket_or_a_day_stays_in_the_mail(talk: Talk) -> None:
    """Agents get what fits and the names of the rest, with the ticket saying why; the raw mail is whole, and nobody else's files are kept out."""
    caused = played(talk, brings(BOB, 2000, 1500, 900))
    assert (caused[ANNA], left_of(talk, 1)) == (["2000.bin", "900.bin"], [("2000.bin", None), ("1500.bin", "ticket"), ("900.bin", None)])
    with talk.desk.database.read() as session:
        row, raw = spool.shown(session, talk.mail)
        [notified] = [data for mail, data in talk.letters if mail.person == ANNA]
        assert b"x" * 1500 in raw
        assert "attachment 1500.bin (1500 bytes) stays in the raw mail: over limits.ticket_attachments" in row.trace
        assert any(line.detail.endswith("; left in the raw mail: 1500.bin") for line in events_of(session, 1))
    assert "1500.bin (1 KiB)" in notified.decode()
    shown = said("ticket", "show", "1", desk=talk.folder / "desk.yaml").out
    assert "1500.bin (text/plain, 1 KiB)  left in the raw mail: over limits.ticket_attachments" in shown

    assert played(talk, brings(BOB, 1000, 200))[ANNA] == ["1000.bin"]
    assert left_of(talk, 2) == [("1000.bin", None), ("200.bin", "day")]
    assert played(talk, brings("eve@customer.example", 1000))[ANNA] == ["1000.bin"]
    talk.now += timedelta(days=1)
    assert played(talk, brings(BOB, 2500))[ANNA] == ["2500.bin"]


@given(st.lists(st.integers(0, 50), max_size=12), st.integers(0, 120), st.integers(0, 120))
def test_no_more_is_taken_than_there_is_room_and_none_is_lost(sizes: list[int], ticket: int, day: int) -> None:
    """Whatever was brought before: both bounds hold, every file is still there in its order, and one is left only where it did not fit."""
    limits = Limits(ticket_attachments=100, daily_attachments=80)
    mail = ParsedMail(attachments=tuple(Attachment(f"{number}", "text/plain", b"x" * size) for number, size in enumerate(sizes)))
    bounded = within_bounds(mail, Brought(ticket, day), limits).attachments

    assert [replace(one, left=None) for one in bounded] == list(mail.attachments)
    room = min(100 - ticket, 80 - day)
    for one in bounded:
        assert (one.left is None) == (one.size <= room)
        room -= 0 if one.left else one.size


def test_explain_says_it_before(talk: Talk, tmp_path: Path) -> None:
    """Of a mail that has not come yet, with what the ticket has already."""
    mail = tmp_path / "mail.eml"
    mail.write_bytes(mail_with("film.bin", ("application", "octet-stream"), b"x" * 3500))
    ended = said("explain", str(mail), desk=talk.folder / "desk.yaml")

    assert "film.bin (application/octet-stream, 3 KiB)  left in the raw mail: over limits.ticket_attachments" in ended.out


def test_what_an_agent_sends_goes_whole(talk: Talk) -> None:
    """The bound is for what strangers bring: an answer keeps its files."""
    played(talk, brings(BOB, 100))
    caused = played(talk, brings(ANNA, 3500, answers=" submits answers notification"))

    assert caused[BOB] == ["3500.bin"]
