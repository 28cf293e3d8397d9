"""Mail of agents: a proven one answers a letter or a ticket, an unproven one is held. Steps of the decision."""

from __future__ import annotations

from collections.abc import Sequence

from maildesk.judged import CONFIRMED, NatureKind, TrustLevel
from maildesk.language import Said
from maildesk.letter import ENDED, LISTS, Letter
from maildesk.mail import ParsedMail
from maildesk.store.kinship import MOST_KIN
from maildesk.subject import parted, read_subject
from maildesk.threading.clues import Where
from maildesk.threading.decision import AgentAway, Answer, Confirmed, Decision, Hold, Ignore, PassedOn, Question, Several, Unconfirmed, Unplaced
from maildesk.threading.joining import best, homes
from maildesk.threading.split import split
from maildesk.ticket import MessageKind, Standing, Ticket
from maildesk.tokens import TAPS, TokenKind

AGENT_AWAY = "builtin:agent-away"
STAFF_ANSWERS = frozenset({MessageKind.REPLY, MessageKind.NOTE})  # what an answer to a letter to staff becomes
_ADDRESSED, _ANSWERED = (Where.RECIPIENT, Where.SUBJECT), (Where.IN_REPLY_TO, Where.REFERENCES)


def agent_away(asked: Question) -> Decision | None:
    if not asked.robot or asked.trust.claims_agent is None:
        return None
    if asked.trust.agent is not None and _bears_a_robots_subject(asked):
        return None
    letter = _answered_by_machine(asked, asked.trust.claims_agent)
    if letter is not None:
        why = Said("it answers our letter to {agent}, who is away by it; it is never passed on", agent=letter.person)
        return AgentAway(letter.person, asked.candidates.home(letter.ticket), why)
    return Ignore(AGENT_AWAY, Said("an automatic answer of the agent {agent} is never passed on", agent=asked.trust.claims_agent))


def _answered_by_machine(asked: Question, agent: str) -> Letter | None:
    """The letter to the agent that the agent's own machine answers; None where anybody may have written so."""
    says = asked.nature.kind is NatureKind.OUT_OF_OFFICE or asked.nature.away_until is not None
    if not says or asked.trust.refused or not asked.trust.with_letter or asked.trust.named != agent:
        return None
    letters = (*asked.live, *(one for one in asked.candidates.reported if one.expires > asked.now))
    return next((one for one in letters if one.person == agent and one.answer in STAFF_ANSWERS), None)


def _bears_a_robots_subject(asked: Question) -> bool:
    """Whether nothing but the subject speaks for a machine, and that is the subject of the very ticket that is answered."""
    by_subject = bool(asked.nature.evidence) and all(line.startswith("subject ") for line in asked.nature.evidence)
    tickets = (asked.candidates.tickets.get(letter.ticket) for letter in asked.live)
    return by_subject and any(ticket is not None and ticket.subject.casefold() == asked.clues.base_subject.casefold() for ticket in tickets)


def answers_a_challenge(asked: Question) -> Decision | None:
    """Only the agent who was asked can say that a mail is his own, as a person, in time and once (V092)."""
    challenge = next(iter(asked.candidates.challenges), None)
    if challenge is None:
        return None
    machine = asked.nature.kind not in (NatureKind.HUMAN, NatureKind.LIST)  # a list may stand between an agent and the desk
    reasons = (
        (machine, Said("a machine wrote it ({nature})", nature=asked.nature.kind)),
        (not _names_its_question(asked), Said("it is no answer to the letter whose address it uses")),
        (challenge.expires == ENDED, Said("{agent} is no agent any more", agent=challenge.agent)),
        (asked.trust.named != challenge.agent, Said("it came from another address than {agent}", agent=challenge.agent)),
        (challenge.answered, Said("that was answered before")),
        (challenge.expires <= asked.now, Said("it came later than 24 hours after the question")),
        (not challenge.open, Said("mail {mail} is no longer held for that reason", mail=challenge.mail)),
    )
    why = next((why for holds, why in reasons if holds), None)
    if why is None:
        return Confirmed(challenge, Said("{agent} answers the question about mail {mail}", agent=challenge.agent, mail=challenge.mail))
    return Unconfirmed(challenge, not (machine or challenge.told), Said("mail {mail} is not confirmed: {why}", mail=challenge.mail, why=why))


def _names_its_question(asked: Question) -> bool:
    """Whether it says in its headers what it answers, or at least in its subject that it is an answer: a robot's new mail does neither."""
    named = any(token.kind is TokenKind.CONFIRM and token.where is not Where.RECIPIENT for token in asked.clues.tokens)
    return named or bool(parted(asked.mail.subject)[0])


def replayed(asked: Question) -> Decision | None:
    """A genuine mail that somebody kept and sends once more, perhaps to another address, does nothing (V073).

    Who has the agent's password, or the agent's word by letter, needs no old mail for what he wants.
    """
    trust = asked.trust
    if trust.alone or trust.named is None or (trust.agent is None and trust.level is TrustLevel.NONE):
        return None
    sealed, namesake = asked.candidates.sealed, asked.candidates.kin.namesake
    if sealed is not None:
        return Ignore("builtin:replayed", Said("it bears a signature of mail {mail}: it is that mail once more", mail=sealed))
    if namesake is not None:
        return Hold("builtin:replayed", None, Said("mail {mail} bears its Message-ID already, with other words; send it anew", mail=namesake))
    return None


def agent_commands_several(asked: Question) -> Decision | None:
    """Whatever else it went to: the copy that a mailbox gets makes no ticket of commands. An answer to a ticket's letter stays one, with a copy there."""
    agent = asked.trust.agent
    if agent is None or not asked.clues.control or asked.nature.kind is not NatureKind.HUMAN:
        return None
    answers = any(_meant(asked, letter) and letter.person == agent and letter.answer in STAFF_ANSWERS for letter in asked.live)
    if answers and asked.clues.control_beside:
        return None
    return Several(agent, Said("{agent} is proven and writes to the address for agents", agent=agent))


def nobody_elses(asked: Question) -> Decision | None:
    """Whoever writes there without being an agent is not answered, so that the address tells nobody anything."""
    if not asked.clues.control_alone:
        return None
    return Ignore("builtin:agents-only", Said("it came to the address for agents, and no agent wrote it"))


def agent_answers(asked: Question) -> Decision | None:
    agent = asked.trust.agent
    if agent is None:
        return None
    if asked.trust.alone:
        return _of_two(asked, agent) or _placed_by_itself(asked, agent)
    if asked.trust.level is TrustLevel.DMARC and not asked.clues.addressed_in - asked.trust.added:
        why = Said("{agent} wrote it to others: its signature does not say that it was meant for us", agent=agent)
        return Hold("builtin:unproven-agent", _ticket_meant(asked), why)
    if unclear := _of_two(asked, agent):
        return unclear
    for letter in asked.live:
        ticket = _meant(asked, letter)
        if ticket is not None and letter.person == agent and letter.answer in STAFF_ANSWERS:
            return Answer(
                ticket,
                letter,
                agent,
                Said("{agent} is proven and answers our letter about #{number}", agent=agent, number=ticket.number),
                _tapped(asked, letter),
            )
    return _unplaced(asked, agent)


def _of_two(asked: Question, agent: str) -> Answer | None:
    """A mail whose address, answered letter, answered mail or subject are of two tickets: nobody is written to before the agent has said which is meant.

    A program that completes addresses may have chosen the address, and a person the subject. On tickets of the agent's own the agent is a
    customer like any other.
    """
    to = _first_at(asked, _ADDRESSED, asked.candidates.letters if asked.trust.alone else asked.live)
    answered = _first_at(asked, _ANSWERED, asked.candidates.letters)
    letter = answered or to
    ticket = _meant(asked, letter) if letter else None
    if letter is None or ticket is None or all(one.person == agent and one.answer not in STAFF_ANSWERS for one in (to, answered) if one):
        return None
    others = (
        (Where.RECIPIENT, answered and to and _meant(asked, to)),
        (Where.IN_REPLY_TO, None if answered else _mails_ticket(asked, ticket)),
        (Where.SUBJECT, _subjects_ticket(asked, letter, ticket, agent)),
    )
    where, other = next(((where, one) for where, one in others if one and one.number != ticket.number), (Where.RECIPIENT, None))
    if other is None:
        return None
    why = Said("{agent} is proven, and the mail points to #{number} and to #{other}", agent=agent, number=ticket.number, other=other.number)
    return Answer(ticket, letter, agent, why, unclear=_which(where, ticket.number, other.number))


def _which(where: Where, number: int, other: int) -> Said:
    """What an agent is asked whose mail is about two tickets: where the other one is named."""
    if where is Where.RECIPIENT:
        return Said(
            "it went to the address of ticket {other}, but answers a letter about ticket {number}: "
            "answer this mail if {number} is meant, or a letter about {other} if that one is",
            other=other,
            number=number,
        )
    if where is Where.IN_REPLY_TO:
        return Said(
            "it went to the address of ticket {number}, but answers a mail of ticket {other}: "
            "answer this mail if {number} is meant, or a letter about {other} if that one is",
            other=other,
            number=number,
        )
    return Said(
        "its subject names ticket {other}, but it answers a letter about ticket {number}: "
        "answer this mail if {number} is meant, or a letter about {other} if that one is",
        other=other,
        number=number,
    )


def _mails_ticket(asked: Question, ticket: Ticket) -> Ticket | None:
    """The ticket whose mail is answered, where none of the ids is of this one."""
    answered = homes(asked, asked.candidates.kin.seen)
    many = len(asked.candidates.kin.seen) >= MOST_KIN
    return None if many or ticket.number in (one.number for one in answered) else best(asked, (one.number for one in answered))


def _subjects_ticket(asked: Question, letter: Letter, ticket: Ticket, agent: str) -> Ticket | None:
    """The ticket whose label the agent wrote into the subject of an answer; one that stood in the ticket's own subject is the customer's."""
    own = asked.trust.alone or (letter.person == agent and letter.answer in STAFF_ANSWERS)
    if not own or letter.kind in LISTS or asked.clues.label is None or f"[#{asked.clues.label}]" in ticket.subject:
        return None
    return asked.candidates.home(asked.clues.label)


def _first_at(asked: Question, places: tuple[Where, ...], letters: Sequence[Letter]) -> Letter | None:
    """The letter that the nearest clue at one of these places names."""
    named = (token.letter for token in asked.clues.tokens if token.where in places)
    there = {letter.id: letter for letter in letters}
    return next((there[one] for one in named if one in there), None)


def _meant(asked: Question, letter: Letter) -> Ticket | None:
    """The ticket that an answer to a letter is about: of a list, the one that the subject names."""
    return asked.candidates.home(asked.clues.label if letter.kind in LISTS else letter.ticket)


def _tapped(asked: Question, letter: Letter) -> TokenKind | None:
    return next((token.kind for token in asked.clues.tokens if token.kind in TAPS and token.letter == letter.id), None)


def _unplaced(asked: Question, agent: str) -> Unplaced | None:
    lists = (letter for letter in asked.live if letter.kind in LISTS and letter.person == agent)
    return next((Unplaced(letter, agent, Said("{agent} answers a list and names no ticket of it", agent=agent)) for letter in lists), None)


def _placed_by_itself(asked: Question, agent: str) -> Decision | None:
    """Who logs in with a password, or confirmed a mail, needs no letter as a proof: a colleague's, an old one, a customer's, or a mail of the ticket says what is meant.

    On a ticket of the agent's own the agent is a customer like any other.
    """
    meant = asked.candidates.letters
    if asked.clues.forward:  # what a letter of ours is passed on with answers no customer's letter
        meant = tuple(letter for letter in meant if letter.answer in STAFF_ANSWERS)
    letters = [letter for letter in meant if letter.person != agent or letter.answer in STAFF_ANSWERS]
    for letter in sorted(letters, key=lambda one: (one.answer not in STAFF_ANSWERS, one.person != agent)):
        ticket = _meant(asked, letter)
        if ticket is not None:
            return Answer(
                ticket,
                letter,
                agent,
                Said("{proof} and answers our letter about #{number}", proof=_proof(asked), number=ticket.number),
                _tapped(asked, letter),
            )
    if unplaced := _unplaced(asked, agent):
        return unplaced
    if meant or asked.clues.forward or len(asked.candidates.kin.seen) >= MOST_KIN:
        return None
    ticket = best(asked, asked.candidates.kin.seen)
    if ticket is None or asked.standing(ticket) is Standing.REQUESTER:
        return None
    return Answer(ticket, None, agent, Said("{proof} and refers to a mail of #{number}", proof=_proof(asked), number=ticket.number))


def _proof(asked: Question) -> Said:
    vouched, agent = asked.trust.vouched, asked.trust.agent
    if not vouched:
        return Said("{agent} submitted it", agent=agent)
    return (
        Said("{agent} confirmed it", agent=agent)
        if vouched.startswith(CONFIRMED)
        else Said("{who} released it for {agent}", who=vouched, agent=agent)
    )


def agent_passes_on(asked: Question) -> Decision | None:
    """What an agent got past the desk and sends here is the customer's, not the agent's.

    A signature of the agent's own domain is enough for it: nothing is read by it, nobody is written to, and it alters no ticket.
    """
    agent = writer(asked)
    if agent is None or asked.nature.kind is not NatureKind.HUMAN or not passes_on(asked.mail):
        return None
    kin, letters = asked.candidates.kin, (letter.ticket for letter in asked.live)
    seen = () if len(kin.seen) >= MOST_KIN else (*kin.shared, *kin.seen)
    numbers = (*letters, *seen, *((asked.clues.label,) if asked.clues.label else ()))
    near = tuple(homes(asked, numbers))
    why = Said("{agent} is proven and passes a mail on", agent=agent)
    return PassedOn(agent, near, why, asked.collision(), tuple(map(asked.candidates.customers, near)))


def writer(asked: Question) -> str | None:
    """The agent who wrote the mail for sure, though perhaps not every answer is believed of such a proof."""
    return asked.trust.agent or (asked.trust.named if asked.trust.level is not TrustLevel.NONE else None)


def passes_on(mail: ParsedMail) -> bool:
    """Whether its subject says so, or it is no answer and holds another mail."""
    if read_subject(mail.subject).forward:
        return True
    return not parted(mail.subject)[0] and split(mail).forwarded is not None


def _answers_as_customer(asked: Question) -> bool:
    """Whether an agent answers a letter that went to him as to any customer, and does nothing else by it."""
    own = asked.trust.with_letter and any(letter.person == asked.trust.named for letter in asked.live)
    return own and not (asked.clues.control or asked.clues.straight_to or passes_on(asked.mail))


def unproven_agent(asked: Question) -> Decision | None:
    if asked.trust.claims_agent is None or asked.trust.agent is not None or _answers_as_customer(asked):
        return None
    return Hold(
        "builtin:unproven-agent", _ticket_meant(asked), Said("the agent {agent} stands in From without enough proof", agent=asked.trust.claims_agent)
    )


def _ticket_meant(asked: Question) -> int | None:
    """The ticket whose letter a held mail answers."""
    return next((home.number for letter in asked.candidates.letters if (home := asked.candidates.home(letter.ticket))), None)
