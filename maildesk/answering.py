"""Answers an agent's questions: a letter for each ticket that he asks about, to him alone, of what he may see at that moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from maildesk.changes import Actor
from maildesk.config.roles import right_of
from maildesk.config.schema import Agent
from maildesk.decision.asked import tellable
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.verdict import Verdict
from maildesk.desk import Desk
from maildesk.inquiry import answers_to
from maildesk.language import Said
from maildesk.outbound.answers import Material, answer_draft
from maildesk.outbound.happening import Composed, Draft
from maildesk.recording.around import named_tickets
from maildesk.recording.authorletters import drafts_to_author, letters_to_author, matter_of
from maildesk.recording.written import Occasion, written
from maildesk.store.engine import Session
from maildesk.store.events import events_of
from maildesk.store.fates import fates_by_entry, fates_by_event
from maildesk.store.tickets import messages_of
from maildesk.threading.decision import Answer
from maildesk.ticket import MessageKind, Role, Ticket
from maildesk.verbs.questions import Asked

RULE = "builtin:question"
_MOST_SHOWN = 10  # entries of a ticket in an answer to #show


@dataclass(frozen=True)
class Inquiry:
    """Who asks, in which mail, and how it stands in the desk's files at that moment."""

    agent: Agent
    seen: Circumstances
    internal: bool = False  # it answers a letter whose answer stays internal

    @property
    def actor(self) -> Actor:
        return Actor(f"agent:{self.agent.address}", Role.OBSERVER)


def letters_back(session: Session, desk: Desk, verdict: Verdict) -> tuple[tuple[Composed, ...], tuple[Said, ...]]:
    """What an agent is told whose mail changed nothing: the answers to his questions, or why it was not carried out."""
    if (drafts := _answers(session, desk, verdict)) is None:
        return letters_to_author(session, desk, verdict)
    return written_answers(session, desk, verdict, drafts), ()


def drafts_back(session: Session, desk: Desk, verdict: Verdict) -> tuple[Draft, ...]:
    """The same letters before they are written."""
    drafts = _answers(session, desk, verdict)
    return drafts_to_author(session, desk, verdict) if drafts is None else drafts


def written_answers(session: Session, desk: Desk, verdict: Verdict, drafts: Sequence[Draft]) -> tuple[Composed, ...]:
    """Each with its line in the history of the ticket it is about."""
    act = verdict.seen.act(RULE, automatic=True)
    return tuple(letter for draft in drafts for letter in written(session, desk, (draft,), Occasion(draft.ticket, act)))


def _answers(session: Session, desk: Desk, verdict: Verdict) -> tuple[Draft, ...] | None:
    """None where the mail asked nothing, or may not."""
    told, decision, ticket = verdict.consequence.told, verdict.decision, verdict.consequence.ticket
    if told is None or told.rule != RULE or not isinstance(decision, Answer) or ticket is None:
        return None
    agent = desk.config.agent(decision.agent)
    internal = decision.letter is not None and decision.letter.answer is MessageKind.NOTE
    return tuple(answers_about(session, desk, Inquiry(agent, verdict.seen, internal), verdict.seen.block.questions, ticket)) if agent else ()


def answers_about(session: Session, desk: Desk, who: Inquiry, asked: Sequence[Asked], ticket: Ticket | None) -> Iterator[Draft]:
    """A letter for each ticket the questions are about: that of the mail, `ticket`, or those they name."""
    there = named_tickets(session, (), asked)
    about: dict[int, tuple[Ticket, list[Asked]]] = {}
    for one in asked:
        meant = tellable(one.ticket, who.agent.address, there, desk.config) if one.ticket else ticket
        if meant is not None:
            about.setdefault(meant.number, (meant, []))[1].append(one)
    for meant, those in about.values():
        right = right_of(desk.config, who.actor, meant)
        if right.role is not None:
            matter = matter_of(session, desk, (who.agent, right), meant, who.seen.raw.id or None)
            known = _material(session, desk, who, those, meant)
            matter = replace(matter, answer=MessageKind.NOTE if who.internal else matter.answer, fates=fates_by_entry(session, known.entries))
            yield answer_draft(matter, those, known)


def _material(session: Session, desk: Desk, who: Inquiry, asked: Sequence[Asked], ticket: Ticket) -> Material:
    names = {one.name for one in asked}
    elsewhere = [one for one in asked if one.name in ("queue", "find")]
    found = answers_to(session, desk.config, who.agent, elsewhere, who.seen.now)
    events = events_of(session, ticket.number) if names & {"history", "why"} else ()
    return Material(
        role=right_of(desk.config, who.actor, ticket).role or Role.OBSERVER,
        entries=messages_of(session, ticket.number, last=_MOST_SHOWN) if "show" in names else (),
        events=events,
        fates=fates_by_event(session, events) if "history" in names else {},
        found={"asked": found["asked"], "found": found["found"]},
        directory=desk.config.directory(),
    )
