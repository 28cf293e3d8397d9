"""Tickets that become one: whatever is merged in whatever order, each mail has one home, and nobody reads what was not theirs."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maildesk.changes import Act, Actor, Change
from maildesk.errors import Refused
from maildesk.staffwork import act_on_tickets
from maildesk.store.audit import audited
from maildesk.store.tickets import load_tickets, messages_of, participants_of
from maildesk.ticket import Role, Standing
from tests.talk import Block, Talk, make_desk

CONVERSATIONS = Path(__file__).parent / "conversations"
OPERATOR = Actor("operator:root", Role.ADMIN)


@dataclass(frozen=True)
class Mail:
    """Customer `by` writes, about nothing before (`to` is None) or in answer to the first mail of ticket number `to` of those there are."""

    by: int
    to: int | None


@dataclass(frozen=True)
class Merge:
    part: int
    into: int


_MAILS = st.builds(Mail, st.integers(0, 2), st.none() | st.integers(0, 5))
_STEPS = st.lists(_MAILS | st.builds(Merge, st.integers(0, 5), st.integers(0, 5)), min_size=4, max_size=14)


def _write(talk: Talk, mail: Mail, first: list[tuple[str, str]]) -> int:
    """Sends the mail and gives the ticket it came to."""
    sender, head = f"c{mail.by}@customer.example", [f"Subject: Matter {len(first)}"]
    if mail.to is not None and mail.to < len(first):
        sender, parent = first[mail.to]
        head = [f"In-Reply-To: {parent}", "Subject: Re: this and that"]
    talk.step(Block(0, ">>>", sender, [*head, "", "Words."]))
    talk.fresh.clear()
    with talk.desk.database.read() as session:
        return session.exec_driver_sql("select ticket from messages order by id desc limit 1").scalar() or 1


@settings(max_examples=15, deadline=None)
@given(_STEPS)
def test_every_mail_has_one_home(steps: list[Mail | Merge]) -> None:
    """A merge and the mails around it come to the same tickets as a list of who was merged into whom says."""
    with tempfile.TemporaryDirectory() as folder:
        talk = Talk(make_desk(CONVERSATIONS / "teams.yaml", Path(folder)), CONVERSATIONS, Path(folder))
        home: dict[int, int] = {}
        first: list[tuple[str, str]] = []
        for step in steps:
            if isinstance(step, Mail):
                answered = step.to if step.to is not None and step.to < len(first) else None
                came = _write(talk, step, first)
                if answered is not None:
                    assert came == home[answered + 1]
                elif came not in home:
                    home[came] = came
                    first.append((f"c{step.by}@customer.example", f"<{talk.mail}@customer.example>"))
            elif max(step.part, step.into) < len(first):
                _merge(talk, step, home)
        _check(talk, home)
        talk.desk.database.close()


def _merge(talk: Talk, step: Merge, home: dict[int, int]) -> None:
    part, into = step.part + 1, step.into + 1
    allowed = home[part] == part and home[into] != part
    try:
        act_on_tickets(talk.desk, (part,), (Change("merge", (str(into), "both")),), Act(OPERATOR, "test", talk.now))
    except Refused:
        assert not allowed
        return
    assert allowed
    target = home[into]
    home.update({number: target for number, at in home.items() if at == part})


def _check(talk: Talk, home: dict[int, int]) -> None:
    with talk.desk.database.read() as session:
        tickets = load_tickets(session, home)
        assert {number: ticket.merged_into or number for number, ticket in tickets.items()} == home
        people = participants_of(session, home)
        for number, at in home.items():
            assert set(messages_of(session, number)) <= set(messages_of(session, at))
            assert {person.address for person in people[number]} <= {person.address for person in people[at]}
            assert sum(person.standing is Standing.REQUESTER for person in people[at]) == 1
        assert audited(session).fault is None


def test_a_merged_ticket_is_only_named_by_what_it_is_part_of(tmp_path: Path) -> None:
    """Nobody works on it any more: the answer names the ticket to work on."""
    talk = Talk(make_desk(CONVERSATIONS / "teams.yaml", tmp_path), CONVERSATIONS, tmp_path)
    first: list[tuple[str, str]] = []
    for _ in range(2):
        _write(talk, Mail(0, None), first)
        first.append(("", ""))
    act = Act(OPERATOR, "test", talk.now)
    act_on_tickets(talk.desk, (2,), (Change("merge", "1"),), act)
    with pytest.raises(Refused, match="ticket 2 is part of ticket 1; name that one"):
        act_on_tickets(talk.desk, (2,), (Change("close"),), act)
    talk.desk.database.close()
