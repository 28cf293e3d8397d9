"""An archive becomes tickets: which mails belong together, what they look like there, and that nobody hears of it."""

from __future__ import annotations

import itertools
import mailbox
import os
import pty
import random
import subprocess
import sys
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.intake import spool
from maildesk.mail import Envelope, MailState, Outcome, RawMail
from maildesk.outbound import outbox
from maildesk.store import apply as store
from maildesk.store.engine import Database
from maildesk.store.kinship import homes_of
from maildesk.store.tickets import load_ticket, messages_of, participants_of
from maildesk.threading.conversations import conversations
from maildesk.ticket import MessageKind, Standing, Status, Ticket
from tests.desks import NOW, keyed_desk, put_mail, said


def old_mail(name: str, *refers: str, author: str = "eve@example.net", to: str = "support@example.com", day: int = 1) -> bytes:
    """A mail of January 2015 with the id <name@old.example>."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = author, to, f"Re: Printer {name}"
    mail["Date"] = format_datetime(NOW.replace(year=2015, day=day))
    mail["Message-ID"] = f"<{name}@old.example>"
    if refers:
        mail["References"] = " ".join(f"<{one}@old.example>" for one in refers)
    mail.set_content(f"This is {name}.")
    return mail.as_bytes()


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """An empty desk with its keys."""
    return keyed_desk(tmp_path)


def filed(desk: Path, *paths: Path) -> dict[str, int]:
    """Imports and gives each file's ticket."""
    ended = said("import", "--json", *map(str, paths), desk=desk)
    assert ended.code == 0, ended.err
    return {Path(line["file"]).name: line["ticket"] for line in ended.lines}


def put(folder: Path, **mails: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in mails.items():
        (folder / f"{name}.eml").write_bytes(data)
    return folder


# -- which mails belong together


@given(st.lists(st.lists(st.integers(0, 30), max_size=4), max_size=25), st.randoms(use_true_random=False))
def test_the_order_of_the_mails_does_not_matter(named: list[list[int]], chance: random.Random) -> None:
    """Whatever refers to what, the same mails are together in every order of arrival, and each is in exactly one conversation."""
    ids = [tuple(map(str, one)) for one in named]
    order = list(range(len(ids)))
    chance.shuffle(order)
    there = {frozenset(group) for group in conversations(ids)}
    shuffled = {frozenset(order[place] for place in group) for group in conversations([ids[place] for place in order])}
    assert there == shuffled
    assert sorted(itertools.chain(*there)) == list(range(len(ids)))


def test_a_late_mail_joins_two_that_nothing_joined(desk: Path, tmp_path: Path, desk_database: Database) -> None:
    """C names A and B, who do not know each other: one ticket, told in the order in which they were written (case 1)."""
    archive = put(tmp_path / "old", a=old_mail("a", day=1), b=old_mail("b", day=2), c=old_mail("c", "a", "b", day=3), d=old_mail("d", day=4))
    tickets = filed(desk, archive)
    assert tickets["a.eml"] == tickets["b.eml"] == tickets["c.eml"] != tickets["d.eml"]
    with desk_database.read() as session:
        assert [message.text.strip() for message in messages_of(session, tickets["a.eml"])] == ["This is a.", "This is b.", "This is c."]


def test_an_archive_may_come_in_pieces_and_again(desk: Path, tmp_path: Path, desk_database: Database) -> None:
    """What is there is left alone, what is new finds its ticket: an answer first, then an older mail that only a third one names."""
    first = put(tmp_path / "first", b=old_mail("b", "a", day=5))
    ticket = filed(desk, first)["b.eml"]
    second = put(tmp_path / "second", a=old_mail("a", day=4), z=old_mail("z", day=1), c=old_mail("c", "z", "b", day=6))
    assert set(filed(desk, first, second).values()) == {ticket}
    assert filed(desk, first, second) == {}
    with desk_database.read() as session:
        ledger = spool.ledger(session)
    assert (ledger.accepted, ledger.ticketed, ledger.balanced) == (4, 4, True)


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Path, tmp_path: Path, desk_database: Database) -> None:
    """The groups of the dry run are those of the import; what lands on a ticket that is there names it."""
    filed(desk, put(tmp_path / "first", a=old_mail("a")))
    archive = put(tmp_path / "second", b=old_mail("b", "a"), c=old_mail("c"), d=old_mail("d", "c"))
    dry = {Path(line["file"]).name: line["ticket"] for line in said("import", "--dry-run", "--json", str(archive), desk=desk).lines}
    assert dry["b.eml"] == 1
    assert dry["c.eml"] == dry["d.eml"] != 1
    assert said("import", "--dry-run", str(archive), desk=desk).out.startswith("nothing was altered; so it would be: 3 filed, ")
    with desk_database.read() as session:
        assert spool.ledger(session).accepted == 1


def odd_mail(name: str, *headers: str, day: int = 1) -> bytes:
    """A mail whose threading headers some program wrote in its own way."""
    head = ("From: Eve <eve@example.net>", "To: Bob <bob@other.example>", f"Date: {day:02d} Jan 2015 10:00:00 +0000", "Subject: It", *headers)
    return "\n".join((*head, "", f"This is {name}.", "")).encode()


def test_odd_headers_are_read_as_a_person_would(desk: Path, tmp_path: Path) -> None:
    """Each letter is a matter: of ids in a circle, of five hundred, of none; an address is no id, and one id in mails of different days joins none."""
    every = [f"<{number}@old.example>" for number in range(500)]
    tickets = filed(
        desk,
        put(
            tmp_path / "old",
            a1=odd_mail("a1", "Message-ID: <a1@x>", "References: <a3@x>"),
            a2=odd_mail("a2", "Message-ID: <a2@x>", "References: <a1@x> <a2@x>"),
            a3=odd_mail("a3", "Message-ID: <a3@x>", "In-Reply-To: a2@x"),
            b1=odd_mail("b1", f"Message-ID: {every[0]}"),
            b2=odd_mail("b2", f"Message-ID: {every[250]}"),
            b3=odd_mail("b3", "Message-ID: <b3@x>", f"References: {' '.join(every)}"),
            c=odd_mail("c", "Message-ID: <>"),
            d=odd_mail("d", "In-Reply-To: <>"),
            e=odd_mail("e", "Message-ID: <e@x>", "In-Reply-To: bob@other.example"),
            f=odd_mail("f", "Message-ID: <f@x>", 'In-Reply-To: Message from Bob <bob@other.example> of "Thu, 1 Jan 2015"'),
            g1=odd_mail("g1", "Message-ID: <same@x>"),
            g2=odd_mail("g2", "Message-ID: <g2@x>", "References: <same@x>"),
            h=odd_mail("h", "Message-ID: <same@x>", day=2),
        ),
    )
    together: dict[int, set[str]] = {}
    for name, ticket in tickets.items():
        together.setdefault(ticket, set()).add(name[0])
    assert sorted(map(sorted, together.values())) == [["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"], ["h"]]


# -- what it looks like on the desk


def test_nobody_hears_of_it_and_no_clock_starts(desk: Path, tmp_path: Path, desk_database: Database) -> None:
    """No letter of any kind; the ticket is closed and bears the times at which its mails were written (V105)."""
    number = filed(desk, put(tmp_path / "old", a=old_mail("a", day=2), b=old_mail("b", "a", day=9)))["a.eml"]
    with desk_database.read() as session:
        ticket, messages = load_ticket(session, number), messages_of(session, number)
        assert outbox.listed(session) == ()
    assert ticket is not None
    written = NOW.replace(year=2015, day=2), NOW.replace(year=2015, day=9)
    assert (ticket.status, ticket.created, ticket.updated, ticket.closed) == (Status.CLOSED, written[0], written[1], written[1])
    assert tuple(message.created for message in messages) == written


def test_on_a_terminal_the_progress_is_seen(desk: Path, tmp_path: Path) -> None:
    """How many mails were found, and how many of them are filed; elsewhere only the sum is told."""
    archive = put(tmp_path / "old", a=old_mail("a"), b=old_mail("b"))
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "maildesk", "--desk", str(desk), "import", str(archive)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=slave, timeout=60, check=True, env={**os.environ, "LC_ALL": "C"})
    os.close(slave)
    shown = os.read(master, 10_000).decode()
    os.close(master)
    assert [word.strip() for word in shown.split("\r") if word.strip()] == ["1 mail found", "2 mails found", "2 mails found", "1 of 2", "2 of 2"]
    assert done.stdout.startswith(b"2 filed")
    assert said("import", str(archive), desk=desk).err == ""


def test_what_staff_wrote_is_a_reply_or_a_note(desk: Path, tmp_path: Path, desk_database: Database) -> None:
    """To a customer it is a reply, among staff a note; the customer is the requester even where the archive begins with the answer."""
    archive = put(
        tmp_path / "old",
        a=old_mail("a", author="support@example.com", to="Eve <eve@example.net>", day=1),
        b=old_mail("b", "a", author="anna@example.com", to="support@example.com", day=2),
        c=old_mail("c", "a", author="eve@example.net", day=3),
        d=old_mail("d", "a", author="mallory@example.org", day=4),
    )
    number = filed(desk, archive)["a.eml"]
    with desk_database.read() as session:
        ticket, people = load_ticket(session, number), participants_of(session, (number,))[number]
        kinds = [message.kind for message in messages_of(session, number)]
    assert ticket is not None
    assert kinds == [MessageKind.REPLY, MessageKind.NOTE, MessageKind.INBOUND, MessageKind.INBOUND]
    assert (ticket.mailbox, ticket.requester) == ("support@example.com", "eve@example.net")
    assert {person.address: person.standing for person in people} == {
        "eve@example.net": Standing.REQUESTER,
        "mallory@example.org": Standing.THIRD_PARTY,  # he is seen, and no letter is copied to him
    }


def test_an_impossible_date_is_no_date(desk: Path, tmp_path: Path, desk_database: Database) -> None:
    """A Date before there was mail or in the future gives way to what a server noted, and that to now."""
    noted = b"Received: from a by b; Tue, 06 Jan 2015 10:00:00 +0000\n"
    early = old_mail("a").replace(b"2015", b"1901")
    late = old_mail("b", "a").replace(b"2015", b"2150")
    number = filed(desk, put(tmp_path / "old", a=noted + early, b=late))["a.eml"]
    with desk_database.read() as session:
        first, second = messages_of(session, number)
        (_, row) = spool.listed(session, None, 2)
    assert first.created == NOW.replace(year=2015, day=6)
    assert row.received <= second.created <= (row.done or row.received)


def test_mail_goes_past_an_archive(desk: Path, tmp_path: Path, desk_database: Database) -> None:
    """Mail that waits in the spool is none of the import's business, and waits for the daemon still."""
    put_mail(desk_database, old_mail("live"))
    filed(desk, put(tmp_path / "old", a=old_mail("a")))
    with desk_database.read() as session:
        assert [str(row.state) for row in spool.listed(session, None, 5)] == ["waiting", "ticketed"]


def test_what_a_killed_import_left_is_told(desk: Path, tmp_path: Path, desk_database: Database) -> None:
    """It is in the spool and on no ticket: the next import says so, and the daemon files it."""
    archive = put(tmp_path / "old", a=old_mail("a"), b=old_mail("b"))
    with desk_database.write() as session:
        spool.accept_claimed(session, [RawMail(old_mail("a"), Envelope(via="archive"), NOW)], "import", NOW + timedelta(hours=1))
    ended = said("import", str(archive), desk=desk)
    assert (ended.code, ended.out.strip()) == (1, "1 filed, 0 there already, 0 left out, 0 not readable, 1 waiting")
    assert ended.err == "mails of an import that was stopped wait still: maildesk serve files them\n"


def test_both_databases_know_what_is_there(database: Database) -> None:
    """Mails are accepted as claimed, their bytes are known again, and the ids of a ticket lead to it."""
    data = old_mail("a")
    raw = RawMail(data, Envelope(via="archive", conversation="<root@old.example>"), NOW)
    with database.write() as session:
        (claimed,) = spool.accept_claimed(session, [raw], "import", NOW + timedelta(hours=1))
        assert spool.claim(session, "worker-1", NOW, timedelta(minutes=1)) is None
        ticket = store.save(session, Ticket(0, "support@example.com", "Printer", "eve@example.net", NOW, NOW), (), NOW)
        store.add_aliases(session, ticket.number, "<a@old.example>", claimed.mail.id, ["<b@old.example>"])
        spool.finish(session, claimed.mail.id, claimed.fence, Outcome(MailState.TICKETED, ticket=ticket.number), NOW)
    with database.read() as session:
        assert spool.known(session, [raw.sha256, "0" * 64]) == {raw.sha256: ticket.number}
        found = homes_of(session, ["<a@old.example>", "<b@old.example>", "<c@old.example>"])
    assert found == {"<a@old.example>": ticket.number, "<b@old.example>": ticket.number}


# -- where mails lie


def test_mbox_and_maildir_and_folders_of_them(desk: Path, tmp_path: Path) -> None:
    """Every mail once, whichever of them it lies in; a draft, a copy and a file that is none are told and left out."""
    (tmp_path / "old").mkdir()
    box = mailbox.mbox(tmp_path / "old" / "inbox")
    said_from = old_mail("a").replace(b"This is a.", b"First.\n\nFrom here on it works.\n\nFrom me\n")
    for data in (said_from, old_mail("b", "a", day=2)):
        box.add(data)
    box.close()
    folder = mailbox.Maildir(tmp_path / "old" / "Maildir")
    folder.add(old_mail("c", "b", day=3))
    folder.add_folder("Sent").add(old_mail("d", "c", day=4))
    draft = mailbox.MaildirMessage(old_mail("e"))
    draft.set_subdir("cur")
    draft.set_flags("D")
    folder.add(draft)
    (tmp_path / "old" / "copy.eml").write_bytes(old_mail("c", "b", day=3))
    (tmp_path / "old" / "notes.txt").write_bytes(b"nothing")
    ended = said("import", "--json", str(tmp_path / "old"), desk=desk)
    assert ended.code == 0
    assert {line["ticket"] for line in ended.lines} == {1}
    assert len(ended.lines) == 4
    assert [word in ended.err for word in ("a draft", "the same mail as", "neither a mail nor an mbox")] == [True] * 3
    raw = said("spool", "show", "--raw", "1", desk=desk).out
    assert "\nFrom here on it works.\n" in raw
    assert ">From" not in raw


def test_what_cannot_be_filed_is_told(desk: Path, tmp_path: Path) -> None:
    """A path that is not there stops before anything is filed; a mail that is too big is named, and the others are filed."""
    archive = put(tmp_path / "old", a=old_mail("a"), b=old_mail("b") + b"x" * (25 << 20))
    missing = said("import", str(archive), str(tmp_path / "nothing"), desk=desk)
    assert (missing.code, missing.err) == (1, f"{tmp_path / 'nothing'} is not there\n")
    ended = said("import", "--json", str(archive), desk=desk)
    assert (ended.code, [line["ticket"] for line in ended.lines]) == (1, [1])
    assert "b.eml is not filed: bigger than" in ended.err
    (tmp_path / "notes.mbox").write_text("what is to be done\n")
    ended = said("import", str(tmp_path / "notes.mbox"), desk=desk)
    assert (ended.code, ended.err) == (1, f"{tmp_path / 'notes.mbox'} is not filed: neither a mail nor an mbox\n")
    assert said("import", "--mailbox", "x@example.com", str(archive), desk=desk).code == 1
    assert said("import", "--no-desk", str(archive)).code == 2
