"""Who gets a letter about what happened, and what kind of letter. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from maildesk.absence import Absence
from maildesk.carriers import is_own
from maildesk.changes import Actor, AddMessage, BlindCopy, Notify, SendTemplate, Silent, SpeakFrom
from maildesk.config.roles import Right, right_of, role_of, staff_who_see, team_of, who_run
from maildesk.config.schema import Agent, DeskConfig, Mailbox
from maildesk.files import files_to_send
from maildesk.html.clean import text_to_html
from maildesk.language import told, words
from maildesk.letter import LetterKind
from maildesk.mail import Address, Attachment
from maildesk.newwords import SplitText
from maildesk.outbound.asking import asked_outside
from maildesk.outbound.happening import Draft, Happening, Row
from maildesk.outbound.leaving import by_person, leaving_of
from maildesk.outbound.markup import with_own_markup
from maildesk.outbound.standins import reached
from maildesk.outbound.tapping import prepared_row, tap_rows
from maildesk.outbound.wording import (
    LONGEST_TEXT,
    about_ticket,
    answer_facts,
    beside_facts,
    handed_facts,
    internal_words,
    new_words,
    notification_facts,
    printed,
    reply_facts,
)
from maildesk.ticket import ACTIVE, MessageKind, Role, Standing, Status, Ticket
from maildesk.tokens import TokenKind
from maildesk.verbs.card import card_for

_MOST_NAMED = 6  # colleagues in a line of a notification


def plan_letters(happening: Happening, config: DeskConfig) -> tuple[Draft, ...]:
    """The letters that follow from the effects of one change; automatic ones have not passed the governor yet."""
    return (*plan_outgoing(happening, config), *plan_notifications(happening, config))


def _is_junk(happening: Happening) -> bool:
    return happening.ticket.status is Status.JUNK and not by_person(happening)


def plan_outgoing(happening: Happening, config: DeskConfig) -> tuple[Draft, ...]:
    """Those of them that leave the house."""
    if _is_junk(happening):
        return ()
    silent = any(isinstance(effect, Silent) for effect in happening.effects)
    words = [effect for effect in happening.effects if isinstance(effect, AddMessage) and effect.kind is MessageKind.REPLY and not silent]
    replies = [draft for effect in words for draft in _reply(happening, config, effect, own_mail=effect is words[0])]
    templates = [
        draft for effect in happening.effects if isinstance(effect, SendTemplate) and not silent for draft in _template(happening, config, effect)
    ]
    return (*replies, *asked_outside(happening, config), *templates)


def plan_notifications(happening: Happening, config: DeskConfig) -> tuple[Draft, ...]:
    """Those that tell staff, who read in them what has become of the others."""
    if _is_junk(happening):
        return ()
    agents = _told(happening, config, _audience(happening), _watchers(happening))
    return tuple(_notification(happening, config, agent, away) for agent, away in agents)


def _reply(happening: Happening, config: DeskConfig, effect: AddMessage, own_mail: bool) -> tuple[Draft, ...]:
    """One letter to the requester with all other participants as real Cc; none to whoever was already addressed.

    `own_mail`: these are the words of the agent's mail itself, the first reply of its effects; later ones are a rule's.
    Where the agent's program wrote to the requester directly, the others get the letter, and nobody gets two.
    """
    happening = replace(happening, mailbox=_spoken_from(happening, config))
    decided = by_person(happening)
    if not decided and not _may_answer(happening, config):
        return ()
    blind = _blind(happening) if decided and own_mail else ()
    own_mail = own_mail and happening.mail is not None and happening.act.actor.address is not None and not happening.passed_by
    draft = _to_customer(happening, LetterKind.REPLY, "reply")
    persons = _persons(happening)
    already = {persons.get(one, one) for one in happening.addressed} if own_mail else set()
    copies = copied(happening, config) if decided else ()  # a robot of ours writes to one person, and to whom it answers
    people = tuple(one for one in (*draft.to, *copies) if persons.get(one.address, one.address) not in already)
    shown = {persons.get(one.address, one.address) for one in (*draft.to, *copies)}
    blind = tuple(one for one in blind if persons.get(one, one) not in {*already, *shown})
    if not people and not blind:
        return ()
    facts, notes = reply_facts(happening, effect.text), internal_words((*happening.history, *happening.beside))
    speaker = config.agent(happening.act.actor.address or "") if decided else None
    signer = speaker.name if speaker else ""
    draft = replace(
        draft,
        cc=people[1:],
        bcc=blind if people else (),
        signer=signer,
        automatic=not decided,
        facts=facts,
        internal=notes,
        leaving=leaving_of(happening, config),
    )
    draft = with_own_markup(draft, happening, config) if own_mail else draft
    if happening.passed_by and happening.mail and decided:
        draft = replace(draft, attachments=tuple(one for one in happening.mail.attachments if one.beside))
    # Whoever is left alone with a blind copy has a letter of their own: the customer got it from the agent's program already.
    readers = people[:1] or tuple(Address("", one) for one in blind)
    return tuple(replace(draft, person=one.address, to=(one,)) for one in readers)


def _blind(happening: Happening) -> tuple[str, ...]:
    found = (address for effect in happening.effects if isinstance(effect, BlindCopy) for address in effect.addresses)
    return tuple(dict.fromkeys(found))


def _spoken_from(happening: Happening, config: DeskConfig) -> Mailbox:
    """The mailbox a reply leaves from: the ticket's, unless an agent says another."""
    return next((config.home(effect.mailbox) for effect in happening.effects if isinstance(effect, SpeakFrom)), happening.mailbox)


def _template(happening: Happening, config: DeskConfig, effect: SendTemplate) -> tuple[Draft, ...]:
    """An automatic letter to the requester alone."""
    if not _may_answer(happening, config):
        return ()
    draft = _to_customer(happening, LetterKind.ACKNOWLEDGEMENT, effect.template)
    return (replace(draft, automatic=True, facts=about_ticket(happening.ticket, happening.mailbox)),)


def _may_answer(happening: Happening, config: DeskConfig) -> bool:
    """Whether a robot may write: the requester's own mail is what it answers, and neither junk nor one of ours wrote it (V110, V112)."""
    ticket = happening.ticket
    asked = happening.mail is not None and happening.mail.sender == ticket.requester
    return happening.answer_ok and asked and ticket.status is not Status.JUNK and not is_own(ticket.requester, config.mailboxes)


def _to_customer(happening: Happening, kind: LetterKind, template: str) -> Draft:
    ticket = happening.ticket
    name = next((person.name for person in happening.participants if person.address == ticket.requester), "")
    return Draft(
        kind=kind,
        template=template,
        ticket=ticket.number,
        mailbox=happening.mailbox,
        person=ticket.requester,
        to=(Address(name, ticket.requester),),
        subject=ticket.subject,
        answer=MessageKind.INBOUND,
        automatic=False,
        language=happening.mailbox.language,
        current_message=happening.current_message,
    )


def copied(happening: Happening, config: DeskConfig) -> tuple[Address, ...]:
    """The participants whom a reply names in Cc: not the requester, no third party, none of our own mailboxes, nobody twice."""
    persons = _persons(happening)
    seen = {persons.get(happening.ticket.requester, happening.ticket.requester), *config.own_addresses}
    found = []
    for person in happening.participants:
        if person.standing is Standing.PARTICIPANT and persons[person.address] not in seen:
            seen.add(persons[person.address])
            found.append(Address(person.name, person.address))
    return tuple(found)


def _persons(happening: Happening) -> dict[str, str]:
    """Whom each address on the ticket stands for: who is known by several is written to once."""
    return {one.address: one.person or one.address for one in happening.participants}


def _audience(happening: Happening) -> list[str]:
    """Whom the effects name, and to whom the ticket was given: nobody else would tell them."""
    named = [effect.whom for effect in happening.effects if isinstance(effect, Notify)]
    given = happening.handed_by and happening.ticket.status in ACTIVE
    return [*named, happening.ticket.assignee or "team"] if given else named


def _watchers(happening: Happening) -> tuple[str, ...]:
    """The agents who wanted to be told, where anybody is told or a colleague wrote; nobody stands in for one who only watches."""
    if not (happening.handed_by or any(isinstance(effect, Notify | AddMessage) for effect in happening.effects)):
        return ()
    return tuple(one.address for one in happening.participants if one.standing is Standing.WATCHER and one.address not in happening.absent)


def _told(happening: Happening, config: DeskConfig, audience: Iterable[str], watchers: Iterable[str]) -> Iterator[tuple[Agent, tuple[Absence, ...]]]:
    """The agents to notify, each once, and whose absence it is that brings it to one who was not meant.

    Nobody is told of what he did or wrote himself, but of what he passed on he is, and the disabled are told nothing.
    """
    author = config.agent(happening.message.author) if happening.message else None
    doer = None if happening.passed_by else happening.act.actor.address
    found: dict[str, tuple[Absence, ...]] = {}
    for whom in audience:
        for address, away in reached(staff_of(happening.ticket, config, whom), happening.ticket, config, happening.absent).items():
            found[address] = away if found.get(address, away) else ()
    found |= dict.fromkeys(watchers, ())
    team = team_of(config, happening.ticket)
    for address, away in found.items():
        agent = config.agent(address)
        if agent and agent != author and address != doer and role_of(config, address, team) is not None:
            yield agent, away


def staff_of(ticket: Ticket, config: DeskConfig, whom: str) -> tuple[str, ...]:
    """The addresses `whom` means on a ticket: an agent, a team, its assignee or its team; of a team those who may see the ticket."""
    if "@" in whom:
        return (whom,)
    own = team_of(config, ticket)
    if whom == "assignee" and ticket.assignee and Right(role_of(config, ticket.assignee, own)).answers_customers:
        return (ticket.assignee,)
    people = staff_who_see(config, own, own if whom in ("assignee", "team") else whom)
    # A ticket that nobody can answer who hears of it is the worst outcome: it falls to those who run the desk.
    worked_on = any(Right(role_of(config, address, own)).answers_customers for address in people)
    return people if worked_on else (*people, *who_run(config))


def _notification(happening: Happening, config: DeskConfig, agent: Agent, away: Sequence[Absence]) -> Draft:
    """What an agent is told, with a token of its own, so that an answer proves who answers."""
    language = agent.languages[0] if agent.languages else "en"
    carried, left_out = _affordable(happening, config.limits.notification_attachments)
    message = happening.message
    role = role_of(config, agent.address, team_of(config, happening.ticket))
    answers = Right(role).answers_customers
    facts = {
        **notification_facts(happening, language, left_out),
        "observer": "" if answers else "yes",
        "inside": _insiders(happening, agent, config),
        "card": tuple({"command": one} for one in card_for(role, language)),
        "away": _away_rows(away, happening.mailbox, config),
        "related": tuple(_related_rows(happening, agent, config)),
        "taps": tap_rows(happening.ticket, agent, config) if answers else (),
    }
    facts |= handed_facts(happening, agent, config)
    facts |= beside_facts(happening, [one for one in happening.proposed if one.address not in config.own_addresses], config, language)
    copies = answer_facts(happening.ticket, happening.participants, copied(happening, config))
    return Draft(
        kind=LetterKind.NOTIFICATION,
        template="notification",
        ticket=happening.ticket.number,
        mailbox=happening.mailbox,
        person=agent.address,
        to=(Address(agent.name, agent.address),),
        subject=happening.ticket.subject,
        answer=MessageKind.NOTE if not answers or (message and message.kind is MessageKind.NOTE) else MessageKind.REPLY,
        automatic=True,
        language=language,
        facts={**facts, **copies},
        html=_with_calendar(_shown_html(happening), happening, language),
        attachments=carried,
        current_message=happening.current_message,
    )


def _insiders(happening: Happening, agent: Agent, config: DeskConfig) -> str:
    """Who hears of a note by this agent, as the shipped rules have it, by name."""
    ticket = happening.ticket
    told = (config.agent(one) for one in reached(staff_of(ticket, config, "assignee"), ticket, config, happening.absent) if one != agent.address)
    names = [one.name for one in told if one]
    return ", ".join(names[:_MOST_NAMED]) + (f" (+{len(names) - _MOST_NAMED})" if len(names) > _MOST_NAMED else "")


def _related_rows(happening: Happening, agent: Agent, config: DeskConfig) -> Iterator[Row]:
    """The tickets that this one may belong to, of those the agent may see; `merge` where a plain merge of the two is the agent's to make."""
    actor = Actor(f"agent:{agent.address}", Role.OBSERVER)
    here = right_of(config, actor, happening.ticket)
    for other in happening.related:
        there = right_of(config, actor, other)
        if there.role is not None:
            able = here.answers_customers and there.answers_customers and _is_theirs(other, happening)
            row = {"number": str(other.number), "subject": other.subject, "status": str(other.status), "merge": "yes" if able else "", "link": ""}
            yield {**row, **prepared_row(*_merge(other.number))} if able else row


def _is_theirs(other: Ticket, happening: Happening) -> bool:
    """Whether another ticket is of the same customer, by whichever address."""
    one, two = (happening.persons.get(ticket.requester, ticket.requester) for ticket in (other, happening.ticket))
    return one == two


def _merge(number: int) -> tuple[TokenKind, str, str]:
    """The mail that makes a ticket part of another one; `#note` keeps at home what a mail program adds below."""
    return TokenKind.ACTION, f"#merge {number}", f"#merge {number}\r\n#note\r\n"


def _away_rows(away: Sequence[Absence], mailbox: Mailbox, config: DeskConfig) -> tuple[Row, ...]:
    """In whose place an agent is told."""
    names = {agent.address: agent.name for agent in config.agents}
    return tuple(
        {"name": names.get(one.address, one.address), "until": printed(one.until, mailbox) if one.until else "", "note": one.note} for one in away
    )


def _shown_html(happening: Happening) -> str:
    """The new part of the mail's HTML with what it answers; the whole of it where the mail is the first word of the ticket."""
    if happening.mail is None or happening.message is None:
        return ""
    split = happening.split or SplitText()
    new = split.answer_html if split.context else split.reply_html
    return new or ("" if happening.history else happening.mail.html)


def _with_calendar(markup: str, happening: Happening, language: str) -> str:
    """The HTML and, below it, what the mail's calendars say; the plain words hold that already."""
    calendar = told(happening.mail.calendar, words(language)) if markup and happening.mail else ""
    return f"{markup}\n{text_to_html(calendar)}" if calendar else markup


def _affordable(happening: Happening, most: int) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
    """The attachments that fit into `most` bytes together, pictures of the text first, and those that are only listed."""
    there = files_to_send(happening.mail) if happening.mail and happening.message else ()
    carried: list[Attachment] = []
    left_out: list[Attachment] = []
    room = most
    for attachment in sorted(there, key=lambda one: not one.inline):
        fits = attachment.size <= room
        (carried if fits else left_out).append(attachment)
        room -= attachment.size if fits else 0
    over = [one for one in happening.mail.attachments if one.left] if happening.mail and happening.message else []
    return (*_whole_text(happening), *carried), (*left_out, *over)


def _whole_text(happening: Happening) -> tuple[Attachment, ...]:
    """A text too long to be shown, as a file, so that nothing is cut away from what the agent gets."""
    words = new_words(happening.message) if happening.message else ""
    return (Attachment("message.txt", "text/plain", words.encode()),) if len(words) > LONGEST_TEXT else ()
