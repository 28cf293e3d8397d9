"""Which ticket a customer's mail joins, the strongest clue first, and what keeps it apart all the same. Steps of the decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from maildesk.config.organisations import is_same_organisation, organisation_of
from maildesk.errors import NOTHING
from maildesk.judged import TrustLevel
from maildesk.language import Said
from maildesk.letter import Letter
from maildesk.store.kinship import MOST_KIN
from maildesk.threading.clues import Where
from maildesk.threading.decision import Append, Archived, Decision, LinkedTicket, NewTicket, Question
from maildesk.threading.likeness import same_matter, same_subject
from maildesk.threading.split import quotes
from maildesk.threading.thanks import mere_thanks
from maildesk.ticket import COLLEAGUE, IN_COPY, MAY_REFER, ON_THE_TICKET, OTHER_ADDRESS, TAKEN_OFF, THANKS, Standing, Status, Ticket


def archived(asked: Question) -> Decision | None:
    """Of an archive's mail its ids alone decide."""
    if not asked.clues.archived:
        return None
    ticket = best(asked, (*(letter.ticket for letter in asked.candidates.letters), *asked.candidates.kin.shared, *asked.candidates.kin.seen))
    if ticket is None:
        return Archived(None, Standing.REQUESTER, asked.collision(), Said("an archive's mail that shares no id with a ticket"))
    # Whoever was not on the ticket is seen there and gets no copy of anything (law 6).
    standing = asked.standing(ticket) or Standing.THIRD_PARTY
    return Archived(ticket, standing, asked.collision(), Said("an archive's mail that shares an id with #{number}", number=ticket.number))


def by_token(asked: Question) -> Decision | None:
    """A valid token joins anyone: a participant as such, everybody else as a third party."""
    return _joined_by_letter(asked, asked.joining, Said("it carries a valid token of"))


def robot_on_return_path(asked: Question) -> Decision | None:
    """RFC 3834 §4: an automatic answer goes to the return path, whose token is of another kind than a person may use."""
    if not asked.robot:
        return None
    letters = [letter for letter in asked.candidates.reported if letter.expires > asked.now]
    return _joined_by_letter(asked, letters, Said("an automatic answer to"))


def expired_token(asked: Question) -> Decision | None:
    ticket = best(asked, (letter.ticket for letter in asked.candidates.letters if letter not in asked.live))
    if ticket is None or asked.robot:
        return None
    later = gone_on(asked, ticket)
    if later is not None:
        return _joined_later(asked, later, ticket)
    return LinkedTicket(
        ticket.number, Said("its token of a letter about #{number} expired", number=ticket.number), asked.collision(), _others(asked, ticket)
    )


def by_reference(asked: Question) -> Decision | None:
    """An id we have seen joins only a sender who takes part in its ticket, wherever that one is now, or whom one of its mails was sent to."""
    kin = asked.candidates.kin
    ticket = best(asked, (*kin.shared, *kin.seen))
    if ticket is not None and asked.standing(ticket) in MAY_REFER:
        return _joined(asked, ticket, None, Said("it refers to a mail of #{number}, where the sender takes part", number=ticket.number))
    # The oldest: anybody can begin a later one in a colleague's name, and draw this one there.
    shared = min((home for home in homes(asked, kin.seen) if is_colleague(asked, home)), key=lambda home: home.number, default=None)
    if shared is not None:
        why = Said("it refers to a mail of #{number}, and its sender is of the customer's organisation", number=shared.number)
        return _joined(asked, shared, None, why)
    # A newsletter's id stands on many tickets and relates none of them.
    if ticket is None or asked.robot or len(kin.seen) >= MOST_KIN:
        return None
    why = Said("it refers to a mail of #{number}, where the sender takes no part", number=ticket.number)
    return LinkedTicket(ticket.number, why, asked.collision(), _others(asked, ticket))


def by_label(asked: Question) -> Decision | None:
    """A number in the subject is anybody's to write: it joins a participant, and only hints for everybody else."""
    ticket = asked.labelled
    if ticket is None:
        return None
    if asked.standing(ticket) in ON_THE_TICKET:
        return _joined(asked, ticket, None, Said("its subject names #{number}, where the sender takes part", number=ticket.number))
    if asked.robot:
        return None
    return LinkedTicket(ticket.number, Said("its subject names #{number}, where the sender takes no part", number=ticket.number), asked.collision())


def for_another_mailbox(asked: Question) -> Decision | None:
    """A copy for a mailbox in Bcc, where each mailbox has a ticket of what it was sent to (`several_mailboxes: each`)."""
    kin, ticket = asked.candidates.kin, asked.candidates.home(asked.candidates.kin.itself)
    if not kin.unheard:
        return None
    if ticket is None:
        return NewTicket(Said("a copy of it came to another mailbox"))
    return LinkedTicket(ticket.number, Said("a copy of it came to another mailbox, and is of #{number}", number=ticket.number))


def like_another(asked: Question) -> Decision | None:
    """Nothing leads anywhere, but a person's mail looks like an earlier one: agents are asked, nothing is joined."""
    similar = () if asked.robot else tuple(_similar(asked))
    if not similar:
        return None
    return NewTicket(
        Said("nothing in the mail points to a ticket, but it may belong to {tickets}", tickets=_named(similar)), asked.collision(), similar
    )


def _similar(asked: Question) -> Iterable[Ticket]:
    seen: set[int] = set()
    found = [
        home
        for number in (*asked.candidates.quoted, *asked.clues.mentioned)
        if (home := asked.candidates.home(number)) and asked.standing(home) in ON_THE_TICKET
    ]
    found += [one.ticket for one in asked.candidates.lately if same_matter(one, asked.clues.base_subject, asked.mail.text)]
    for ticket in found:
        if ticket.number not in seen:
            seen.add(ticket.number)
            yield ticket


def _named(tickets: Iterable[Ticket]) -> str:
    return ", ".join(f"#{ticket.number}" for ticket in tickets)


# -- joining


def best(asked: Question, numbers: Iterable[int]) -> Ticket | None:
    """Of several tickets the one where the sender takes part, then one of the mailbox written to, then the one with the newest activity."""
    here = asked.clues.mailbox.address

    def worth(ticket: Ticket) -> tuple[int, bool, bool, datetime]:
        return _rank(asked.standing(ticket)), not _elsewhere(asked, ticket), ticket.mailbox == here, ticket.updated

    return max(homes(asked, numbers), key=worth, default=None)


def homes(asked: Question, numbers: Iterable[int]) -> list[Ticket]:
    """Where mail about these numbers belongs, each once."""
    return list({home.number: home for number in numbers if (home := asked.candidates.home(number))}.values())


def _rank(standing: Standing | None) -> int:
    return 2 if standing in ON_THE_TICKET else int(standing in MAY_REFER)


def is_colleague(asked: Question, ticket: Ticket) -> bool:
    """Whether the sender is of the customer's organisation, which proves it, and the mailbox lets colleagues join (`colleagues: join`)."""
    if not asked.clues.organisation or asked.trust.level is TrustLevel.NONE or asked.robot:
        return False
    return is_same_organisation(asked.clues.organisation, organisation_of(ticket.requester))


def _others(asked: Question, ticket: Ticket) -> tuple[int, ...]:
    """What else the mail leads to and nothing linked so far: late parents join by a link, and history stays as it is.

    A number in its subject counts where the sender takes part: the customer's own desk may number its subjects as ours does.
    """
    kin, label = asked.candidates.kin, asked.labelled
    if asked.robot:
        return ()
    ids = () if len(kin.seen) >= MOST_KIN else (*kin.shared, *kin.seen)
    named = (label.number,) if label and asked.standing(label) in ON_THE_TICKET else ()
    there = asked.candidates.linked | {(ticket.number, ticket.number)}
    return tuple(home.number for home in homes(asked, (*ids, *named)) if (ticket.number, home.number) not in there)


def _joined_by_letter(asked: Question, letters: Sequence[Letter], how: Said) -> Decision | None:
    ticket = best(asked, (letter.ticket for letter in letters))
    if ticket is None:
        return None
    letter = next(letter for letter in letters if asked.candidates.home(letter.ticket) == ticket)
    return _joined(asked, ticket, letter, Said("{how} our letter about #{number}", how=how, number=ticket.number))


def _joined(asked: Question, ticket: Ticket, letter: Letter | None, why: Said) -> Decision:
    """The mail on this ticket, or linked to it where a forward, another mailbox or the closed policy says so."""
    others = _others(asked, ticket)
    thanks = _only_thanked(asked, ticket)
    apart = NOTHING if asked.robot or thanks else _apart(asked, ticket, letter)
    later = gone_on(asked, ticket) if apart and ticket.status is Status.CLOSED else None
    if later is not None:
        return _joined_later(asked, later, ticket)
    if apart:
        return LinkedTicket(ticket.number, Said("{why}, but {apart}", why=why, apart=apart), asked.collision(), others)
    standing = asked.standing(ticket) or Standing.THIRD_PARTY
    proven = letter is not None or asked.trust.level is not TrustLevel.NONE
    other = asked.stands_by(ticket)
    stranger = standing not in ON_THE_TICKET
    found = {
        "third-party": stranger,
        COLLEAGUE: stranger and letter is None and is_colleague(asked, ticket),
        IN_COPY: standing is Standing.NAMED,
        TAKEN_OFF: standing is Standing.MUTED,
        "unproven": not proven,
        "robot": asked.robot,
        OTHER_ADDRESS: bool(other),
        THANKS: thanks,
    }
    flags = tuple(name for name, there in found.items() if there) + asked.collision()
    reopen = ticket.status is Status.CLOSED and proven and not asked.robot and not thanks
    return Append(ticket, standing, letter, reopen, flags, Said("{why}, and only thanks", why=why) if thanks else why, others, other)


def _only_thanked(asked: Question, ticket: Ticket) -> bool:
    """Whether it says thank you on a closed ticket and nothing else, where the mailbox lets that be (`thanks: keep`); whoever is not on the ticket has nothing to thank for."""
    wanted = asked.clues.mailbox.thanks == "keep" and ticket.status is Status.CLOSED and not asked.robot
    return wanted and asked.standing(ticket) in ON_THE_TICKET and not asked.clues.forward and mere_thanks(asked.mail)


def gone_on(asked: Question, old: Ticket) -> Ticket | None:
    """The ticket that the sender's mails opened beside an old one, where this mail goes on with it: by its subject, or by its number."""
    kin, label = asked.candidates.kin, asked.labelled
    later = [home for home in homes(asked, (*kin.shared, *kin.seen, *asked.candidates.later)) if same_subject(asked.clues.base_subject, home.subject)]
    later += [label] if label else []
    there = asked.candidates.linked
    later = [home for home in later if home.number > old.number and (old.number, home.number) in there and asked.standing(home) in ON_THE_TICKET]
    return max(later, key=lambda home: home.number, default=None)


def _joined_later(asked: Question, later: Ticket, old: Ticket) -> Decision:
    """The mail on what began beside the old ticket; one that has to stand beside that in its turn is linked to both, and found by either."""
    why = Said("it goes on with #{number}, which such a mail began beside #{old}", number=later.number, old=old.number)
    decision = _joined(asked, later, None, why)
    if not isinstance(decision, LinkedTicket) or old.number in decision.also:
        return decision
    return replace(decision, also=(*decision.also, old.number))


# -- what keeps a mail apart


def _apart(asked: Question, ticket: Ticket, letter: Letter | None) -> Said:
    """What keeps a mail off the ticket its clue names, empty for nothing.

    A token outweighs a forward, and another mailbox; but where it only came along among the ids of a forward, that is meant for the other mailbox.
    """
    if letter is None and asked.clues.forward:
        return Said("it was forwarded")
    if asked.clues.forward and _elsewhere(asked, ticket) and not _at_its_address(asked, letter):
        return Said("it was forwarded to {address}", address=asked.clues.mailbox.address)
    if letter is None and _elsewhere(asked, ticket):
        return Said("it was written to {address}", address=asked.clues.mailbox.address)
    if ticket.status is Status.CLOSED and _closed_for_good(asked, ticket):
        return Said("that ticket is closed, and this mailbox opens a new one then")
    if ticket.status is Status.CLOSED and _another_matter(asked, ticket):
        return Said("that ticket is closed, and the mail begins a matter of another name")
    return NOTHING


def _at_its_address(asked: Question, letter: Letter | None) -> bool:
    """Whether the address that it was written to is the letter's own."""
    return letter is not None and any(token.letter == letter.id and token.where is Where.RECIPIENT for token in asked.clues.tokens)


def _elsewhere(asked: Question, ticket: Ticket) -> bool:
    """Whether the mail went to a mailbox that the ticket has nothing to do with; one that desk.yaml no longer names has moved."""
    own = asked.candidates.mailboxes(ticket)
    moved = bool(asked.clues.mailboxes) and not own & asked.clues.mailboxes
    return asked.clues.mailbox.address not in own and not moved


def _closed_for_good(asked: Question, ticket: Ticket) -> bool:
    policy = asked.clues.mailbox.closed
    if isinstance(policy, str):
        return policy == "new"
    return asked.now - (ticket.closed or ticket.updated) >= policy.new_after


def _another_matter(asked: Question, ticket: Ticket) -> bool:
    """An address out of the address book, or an old mail taken for its address: another subject, and nothing of the old mail below it."""
    if ticket.number in asked.clues.labels or same_subject(asked.clues.base_subject, ticket.subject):
        return False
    return not _answers(asked, ticket) or not quotes(asked.mail)


def _answers(asked: Question, ticket: Ticket) -> bool:
    """Whether the headers name a mail or a letter of the ticket."""
    named = {token.letter for token in asked.clues.tokens if token.where in (Where.IN_REPLY_TO, Where.REFERENCES)}
    letters = (letter.ticket for letter in asked.candidates.letters if letter.id in named)
    return ticket in homes(asked, (*letters, *asked.candidates.kin.shared, *asked.candidates.kin.seen))
