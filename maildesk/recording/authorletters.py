"""What an agent is told whose mail was not carried out: a correction, a question whether it was his, or why it waits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from maildesk.changes import Actor, Change, CommandProblem
from maildesk.commands.dispatch import Recall, needed
from maildesk.commands.draft import as_written, moved_up, redrafted
from maildesk.config.roles import Right, right_of
from maildesk.config.schema import Agent
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.consequence import Told
from maildesk.decision.twice import RULE as SAID_TWICE
from maildesk.decision.verdict import Verdict
from maildesk.desk import Desk
from maildesk.files import own_files
from maildesk.judged import NatureKind
from maildesk.language import Said
from maildesk.letter import Challenge, LetterKind
from maildesk.outbound.happening import Composed, Draft
from maildesk.outbound.staff import InQuestion, Matter, correction_draft, held_draft, unproven_draft
from maildesk.recording.staffletters import quarantined
from maildesk.recording.written import Occasion, about_no_ticket, written
from maildesk.risk import Risk
from maildesk.store import challenges
from maildesk.store.engine import Session
from maildesk.store.events import EventLine, append
from maildesk.store.fates import fates_by_entry
from maildesk.store.tickets import latest_message, participants_of
from maildesk.threading.decision import Answer, Confirmed, Hold, LinkedTicket, NewTicket, PassedOn, Unconfirmed, Unplaced
from maildesk.threading.machines import PLACEHOLDER
from maildesk.ticket import MessageKind, Role, Ticket

_MOST_FILES = 5  # of a mail that are named one by one
# What is lost where only the words of an answer's HTML are left; spans and paragraphs are every program's.
_FORMATTED = re.compile(r"<(?:b|strong|i|em|u|s|strike|ul|ol|table|img|h[1-6]|pre|code|a\s[^>]{0,400}href)\b", re.IGNORECASE)


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
        return quarantined(session, desk, verdict.seen.raw.id, decision.why, verdict.seen.now)
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
    told = verdict.consequence.told
    matter = matter_of(session, desk, (agent, right), ticket, verdict.seen.raw.id or None)
    matter = replace(matter, fates=fates_by_entry(session, told.between if told else ()))
    return replace(matter, answer=MessageKind.NOTE) if letter and letter.answer is MessageKind.NOTE else matter  # what was internal stays so


def matter_of(session: Session, desk: Desk, reader: tuple[Agent, Right], ticket: Ticket, mail: int | None) -> Matter:
    """All that a letter to somebody may know who has this right on the ticket."""
    people = participants_of(session, (ticket.number,)).get(ticket.number, ())
    answer = MessageKind.REPLY if reader[1].answers_customers else MessageKind.NOTE
    latest = latest_message(session, ticket.number)
    return Matter(ticket, desk.config.home(ticket.mailbox), reader[0], mail, latest, people, answer)


def _challenge(desk: Desk, verdict: Verdict) -> tuple[Draft, ...]:
    """The agent in whose name mail was held is asked about it, a few times an hour at most (V114).

    Of what a list made of an agent's mail only where he is proven for the usual nevertheless: otherwise his own copy comes as well.
    """
    seen = verdict.seen
    agent = desk.config.agent(seen.trust.claims_agent or "")
    by_list = seen.trust.agent is not None and seen.nature.kind is NatureKind.LIST
    if agent is None or not (seen.nature.may_answer or by_list):
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


def _to_author(matter: Matter, verdict: Verdict) -> Draft:
    told, seen = verdict.consequence.told, verdict.seen
    assert told is not None
    text = "\n\n".join(filter(None, (seen.split.reply, seen.split.mingled)))
    right = redrafted(text, seen.block.subject, seen.block.problems) if seen.block.problems else ()
    if told.rule in ("builtin:inside", SAID_TWICE):
        right = as_written(text, seen.block.subject)
    elif told.rule == "builtin:stray-command":
        right = moved_up(text, seen.block.subject, seen.block.stray)
    problems = (*told.problems, *_not_in_it(seen)) if right else told.problems
    if told.rule != "builtin:correction":
        return held_draft(matter, told.between, problems, text, right)
    return correction_draft(matter, problems, text, right)


def _not_in_it(seen: Circumstances) -> Iterator[CommandProblem]:
    """What an address that opens a mail cannot bring along (RFC 6068): its files, and all that is more than plain text."""
    files = own_files(seen.mail, seen.split)
    for one in files[:_MOST_FILES]:
        yield CommandProblem(one.filename, Said("is not in the mail that the link opens: attach it again"))
    if more := len(files[_MOST_FILES:]):
        yield CommandProblem("", Said("further files that are not in it: {count}", count=more))
    if not seen.split.mingled and _FORMATTED.search(seen.split.reply_html):
        yield CommandProblem(
            "", Said("The mail that the link opens is plain text: bold type, links, lists, tables and pictures of yours are not in it")
        )
