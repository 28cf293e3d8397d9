"""What may stand in a letter to a customer, and to whom one may go: watched from outside while anything at all is done on a desk.

The watcher knows what each step of a conversation said, to whom, and what it asked for. It reads the letters as their
recipients would, and asks nothing of the code that is meant to keep the promise but the rows it wrote.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select

from maildesk.changes import Act, Actor
from maildesk.cli.acting import changes_of
from maildesk.config.roles import role_of
from maildesk.errors import Refused
from maildesk.letter import ANSWER_LINES
from maildesk.outbound.outbox import OutboxRow, listed
from maildesk.staffwork import act_on_tickets
from maildesk.store.events import events_of
from maildesk.store.tickets import load_ticket
from maildesk.tables import letters, messages, outbox_recipients
from maildesk.ticket import Role
from tests.opened import opened
from tests.talk import _ACTIONS, Block, Talk, _kind, _text

TEMPLATES = Path(__file__).parent.parent / "templates"
AGENTS = ("anna@example.com", "ben@example.com", "cleo@example.com", "olga@example.com", "rita@example.com")
CUSTOMERS = ("bob@customer.example", "eve@elsewhere.example", "dave@customer.example", "mallory@strangers.example")
_TO_CUSTOMERS = ("reply", "acknowledgement")
_TO_OTHERS = (*_TO_CUSTOMERS, "ask")
_INTERNAL = ("inner-", "innermanual", "pagetwelve")  # what tags, notes and titles of these conversations have in them
_TOKEN = re.compile(r"(?<![a-z0-9])[a-z]1[a-z2-7]{29}(?![a-z0-9])")


@dataclass(frozen=True)
class Step:
    """One thing that somebody does: a mail, or (`way` is "does" and a number) a line of commands at the terminal.

    `public` are words meant for the customer, `inner` such as must stay in the house. `may_reply` and `may_robot` say
    whether a person's letter, or a robot's, to a customer can come of it at all, `asks` to whom outside, and `passes_on` whether the customer's
    words go there too. On the way "waits" a day passes. `signed` is the domain whose key signs the mail.
    """

    who: str
    way: str
    body: tuple[str, ...]
    public: str = ""
    inner: tuple[str, ...] = ()
    may_reply: bool = False
    may_robot: bool = False
    asks: frozenset[str] = frozenset()
    passes_on: bool = False
    signed: str = ""


@dataclass
class Watcher:
    """A conversation under way, and what must hold after each of its steps."""

    talk: Talk
    secrets: dict[str, str] = field(default_factory=dict)  # what must not be read by a customer, and what it is
    said: dict[str, int] = field(default_factory=dict)  # words of customers, and the entry they stand in
    withdrawn: set[int] = field(default_factory=set)
    unproven: dict[int, Step] = field(default_factory=dict)  # what mails ask for that may be held as nobody's
    tokens: dict[str, str] = field(default_factory=dict)  # each token that was written, and whose letter it belongs to

    def __post_init__(self) -> None:
        self.secrets |= {_squeezed(address): "an agent's address" for address in AGENTS}
        self.secrets |= {_squeezed(words): "words of a letter to staff" for words in words_for_staff()}
        self.secrets |= dict.fromkeys(_INTERNAL, "internal words")

    def take(self, step: Step) -> None:
        """Does it and looks at every letter that came of it."""
        self.secrets |= {_squeezed(words): f"what {step.who} meant for the house" for words in step.inner}
        self.talk.fresh = []
        if step.way == "waits":
            self._wait()
        elif step.way.startswith("does "):
            self._do(step)
        elif not self._can(step):
            return
        else:
            has_headers = step.body and re.match(r"[A-Za-z-]+: ", step.body[0])
            way = f"signed by {step.signed} {step.way}" if step.signed else step.way
            self.talk.step(Block(0, ">>>", f"{step.who} {way}".strip(), list(step.body) if has_headers else ["", *step.body]))
            self.unproven[self.talk.mail] = step
        fresh, self.talk.fresh = self.talk.fresh, []
        for row, data in fresh:
            self._note_tokens(row, data)
        for row, data in fresh:
            self._look(row, read(data), step)
        self._stay_withdrawn()

    def _wait(self) -> None:
        fresh = []
        for mark, what in (("+++", "1d"), ("$$$", "later"), ("$$$", "timers"), ("$$$", "receipts"), ("$$$", "delivery")):
            self.talk.step(Block(0, mark, what))
            fresh += self.talk.fresh
            self.talk.fresh = []
        self.talk.fresh = fresh

    def _can(self, step: Step) -> bool:
        """Whether there is a letter that the step answers."""
        if step.way.startswith("taps "):
            return bool(self.linked(step.who, step.way.split()[1]))
        found = re.fullmatch(r"(?:submits )?answers (\w+)(?: of (\S+))?", step.way)
        person = (found[2] or step.who) if found else ""
        return found is None or any(row.kind == found[1] and row.person == person for row, _ in self.talk.letters)

    def linked(self, who: str, action: str) -> int:
        """The ticket whose link for this would be tapped, 0 where no letter has one."""
        texts = (_text(opened(data)) for row, data in self.talk.letters if row.person == who)
        links = [link for text in texts for link in re.findall(r"<(mailto:\S+)>", text) if _kind(urlsplit(link)) == _ACTIONS[action]]
        label = re.search(r"%5B%23(\d+)%5D", links[-1]) if links else None
        return int(label[1]) if label else 0

    def pasted(self, who: str) -> list[str]:
        """What stands above the customer's words in the agent's newest notification, but the line above which answers are written.

        Nor whose the ticket is: the address there would hold the letter by itself.
        """
        texts = [data for row, data in self.talk.letters if (row.kind, row.person) == ("notification", who)]
        lines = _text(opened(texts[-1])).splitlines() if texts else []
        above = itertools.takewhile(lambda line: not line.startswith("--- "), lines)
        return [line for line in above if line.strip() not in ANSWER_LINES.values() and not (" · " in line and "@" in line)]

    def confirmed(self, who: str) -> Step:
        """Yes, to the newest question: from then on the mail is the agent's, and what it says is no secret because of who wrote it."""
        asked = next((row.letter for row, _ in reversed(self.talk.letters) if (row.kind, row.person) == ("unproven", who)), None)
        with self.talk.desk.database.read() as session:
            mail = session.execute(select(letters.c.about_mail).where(letters.c.id == asked)).scalar()
        held = self.unproven.get(mail or 0)
        if held is None:
            return Step(who, "answers unproven", ("yes",))
        self.secrets.pop(_squeezed(held.public), None)
        return replace(held, who=who, way="answers unproven", body=("yes",), may_reply=True, may_robot=True, inner=())

    def _do(self, step: Step) -> None:
        """The terminal's way: `maildesk --as AGENT ticket do 1 '…'`."""
        desk, talk = self.talk.desk, self.talk
        number = int(step.way.partition(" ")[2] or 1)
        try:
            changes = changes_of("\n".join(step.body), desk.config.directory())
            act_on_tickets(desk, (number,), changes, Act(Actor(f"agent:{step.who}", Role.OBSERVER), "command line", talk.now))
        except Refused:
            pass
        talk._collect()

    def _note_tokens(self, row: OutboxRow, data: bytes) -> None:
        owner = row.person
        for token in _TOKEN.findall(read(data).lower()):
            self.tokens.setdefault(token, owner)

    def _stay_withdrawn(self) -> None:
        """What was taken back before it left has not left since, and never does."""
        with self.talk.desk.database.read() as session:
            now = {row.letter: row for row in listed(session, None, 1000)}
        assert {letter for letter in self.withdrawn if now[letter].state != "withdrawn"} == set()
        self.withdrawn |= {letter for letter, row in now.items() if row.state == "withdrawn"}
        assert [letter for letter in self.withdrawn if any(one.state == "sent" for one in now[letter].recipients)] == []

    # -- what must hold
    def _look(self, row: OutboxRow, text: str, step: Step) -> None:
        addresses = {one.address for one in row.recipients}
        if row.kind == "ask":
            assert addresses == {row.person}
            assert row.person in step.asks, f"nobody asked {row.person}"
            self._outside(row, text, step)
            return
        if row.kind not in _TO_CUSTOMERS:
            assert addresses <= set(AGENTS), f"a letter to staff ({row.kind}) goes to {addresses}"
            return
        self._decided(row, step)
        addresses -= self._blind(row)
        self._verified(row, addresses)
        self._shown(row, addresses)
        if row.state != "held":
            self._clean(row, text, addresses)

    def _outside(self, row: OutboxRow, text: str, step: Step) -> None:
        """Somebody outside reads the agent's words, and what the customer wrote last where it is passed on."""
        if row.state == "held":
            return
        squeezed = _squeezed(text)
        own = _squeezed(step.public)
        found = [(words, what) for words, what in self.secrets.items() if words in squeezed and words != own]
        assert not found, f"somebody outside reads {found}:\n{text}"
        read_there = [words for words in self.said if _squeezed(words) in squeezed]
        assert len(read_there) <= step.passes_on, f"somebody outside reads what customers wrote: {read_there}"

    def _decided(self, row: OutboxRow, step: Step) -> None:
        """The letter's cause leads to an agent's reply act or to a rule's template."""
        assert step.may_robot if row.automatic else step.may_reply, f"nobody asked for a {row.kind} (automatic: {row.automatic}): {step}"
        with self.talk.desk.database.read() as session:
            history = events_of(session, row.ticket or 0)
        written = [event for event in history if event.what == "letter" and event.detail.startswith(f"{row.kind} written to")]
        assert written, "its ticket does not know of it"
        last = written[-1]
        acts = [event for event in history if event.what == "reply" and event.at == last.at and event.cause == last.cause]
        kinds = {event.actor.partition(":")[0] for event in acts}
        assert ("rule" if row.automatic else "agent") in kinds, f"no decision asks for {last}: {acts}"

    def _blind(self, row: OutboxRow) -> set[str]:
        """Who gets it in secret: whom an agent named for this very answer, and nobody of a robot's."""
        with self.talk.desk.database.read() as session:
            history = events_of(session, row.ticket or 0)
        last = [event for event in history if event.what == "letter" and event.detail.startswith(f"{row.kind} written to")][-1]
        asked = [event for event in history if event.what == "bcc" and (event.at, event.cause) == (last.at, last.cause)]
        named = {word for event in asked for word in event.detail.split()}
        return named & {one.address for one in row.recipients} - self._people(row.ticket or 0) if not row.automatic else set()

    def _verified(self, row: OutboxRow, addresses: set[str]) -> None:
        people = self._people(row.ticket or 0)
        with self.talk.desk.database.read() as session:
            own = session.execute(select(outbox_recipients.c.address).where(outbox_recipients.c.letter == row.letter)).scalars().all()
        assert len(own) == len(set(own)) > 0
        assert addresses <= people, f"{addresses - people} take no part in ticket {row.ticket}"

    def _people(self, number: int) -> set[str]:
        """Whom the history of a ticket makes a part of it: who asked, whom an agent named, who came with a merged ticket."""
        with self.talk.desk.database.read() as session:
            ticket = load_ticket(session, number)
            history = events_of(session, number)
        assert ticket is not None
        people = {ticket.requester}
        for event in history:
            if event.what == "cc":
                for word in event.detail.split()[1:]:
                    (people.discard if word.startswith("-") else people.add)(word.lstrip("+-"))
            if event.what == "mute":
                people -= set(event.detail.split())
            if event.what == "absorbed":
                people |= self._people(int(event.detail.split()[1]))
        muted = {word for event in history if event.what == "mute" for word in event.detail.split()}
        return {*people, *({ticket.requester} - muted)}

    def _shown(self, row: OutboxRow, addresses: set[str]) -> None:
        """Nobody gets it in secret, and nobody stands there who does not get it."""
        letter = opened(next(data for one, data in self.talk.letters if one.letter == row.letter))
        shown = [address for _, address in getaddresses([str(letter[name]) for name in ("To", "Cc") if letter[name]])]
        assert sorted(shown) == sorted(addresses), f"its headers say {shown}"
        assert letter["Bcc"] is None

    def _clean(self, row: OutboxRow, text: str, addresses: set[str]) -> None:
        squeezed = _squeezed(text)
        # An agent whom somebody put on the ticket stands there in sight of everybody.
        found = [(words, what) for words, what in self.secrets.items() if words in squeezed and words not in addresses]
        assert not found, f"in the {row.kind} to {addresses} stands {found}:\n{text}"
        foreign = {token: self.tokens[token] for token in _TOKEN.findall(text.lower()) if self.tokens.get(token, row.person) != row.person}
        assert not foreign, f"it carries tokens of others: {foreign}"
        for words, mail in self.said.items():
            if _squeezed(words) in squeezed:
                self._readable(words, mail, addresses)

    def _readable(self, words: str, mail: int, addresses: set[str]) -> None:
        """What one customer wrote is read again by those alone who were on the ticket it was written to."""
        with self.talk.desk.database.read() as session:
            where = session.execute(select(messages.c.ticket, messages.c.flags).where(messages.c.mail == mail)).first()
        assert where is not None
        assert "third-party" not in where.flags, f"a third party's words were sent: {words}"
        assert addresses <= self._people(where.ticket), f"{addresses} read what was written to ticket {where.ticket}: {words}"

    def remember(self, words: str) -> None:
        """The newest mail said this."""
        self.said[words] = self.talk.mail

    def nothing_unwritten(self) -> None:
        """Each customer's letter is a row that its ticket's history names: there is no other way out."""
        with self.talk.desk.database.read() as session:
            rows = session.execute(select(letters.c.ticket, letters.c.kind).where(letters.c.kind.in_(_TO_CUSTOMERS))).all()
            for ticket in {row.ticket for row in rows}:
                told = [event.detail.partition(" ")[0] for event in events_of(session, ticket) if event.what == "letter"]
                assert sorted(kind for kind in told if kind in _TO_CUSTOMERS) == sorted(row.kind for row in rows if row.ticket == ticket)

    def may_answer(self, who: str, number: int = 1) -> bool:
        with self.talk.desk.database.read() as session:
            ticket = load_ticket(session, number)
        role = role_of(self.talk.desk.config, who, ticket.team if ticket else "support")
        return role is not None and role >= Role.AGENT


def read(data: bytes) -> str:
    """All that can be read in a mail: every header as it is shown and as it is written, every part, markup also without its tags."""
    mail = opened(data)
    return "\n".join(_readings(mail))


def _readings(mail: EmailMessage) -> Iterator[str]:
    for name, value in mail.items():
        yield f"{name}: {value}"
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            content = str(part.get_content())
            yield content
            yield html.unescape(re.sub(r"<[^>]*>", "", content))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s>]+", "", text).lower()


def words_for_staff() -> Iterator[str]:
    """The fixed words of all templates for staff that stand in no template for customers: the card, who an answer goes to, and so on."""
    every = {path: path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*/*.*")}
    theirs = _squeezed(" ".join(text for path, text in every.items() if path.stem in _TO_OTHERS))
    for path, text in sorted(every.items()):
        if path.stem not in _TO_OTHERS and path.suffix == ".txt":
            for piece in re.split(r"\{[{%#].*?[}%#]\}|\n|Subject:", text):
                words = piece.strip(" .:()·,（），。：")
                if len(words.encode()) >= 18 and _squeezed(words) not in theirs:
                    yield words
