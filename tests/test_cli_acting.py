"""Altering tickets from the command line: the verbs of mail, the rights of whoever acts, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from maildesk.mail import Attachment, MailState
from maildesk.store import apply as store
from maildesk.store.apply import Entry
from maildesk.store.audit import audited
from maildesk.store.engine import Database
from maildesk.store.events import events_of
from maildesk.store.tickets import load_ticket, messages_of
from maildesk.tables import letter_bytes, mails, outbox
from maildesk.ticket import Message, MessageKind, Priority, Status
from tests.desks import NOW, keyed_desk, put_mail, put_ticket, said
from tests.opened import opened


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """A whole desk with its keys and ticket 1."""
    path = keyed_desk(tmp_path)
    put_ticket(desk_database)
    return path


def test_do_takes_what_an_agent_writes_in_mail(desk: Path, desk_database: Database) -> None:
    """Several commands on one line, short forms and aliases, carried out together and told."""
    ended = said("--as", "anna@example.com", "ticket", "do", "1", "#take #high; #tag vip paper", desk=desk)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "#1 taken; priority high; tagged vip paper\n"
    with desk_database.read() as session:
        ticket, history, fault = load_ticket(session, 1), events_of(session, 1), audited(session).fault
    assert ticket is not None
    assert (ticket.assignee, ticket.priority, ticket.tags) == ("anna@example.com", Priority.HIGH, ("paper", "vip"))
    assert {event.actor for event in history[1:]} == {"agent:anna@example.com"}
    assert {event.cause for event in history[1:]} == {"command line"}
    assert fault is None


@pytest.mark.parametrize(("who", "told"), [((), "root assigned"), (("--as", "anna@example.com"), "")])
def test_whoever_gets_a_ticket_at_the_terminal_hears_so_once(desk: Path, desk_database: Database, who: tuple[str, ...], told: str) -> None:
    """From the operator by name; who takes it there knows."""
    for _ in range(2):
        said(*who, "ticket", "do", "1", "#assign anna", desk=desk)
    with desk_database.read() as session:
        letters = [opened(data) for data in session.execute(select(letter_bytes.c.data)).scalars()]
    assert [str(one["To"]) for one in letters] == (["Anna <anna@example.com>"] if told else [])
    assert all(f"{told} ticket 1 to you." in str(one.get_body(("plain",))) for one in letters)


def test_do_takes_a_ticket_from_its_agent(desk: Path, desk_database: Database) -> None:
    """Nobody has it then, and its team keeps it; history says so."""
    said("--as", "anna@example.com", "ticket", "do", "1", "#take #tag a b", desk=desk)

    ended = said("ticket", "do", "1", "#assign none; #untag a; #status solved; #prio 2", desk=desk)
    assert (ended.code, ended.out) == (0, "#1 assigned to nobody; untagged a; status closed; priority high\n")
    with desk_database.read() as session:
        ticket = load_ticket(session, 1)
    assert ticket is not None
    assert (ticket.assignee, ticket.tags, ticket.status, ticket.closed is not None) == (None, ("b",), Status.CLOSED, True)


def test_the_time_that_was_spent_is_added_up(desk: Path, desk_database: Database) -> None:
    """Over all who worked on it, what was taken back, and the tickets that are part of it; also for machines."""
    other = put_ticket(desk_database, "The same")
    said("--as", "anna@example.com", "ticket", "do", "1", "#time 25m; #bill 1h", desk=desk)
    said("ticket", "do", "1", "#time -10m", desk=desk)
    said("ticket", "do", str(other), "#bill 0.5h", desk=desk)
    assert said("ticket", "show", str(other), "--json", desk=desk).lines[0]["time"] == {"spent": 30, "billed": 30}
    said("ticket", "merge", str(other), "1", desk=desk)

    shown = said("ticket", "show", "1", desk=desk).out
    assert said("ticket", "show", "1", "--json", desk=desk).lines[0]["time"] == {"spent": 105, "billed": 90}
    assert "time          1h 45m" in shown
    assert "to bill       1h 30m" in shown


def test_links_say_how_the_two_stand_to_each_other(desk: Path, desk_database: Database) -> None:
    """Each side says it in its own words; a duplicate is closed."""
    for subject in ("Two", "Three"):
        put_ticket(desk_database, subject)
    assert said("ticket", "do", "1", "#link 2 blocks; #link T-3 child", desk=desk).out == "#1 linked to #2 blocks; linked to #3 child\n"
    said("ticket", "do", "2", "#dup 3", desk=desk)

    links = {number: said("ticket", "show", str(number), "--json", desk=desk).lines[0]["links"] for number in (1, 2, 3)}
    assert links == {
        1: [{"ticket": 2, "kind": "blocks"}, {"ticket": 3, "kind": "child"}],
        2: [{"ticket": 1, "kind": "blocked"}, {"ticket": 3, "kind": "duplicate"}],
        3: [{"ticket": 2, "kind": "duplicated"}, {"ticket": 1, "kind": "parent"}],
    }
    assert "blocked by    #1" in said("ticket", "show", "2", desk=desk).out
    with desk_database.read() as session:
        ticket = load_ticket(session, 2)
    assert ticket is not None
    assert ticket.status is Status.CLOSED


def test_the_newest_mail_becomes_a_ticket_of_its_own(desk: Path, desk_database: Database) -> None:
    """Not the only one; its entry moves, both tickets say so and whose it is, and no history is broken."""
    only = said("ticket", "do", "1", "#split Invoice", desk=desk)
    assert (only.code, only.out) == (1, "")
    assert "there is no other mail" in only.err
    with desk_database.write() as session:
        message = Message(0, 1, MessageKind.INBOUND, "carol@example.net", "Carol", "Where is my invoice?", "Where is my invoice?", NOW)
        moved = store.add_message(session, Entry(message, "<2@example.net>"))

    done = said("--as", "anna@example.com", "ticket", "do", "1", "#split Invoice", desk=desk)
    assert (done.code, done.err) == (0, "")
    one, two = (said("ticket", "show", number, "--json", desk=desk).lines[0] for number in ("1", "2"))
    assert [entry["message"] for entry in two["messages"]] == [moved.id]
    assert [entry["text"] for entry in one["messages"]] == ["The printer is out."]
    assert (two["subject"], two["requester"], two["team"], two["links"]) == (
        "Invoice",
        "carol@example.net",
        "support",
        [{"ticket": 1, "kind": "related"}],
    )
    assert "split off into #2" in [event["detail"] for event in one["history"]]
    with desk_database.read() as session:
        assert audited(session).fault is None
        assert session.scalars(select(outbox.c.letter)).all()  # Anna has a letter to answer


def test_who_is_blocked_is_shown(desk: Path) -> None:
    """On each ticket of his, until it is taken back; nobody blocks the desk's own."""
    own = said("ticket", "do", "1", "#block support@example.com", desk=desk)
    assert (own.code, own.out) == (1, "")
    assert said("ticket", "do", "1", "#block", desk=desk).out == "#1 blocked\n"
    assert said("ticket", "show", "1", "--json", desk=desk).lines[0]["blocked"] == ["eve@example.net"]
    assert "blocked       eve@example.net since 20" in said("ticket", "show", "1", desk=desk).out
    assert said("ticket", "do", "1", "#unblock eve@example.net", desk=desk).out == "#1 no longer blocked: eve@example.net\n"
    assert said("ticket", "show", "1", "--json", desk=desk).lines[0]["blocked"] == []


def test_hidden_words_are_found_nowhere(desk: Path, desk_database: Database) -> None:
    """Not on the ticket nor what is part of it, not by a search, not in what is told of it; no history is broken, and too little is refused."""
    part = put_ticket(desk_database, "The code is Tulip-4", "TULIP-4 opens it.")
    said("ticket", "merge", str(part), "1", desk=desk)
    assert said("ticket", "search", "tulip", desk=desk).out
    for words in ("tu", "tulip-5"):
        assert said("ticket", "do", "1", f"#redact {words}", desk=desk).code == 1

    done = said("--as", "anna@example.com", "ticket", "do", "1", "#redact tulip-4", desk=desk)
    assert (done.code, "needs the role supervisor" in done.err) == (1, True)
    assert said("ticket", "do", "1", "#redact tulip-4", desk=desk).out == "#1 words were made unreadable\n"
    shown = said("ticket", "show", "1", "--json", desk=desk).out + said("ticket", "history", "1", "--json", desk=desk).out
    assert "\\u2587 opens it." in shown
    assert "▇▇▇▇" in said("ticket", "show", str(part), desk=desk).out.splitlines()[0]
    assert "tulip" not in said("ticket", "search", "opens", "--json", desk=desk).out.casefold()
    assert [event for event in said("ticket", "history", "1", "--json", desk=desk).lines if "tulip" in event["detail"].casefold()] == []
    with desk_database.read() as session:
        assert audited(session).fault is None


def test_an_operator_watches_nothing(desk: Path) -> None:
    """A ticket is watched by somebody who gets mail."""
    ended = said("ticket", "do", "1", "#watch", desk=desk)
    assert (ended.code, ended.out) == (1, "")
    assert "an operator cannot watch a ticket" in ended.err
    assert said("ticket", "do", "1", "#watch anna", desk=desk).out == "#1 watched by anna@example.com\n"
    assert {"address": "anna@example.com", "name": "", "standing": "watcher"} in said("ticket", "show", "1", "--json", desk=desk).lines[0][
        "participants"
    ]


def test_do_takes_a_note_too(desk: Path, desk_database: Database) -> None:
    """As in mail, what follows `#note` is the note, and it goes together with the rest or not at all."""
    assert said("ticket", "do", "1", "#high #note call her at noon", desk=desk).out == "#1 noted; priority high\n"
    with desk_database.read() as session:
        message = messages_of(session, 1)[-1]
    assert (message.kind, message.reply) == (MessageKind.NOTE, "call her at noon")


def test_do_gives_the_ticket_back_as_json(desk: Path) -> None:
    """A script sees at once what the ticket became."""
    (after,) = said("ticket", "do", "1", "#close", "--json", desk=desk).lines
    assert (after["ticket"], after["status"]) == (1, "closed")


def test_without_as_the_operator_acts(desk: Path, desk_database: Database) -> None:
    """The history names the user of the system, whatever the environment says."""
    assert said("ticket", "do", "1", "#close", desk=desk, USER="mallory", LOGNAME="mallory").code == 0
    with desk_database.read() as session:
        actor = events_of(session, 1)[-1].actor
    assert actor.startswith("operator:")
    assert "mallory" not in actor


@pytest.mark.parametrize(
    ("acting", "commands", "words"),
    [
        (None, "#close #colse", "close"),
        (None, "#assign nora", "there is no agent or team"),
        (None, "#close and tell them", "takes no argument"),
        (None, "please close", "is no command"),
        (None, "", "there is no command"),
        (None, "#take", "an operator cannot take"),
        ("olaf@example.com", "#close", "close"),
        ("eve@example.net", "#close", "there is no agent eve@example.net"),
    ],
)
def test_a_faulty_command_changes_nothing(desk: Path, desk_database: Database, acting: str | None, commands: str, words: str) -> None:
    """Exit 1, the reason, and the ticket as it was: nothing of the line is carried out."""
    ended = said(*(["--as", acting] if acting else []), "ticket", "do", "1", commands, desk=desk)
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err
    with desk_database.read() as session:
        ticket, history = load_ticket(session, 1), events_of(session, 1)
    assert ticket is not None
    assert (ticket.status, len(history)) == (Status.OPEN, 1)


def test_a_reply_is_a_letter_and_a_note_is_none(desk: Path, desk_database: Database) -> None:
    """What is typed reaches the customer, or stays in the house; UTF-8 comes through."""
    assert said("--as", "anna@example.com", "ticket", "reply", "1", desk=desk, typed="打印机 is fixed.\n").code == 0
    with desk_database.read() as session:
        after_reply = session.execute(select(outbox.c.letter)).all()
    assert said("--as", "anna@example.com", "ticket", "note", "1", "It was unplugged.", desk=desk).code == 0
    with desk_database.read() as session:
        messages = messages_of(session, 1)
        letters = session.execute(select(letter_bytes.c.data)).scalars().all()
    assert [(message.kind, message.reply) for message in messages[1:]] == [
        (MessageKind.REPLY, "打印机 is fixed."),
        (MessageKind.NOTE, "It was unplugged."),
    ]
    assert len(after_reply) == 1
    with desk_database.write() as session:
        session.execute(update(outbox).values(state="later", due=None))
    assert "answered [kept, not sent yet]" in said("ticket", "show", "1", desk=desk).out
    (shown,) = said("ticket", "show", "1", "--json", desk=desk).lines
    assert [one["letter"] and one["letter"]["state"] for one in shown["messages"]] == [None, "later", None]
    assert not any(b"unplugged" in data for data in letters)


@pytest.mark.parametrize("verb", ["reply", "note"])
def test_no_text_is_refused(desk: Path, verb: str) -> None:
    """An empty line on standard input is no message."""
    ended = said("ticket", verb, "1", desk=desk, typed="\n \n")
    assert (ended.code, "there is no text" in ended.err) == (1, True)


def test_a_ticket_that_is_not_there_is_refused(desk: Path) -> None:
    """One line, exit 1."""
    ended = said("ticket", "do", "99", "#close", desk=desk)
    assert (ended.code, ended.err) == (1, "there is no ticket 99; see: maildesk ticket list\n")


def test_one_person_by_several_addresses(desk: Path) -> None:
    """Said on a ticket, shown with it and by whichever address is asked for; with each the number of its tickets."""
    assert said("ticket", "do", "1", "#also eve@home.example", desk=desk).out == "#1 other addresses eve@home.example\n"
    assert said("ticket", "show", "1", "--json", desk=desk).lines[0]["also"] == ["eve@home.example"]
    assert "also          eve@home.example, of eve@example.net" in said("ticket", "show", "1", desk=desk).out
    for address in ("eve@home.example", "EVE@example.net"):
        first, second = said("person", address, "--json", desk=desk).lines
        assert (first["address"], first["tickets"], second["address"], second["said_on"]) == ("eve@example.net", 1, "eve@home.example", 1)
        assert [line.split()[0] for line in said("person", address, desk=desk).out.splitlines()] == ["ADDRESS", "eve@example.net", "eve@home.example"]
    assert "eve@example.net" in said("ticket", "list", "--requester", "eve@home.example", desk=desk).out

    assert said("ticket", "do", "1", "#undo", desk=desk).code == 0
    assert said("person", "eve@home.example", desk=desk).out == "nobody has written from eve@home.example\n"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["#tag"], "#tag: nothing follows it; behind it belongs: TAG … (-TAG takes one away)"),
        (["#prio"], "#prio: nothing follows it; behind it belongs: low, normal, high, urgent or 1 to 5"),
        (["#cc"], "#cc: nothing follows it; behind it belongs: ADDRESS … (-ADDRESS takes one away)"),
        (["#tagg", "vip"], "#tagg is no command; did you mean #tag, #untag?"),
        (["#tag", "a/b"], "#tag: “a/b” is no tag; write words of letters, digits, dot and dash"),
    ],
)
def test_what_is_wrong_is_said_once(desk: Path, desk_database: Database, typed: list[str], told: str) -> None:
    """The command stands in the line a single time, and what is missing is named; quotes around each word do as well as around all."""
    put_ticket(desk_database)
    ended = said("ticket", "do", "1", *typed, desk=desk)
    assert (ended.code, ended.out, ended.err) == (1, "", f"{told}\n")


def test_a_shell_that_took_the_commands_for_a_comment(desk: Path) -> None:
    """Nothing came, and the reason is told."""
    ended = said("ticket", "do", "1", desk=desk)
    assert ended.code == 2
    assert "a shell takes # for a comment, so put it in quotes" in " ".join(ended.err.split())


def test_a_held_mail_is_dropped_for_a_reason(desk: Path, desk_database: Database) -> None:
    """The ledger and the ticket's history say who did it and why; its bytes stay, and a second thought takes it up again."""
    mail = put_mail(desk_database, b"From: anna@example.com\r\nSubject: [#1]\r\n\r\n#close\r\n")
    mine = update(mails).where(mails.c.id == mail)
    with desk_database.write() as session:
        session.execute(mine.values(state=MailState.HELD, rule="builtin:unproven-agent", ticket=1))

    offered = said("spool", "show", str(mail), desk=desk).out
    assert f"next        maildesk spool release {mail}\n  next        maildesk spool drop {mail} --why …\n" in offered
    assert said("spool", "drop", str(mail), desk=desk).code == 2
    assert said("spool", "drop", str(mail), "--why", " ", desk=desk).code == 2
    refused = said("--as", "anna@example.com", "spool", "drop", str(mail), "--why", "a forgery", desk=desk)
    assert (refused.code, refused.out) == (1, "")

    done = said("spool", "drop", str(mail), "--why", "a  forgery", desk=desk)
    assert (done.code, done.out, done.err) == (0, f"mail {mail} is dropped\n", "")
    shown = said("spool", "show", str(mail), desk=desk).out
    assert "builtin:dropped" in shown
    assert "next  " not in shown
    assert "dropped by operator:root: a forgery" in shown
    with desk_database.read() as session:
        assert events_of(session, 1)[-1].detail == f"mail {mail} was dropped: a forgery"
        assert audited(session).fault is None
    assert said("ledger", "--sum", desk=desk).code == 0
    again = said("spool", "drop", str(mail), "--why", "again", desk=desk)
    assert (again.code, "what is held or quarantined can be dropped" in again.err) == (1, True)
    assert said("spool", "retry", str(mail), desk=desk).code == 0


def test_words_are_unreadable_in_the_names_of_files(desk: Path, desk_database: Database) -> None:
    """In what is shown and searched; a name alone is enough for the words to stand there."""
    file = Attachment("sesame open.pdf", "application/pdf", b"%PDF")
    with desk_database.write() as session:
        store.add_message(session, Entry(Message(0, 1, MessageKind.INBOUND, "eve@example.net", "", "Here.", "Here.", NOW), attachments=(file,)))

    assert "sesame open.pdf" in said("ticket", "show", "1", desk=desk).out
    done = said("ticket", "do", "1", "#redact Sesame open", desk=desk)
    assert (done.code, done.err) == (0, "")
    assert "sesame" not in said("ticket", "show", "1", desk=desk).out
    said("db", "reindex", desk=desk)
    assert said("ticket", "search", "sesame", desk=desk).out.strip() == said("ticket", "search", "nowhere", desk=desk).out.strip()
    assert said("ticket", "do", "1", "#redact Sesame open", desk=desk).code == 1
