"""V092, V073: two mails that are worked on at one moment do what one after the other would do, and nothing twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from maildesk.intake import spool
from maildesk.letter import LetterKind
from maildesk.mail import RawMail
from maildesk.outbound import outbox
from maildesk.pipeline import process_one
from maildesk.store.audit import audited
from maildesk.store.engine import Database
from maildesk.store.tickets import load_ticket
from tests.servers import url_of
from tests.talk import Talk, make_desk, read_blocks

_HERE = Path(__file__).parent.parent / "conversations"
ASKED = """\
>>> bob@customer.example
Subject: Refund

I want my money back.
"""


@pytest.fixture
def talk(database: Database, tmp_path: Path) -> Iterator[Talk]:
    """A desk on which Bob has asked; Anna and Ben know."""
    desk = make_desk(_HERE / "desk.yaml", tmp_path, url_of(database))
    talk = Talk(desk, _HERE, tmp_path)
    says(talk, ASKED)
    yield talk
    desk.database.close()


def says(talk: Talk, words: str) -> None:
    [block] = read_blocks(words)
    talk.fresh = []
    talk.step(block)


def at_once(talk: Talk, *mails: RawMail) -> list[str]:
    """How these mails end, each in the hands of a worker of its own, all begun at one moment."""
    with talk.desk.database.write() as session:
        numbers = spool.accept(session, [replace(mail, received=talk.now) for mail in mails])
        claimed = [spool.claim(session, f"worker {number}", talk.now, timedelta(minutes=5)) for number in numbers]
    start = threading.Barrier(len(mails))

    def work(one: spool.Claimed | None) -> None:
        assert one is not None
        start.wait()
        process_one(talk.desk, one, talk.now)

    with ThreadPoolExecutor(len(mails)) as pool:
        list(pool.map(work, claimed))
    talk.work()  # what was released by one of them
    with talk.desk.database.read() as session:
        assert audited(session).fault is None
        rows = [spool.shown(session, number)[0] for number in numbers]
    return sorted(f"{row.state} {row.rule}".strip() for row in rows)


def written(talk: Talk, kind: LetterKind) -> int:
    with talk.desk.database.read() as session:
        return sum(row.kind is kind for row in outbox.listed(session, None, 1000))


def mail(talk: Talk, words: str) -> RawMail:
    [block] = read_blocks(words)
    return talk.composed(block)


def test_one_mail_by_two_ways(talk: Talk) -> None:
    """Anna's answer by SMTP and once more as it was fetched: one letter leaves."""
    first = mail(talk, ">>> anna@example.com answers notification\n#close\nIt is on its way.\n")
    second = replace(first, data=b"Received: from a by b with ESMTP id 1; Mon, 2 Mar 2026 10:00:00 +0100\r\n" + first.data)
    assert at_once(talk, first, second) == ["ignored builtin:duplicate", "ticketed"]
    assert written(talk, LetterKind.REPLY) == 1


def test_two_agents_answer(talk: Talk) -> None:
    """One of the answers leaves, whoever wrote the other is told what came in between (law 7)."""
    anna = mail(talk, ">>> anna@example.com answers notification\nIt is on its way.\n")
    ben = mail(talk, ">>> ben@example.com answers notification\nYou get nothing.\n").data.replace(b"<2@example.com>", b"<3@example.com>")
    assert at_once(talk, anna, replace(anna, data=ben)) == ["held builtin:outdated", "ticketed"]
    assert written(talk, LetterKind.REPLY) == 1


def test_two_answers_to_one_question(talk: Talk) -> None:
    """A mail in Anna's name is held; she confirms it from two machines at once: it is carried out once."""
    says(
        talk,
        ">>> anna@example.com to support@example.com\nSubject: Re: [#1] Refund\nIn-Reply-To: <1@customer.example>\n\n#close #reply\nIt is on its way.\n",
    )
    yes = mail(talk, ">>> anna@example.com answers unproven\nyes\n")
    again = replace(yes, data=yes.data.replace(b"Message-ID: <", b"Message-ID: <x"))
    assert at_once(talk, yes, again) == ["answered builtin:confirmed", "ignored builtin:not-confirmed"]
    assert written(talk, LetterKind.REPLY) == 1


def test_a_customers_mail_and_an_answer(talk: Talk) -> None:
    """Bob writes once more while Anna answers: either her answer was first, or she is told."""
    anna = mail(talk, ">>> anna@example.com answers notification\n#close\nIt is on its way.\n")
    bob = mail(
        talk, ">>> bob@customer.example\nSubject: Re: Refund\nIn-Reply-To: <1@customer.example>\nMessage-ID: <7@customer.example>\n\nForget it.\n"
    )
    ended = at_once(talk, anna, bob)
    with talk.desk.database.read() as session:
        ticket = load_ticket(session, 1)
    assert ticket is not None
    assert ended in (["ticketed", "ticketed"], ["held builtin:outdated", "ticketed"])
    assert written(talk, LetterKind.REPLY) == ("held builtin:outdated" not in ended)
