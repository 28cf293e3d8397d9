"""Conversations with a desk that come in in any order that can be: mails that name each other, its agents' answers, and what comes back on those."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from maildesk.mail import Envelope, RawMail
from maildesk.store.kinship import MOST_KIN
from maildesk.threading.conversations import conversations
from tests.talk import START

PEOPLE = ("ada@one.example", "bob@two.example", "eve@three.example")
BOXES = ("support@example.com", "billing@example.com", "support@example.com, billing@example.com")
CARRIERS = ("address", "in-reply-to", "references", "label", "everything")
_OFTEN = MOST_KIN - 1  # what names ids that stand on more tickets answers a newsletter, and is led nowhere by them


LIST = "users@lists.example"
BY_LIST = 2  # the way of a mail that a list brings: with its own From, label, fields and footer, and its id as it was


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
        subject = f"{'Fwd: ' if self.forward else ''}Matter {self.number}"
        if self.way == BY_LIST:
            return self.by_list(subject, headers)
        relays = [f"Received: from mx{self.way}.one.example by mx.example.com; Mon, 2 Mar 2026 09:00:00 +0000"] if self.way else []
        return self.mail(self.boxes, subject, [*relays, *headers])

    def by_list(self, subject: str, headers: Sequence[str]) -> RawMail:
        """As a list sends it on that may not use the author's address."""
        own = [
            f"Sender: <{LIST}>",
            f"Reply-To: {self.author}, <{LIST}>",
            f"List-Id: <{LIST.replace('@', '.')}>",
            f"List-Post: <mailto:{LIST}>",
            "Precedence: list",
        ]
        raw = replace(self, author=LIST).mail(LIST, f"[users] {subject}", [*own, *headers])
        shown = f'From: "{self.author.partition("@")[0]} via users" <{LIST}>'.encode()
        data = raw.data.replace(f"From: {LIST}".encode(), shown, 1) + b"\r\n-- \r\nusers mailing list\r\nhttps://lists.example/users\r\n"
        return RawMail(data, Envelope("users-bounces@lists.example", tuple(self.boxes.split(", ")), "smtp"), START)

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


@dataclass(frozen=True)
class Merged:
    """An agent's mail that makes the ticket of one mail part of that of another."""

    number: int
    of: int
    into: int


@dataclass(frozen=True)
class Moved:
    """An agent's mail that moves the ticket of a mail to another mailbox."""

    number: int
    of: int
    to: str


Step = Written | Answered | Back | Merged | Moved
Staff = Answered | Merged | Moved
REPORTS = ("bounce", "away")  # carriers of machines: a report that the letter did not arrive, and an absence


@st.composite
def scripts(draw: st.DrawFn, most: int = 5) -> list[Step]:
    """Some steps in an order in which they could have been written; each mail names none, one or two of the earlier ones."""
    steps: list[Step] = []
    for number in range(draw(st.integers(2, most))):
        before = [one for one in steps if not isinstance(one, Staff)]
        letters = [one for one in steps if isinstance(one, Answered)]
        author, kind = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(("mail", "mail", "answer", "back", "report", "merge", "move")))
        if kind == "answer" and before:
            steps.append(Answered(number, draw(st.sampled_from(before)).number, draw(st.booleans())))
        elif kind == "back" and letters:
            steps.append(Back(number, draw(st.sampled_from(letters)), author, draw(st.sampled_from(CARRIERS))))
        elif kind == "report" and letters:
            steps.append(Back(number, draw(st.sampled_from(letters)), author, draw(st.sampled_from(REPORTS))))
        elif kind == "merge" and len(before) > 1:
            one, other = draw(st.permutations(before))[:2]
            steps.append(Merged(number, one.number, other.number))
        elif kind == "move" and before:
            steps.append(Moved(number, draw(st.sampled_from(before)).number, draw(st.sampled_from(BOXES[:2]))))
        else:
            steps.append(_written(draw, number, author, before))
    return _without_newsletters(steps)


def _written(draw: st.DrawFn, number: int, author: str, before: Sequence[Step]) -> Written:
    # A number that somebody writes who takes no part joins only where nothing else is known of the mail.
    namable = [one.number for one in before if not isinstance(one, Back) or one.carrier not in ("label", *REPORTS)]
    named = draw(st.permutations(namable))[: draw(st.sampled_from((0, 1, 2)))]
    forward, way = draw(st.sampled_from((False, False, True))), draw(st.sampled_from((0, 0, 0, BY_LIST)))
    return Written(number, author, tuple(sorted(named)), draw(st.sampled_from(BOXES)), forward and not way, way)


def _without_newsletters(steps: list[Step]) -> list[Step]:
    """Without names of what stands on so many mails, in whichever order those come, that it leads nowhere."""
    while often := next((one for one in steps if _stands_on(steps, one) > _OFTEN), None):
        names = [one for one in steps if isinstance(one, Written) and one.names and (one is often or often.number in one.names)]
        steps = [replace(one, names=()) if one is names[-1] else one for one in steps]
    return steps


def _stands_on(steps: Iterable[Step], step: Step) -> int:
    """On how many other mails the ids stand that a mail bears."""
    if isinstance(step, Staff):
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
        again = replace(one, way=draw(st.sampled_from((0, 1, BY_LIST)))) if isinstance(one, Written) else one
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
        case Answered(of=of) | Moved(of=of):
            return {of}
        case Merged(of=of, into=into):
            return {of, into}
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


def matters(came: Iterable[Step], merged: Iterable[tuple[int, int]] = ()) -> set[frozenset[int]]:
    """What belongs together: all that shares an id, answers a letter about it, or was merged, directly or by way of others."""
    once = [one for one in {one.number: one for one in came}.values() if not isinstance(one, Staff)]
    ids = [(*_borne_by(one), *(f"<merged {pair}>" for pair in merged if one.number in pair)) for one in once]
    return {frozenset(once[place].number for place in group) for group in conversations(ids)}


def _borne_by(step: Written | Back) -> tuple[str, ...]:
    return step.ids if isinstance(step, Written) else (f"<{step.number}@a.example>", f"<{step.of.of}@a.example>")
