"""Decides which ticket a mail belongs to: a table of small steps, the first that knows an answer gives it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from maildesk.errors import NOTHING
from maildesk.health import Ailment
from maildesk.language import Said
from maildesk.letter import Letter, LetterKind
from maildesk.mail import REPORTS, TOO_MANY_HOPS, Nature, NatureKind, ParsedMail, Trust, TrustLevel
from maildesk.store.kinship import MOST_KIN
from maildesk.threading.candidates import Candidates
from maildesk.threading.clues import Clues
from maildesk.threading.failures import Posted, doubt, failures
from maildesk.ticket import MessageKind, Standing, Status, Ticket
from maildesk.tokens import TokenKind


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A matter the desk has not heard of."""

    why: Said
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedTicket:
    """A ticket of its own, shown to agents as possibly related to another."""

    related: int
    why: Said
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Append:
    """One more entry of a ticket. `letter` is the one whose token joined it, None where only an id or a label did.

    `flags`: third-party, unproven, robot, msgid-collision. `reopen` is only ever True on a closed ticket.
    """

    ticket: Ticket
    standing: Standing
    letter: Letter | None
    reopen: bool
    flags: tuple[str, ...]
    why: Said


@dataclass(frozen=True, slots=True)
class Answer:
    """A proven agent answers: `letter` is ours that is answered, None where only an id of the ticket's mail is referred to."""

    ticket: Ticket
    letter: Letter | None
    agent: str
    why: Said
    tapped: bool = False  # it is a prepared mail: being sent says what it is for


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A proven agent answers a letter about several tickets, and which of them is meant is not said."""

    letter: Letter
    agent: str
    why: Said


@dataclass(frozen=True, slots=True)
class Reported:
    """A mail system tells what became of a letter of ours.

    `ailments` are the failures it is believed, `told` of those that staff hear of now; `believed` is False where it speaks of mail we never
    sent there.
    """

    ticket: Ticket
    letter: Letter
    why: Said
    believed: bool = True
    ailments: tuple[Ailment, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """Kept without any effect until a person looks, or a proof comes."""

    rule: str
    ticket: int | None
    why: Said


@dataclass(frozen=True, slots=True)
class Ignore:
    """Kept in the ledger and nowhere else."""

    rule: str
    why: Said


@dataclass(frozen=True, slots=True)
class Archived:
    """An old mail out of an archive: filed on its ticket, a new one where that is None, and nothing else follows from it."""

    ticket: Ticket | None
    standing: Standing
    flags: tuple[str, ...]
    why: Said


Decision = NewTicket | LinkedTicket | Append | Answer | Unplaced | Reported | Hold | Ignore | Archived

_ROBOTS = frozenset({NatureKind.AUTO_REPLY, NatureKind.OUT_OF_OFFICE, NatureKind.CHALLENGE})
_TAKES_PART = frozenset({Standing.REQUESTER, Standing.PARTICIPANT})
_STAFF_ANSWERS = frozenset({MessageKind.REPLY, MessageKind.NOTE})  # what an answer to a letter to staff becomes


@dataclass(frozen=True, slots=True)
class Question:
    """All that is known when the decision falls."""

    clues: Clues
    candidates: Candidates
    mail: ParsedMail
    nature: Nature
    trust: Trust
    now: datetime

    @property
    def robot(self) -> bool:
        return self.nature.kind in _ROBOTS

    def standing(self, ticket: Ticket) -> Standing | None:
        return self.candidates.standings.get(ticket.number)

    def collision(self) -> tuple[str, ...]:
        """An id that another mail bears already is worth nothing, and people should know."""
        return ("msgid-collision",) if self.candidates.kin.namesake is not None else ()


def decide_thread(  # noqa: PLR0913, PLR0917 - the six results of the stages before this one, as the path names them
    clues: Clues, candidates: Candidates, mail: ParsedMail, nature: Nature, trust: Trust, now: datetime
) -> Decision:
    """Where a mail belongs, with the reason; total and pure."""
    asked = Question(clues, candidates, mail, nature, trust, now)
    for step in _STEPS:
        decision = step(asked)
        if decision is not None:
            return decision
    return NewTicket(Said("nothing in the mail points to a ticket"), asked.collision())


# -- what never becomes an entry


def _own_mail(asked: Question) -> Decision | None:
    return Ignore("builtin:own-mail", Said("its Message-ID is one we signed: our own letter came back")) if asked.clues.own_id else None


def _from_ourselves(asked: Question) -> Decision | None:
    if not asked.clues.from_ourselves:
        return None
    return Hold("builtin:from-ourselves", None, Said("one of our mailboxes stands in From, but we did not write it"))


def _duplicate(asked: Question) -> Decision | None:
    twin = asked.candidates.kin.twin
    return Ignore("builtin:duplicate", Said("mail {mail} has the same Message-ID and the same bytes", mail=twin)) if twin is not None else None


# -- archives: the references alone decide


def _archived(asked: Question) -> Decision | None:
    if not asked.clues.archived:
        return None
    ticket = _best(asked, (*(letter.ticket for letter in asked.candidates.letters), *asked.candidates.kin.shared, *asked.candidates.kin.seen))
    if ticket is None:
        return Archived(None, Standing.REQUESTER, asked.collision(), Said("an archive's mail that shares no id with a ticket"))
    # Whoever was not on the ticket is seen there and gets no copy of anything (law 6).
    standing = asked.standing(ticket) or Standing.THIRD_PARTY
    return Archived(ticket, standing, asked.collision(), Said("an archive's mail that shares an id with #{number}", number=ticket.number))


def _goes_round(asked: Question) -> Decision | None:
    """SMTP refuses such a mail; one that was fetched can only be put aside (V111)."""
    return (
        Hold("builtin:mail-loop", None, Said("more servers had it than limits.hops allows: it goes round"))
        if TOO_MANY_HOPS in asked.mail.defects
        else None
    )


# -- what machines say about our letters


def _report(asked: Question) -> Decision | None:
    if asked.nature.kind not in REPORTS:
        return None
    for letter in (*asked.candidates.reported, *asked.candidates.letters):
        ticket = asked.candidates.home(letter.ticket)
        if ticket is not None:
            return _reported(asked, ticket, letter)
    return Ignore("builtin:unmatched-report", Said("a {kind} report that names no letter of ours", kind=asked.nature.kind))


def _reported(asked: Question, ticket: Ticket, letter: Letter) -> Reported:
    told = frozenset(address for number, address in asked.candidates.told if asked.candidates.home(number) == ticket)
    posted = Posted(letter, ticket.number, asked.candidates.left.get(letter.id, frozenset()), told)
    why = Said("a {kind} report names our letter to {person}", kind=asked.nature.kind, person=letter.person)
    reason = doubt(asked.nature, posted)
    if reason:
        return Reported(ticket, letter, Said("{why}, {reason}: it is not believed", why=why, reason=reason), believed=False)
    return Reported(ticket, letter, why, ailments=tuple(failures(asked.nature, posted, asked.now)))


# -- agents


def _agent_away(asked: Question) -> Decision | None:
    if not asked.robot or asked.trust.claims_agent is None:
        return None
    if asked.trust.agent is not None and _bears_a_robots_subject(asked):
        return None
    return Ignore("builtin:agent-away", Said("an automatic answer of the agent {agent} is never passed on", agent=asked.trust.claims_agent))


def _bears_a_robots_subject(asked: Question) -> bool:
    """Whether nothing but the subject speaks for a machine, and that is the subject of the very ticket that is answered."""
    by_subject = bool(asked.nature.evidence) and all(line.startswith("subject ") for line in asked.nature.evidence)
    tickets = (asked.candidates.tickets.get(letter.ticket) for letter in _live(asked))
    return by_subject and any(ticket is not None and ticket.subject.casefold() == asked.clues.base_subject.casefold() for ticket in tickets)


def _agent_answers(asked: Question) -> Decision | None:
    agent = asked.trust.agent
    if agent is None:
        return None
    if asked.trust.level is TrustLevel.SUBMITTED:
        return _submitted_answer(asked, agent)
    for letter in _live(asked):
        ticket = _meant(asked, letter)
        if ticket is not None and letter.person == agent and letter.answer in _STAFF_ANSWERS:
            return Answer(
                ticket,
                letter,
                agent,
                Said("{agent} is proven and answers our letter about #{number}", agent=agent, number=ticket.number),
                _tapped(asked, letter),
            )
    return _unplaced(asked, agent)


def _meant(asked: Question, letter: Letter) -> Ticket | None:
    """The ticket that an answer to a letter is about: of a list, the one that the subject names."""
    return asked.candidates.home(asked.clues.label if letter.kind is LetterKind.JUNK_LIST else letter.ticket)


def _tapped(asked: Question, letter: Letter) -> bool:
    return any(token.kind is TokenKind.ACTION and token.letter == letter.id for token in asked.clues.tokens)


def _unplaced(asked: Question, agent: str) -> Unplaced | None:
    lists = (letter for letter in _live(asked) if letter.kind is LetterKind.JUNK_LIST and letter.person == agent)
    return next((Unplaced(letter, agent, Said("{agent} answers a list of junk and names no ticket of it", agent=agent)) for letter in lists), None)


def _submitted_answer(asked: Question, agent: str) -> Decision | None:
    """Who submits with a password needs no letter as a proof: a colleague's, an old one, a customer's, or a mail of the ticket says what is meant.

    On a ticket of the agent's own the agent is a customer like any other.
    """
    letters = [letter for letter in asked.candidates.letters if letter.person != agent or letter.answer in _STAFF_ANSWERS]
    for letter in sorted(letters, key=lambda one: (one.answer not in _STAFF_ANSWERS, one.person != agent)):
        ticket = _meant(asked, letter)
        if ticket is not None:
            return Answer(
                ticket,
                letter,
                agent,
                Said("{agent} submitted it and answers our letter about #{number}", agent=agent, number=ticket.number),
                _tapped(asked, letter),
            )
    if unplaced := _unplaced(asked, agent):
        return unplaced
    if asked.candidates.letters or asked.clues.forward or len(asked.candidates.kin.seen) >= MOST_KIN:
        return None
    ticket = _best(asked, asked.candidates.kin.seen)
    if ticket is None or asked.standing(ticket) is Standing.REQUESTER:
        return None
    return Answer(ticket, None, agent, Said("{agent} submitted it and refers to a mail of #{number}", agent=agent, number=ticket.number))


def _unproven_agent(asked: Question) -> Decision | None:
    if asked.trust.claims_agent is None or asked.trust.agent is not None:
        return None
    ticket = next((home.number for letter in asked.candidates.letters if (home := asked.candidates.home(letter.ticket))), None)
    return Hold("builtin:unproven-agent", ticket, Said("the agent {agent} stands in From without any proof", agent=asked.trust.claims_agent))


# -- clues, the best first


def _by_token(asked: Question) -> Decision | None:
    """A valid token joins anyone: a participant as such, everybody else as a third party."""
    return _joined_by_letter(asked, _live(asked), Said("it carries a valid token of"))


def _robot_on_return_path(asked: Question) -> Decision | None:
    """RFC 3834 §4: an automatic answer goes to the return path, whose token is of another kind than a person may use."""
    if not asked.robot:
        return None
    letters = [letter for letter in asked.candidates.reported if letter.expires > asked.now]
    return _joined_by_letter(asked, letters, Said("an automatic answer to"))


def _expired_token(asked: Question) -> Decision | None:
    ticket = _best(asked, (letter.ticket for letter in asked.candidates.letters))
    if ticket is None or asked.robot:
        return None
    return LinkedTicket(ticket.number, Said("its token of a letter about #{number} expired", number=ticket.number), asked.collision())


def _by_reference(asked: Question) -> Decision | None:
    """An id we have seen joins only a sender who takes part in its ticket, wherever that one is now."""
    kin = asked.candidates.kin
    ticket = _best(asked, (*kin.shared, *kin.seen))
    if ticket is not None and asked.standing(ticket) in _TAKES_PART:
        return _joined(asked, ticket, None, Said("it refers to a mail of #{number}, where the sender takes part", number=ticket.number))
    seen = _best(asked, kin.seen)
    # A newsletter's id stands on many tickets and relates none of them.
    if seen is None or asked.robot or len(kin.seen) >= MOST_KIN:
        return None
    return LinkedTicket(seen.number, Said("it refers to a mail of #{number}, where the sender takes no part", number=seen.number), asked.collision())


def _by_label(asked: Question) -> Decision | None:
    """A number in the subject is anybody's to write: it joins a participant, and only hints for everybody else."""
    ticket = asked.candidates.home(asked.clues.label)
    if ticket is None:
        return None
    if asked.standing(ticket) in _TAKES_PART:
        return _joined(asked, ticket, None, Said("its subject names #{number}, where the sender takes part", number=ticket.number))
    if asked.robot:
        return None
    return LinkedTicket(ticket.number, Said("its subject names #{number}, where the sender takes no part", number=ticket.number), asked.collision())


def _out_of_office(asked: Question) -> Decision | None:
    if asked.nature.kind is not NatureKind.OUT_OF_OFFICE:
        return None
    return Ignore("builtin:out-of-office", Said("an out-of-office notice that belongs to no ticket"))


_STEPS: tuple[Callable[[Question], Decision | None], ...] = (
    _own_mail,
    _duplicate,
    _archived,
    _from_ourselves,
    _goes_round,
    _report,
    _agent_away,
    _agent_answers,
    _unproven_agent,
    _by_token,
    _robot_on_return_path,
    _expired_token,
    _by_reference,
    _by_label,
    _out_of_office,
)


# -- joining


def _live(asked: Question) -> list[Letter]:
    return [letter for letter in asked.candidates.letters if letter.expires > asked.now]


def _best(asked: Question, numbers: Iterable[int]) -> Ticket | None:
    """Of several tickets the one where the sender takes part, then the one with the newest activity."""
    tickets = [home for number in dict.fromkeys(numbers) if (home := asked.candidates.home(number))]
    return max(tickets, key=lambda ticket: (asked.standing(ticket) in _TAKES_PART, ticket.updated), default=None)


def _joined_by_letter(asked: Question, letters: Sequence[Letter], how: Said) -> Decision | None:
    ticket = _best(asked, (letter.ticket for letter in letters))
    if ticket is None:
        return None
    letter = next(letter for letter in letters if asked.candidates.home(letter.ticket) == ticket)
    return _joined(asked, ticket, letter, Said("{how} our letter about #{number}", how=how, number=ticket.number))


def _joined(asked: Question, ticket: Ticket, letter: Letter | None, why: Said) -> Decision:
    """The mail on this ticket, or linked to it where a forward, another mailbox or the closed policy says so."""
    apart = NOTHING if asked.robot else _apart(asked, ticket, letter)
    if apart:
        return LinkedTicket(ticket.number, Said("{why}, but {apart}", why=why, apart=apart), asked.collision())
    standing = asked.standing(ticket) or Standing.THIRD_PARTY
    proven = letter is not None or asked.trust.level is not TrustLevel.NONE
    found = {"third-party": standing is Standing.THIRD_PARTY, "unproven": not proven, "robot": asked.robot}
    flags = tuple(name for name, there in found.items() if there) + asked.collision()
    reopen = ticket.status is Status.CLOSED and proven and not asked.robot
    return Append(ticket, standing, letter, reopen, flags, why)


def _apart(asked: Question, ticket: Ticket, letter: Letter | None) -> Said:
    """What keeps a mail off the ticket its clue names, empty for nothing. A token outweighs a forward and another mailbox."""
    if letter is None and asked.clues.forward:
        return Said("it was forwarded")
    if letter is None and asked.clues.mailbox.address not in asked.candidates.mailboxes(ticket):
        return Said("it was written to {address}", address=asked.clues.mailbox.address)
    if ticket.status is Status.CLOSED and _closed_for_good(asked, ticket):
        return Said("that ticket is closed, and this mailbox opens a new one then")
    return NOTHING


def _closed_for_good(asked: Question, ticket: Ticket) -> bool:
    policy = asked.clues.mailbox.closed
    if isinstance(policy, str):
        return policy == "new"
    return asked.now - (ticket.closed or ticket.updated) >= policy.new_after
