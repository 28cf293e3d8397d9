"""From what happened to letters as bytes (stage 13): who is written to, whether a robot may, what history says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from maildesk.absence import Absent
from maildesk.changes import Act, Actor, AskOutside, Change, CommandProblem, Dispatch, TakeBack
from maildesk.commands.dispatch import Recall, needed
from maildesk.commands.draft import redrafted
from maildesk.config.roles import Right, right_of, role_of, team_of, who_run
from maildesk.config.schema import Agent, DeskConfig, Receipts
from maildesk.decision.consequence import Told
from maildesk.decision.verdict import Verdict
from maildesk.desk import Desk
from maildesk.errors import Problem
from maildesk.language import Said
from maildesk.letter import TO_STAFF, Challenge, LetterKind, OutboxState
from maildesk.mail import LATELY
from maildesk.outbound.claims import Due
from maildesk.outbound.compose import compose, with_bodies
from maildesk.outbound.governor import Passed, govern
from maildesk.outbound.happening import Composed, Draft, Happening
from maildesk.outbound.receipts import Leaves, deed_row
from maildesk.outbound.recipients import plan_letters, staff_of
from maildesk.outbound.staff import (
    InQuestion,
    Matter,
    broken_edit_draft,
    correction_draft,
    failure_draft,
    held_draft,
    language_of,
    leaking_draft,
    overrun_draft,
    quarantine_draft,
    receipt_draft,
    unproven_draft,
)
from maildesk.outbound.standins import reached, there_of
from maildesk.recording.around import asker_of
from maildesk.recording.original import originals_of, subject_before
from maildesk.risk import Risk
from maildesk.store import challenges, deeds
from maildesk.store.absences import absent
from maildesk.store.apply import keep_waiting
from maildesk.store.engine import Session
from maildesk.store.events import End, EventLine, append
from maildesk.store.letters import load_letters
from maildesk.store.persons import persons_of
from maildesk.store.threads import Threads
from maildesk.store.tickets import latest_message, load_ticket, participants_of
from maildesk.threading.decision import Answer, Confirmed, Hold, LinkedTicket, NewTicket, PassedOn, Unconfirmed, Unplaced
from maildesk.threading.machines import PLACEHOLDER
from maildesk.ticket import ACTIVE, Message, MessageKind, Role, Ticket
from maildesk.verbs.deed import Deed
from maildesk.verbs.table import VERBS, riskiest

_MOST_TOLD = 50  # deeds in one receipt


def letters_about(session: Session, desk: Desk, *happenings: Happening) -> tuple[Composed, ...]:
    """The letters that changes ask for, composed, with a line of history each; and word to the author of one that may not leave."""
    return tuple(letter for happening in happenings for letter in _letters_about(session, desk, happening))


def _letters_about(session: Session, desk: Desk, happening: Happening) -> tuple[Composed, ...]:
    about = Occasion(happening.ticket.number, happening.act, happening.end)
    happening = replace(happening, absent=absent(session, happening.act.now))
    if happening.related:
        happening = replace(happening, persons=persons_of(session, {one.requester for one in (happening.ticket, *happening.related)}))
    passed = [effect for effect in happening.effects if isinstance(effect, AskOutside) and effect.passes_on]
    if passed:
        happening = replace(happening, originals=originals_of(session, happening, desk.config, passed[0].whole))
    composed = written(session, desk, plan_letters(happening, desk.config), about)
    replies = [one for one in composed if one.letter.kind is LetterKind.REPLY]
    held = [one for one in replies if one.state is OutboxState.HELD]
    stay = [one for one in replies if one.state in (OutboxState.HELD, OutboxState.LATER)]
    receipts = tuple(_receipt(session, desk, happening, composed))
    sent = any(isinstance(effect, Dispatch) and effect.letters for effect in happening.effects)
    if stay == replies and not sent and happening.ticket.status in ACTIVE and happening.waited:
        keep_waiting(session, happening.ticket.number, happening.waited)
    drafts = [*(draft for one in held for draft in _about_held(desk, happening, one)), *receipts]
    return (*composed, *written(session, desk, drafts, replace(about, end=None))) if drafts else composed


def _receipt(session: Session, desk: Desk, happening: Happening, composed: Sequence[Composed]) -> Iterator[Draft]:
    """Keeps what a person did, with the letters it came to, so that it can be taken back; and word of it to an agent who wants that at once."""
    if happening.deed is None:
        return
    own = [one for one in composed if one.letter.kind in (LetterKind.REPLY, LetterKind.ASK) and not one.letter.automatic]
    deed = replace(happening.deed, letters=tuple(one.letter.id for one in own))
    author, mail = desk.config.agent(happening.act.actor.address or ""), _mail_of(deed)
    wish = desk.config.receipts_of(author) if author and mail else Receipts.ERRORS
    if mail and wish is Receipts.ERRORS and (_is_partly_undone(happening) or _unasked(happening.act, deed)):
        wish = Receipts.ALWAYS
    deeds.keep(session, deed, tell=wish is Receipts.DIGEST)
    if author and wish is Receipts.ALWAYS:
        about = (happening.ticket, happening.mailbox)
        row = deed_row(deed, about, [Leaves(one.letter, one.state, one.due) for one in own], language_of(author), undo=True)
        yield receipt_draft(Matter(*about, author, mail, happening.current_message, happening.participants), (row,))


def _is_partly_undone(happening: Happening) -> bool:
    """Whether somebody took back less than was done: what is left they hear of, whatever else they want to be told."""
    return any(isinstance(effect, TakeBack) and effect.partly for effect in happening.effects)


def _unasked(act: Act, deed: Deed) -> bool:
    """Whether it would have been asked about, had the agent not confirmed another mail lately: a receipt shows it to whoever did not write it."""
    risky = deed.undoes is not None or riskiest(Change(verb) for verb in deed.verbs if verb in VERBS) is Risk.HIGH
    return risky and act.trust.endswith(LATELY)


def _mail_of(deed: Deed) -> int | None:
    """The mail that asked for it, None where it was asked for at the terminal."""
    kind, _, number = deed.cause.partition(" ")
    return int(number) if kind == "mail" and number.isdigit() else None


def receipts_about(session: Session, desk: Desk, author: Agent, done: Sequence[Deed], now: datetime) -> tuple[Composed, ...]:
    """One letter that tells an agent of several mails of his own."""
    rows = []
    for deed in done[:_MOST_TOLD]:
        ticket = load_ticket(session, deed.ticket)
        if ticket is not None and right_of(desk.config, Actor(f"agent:{author.address}", Role.OBSERVER), ticket).role is not None:
            states = {one.letter: one for one in deeds.by_hand(session, deed.letters)}
            letters = load_letters(session, states.keys()).values()
            leaves = [Leaves(one, states[one.id].state, states[one.id].due) for one in letters]
            rows.append(deed_row(deed, (ticket, desk.config.home(ticket.mailbox)), leaves, language_of(author)))
    draft = receipt_draft(Matter(None, desk.config.mailboxes[0], author), rows, len(done) - _MOST_TOLD if len(done) > _MOST_TOLD else 0)
    return about_no_ticket(session, desk, (draft,) if rows else (), now)[0]


def _about_held(desk: Desk, happening: Happening, held: Composed) -> Iterator[Draft]:
    """Whoever wrote the words hears why they wait; where that was no agent, whoever works on the ticket does."""
    ticket, mailbox = happening.ticket, happening.mailbox
    author = desk.config.agent(happening.act.actor.address or "")
    agents = [author] if author else agents_of(ticket, desk.config, happening.absent)
    for agent in agents:
        matter = Matter(ticket, mailbox, agent, None, happening.current_message, participants=happening.participants)
        yield leaking_draft(matter, held.letter.id, held.reason, happening.replied)


def agents_of(ticket: Ticket, config: DeskConfig, away: Absent) -> list[Agent]:
    """Those who work on a ticket, or stand in; whoever only looks on can do nothing about a letter."""
    team = team_of(config, ticket)
    working = (
        one for one in reached(staff_of(ticket, config, "assignee"), ticket, config, away) if Right(role_of(config, one, team)).answers_customers
    )
    return [agent for address in working if (agent := config.agent(address))]


def letters_to_author(session: Session, desk: Desk, verdict: Verdict) -> tuple[tuple[Composed, ...], tuple[Said, ...]]:
    """What an agent is told whose mail was not carried out; and why not, for the mail's trace, where no ticket's history can say it."""
    told, ticket = verdict.consequence.told, verdict.consequence.ticket
    drafts = drafts_to_author(session, desk, verdict)
    if told is None or not drafts:
        return (), ()
    if ticket is None:
        return about_no_ticket(session, desk, drafts, verdict.seen.now)
    act = verdict.seen.act(told.rule, automatic=True)
    what = "refused" if drafts[0].kind is LetterKind.CORRECTION else "held"
    append(session, ticket.number, (EventLine(act, what, f"nothing left: {told.rule}"),))
    return written(session, desk, drafts, Occasion(ticket.number, act)), ()


def drafts_to_author(session: Session, desk: Desk, verdict: Verdict) -> tuple[Draft, ...]:
    """The letter to an agent whose mail was not carried out, or to those who run the desk of one that went into quarantine, before the governor is asked."""
    told, decision = verdict.consequence.told, verdict.decision
    if told is not None and told.rule in challenges.UNPROVEN:
        return _challenge(desk, verdict)
    if isinstance(decision, Hold):
        return _put_aside(session, desk, verdict, decision)
    if isinstance(decision, Confirmed | Unconfirmed) and told is not None:
        return _about_unconfirmed(desk, verdict, decision.challenge, told)
    if isinstance(decision, Unplaced | PassedOn | NewTicket | LinkedTicket) and told is not None:
        return _about_unplaced(desk, verdict, decision, told)
    if told is None or verdict.consequence.ticket is None or not isinstance(decision, Answer):
        return ()
    agent = desk.config.agent(decision.agent)
    return (_to_author(_matter(session, desk, verdict, decision, agent), verdict),) if agent else ()


def _put_aside(session: Session, desk: Desk, verdict: Verdict, decision: Hold) -> tuple[Draft, ...]:
    if decision.rule == PLACEHOLDER:
        return _quarantined(session, desk, verdict.seen.raw.id, decision.why, verdict.seen.now)
    return _about_replayed(desk, verdict, decision) if decision.rule == "builtin:replayed" else ()


def _about_unplaced(desk: Desk, verdict: Verdict, decision: Unplaced | PassedOn | NewTicket | LinkedTicket, told: Told) -> tuple[Draft, ...]:
    seen = verdict.seen
    agent = desk.config.agent(decision.agent if isinstance(decision, Unplaced | PassedOn) else seen.trust.agent or "")
    mailbox = desk.config.home(decision.letter.mailbox) if isinstance(decision, Unplaced) else seen.clues.mailbox
    matter = agent and Matter(None, mailbox, agent, seen.raw.id or None)
    return (correction_draft(matter, told.problems, seen.split.reply),) if matter else ()


def _matter(session: Session, desk: Desk, verdict: Verdict, decision: Answer, agent: Agent) -> Matter:
    """What a letter to the author may know: nothing of a ticket that he may not see, but what he answered."""
    ticket, letter = decision.ticket, decision.letter
    right = right_of(desk.config, Actor(f"agent:{agent.address}", Role.OBSERVER), ticket)
    if right.role is None:
        mailbox, number = (desk.config.home(letter.mailbox), letter.ticket) if letter else (verdict.seen.clues.mailbox, 0)
        return Matter(None, mailbox, agent, verdict.seen.raw.id or None, number=number)
    return matter_of(session, desk, (agent, right), ticket, verdict.seen.raw.id or None)


def matter_of(session: Session, desk: Desk, reader: tuple[Agent, Right], ticket: Ticket, mail: int | None) -> Matter:
    """All that a letter to somebody may know who has this right on the ticket."""
    people = participants_of(session, (ticket.number,)).get(ticket.number, ())
    answer = MessageKind.REPLY if reader[1].answers_customers else MessageKind.NOTE
    latest = latest_message(session, ticket.number)
    return Matter(ticket, desk.config.home(ticket.mailbox), reader[0], mail, latest, people, answer)


def _challenge(desk: Desk, verdict: Verdict) -> tuple[Draft, ...]:
    """The agent in whose name mail was held is asked about it, a few times an hour at most (V114)."""
    seen = verdict.seen
    agent = desk.config.agent(seen.trust.claims_agent or "")
    if agent is None or not seen.nature.may_answer:
        return ()
    return (unproven_draft(seen.clues.mailbox, agent, _in_question(desk, verdict, agent)),)


def _in_question(desk: Desk, verdict: Verdict, agent: Agent) -> InQuestion:
    seen, changes = verdict.seen, verdict.seen.block.changes
    told = verdict.consequence.told
    return InQuestion(
        mail=seen.raw.id or None,
        received=seen.raw.received,
        now=seen.now,
        peer=seen.raw.envelope.peer,
        size=len(seen.raw.data),
        files=len(seen.mail.attachments),
        ticket=verdict.consequence.outcome.ticket or 0,
        words=bool(seen.block.rest.strip()),
        commands=tuple(dict.fromkeys(change.verb for change in changes)),
        risky=tuple(
            dict.fromkeys(change.verb for change in changes if told and told.rule == "builtin:unconfirmed" and _is_risky(change, seen.around.recall))
        ),
        asks=seen.raw.sha256 if seen.trust.named == agent.address else "",
        lasts=desk.config.proof.confirmed_for,
    )


def _is_risky(change: Change, recall: Recall) -> bool:
    return needed((change,), recall) is Risk.HIGH


def _about_replayed(desk: Desk, verdict: Verdict, decision: Hold) -> tuple[Draft, ...]:
    """Perhaps it was a genuine mail after all, by a program that gives each the same id."""
    seen = verdict.seen
    agent = desk.config.agent(seen.trust.named or "")
    matter = agent and Matter(None, seen.clues.mailbox, agent, seen.raw.id or None)
    return (correction_draft(matter, (CommandProblem("", decision.why),), seen.split.reply),) if matter else ()


def _about_unconfirmed(desk: Desk, verdict: Verdict, challenge: Challenge, told: Told) -> tuple[Draft, ...]:
    """The agent who was asked hears that an answer did nothing; whoever wrote it, if that was somebody else, hears nothing."""
    agent = desk.config.agent(challenge.agent)
    matter = agent and Matter(None, desk.config.home(challenge.mailbox), agent, verdict.seen.raw.id or None)
    return (correction_draft(matter, told.problems, ""),) if matter else ()


def about_no_ticket(session: Session, desk: Desk, drafts: Sequence[Draft], now: datetime) -> tuple[tuple[Composed, ...], tuple[Said, ...]]:
    passed = govern(session, drafts, now, desk.config.limits)
    return tuple(compose(one, desk.press, desk.letter_number(), now) for one in passed.drafts), passed.reasons


def letters_about_quarantine(session: Session, desk: Desk, mail: int, why: str, now: datetime) -> tuple[tuple[Composed, ...], tuple[Said, ...]]:
    """Those who run the desk hear of a mail that nobody else will see, a few times an hour at most; and why not, for the mail's trace."""
    return about_no_ticket(session, desk, _quarantined(session, desk, mail, why, now), now)


def _quarantined(session: Session, desk: Desk, mail: int, why: str, now: datetime) -> tuple[Draft, ...]:
    there = there_of(who_run(desk.config), absent(session, now))
    return tuple(quarantine_draft(desk.config.mailboxes[0], agent, mail, why) for address in there if (agent := desk.config.agent(address)))


def letters_about_broken_edit(
    session: Session, desk: Desk, where: tuple[str, str], problems: Sequence[Problem], now: datetime
) -> tuple[Composed, ...]:
    """Those who look after the desk hear that its files were changed and cannot be used: the admins, else the supervisors."""
    mailbox = desk.config.mailboxes[0]
    there = there_of(who_run(desk.config), absent(session, now))
    able = [agent for address in there if (agent := desk.config.agent(address))]
    agents = [agent for agent in able if agent.role == "admin"] or able
    drafts = [broken_edit_draft(mailbox, agent, where, problems) for agent in agents]
    return about_no_ticket(session, desk, drafts, now)[0]


def letters_about_late(session: Session, desk: Desk, reply: Message, between: Sequence[Message], act: Act) -> tuple[Composed, ...]:
    """Whoever wrote an answer for a later hour hears that it stays, and what was written since; where he is no agent any more, who works on the ticket."""
    found = load_ticket(session, reply.ticket)
    ticket = load_ticket(session, found.merged_into) if found and found.merged_into else found
    if ticket is None:
        return ()
    author = desk.config.agent(reply.author)
    people = participants_of(session, (ticket.number,))[ticket.number]
    latest, mailbox = latest_message(session, ticket.number), desk.config.home(ticket.mailbox)
    agents = [author] if author else agents_of(ticket, desk.config, absent(session, act.now))
    as_it_is = CommandProblem("#send now", Said("sends it as it is, #undo takes it back"))
    drafts = [held_draft(Matter(ticket, mailbox, one, reply.mail, latest, people), between, (as_it_is,), reply.reply) for one in agents]
    append(session, ticket.number, (EventLine(act, "held", "not sent: somebody wrote since"),))
    return written(session, desk, drafts, Occasion(ticket.number, act))


def _to_author(matter: Matter, verdict: Verdict) -> Draft:
    told, seen = verdict.consequence.told, verdict.seen
    assert told is not None
    text = seen.split.reply
    if told.rule != "builtin:correction":
        return held_draft(matter, told.between, told.problems, text)
    return correction_draft(matter, told.problems, text, redrafted(text, seen.block.subject, seen.block.problems) if seen.block.problems else None)


def letters_about_loss(session: Session, desk: Desk, due: Due, lost: Sequence[tuple[str, str]], act: Act) -> tuple[Composed, ...]:
    """Tells whoever works on the ticket that a person's letter did not reach these recipients."""
    ticket = load_ticket(session, due.ticket)
    if ticket is None:
        return ()
    mailbox = desk.config.home(ticket.mailbox)
    people = participants_of(session, (ticket.number,)).get(ticket.number, ())
    latest = latest_message(session, ticket.number)
    matters = [Matter(ticket, mailbox, agent, None, latest, participants=people) for agent in _who_hear_of_loss(session, desk, due, ticket, act)]
    drafts = tuple(failure_draft(matter, lost) for matter in matters)
    return written(session, desk, drafts, Occasion(ticket.number, act))


def _who_hear_of_loss(session: Session, desk: Desk, due: Due, ticket: Ticket, act: Act) -> list[Agent]:
    """Whoever works on the ticket, and the agent who asked where it was a letter to somebody outside; each once."""
    working = agents_of(ticket, desk.config, absent(session, act.now))
    letter = load_letters(session, (due.letter,)).get(due.letter) if due.kind is LetterKind.ASK else None
    asker = desk.config.agent(asker_of(session, letter.ticket, letter.created)) if letter else None
    seen = asker is not None and role_of(desk.config, asker.address, team_of(desk.config, ticket)) is not None
    return [asker, *(one for one in working if one != asker)] if asker and seen else working


@dataclass(frozen=True, slots=True)
class Occasion:
    """What letters are written about: an act on a ticket, and where that ticket's history ends, where it is known."""

    ticket: int
    act: Act
    end: End | None = None


def written(session: Session, desk: Desk, drafts: Sequence[Draft], about: Occasion) -> tuple[Composed, ...]:
    act, limits = about.act, desk.config.limits
    passed = govern(session, drafts, act.now, limits)
    threads = Threads(session)
    composed = tuple(_composed(threads, desk, draft, act.now) for draft in with_bodies(passed.drafts, limits))
    append(session, about.ticket, tuple(_history(act, composed, passed)), about.end)
    return (*composed, *_about_overrun(session, desk, act.now)) if passed.overrun and limits.automatic_per_desk else composed


def _about_overrun(session: Session, desk: Desk, now: datetime) -> tuple[Composed, ...]:
    """Those who run the desk hear once an hour that automatic mail is off; not where they want none."""
    mailbox, most = desk.config.mailboxes[0], desk.config.limits.automatic_per_desk
    there = there_of(who_run(desk.config), absent(session, now))
    drafts = [overrun_draft(mailbox, agent, most) for address in there if (agent := desk.config.agent(address))]
    return about_no_ticket(session, desk, drafts, now)[0]


def _composed(threads: Threads, desk: Desk, draft: Draft, now: datetime) -> Composed:
    thread = threads.of(draft.ticket, draft.person, draft.kind in TO_STAFF)
    known = replace(draft, thread_ids=thread.ids, thread_index=thread.index, topic=thread.subject or draft.subject)
    if draft.kind is LetterKind.ASK:  # the customer's thread is not theirs
        known = replace(draft, thread_ids=thread.ids, subject=draft.subject or subject_before(threads.session, draft, desk.config.limits))
    return compose(known, desk.press, desk.letter_number(), now)


def _history(act: Act, composed: Sequence[Composed], passed: Passed) -> Iterator[EventLine]:
    for one in composed:
        held = f": {one.state} ({one.reason})" if one.reason else ""
        yield EventLine(act, "letter", f"{one.letter.kind} written to {', '.join(one.recipients)}{held}")
    yield from (EventLine(act, "suppressed", line) for line in passed.reasons)
