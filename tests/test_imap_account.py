"""What is decided about fetched mail, as values: names on the wire, envelopes, notes, numbering anew and waits."""

from __future__ import annotations

import base64
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.config.ways import Imap
from maildesk.intake.imap.account import Part, Waits, envelope_of, first_contact, in_batches, part_of, renumbered, via_of, wait_after, with_note
from maildesk.intake.imap.folder import FolderState, Listed, folder_name
from maildesk.intake.mime.parse import parse

ACCOUNT = Imap(host="imap.example.com", user="support", credential="imap")
SINCE = Imap(host="imap.example.com", user="support", credential="imap", since=date(2026, 1, 1))
NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def _read_back(wire: str) -> str:
    """Modified UTF-7, read as RFC 3501 §5.1.3 says it."""
    assert wire.startswith('"')
    assert wire.endswith('"')
    inside = re.sub(r"\\(.)", r"\1", wire[1:-1])
    return re.sub(r"&([^-]*)-", lambda found: _unshifted(found[1]) if found[1] else "&", inside)


def _unshifted(text: str) -> str:
    padded = text.replace(",", "/") + "=" * (-len(text) % 4)
    return base64.b64decode(padded).decode("utf-16-be")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_folder_keeps_its_name_on_the_wire(name: str) -> None:
    """Whatever it is called, the server reads that name, and the line stays one line of plain ASCII (case 91)."""
    wire = folder_name(name)

    assert wire.isascii()
    assert wire.isprintable()
    assert _read_back(wire) == name


@pytest.mark.parametrize(("name", "wire"), [("台北/日本語", '"&U,BTFw-/&ZeVnLIqe-"'), ("A&B", '"A&-B"'), ('a"b\\', '"a\\"b\\\\"')])
def test_names_of_the_standard(name: str, wire: str) -> None:
    """The example of RFC 3501 §5.1.3, and what has to be quoted."""
    assert folder_name(name) == wire


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        (b"Return-Path: <zoe@example.org>\r\nFrom: anna@example.com\r\n", "zoe@example.org"),
        (b"Return-Path: <>\r\n", ""),
        (b"X: y\nreturn-path:<zoe@example.org>\n", "zoe@example.org"),
        (b"Subject: x\r\n\r\nReturn-Path: <body@example.org>\r\n", None),
        (b"Return-Path: <a\r\n b@example.org>\r\n", None),
        (b"Return-Path: zoe@example.org\r\n", None),
        (b"", None),
    ],
)
def test_the_sender_the_server_wrote_down(headers: bytes, sender: str | None) -> None:
    """The null sender is told from an unknown one, and what stands in the body says nothing."""
    envelope = envelope_of(headers + b"\r\nhello", ACCOUNT, "imap")

    assert (envelope.mail_from, envelope.rcpt_to, envelope.via) == (sender, (), "imap")


@given(st.binary())
def test_any_bytes_have_an_envelope(data: bytes) -> None:
    """It never raises."""
    assert envelope_of(data, ACCOUNT, "imap").peer == ACCOUNT.account


def test_an_account_may_name_its_mailbox_of_the_desk() -> None:
    """It stands for the recipient that no server wrote down."""
    own = ACCOUNT.model_copy(update={"desk_mailbox": "support@example.com"})

    assert envelope_of(b"To: sales@example.com\r\n\r\n", own, "imap").rcpt_to == ("support@example.com",)


def test_headers_with_a_note_are_a_mail_with_a_text() -> None:
    """What described a body that is not here is gone, folded lines too; the rest stands as it stood."""
    headers = (
        b"From: Zoe <zoe@example.org>\r\nContent-Type: multipart/mixed;\r\n\tboundary=x\r\nSubject: large\r\n"
        b"Content-Transfer-Encoding: base64\r\nMIME-Version: 1.0\r\nX-Content-Type: stays\r\n\r\n"
    )
    mail = parse(with_note(headers, "INBOX, UID 7", 99, Part.HEADERS), Limits())

    assert (mail.subject, mail.sender, mail.header("X-Content-Type")) == ("large", "zoe@example.org", "stays")
    assert "INBOX, UID 7" in mail.text
    assert mail.attachments == ()


@given(st.binary(max_size=300))
def test_any_headers_leave_the_note_readable(headers: bytes) -> None:
    """Even of headers that are none, the note is the text that is read."""
    noted = with_note(headers.replace(b"\r\n\r\n", b"").replace(b"\n\n", b""), "INBOX, UID 7", 99, Part.NOTHING)

    assert "INBOX, UID 7" in parse(noted, Limits()).text


@given(st.binary(max_size=300))
def test_any_beginning_of_a_body_leaves_the_note_readable(beginning: bytes) -> None:
    """Wherever the server's cut fell."""
    noted = with_note(b"Subject: large\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n", "INBOX, UID 7", 99, Part.HEADERS, beginning)

    assert "INBOX, UID 7" in parse(noted, Limits()).text


def _listed(uid: int, arrived: datetime | None = None) -> Listed:
    return Listed(uid, 100, arrived)


def test_whose_time_a_mail_is_of() -> None:
    """Before the first contact nothing is ours, or as an archive what `since` names; after it everything."""
    folder = FolderState(uidvalidity=1, uidnext=11)
    plain, archive = first_contact(folder, None, NOW), first_contact(folder, date(2026, 1, 1), NOW)

    assert (plain.uid, archive.uid) == (10, 0)
    assert [via_of(SINCE, "INBOX", _listed(uid), archive, frozenset({9})) for uid in (8, 9, 11)] == [None, "archive", "imap"]
    assert via_of(ACCOUNT, "INBOX", _listed(11, NOW - 900 * DAY), plain, frozenset()) == "imap"


def test_after_a_renumbering_the_day_of_arrival_tells() -> None:
    """What stood there is told by its arrival, what has none is rather taken; what comes later is new whatever its day (V030)."""
    mark = renumbered(first_contact(FolderState(1, 11), None, NOW), FolderState(2, 4))
    arrivals = {1: NOW - DAY, 2: NOW + DAY, 3: None, 4: NOW - DAY}

    assert mark.uid == 0
    assert [via_of(ACCOUNT, "INBOX", _listed(uid, at), mark, frozenset()) for uid, at in arrivals.items()] == [None, "imap", "imap", "imap"]
    assert via_of(SINCE, "INBOX", _listed(1, NOW - DAY), mark, frozenset()) == "archive"


def test_old_junk_is_no_archive() -> None:
    """Of a folder of junk only what comes from the first contact on is taken, after a renumbering too."""
    junk = SINCE.model_copy(update={"junk_folders": ("Junk",)})
    mark = first_contact(FolderState(uidvalidity=1, uidnext=11), junk.since_in("Junk"), NOW)
    anew = renumbered(mark, FolderState(2, 4))

    assert mark.uid == 10
    assert [via_of(junk, "Junk", _listed(uid), mark, frozenset()) for uid in (9, 11)] == [None, "imap-junk"]
    assert [via_of(junk, "Junk", _listed(1, at), anew, frozenset()) for at in (NOW - DAY, NOW + DAY)] == [None, "imap-junk"]


@given(st.integers(0, 1 << 40), st.integers(0, 100))
def test_the_more_trouble_the_less_is_fetched(size: int, trouble: int) -> None:
    """More trouble never fetches more, and with enough of it the mail is passed."""
    assert part_of(size, trouble, 1 << 20) <= part_of(size, trouble + 1, 1 << 20)
    assert part_of(size, 100, 1 << 20) is Part.NOTHING


@given(st.integers(1, 10_000), st.booleans(), st.floats(0, 1, exclude_max=True))
def test_waits_grow_and_are_bounded(failures: int, refused: bool, jitter: float) -> None:
    """Never shorter than a second, never longer than eighteen minutes, a refused login never sooner than 48 seconds (case 91)."""
    wait = wait_after(failures, refused, Waits(), jitter)

    assert (48 if refused else 1.6) <= wait <= 1080
    assert wait <= wait_after(failures + 1, refused, Waits(), jitter)


@given(st.lists(st.integers()), st.integers(1, 10))
def test_batches_are_all_there_is(items: list[int], size: int) -> None:
    """In order, none left out, none above the size."""
    batches = list(in_batches(items, size))

    assert [item for batch in batches for item in batch] == items
    assert all(0 < len(batch) <= size for batch in batches)
