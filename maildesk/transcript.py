"""Carries out what an agent wrote for several tickets, and answers: each command with what came of it, each question with what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maildesk.answering import Inquiry, answers_about, letters_back, written_answers
from maildesk.commands.merge import numbers_in
from maildesk.commands.several import Group, Wanted
from maildesk.config.schema import Agent
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.request import steps
from maildesk.decision.several import Known, act_of, problems_of, request_of, wanted_of
from maildesk.decision.verdict import Verdict
from maildesk.desk import Desk
from maildesk.inquiry import answers_to, box_of
from maildesk.language import Said, words
from maildesk.outbound.atoms import clean_line
from maildesk.outbound.happening import Composed, Facts, Happening, Row
from maildesk.outbound.receipts import said_of
from maildesk.outbound.staff import answer_draft, language_of, problem_rows
from maildesk.outbound.warnings import BETWEEN
from maildesk.recording.around import known_to_staff
from maildesk.recording.correspond import letters_about
from maildesk.recording.record import carried_out
from maildesk.recording.work import Work
from maildesk.recording.written import about_no_ticket
from maildesk.store.engine import Session
from maildesk.store.kinship import keep_apart
from maildesk.store.tickets import load_ticket, load_tickets
from maildesk.threading.decision import Several
from maildesk.ticket import Ticket
from maildesk.verbs.deed import shown

_LONGEST = 120


def done_severally(session: Session, verdict: Verdict) -> tuple[Happening, ...]:
    """What a mail for several tickets does; nothing where it is another mail, or where any of it may not be done."""
    decision, seen = verdict.decision, verdict.seen
    if not isinstance(decision, Several) or verdict.consequence.told is not None:
        return ()
    wanted = wanted_of(decision, seen)
    keep_apart(session, [f"ticket {number}" for number in _named(wanted)])
    known = _known(session, wanted, decision.agent, seen)
    if problems_of(wanted, decision.agent, known, seen):
        return ()
    each = ((group, number) for group in wanted.groups for number in group.numbers)
    return tuple(one for group, number in each for one in carried_out(session, _work(session, verdict, group, number, known), seen.config))


def _work(session: Session, verdict: Verdict, group: Group, number: int, known: Known) -> Work:
    assert isinstance(verdict.decision, Several)
    ticket = load_ticket(session, number)  # as the commands before left it
    assert ticket is not None
    seen, request = verdict.seen, request_of(group, ticket, verdict.decision.agent, known, verdict.seen)
    asking, splits = request.asking, request.around.splits
    return Work(
        ticket, asking.mailbox, asking.act, steps(request), raw=seen.raw, carrier=seen.clues.message_id, seals=seen.clues.seals, splits=splits
    )


def _named(wanted: Wanted) -> set[int]:
    return {*wanted.numbers, *numbers_in(wanted.changes), *(one.ticket for one in wanted.questions if one.ticket)}


def _tickets(session: Session, wanted: Wanted) -> dict[int, Ticket]:
    """Those that the mail names, and what these were merged into."""
    found = load_tickets(session, _named(wanted))
    return found | load_tickets(session, {one.merged_into for one in found.values() if one.merged_into} - found.keys())


def _known(session: Session, wanted: Wanted, agent: str, seen: Circumstances) -> Known:
    there, limits = _tickets(session, wanted), seen.config.limits
    named = ((group, there[number]) for group in wanted.groups for number in group.numbers if number in there)
    return Known(
        there, {ticket.number: known_to_staff(session, ticket, group.changes, act_of(agent, ticket, seen), limits) for group, ticket in named}
    )


def letters_after(session: Session, desk: Desk, verdict: Verdict, happenings: Sequence[Happening]) -> tuple[tuple[Composed, ...], tuple[Said, ...]]:
    """The letters that follow from a mail, and why others are not written."""
    if not isinstance(verdict.decision, Several) or verdict.consequence.told is not None:
        return (letters_about(session, desk, *happenings), ()) if happenings else letters_back(session, desk, verdict)
    letters = letters_about(session, desk, *happenings)
    answer, unwritten = _answer(session, desk, verdict, verdict.decision, happenings)
    return (*letters, *answer), unwritten


def _answer(
    session: Session, desk: Desk, verdict: Verdict, decision: Several, done: Sequence[Happening]
) -> tuple[tuple[Composed, ...], tuple[Said, ...]]:
    """To the agent alone: where nothing was done, why; else what was."""
    agent, seen, config = desk.config.agent(decision.agent), verdict.seen, desk.config
    if agent is None:
        return (), ()
    wanted = wanted_of(decision, seen)
    there = _tickets(session, wanted)
    problems = () if done else problems_of(wanted, agent.address, _known(session, wanted, agent.address, seen), seen)
    elsewhere = [one for one in wanted.questions if not one.about_ticket]
    about = [one for one in wanted.questions if one.about_ticket]
    drafts = () if problems else tuple(answers_about(session, desk, Inquiry(agent, seen), about, None))
    shown = written_answers(session, desk, verdict, drafts)
    if shown and not (elsewhere or done):
        return shown, ()
    facts: Facts = {
        "faults": problem_rows(problems, agent),
        "done": tuple(_rows(wanted, there, agent, done)) if done else (),
        "lost": "" if wanted.groups or wanted.questions or problems else "yes",
        **answers_to(session, config, agent, elsewhere, seen.now),
        "text": seen.split.reply,
        "subject": seen.clues.base_subject,
    }
    draft = answer_draft(box_of(config, seen.clues.mailbox), agent, facts, (seen.raw.id or None, seen.mail.message_id))
    composed, unwritten = about_no_ticket(session, desk, (draft,), seen.now)
    return (*shown, *composed), unwritten


def _rows(wanted: Wanted, there: dict[int, Ticket], agent: Agent, done: Sequence[Happening]) -> Iterator[Row]:
    deeds = [one.deed for one in done if one.deed]
    for group in wanted.groups:
        asked = tuple(map(shown, group.changes))
        for number in group.numbers:
            deed = next((one for one in deeds if one.ticket == number and one.did == asked), None)
            if deed:
                deeds.remove(deed)
            stood = deed.idle if deed else ()
            did = (clean_line(said_of(change, language_of(agent), place in stood), _LONGEST) for place, change in enumerate(group.changes))
            idle = "yes" if deed and deed.altered_nothing else ""
            yield {
                "number": str(number),
                "subject": clean_line(there[number].subject, _LONGEST),
                "did": words(language_of(agent)).gettext(BETWEEN).join(did),
                "idle": idle,
            }
