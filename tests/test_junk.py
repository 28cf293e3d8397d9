"""Junk: what a person takes out of it is as if it had just come, once, and what follows from that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from maildesk.changes import Act, Actor, Change
from maildesk.intake import spool
from maildesk.outbound import outbox
from maildesk.outbound.outbox import OutboxRow
from maildesk.staffwork import act_on_tickets
from maildesk.store.events import events_of
from maildesk.store.tickets import load_ticket
from maildesk.ticket import Role, Status
from tests.desks import said
from tests.talk import Talk, make_desk, read_blocks

FILES = Path(__file__).parent / "conversations"
CAME = "Received: from customer.example (customer.example [192.0.2.7]) by mx.example.com (Postfix) with ESMTPS id 4711"
JUNK = f"X-Spam: Yes\nX-Spam-Flag: YES\n{CAME}"
BOB = "bob@customer.example"


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    """A desk behind rspamd."""
    made = Talk(make_desk(FILES / "junk.yaml", tmp_path), FILES, tmp_path)
    yield made
    made.desk.database.close()


def write(talk: Talk, subject: str, headers: str = JUNK, sender: str = BOB) -> int:
    """A mail comes; gives the number of its ticket."""
    (block,) = read_blocks(f">>> {sender}\n{headers}\nSubject: {subject}\n\nWords.")
    talk.fresh = []
    talk.step(block)
    with talk.desk.database.read() as session:
        return max(number for number in range(1, 20) if load_ticket(session, number))


def say(talk: Talk, number: int, verb: str, actor: str = "agent:anna@example.com") -> list[OutboxRow]:
    """Somebody carries out a verb on a ticket; gives the letters that came of it."""
    with talk.desk.database.read() as session:
        known = {row.letter for row in outbox.listed(session, None, 1000)}
    act_on_tickets(talk.desk, [number], [Change(verb)], Act(Actor(actor, Role.ADMIN), "test", talk.now))
    with talk.desk.database.read() as session:
        return [row for row in outbox.listed(session, None, 1000) if row.letter not in known]


def told(rows: list[OutboxRow]) -> list[str]:
    return sorted(f"{row.kind} to {row.person}" for row in rows)


ALL_OF_IT = [f"acknowledgement to {BOB}", "notification to anna@example.com", "notification to ben@example.com"]


def test_what_a_person_takes_out_is_as_if_it_had_just_come(talk: Talk) -> None:
    """Two days later, too: acknowledgement, a notification to everybody (who took it out must answer it), and a clock that starts then."""
    number = write(talk, "Ink")
    talk.now += timedelta(days=2)
    assert told(say(talk, number, "notjunk")) == ALL_OF_IT
    with talk.desk.database.read() as session:
        ticket = load_ticket(session, number)
        history = [(event.what, event.actor) for event in events_of(session, number)]
    assert ticket is not None
    assert (ticket.status, ticket.unanswered) == (Status.OPEN, talk.now)
    assert ("notjunk", "agent:anna@example.com") in history
    assert say(talk, number, "notjunk") == []


def test_a_mistake_is_undone_without_a_word(talk: Talk) -> None:
    """Agents know what one of them called junk: taking it back tells nobody anything again, and nobody's waiting is forgotten."""
    number, since = write(talk, "Ink", CAME), talk.now
    talk.now += timedelta(hours=1)
    assert say(talk, number, "junk", "operator:root") == []
    assert say(talk, number, "notjunk") == []
    with talk.desk.database.read() as session:
        ticket = load_ticket(session, number)
    assert ticket is not None
    assert (ticket.status, ticket.unanswered) == (Status.OPEN, since)


def test_what_was_taken_in_once_is_not_taken_in_again(talk: Talk) -> None:
    """From the filter's junk to a ticket, by mistake to junk, and back: the customer is acknowledged once."""
    number = write(talk, "Ink")
    assert told(say(talk, number, "notjunk")) == ALL_OF_IT
    assert say(talk, number, "junk") == []
    assert say(talk, number, "notjunk") == []


def test_robots_in_the_junk_stay_unanswered(talk: Talk) -> None:
    """Only what a filter wrote is overruled: a list's mail gets no acknowledgement, now as then."""
    number = write(talk, "News", f"{JUNK}\nPrecedence: bulk")
    assert told(say(talk, number, "notjunk")) == ["notification to anna@example.com", "notification to ben@example.com"]


def test_what_won_and_what_was_disbelieved_is_explained(talk: Talk, tmp_path: Path) -> None:
    """Of a file by `explain`, and of a mail that came by its trace: the header that counts, and the forged one with the reason."""
    headers = f"X-Spam: Yes\n{CAME}\nX-Spam: No"
    write(talk, "Ink", headers)
    with talk.desk.database.read() as session:
        trace = spool.shown(session, talk.mail)[0].trace
    reason = "x-spam: No is worth nothing: it does not stand above the Received line of mx.example.com"
    assert f"junk: yes (x-spam: Yes; {reason})" in trace
    (tmp_path / "mail.eml").write_text(f"{headers}\nFrom: a@pens.example\nTo: support@example.com\nSubject: Pens\n\nBuy.\n", encoding="utf-8")
    explained = said("explain", str(tmp_path / "mail.eml"), desk=tmp_path / "desk.yaml").out
    assert f"  junk        yes\n              because x-spam: Yes\n              because {reason}\n" in explained
    assert "  outcome     ticketed builtin:junk\n" in explained
    assert "\n  letter " not in explained


def test_the_command_line_takes_several_at_once(talk: Talk, tmp_path: Path) -> None:
    """`ticket junk` and `ticket notjunk`, and the list that finds them."""
    numbers = [str(write(talk, subject, CAME)) for subject in ("Ink", "Pens")]
    assert said("ticket", "junk", *numbers, desk=tmp_path / "desk.yaml").out == "#1 junk\n#2 junk\n"
    assert said("ticket", "list", "--status", "junk", desk=tmp_path / "desk.yaml").out.count("bob@customer.example") == 2
    assert said("ticket", "list", "--status", "open", desk=tmp_path / "desk.yaml").out == "no ticket is like that\n"
    assert said("ticket", "notjunk", *numbers, desk=tmp_path / "desk.yaml").out == "#1 not junk\n#2 not junk\n"


RULES = """\
- name: the shop is wanted
  when: {junk: true, from: "@shop.example"}
  then: notjunk
- name: pens are not
  when: {subject: pens}
  then: junk
- name: noise
  when: {subject: lottery}
  ignore: true
- name: greet
  then: [{reply: acknowledgement}, {notify: team}, {tag: greeted}]
"""


def test_rules_decide_before_and_after_the_filter(tmp_path: Path) -> None:
    """A rule lets out (though no robot answers what the filter doubts), puts in and ignores; one that does not ask about junk is not asked about it; and none hides who takes part."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "10.yaml").write_text(RULES, encoding="utf-8")
    yaml = tmp_path / "with-rules.yaml"
    yaml.write_text((FILES / "junk.yaml").read_text(encoding="utf-8") + "rules: rules\n", encoding="utf-8")
    talk = Talk(make_desk(yaml, tmp_path), FILES, tmp_path)

    def became(subject: str, headers: str, sender: str) -> tuple[Status | None, int]:
        number = write(talk, subject, headers, sender)
        with talk.desk.database.read() as session:
            ticket = load_ticket(session, number)
        return (ticket.status if ticket else None), len([row for row, _ in talk.fresh if row.kind != "reply"])

    assert became("Your order", JUNK, "box@shop.example") == (Status.OPEN, 2)
    assert became("Cheap pens", CAME, "a@pens.example") == (Status.JUNK, 0)
    assert became("Cheap ink", JUNK, "a@ink.example") == (Status.JUNK, 0)
    ignored = write(talk, "Lottery", JUNK, "a@luck.example")
    assert (ignored, talk.fresh) == (3, [])
    say(talk, 1, "open")
    act_on_tickets(talk.desk, [1], [Change("reply", "Yes.")], Act(Actor("operator:root", Role.ADMIN), "test", talk.now))
    assert became("More pens", CAME, "box@shop.example") == (Status.OPEN, 3)
    talk.desk.database.close()
