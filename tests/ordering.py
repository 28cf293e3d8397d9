"""Conversations with a desk that come in in any order that can be: mails that name each other, its agents' answers, and what comes back on those."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import parseaddr

from hypothesis import strategies as st
from sqlalchemy import select

from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.letter import LetterKind
from maildesk.mail import Envelope, RawMail
from maildesk.outbound import outbox
from maildesk.pipeline import process_one
from maildesk.store.engine import Database
from maildesk.store.kinship import MOST_KIN
from maildesk.store.tickets import SIMILAR
from maildesk.tables import links, mails, tickets
from maildesk.threading.conversations import conversations
from tests.opened import opened
from tests.talk import START, empty

PEOPLE = ("ada@one.example", "bob@two.example", "eve@three.example")
BOXES = ("support@example.com", "billing@example.com", "support@example.com, billing@example.com")
CARRIERS = ("address", "in-reply-to", "references", "label", "everything")
_OFTEN = MOST_KIN - 1  # what names ids that stand on more tickets answers a newsletter, and is led nowhere by them


@dataclass(frozen=True)
class Written:
    """A mail of a customer's: which mails it names, by their numbers, to which mailboxes it goes, whether it passes something on, and by which way it comes."""

    number: int
    author: str = PEOPLE[0]
    names: tuple[int, ...] = ()
    boxes: str = BOXES[0]
    forward: bool = False
    way: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(f"<{number}@a.example>" for number in (self.number, *self.names))

    @property
    def raw(self) -> RawMail:
        _, *before = self.ids
        headers = [f"References: {' '.join(before)}"] if before else []
        relays = [f"Received: from mx{self.way}.one.example by mx.example.com; Mon, 2 Mar 2026 09:00:00 +0000"] if self.way else []
        return self.mail(self.boxes, f"{'Fwd: ' if self.forward else ''}Matter {self.number}", [*relays, *headers])

    def mail(self, to: str, subject: str, headers: Iterable[str]) -> RawMail:
        head = "".join(f"{line}\r\n" for line in (f"From: {self.author}", f"To: {to}", f"Subject: {subject}", f"Message-ID: {self.ids[0]}", *headers))
        return RawMail(f"{head}\r\nWords of mail {self.number}.\r\n".encode(), Envelope(self.author, tuple(to.split(", ")), "smtp"), START)


@dataclass(frozen=True)
class Answered:
    """An agent's answer to what staff were told of a mail, which may close the ticket."""

    number: int
    of: int
    closes: bool = False


@dataclass(frozen=True)
class Back:
    """A customer's answer to the letter that an agent's answer became, and what of that letter his program kept."""

    number: int
    of: Answered
    author: str = PEOPLE[0]
    carrier: str = "address"


Step = Written | Answered | Back


@st.composite
def scripts(draw: st.DrawFn, most: int = 5) -> list[Step]:
    """Some steps in an order in which they could have been written; each mail names none, one or two of the earlier ones."""
    steps: list[Step] = []
    for number in range(draw(st.integers(2, most))):
        before = [one for one in steps if not isinstance(one, Answered)]
        letters = [one for one in steps if isinstance(one, Answered)]
        author, kind = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(("mail", "mail", "answer", "back")))
        if kind == "answer" and before:
            steps.append(Answered(number, draw(st.sampled_from(before)).number, draw(st.booleans())))
        elif kind == "back" and letters:
            steps.append(Back(number, draw(st.sampled_from(letters)), author, draw(st.sampled_from(CARRIERS))))
        else:
            # A number that somebody writes who takes no part joins only where nothing else is known of the mail.
            namable = [one.number for one in before if not isinstance(one, Back) or one.carrier != "label"]
            named = draw(st.permutations(namable))[: draw(st.sampled_from((0, 1, 2)))]
            forward = draw(st.sampled_from((False, False, True)))
            steps.append(Written(number, author, tuple(sorted(named)), draw(st.sampled_from(BOXES)), forward))
    return _without_newsletters(steps)


def _without_newsletters(steps: list[Step]) -> list[Step]:
    """Without names of what stands on so many mails, in whichever order those come, that it leads nowhere."""
    while often := next((one for one in steps if _stands_on(steps, one) > _OFTEN), None):
        names = [one for one in steps if isinstance(one, Written) and one.names and (one is often or often.number in one.names)]
        steps = [replace(one, names=()) if one is names[-1] else one for one in steps]
    return steps


def _stands_on(steps: Iterable[Step], step: Step) -> int:
    """On how many other mails the ids stand that a mail bears."""
    if isinstance(step, Answered):
        return 0
    ids = (step.number, *step.names) if isinstance(step, Written) else (step.number,)
    return sum(_borne(steps, one) - 1 for one in ids)


def _borne(steps: Iterable[Step], number: int) -> int:
    """By how many mails an id is borne or named."""
    return 1 + sum(isinstance(one, Written) and number in one.names for one in steps)


@st.composite
def arrivals(draw: st.DrawFn, most: int = 5) -> list[Step]:
    """A script as it happens: in any order in which nobody answers what is not there yet, some mails twice, by one way or by two, some never."""
    written = draw(scripts(most))
    lost = draw(st.sets(st.sampled_from(written), max_size=1))
    kept = _possible([one for one in written if one not in lost])
    came = list(in_an_order(kept, draw(st.randoms())))
    for one in draw(st.lists(st.sampled_from(kept), max_size=2)) if kept else []:
        again = replace(one, way=draw(st.integers(0, 1))) if isinstance(one, Written) else one
        came.insert(draw(st.integers(came.index(one) + 1, len(came))), again)
    return came


def _possible(steps: Sequence[Step]) -> list[Step]:
    """Without what answers something that never came."""
    found: list[Step] = []
    for one in steps:
        if _causes(one) <= {other.number for other in found}:
            found.append(one)
    return found


def _causes(step: Step) -> set[int]:
    match step:
        case Answered(of=of):
            return {of}
        case Back(of=answered):
            return {answered.number}
    return set()


def in_an_order(steps: Sequence[Step], by: random.Random) -> Iterator[Step]:
    waiting, came = list(steps), set[int]()
    while waiting:
        ready = [one for one in waiting if _causes(one) <= came]
        step = by.choice(ready)
        waiting.remove(step)
        came.add(step.number)
        yield step


def matters(came: Iterable[Step]) -> set[frozenset[int]]:
    """What belongs together: all that shares an id, or answers a letter about it, directly or by way of others."""
    once = [one for one in {one.number: one for one in came}.values() if not isinstance(one, Answered)]
    ids = [one.ids if isinstance(one, Written) else (f"<{one.number}@a.example>", f"<{one.of.of}@a.example>") for one in once]
    return {frozenset(once[place].number for place in group) for group in conversations(ids)}


@dataclass
class Play:
    """A desk on which steps are carried out one after another, a minute apart."""

    desk: Desk
    now: datetime = START
    taken: int = 0  # mails so far, of staff too
    spooled: dict[int, int] = field(default_factory=dict)  # mails of the spool → their number in the script
    letters: dict[int, bytes] = field(default_factory=dict)  # what became of an agent's answer
    silent: set[int] = field(default_factory=set)  # what had no letter to answer

    def __post_init__(self) -> None:
        empty(self.desk.database)

    def take(self, step: Step) -> None:
        self.now += timedelta(minutes=1)
        match step:
            case Written():
                self._mail(step.number, step.raw)
            case Answered():
                self._answer(step)
            case Back():
                self._back(step)

    def _mail(self, number: int | None, raw: RawMail) -> None:
        self.taken += 1
        with self.desk.database.write() as session:
            spool.accept(session, [raw])
            claimed = spool.claim(session, "order", self.now, timedelta(minutes=1))
        assert claimed is not None
        if number is not None:
            self.spooled[claimed.mail.id] = number
        process_one(self.desk, claimed, self.now)

    def _answer(self, step: Answered) -> None:
        """By the newest letter to staff about the ticket, from the agent it went to, who is logged in."""
        ticket = next((homes(self.desk.database)[spooled] for spooled, number in self.spooled.items() if number == step.of), 0)
        letter = self._newest(LetterKind.NOTIFICATION, ticket)
        if letter is None:
            return
        agent, data = letter
        to = parseaddr(str(opened(data)["Reply-To"]))[1]
        words = "#close\r\nDone." if step.closes else "We look into it."
        text = f"From: {agent}\r\nTo: {to}\r\nSubject: Re: it\r\nMessage-ID: <{self.taken}@staff.example>\r\n\r\n{words}\r\n"
        before = self._newest(LetterKind.REPLY, ticket)
        self._mail(None, RawMail(text.encode(), Envelope(agent, (to,), "submission", tls=True, submitted_as=agent), START))
        after = self._newest(LetterKind.REPLY, ticket)
        if after is not None and after != before:
            self.letters.setdefault(step.number, after[1])

    def _back(self, step: Back) -> None:
        data = self.letters.get(step.of.number)
        if data is None:
            self.silent.add(step.number)
            return
        letter = opened(data)
        to, subject, headers = BOXES[0], f"Matter {step.number}", []
        if step.carrier in ("address", "everything"):
            to = parseaddr(str(letter["Reply-To"]))[1]
        if step.carrier in ("in-reply-to", "everything"):
            headers.append(f"In-Reply-To: {letter['Message-ID']}")
        if step.carrier in ("references", "everything"):
            headers.append(f"References: {letter['References'] or ''} {letter['Message-ID']}")
        if step.carrier in ("label", "everything"):
            subject = f"Re: {letter['Subject']}"
        self._mail(step.number, Written(step.number, step.author).mail(to, subject, headers))

    def _newest(self, kind: LetterKind, ticket: int) -> tuple[str, bytes] | None:
        with self.desk.database.read() as session:
            found = [row for row in outbox.listed(session, None, 1000) if row.kind is kind and row.ticket == ticket]
            return (found[-1].person, outbox.shown(session, found[-1].letter)[1]) if found else None

    @property
    def twice(self) -> list[int]:
        """Mails that stand on tickets more than once."""
        there = Counter(self.spooled[spooled] for spooled in homes(self.desk.database) if spooled in self.spooled)
        return [number for number, times in there.items() if times > 1]

    @property
    def partition(self) -> set[frozenset[int]]:
        """Which mails are together, on one ticket or on tickets that are linked."""
        home = homes(self.desk.database)
        at = {number: home[spooled] for spooled, number in self.spooled.items() if spooled in home}
        return {frozenset(number for number, ticket in at.items() if ticket in group) for group in groups(self.desk.database)}


def homes(database: Database) -> dict[int, int]:
    """The ticket of each mail, by the mail's number in the spool."""
    with database.read() as session:
        return {row.id: row.ticket for row in session.execute(select(mails.c.id, mails.c.ticket).where(mails.c.ticket.is_not(None)))}


def groups(database: Database) -> list[set[int]]:
    """Tickets that are linked to each other, directly or by way of others."""
    with database.read() as session:
        numbers = session.execute(select(tickets.c.number)).scalars().all()
        pairs = session.execute(select(links.c.ticket, links.c.other).where(links.c.kind != SIMILAR)).all()
    found: list[set[int]] = []
    for pair in [{number} for number in numbers] + [set(pair) for pair in pairs]:
        touched = [group for group in found if group & pair]
        found = [group for group in found if group not in touched] + [pair.union(*touched)]
    return found
