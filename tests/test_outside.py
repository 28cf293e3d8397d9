"""Whoever is asked outside, and the customer, never see a word of each other, whatever is said in whatever order; and what is passed on is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from maildesk.desk import Desk
from maildesk.store.redacting import Shelf
from maildesk.store.tickets import load_ticket, participants_of
from maildesk.tables import messages
from maildesk.ticket import ON_THE_TICKET
from tests.opened import opened
from tests.talk import Block, Stages, Talk, empty

CASES = Path(__file__).parent / "cases"
BOB, TESS, ANNA = "bob@customer.example", "tess@vendor.example", "anna@example.com"

# What each says bears a word of its own, so that it is found wherever it comes out.
SAYS = {
    "customer": (f"{BOB} answers reply", "Bobsword of the customer"),
    "customer anew": (f"{BOB} to support@example.com", "Bobsword once more"),
    "vendor": (f"{TESS} answers ask", "Tessword of the vendor"),
    "another of the vendor": (f"tom@vendor.example answers ask of {TESS}", "Tessword of another"),
    "robot": (f"{TESS} answers ask", "Tessword of a robot"),
    "note": (f"{ANNA} answers notification", "#note\nAnnasword inside the house"),
    "answer": (f"{ANNA} answers notification", "#reply\nWe see to it."),
    "ask": (f"{ANNA} answers notification", f"#ask {TESS}\nDo you know it?"),
    "plain answer": (f"{ANNA} answers notification", "Just an answer."),
}

# Of each letter's text; whoever is not named here gets none at all.
HIDDEN = {BOB: ("Tessword", "vendor.example", "Annasword"), TESS: ("Bobsword", "customer.example", "Annasword"), ANNA: ()}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    stages = Stages(tmp_path_factory.mktemp("outside"))
    yield stages.desk(CASES / "desk.yaml")
    stages.close()


def say(talk: Talk, who: str) -> None:
    sender, words = SAYS[who]
    head = {"customer anew": ["Subject: Re: Ink", "In-Reply-To: <1@customer.example>"], "robot": ["Subject: Re: Ink", "Auto-Submitted: auto-replied"]}
    talk.fresh = []
    talk.step(Block(0, ">>>", sender, [*head.get(who, []), *([""] if who in head else []), *words.split("\n")]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(SAYS)), min_size=1, max_size=7))
def test_neither_sees_the_other(desk: Desk, order: list[str]) -> None:
    """Of every letter that left: none to the customer has the vendor's word, none to the vendor the customer's, none the house's own."""
    talk = Talk(desk, CASES, CASES)
    try:
        talk.step(Block(0, ">>>", BOB, ["Subject: Ink", "", "Bobsword at first"]))
        for who in ("ask", "answer", *order):
            say(talk, who)
        for row, data in talk.letters:
            text = words_of(data)
            hidden = HIDDEN[row.person] if row.state == "queued" else ()
            assert not [word for word in hidden if word in text], (order, text)
        with desk.database.read() as session:
            ticket = load_ticket(session, 1)
            assert ticket is not None
            assert ticket.requester == BOB
            assert [one.address for one in participants_of(session, (1,))[1] if one.standing in ON_THE_TICKET] == [BOB]
    finally:
        empty(desk.database)


def words_of(data: bytes) -> str:
    letter = opened(data)
    parts = [str(part.get_content()) for part in letter.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in letter.items() if name != "References"), *parts])


def test_a_side_conversation_is_a_thread_and_what_is_passed_on_has_its_files(desk: Desk) -> None:
    """The second question refers to the first; the customer's file goes along, and no id of the customer's thread does (case 79)."""
    talk = Talk(desk, CASES, CASES)
    try:
        mixed = ["Subject: Ink", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", ""]
        file = ["--b", "", "Dry.", "--b", "Content-Disposition: attachment; filename=serials.csv", "Content-Type: text/csv", "", "X100", "--b--"]
        talk.step(Block(0, ">>>", BOB, [*mixed, *file]))
        say(talk, "ask")
        talk.fresh = []
        talk.step(Block(0, ">>>", f"{ANNA} answers notification", [f"#fwd {TESS}", "And this?"]))
        first, second = (opened(data) for row, data in talk.letters if row.kind == "ask")
        assert second["In-Reply-To"] == first["Message-ID"]
        assert "customer.example" not in str(second["References"])
        assert second["Thread-Index"] is None
        assert [part.get_filename() for part in second.iter_attachments()] == ["serials.csv"]
        assert list(first.iter_attachments()) == []
    finally:
        empty(desk.database)


def test_formatting_goes_along_and_what_was_made_unreadable_does_not(desk: Desk) -> None:
    """The customer's own markup, cleaned, with its picture once; of a message with words that nobody shall read the plain text alone."""
    talk = Talk(desk, CASES, CASES)
    head = ["Subject: Ink", "MIME-Version: 1.0", "Content-Type: multipart/related; boundary=b", ""]
    markup = [
        "--b",
        "Content-Type: text/html",
        "",
        "<p>It <b>leaks</b>, the PIN is swordfish.</p><img src=cid:p@c><img src=http://evil.example/x>",
        "--b",
    ]
    picture = ["Content-Type: image/png", "Content-ID: <p@c>", "Content-Disposition: inline; filename=p.png", "", "PNG", "--b--"]
    try:
        talk.step(Block(0, ">>>", BOB, [*head, *markup, *picture]))
        for lines in ([f"#fwd {TESS}"], [f"#fwd {TESS} all"]):
            talk.fresh = []
            talk.step(Block(0, ">>>", f"{ANNA} answers notification", lines))
        with desk.database.write() as session:
            Shelf(session, 1).hide("swordfish")
        talk.fresh = []
        talk.step(Block(0, ">>>", f"{ANNA} answers notification", [f"#fwd {TESS} all"]))
        one, whole, hidden = (opened(data) for row, data in talk.letters if row.kind == "ask")
        for letter in (one, whole):
            shown = letter.get_body(("html",))
            assert shown is not None
            assert "It <b>leaks</b>, the PIN is swordfish." in shown.get_content()
            assert "cid:p@c" in shown.get_content()
            assert "evil.example" not in shown.get_content()
            assert [part.get_content_type() for part in letter.walk()].count("image/png") == 1
        assert "swordfish" not in words_of(hidden.as_bytes())
        assert "It leaks, the PIN is" in words_of(hidden.as_bytes())
    finally:
        empty(desk.database)


_BESIDE = """Subject: Please look
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b

#reply
It is in the file.
--b
Content-Type: text/csv
Content-Disposition: attachment; filename=annas.csv

hers
--b
Content-Type: message/rfc822

From: Dora <dora@other.example>
Subject: Offer
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=c

--c

See the list.
--c
Content-Type: text/csv
Content-Disposition: attachment; filename=doras.csv

lamps
--c--
--b--
"""


def test_a_file_beside_a_mail_that_is_passed_on_is_the_agents(desk: Desk) -> None:
    """It goes with the agent's words, to the customer where they do; a vendor gets the customer's own file and no other."""
    talk = Talk(desk, CASES, CASES)
    try:
        talk.step(Block(0, ">>>", f"{ANNA} submits to support@example.com", _BESIDE.splitlines()))
        talk.fresh = []
        talk.step(Block(0, ">>>", f"{ANNA} answers notification", [f"#fwd {TESS}"]))
        letters = {str(row.kind): opened(data) for row, data in talk.letters}
        named = {kind: [str(part.get_filename()) for part in letter.iter_attachments()] for kind, letter in letters.items()}
        assert (named["reply"], named["ask"]) == (["annas.csv"], ["doras.csv"])
        assert "annas.csv" in named["notification"]
        with desk.database.read() as session:
            kept = [[file["filename"] for file in row] for row in session.execute(select(messages.c.attachments).order_by(messages.c.id)).scalars()]
        assert kept[:2] == [["Offer.eml"], ["annas.csv"]]
    finally:
        empty(desk.database)
