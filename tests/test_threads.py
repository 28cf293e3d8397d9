"""A conversation stays one thread for everybody in it, whichever mail programs they use (tests/mailprograms.py)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import func, select

from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.pipeline import process_one
from maildesk.tables import tickets
from tests.mailprograms import Apple, Foxmail, Gmail, MailProgram, Outlook, Phone, Qq, References, Strict, ids_of, text_of
from tests.posted import newly_posted
from tests.talk import START, make_desk

DESK = """\
mailboxes:
  - {{address: support@example.com, name: Example Support, team: support, reply_to: {reply_to}, subject_label: {label}, signature: Example Support}}
teams: {{support: {{members: [{members}]}}}}
agents: [{agents}]
database: sqlite:///desk.db
relays: {{default: {{capture: outgoing}}}}
proof: {{gives_up: [signature, confirmation]}}
"""
SUPPORT = "support@example.com"
AGENTS: dict[str, type[MailProgram]] = {"stan": Strict, "olga": Outlook, "quin": Qq, "fay": Phone}
CUSTOMERS = (Gmail, Strict, Outlook, Apple, References, Phone, Qq, Foxmail)


@dataclass(frozen=True)
class Setting:
    label: str = "left"
    reply_to: str = "plus"


class Post:
    """A desk, and everybody's mail program: what one sends, the others get."""

    def __init__(self, folder: Path, setting: Setting) -> None:
        agents = [program(f"{name}@example.com", name.title()) for name, program in AGENTS.items()]
        names = ", ".join(agent.address for agent in agents)
        listed = ", ".join(f"{{address: {agent.address}, name: {agent.name}}}" for agent in agents)
        (folder / "written.yaml").write_text(DESK.format(label=setting.label, reply_to=setting.reply_to, members=names, agents=listed))
        self.desk, self.now = make_desk(folder / "written.yaml", folder), START
        self.programs: dict[str, MailProgram] = {agent.address: agent for agent in agents}
        self.agents = agents
        self._known: set[int] = set()

    def join(self, program: MailProgram) -> MailProgram:
        self.programs[program.address] = program
        return program

    def send(self, sender: MailProgram, data: bytes) -> None:
        """Brings a mail to the desk, and what the desk writes to the boxes."""
        mail = sender.box[-1]
        recipients = [one for one in re.findall(r"[\w.+-]+@[\w.-]+", f"{mail['To']} {mail['Cc'] or ''}") if one.endswith("@example.com")]
        self.now += timedelta(minutes=7)
        with self.desk.database.write() as session:
            spool.accept(session, [RawMail(data, Envelope(sender.address, tuple(recipients), "smtp"), self.now)])
        with self.desk.database.write() as session:
            claimed = spool.claim(session, "test", self.now, timedelta(minutes=1))
        assert claimed is not None
        process_one(self.desk, claimed, self.now)
        with self.desk.database.read() as session:
            letters = newly_posted(session, self._known)
        for row, letter in reversed(letters):
            self._known.add(row.letter)
            assert row.state == "queued", f"{row.kind} to {row.person}: {row.reason}"
            for recipient in row.recipients:
                if recipient.address in self.programs:
                    self.programs[recipient.address].receive(letter)

    def tickets(self) -> int:
        with self.desk.database.read() as session:
            return session.execute(select(func.count()).select_from(tickets)).scalar_one()


def converse(post: Post, customer: MailProgram, subject: str = "The printer is broken", orders: dict[int, str] | None = None) -> None:
    """Five questions of the customer's, and to each an answer of another agent's."""
    post.send(customer, customer.write(SUPPORT, subject, "It prints only blue.", post.now))
    for turn in range(5):
        agent = post.agents[turn % len(post.agents)]
        before = len(customer.box)
        commands = (orders or {}).get(turn, "")
        post.send(agent, agent.answer(agent.box[-1], f"{commands}Please try number {turn}.", post.now))
        assert len(customer.box) == before + 1, "the answer did not reach the customer"
        letter = customer.box[-1]
        assert f"Please try number {turn}." in text_of(letter)
        assert "##-" not in text_of(letter)
        if turn < 4:
            post.send(customer, customer.answer(letter, f"Number {turn} does not help.", post.now))
            assert all(f"Number {turn} does not help." in text_of(one.box[-1]) for one in post.agents)


def told(program: MailProgram) -> str:
    """The threads of a box, as a person would see them in a failure."""
    return "\n".join(
        f"{program.address} {number}: {mail['From']}: {mail['Subject']}" for number, thread in enumerate(program.threads()) for mail in thread
    )


def check(post: Post, *customers: MailProgram) -> None:
    """One ticket, one thread for each, and no subject that grows."""
    assert post.tickets() == 1
    for program in (*customers, *post.agents):
        assert len(program.threads()) == 1, told(program)
        for mail in program.box:
            check_subject(mail)
            assert len(str(mail["References"] or "")) <= 2000


def check_subject(mail: EmailMessage) -> None:
    subject = str(mail["Subject"])
    assert subject.count("[#") <= 1
    assert len(re.findall(r"(?:re|回复)\s*[:：]", subject, re.IGNORECASE)) <= 2 - ("example.com" in str(mail["From"])), subject


@pytest.mark.parametrize("program", CUSTOMERS, ids=lambda program: program.__name__.lower())
def test_five_exchanges_are_one_thread_without_a_label(tmp_path: Path, program: type[MailProgram]) -> None:
    """For the customer, for each agent of the team, and for the desk; a new title from `#subject` is the staff's alone (case 22)."""
    post = Post(tmp_path, Setting(label="none"))
    customer = post.join(program("bob@customer.example", "Bob Miller"))
    converse(post, customer, orders={1: "#subject Ink on floor 3\n\n"})
    check(post, customer)
    assert all("Ink on floor 3" not in str(mail["Subject"]) for mail in customer.box)


@pytest.mark.parametrize("program", [Gmail, Outlook, Qq, References], ids=lambda program: program.__name__.lower())
def test_five_exchanges_are_one_thread_with_the_label_on_the_left(tmp_path: Path, program: type[MailProgram]) -> None:
    """The label stands behind `Re:` where the programs pass over it, and no program doubles it; a colleague on Cc has the same thread."""
    post = Post(tmp_path, Setting(label="left"))
    customer = post.join(program("bob@customer.example", "Bob Miller"))
    colleague = post.join(Gmail("carol@customer.example", "Carol"))
    converse(post, customer, orders={0: "#cc carol@customer.example\n\n"})
    assert len(colleague.box) == 5
    post.send(colleague, colleague.answer(colleague.box[-1], "I have the same.", post.now))
    check(post, customer, colleague)


@pytest.mark.parametrize(("label", "program"), [("right", Gmail), ("left", Strict), ("right", Strict)])
def test_where_a_strict_program_parts_only_the_first_mail_stands_apart(tmp_path: Path, label: str, program: type[MailProgram]) -> None:
    """A label that a program takes for the subject's own words parts what was written before there was a number, and nothing after it."""
    post = Post(tmp_path, Setting(label=label))
    customer = post.join(program("bob@customer.example", "Bob Miller"))
    converse(post, customer)
    first, rest = customer.threads()
    assert (len(first), len(rest)) == (1, 10)
    assert post.tickets() == 1


@pytest.mark.parametrize("program", [Gmail, Outlook], ids=lambda program: program.__name__.lower())
def test_a_plain_reply_address_keeps_the_thread_too(tmp_path: Path, program: type[MailProgram]) -> None:
    """Where the provider carries no signed addresses, the Message-ID is the token."""
    post = Post(tmp_path, Setting(label="left", reply_to="plain"))
    post.agents = [one for one in post.agents if one.keeps_references]
    customer = post.join(program("bob@customer.example", "Bob Miller"))
    converse(post, customer)
    check(post, customer)


@pytest.mark.parametrize("subject", ["回复：发票问题", "AW: Drucker", "Re: Re: Ink", "WG: an old matter", "CT: scan results", "x" * 400])
def test_the_customers_own_wording_stays(tmp_path: Path, subject: str) -> None:
    """Prefixes of other languages, of forwards, and what only looks like one; the strictest program finds its subject again."""
    post = Post(tmp_path, Setting(label="none"))
    customer = post.join(Strict("bob@customer.example", "Bob Miller"))
    post.send(customer, customer.write(SUPPORT, subject, "It prints only blue.", post.now))
    agent = post.agents[0]
    post.send(agent, agent.answer(agent.box[-1], "Please wait.", post.now))
    threads = customer.threads()
    assert len(threads) == (1 if len(subject) < 200 else 2), told(customer)


def test_outlooks_own_index_is_continued(tmp_path: Path) -> None:
    """The customer's root stands in every letter to the customer; the agents have another, of the ticket alone (case 22)."""
    post = Post(tmp_path, Setting())
    customer = post.join(Outlook("bob@customer.example", "Bob Miller"))
    converse(post, customer)
    roots = {str(mail["Thread-Index"])[:28] for mail in customer.box}
    assert len(roots) == 1
    assert roots.isdisjoint({str(mail["Thread-Index"])[:28] for agent in post.agents for mail in agent.box if mail["Thread-Index"]})


def test_a_customer_who_changes_the_subject_is_followed(tmp_path: Path) -> None:
    """The answer stands under the mail it answers, as a person's would; the ticket is the same."""
    post = Post(tmp_path, Setting(label="none"))
    customer = post.join(Gmail("bob@customer.example", "Bob Miller"))
    post.send(customer, customer.write(SUPPORT, "Printer", "It prints only blue.", post.now))
    agent = post.agents[0]
    post.send(agent, agent.answer(agent.box[-1], "Change the ink.", post.now))
    changed = customer.answer(customer.box[-1], "And the scanner?", post.now).replace(b"Subject: Re: Printer", b"Subject: The scanner as well")
    customer.box.pop()
    customer.receive(changed)
    post.send(customer, changed)
    post.send(agent, agent.answer(agent.box[-1], "That too.", post.now))
    assert customer.box[-1]["Subject"] == "Re: The scanner as well"
    assert [len(thread) for thread in customer.threads()] == [3, 2]
    assert len(agent.threads()) == 1
    assert post.tickets() == 1


def test_a_long_conversation_names_its_root_and_its_newest(tmp_path: Path) -> None:
    """After forty mails the first and the last are still among the references, and they fit into any relay's bounds."""
    post = Post(tmp_path, Setting())
    customer = post.join(Gmail("bob@customer.example", "Bob Miller"))
    post.agents = post.agents[:1]
    for _ in range(8):
        converse_on(post, customer)
    references = ids_of(customer.box[-1], "References")
    assert references[0] == customer.box[0]["Message-ID"]
    assert references[-2] == customer.box[-2]["Message-ID"]
    assert len("\r\n ".join(references)) <= 1500
    assert len(customer.threads()) == 1


def converse_on(post: Post, customer: MailProgram) -> None:
    agent = post.agents[0]
    mail = customer.answer(customer.box[-1], "More.", post.now) if customer.box else customer.write(SUPPORT, "Printer", "Blue.", post.now)
    post.send(customer, mail)
    post.send(agent, agent.answer(agent.box[-1], "Yes.", post.now))
