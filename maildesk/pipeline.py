"""The path of one mail, stages 3 to 14: read this first.

`read` and `consider` are everything that is decided (3 to 11) and hold no lock; `process_one` carries it out (12 to 14)
in one short write transaction. `explain` runs the first two alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from maildesk.archive import moment_of
from maildesk.commands.block import read_commands
from maildesk.decision.circumstances import Circumstances, Reading, asked_at
from maildesk.decision.conclude import consequence_of
from maildesk.decision.heading import asked_in_subject
from maildesk.decision.severally import for_the_others, is_another
from maildesk.decision.verdict import Verdict, facts_for
from maildesk.desk import Desk
from maildesk.errors import TryLater
from maildesk.intake import spool
from maildesk.intake.mime.parse import parse
from maildesk.intake.nature.judge import judge_nature
from maildesk.intake.nature.junk import judge_junk
from maildesk.intake.spool import Claimed
from maildesk.intake.trust.groups import from_its_author
from maildesk.intake.trust.judge import Presented, judge_trust
from maildesk.intake.trust.proof import prove
from maildesk.judged import REPORTS
from maildesk.language import Said
from maildesk.mail import Outcome, RawMail
from maildesk.moments.later import overtaken
from maildesk.moments.notjunk import with_late_arrivals
from maildesk.outbound.outbox import post
from maildesk.recording import around, record
from maildesk.recording.reasons import reasons_of
from maildesk.resolver import Questions
from maildesk.rules.evaluate import run_rules
from maildesk.store.absences import absent
from maildesk.store.closings import closings_of
from maildesk.store.engine import Session, stand_of
from maildesk.threading.candidates import find_candidates
from maildesk.threading.clues import read_clues, without_taps
from maildesk.threading.decide import decide_thread
from maildesk.threading.decision import Answer
from maildesk.threading.mingled import told_apart
from maildesk.threading.split import split
from maildesk.transcript import done_severally, letters_after

_PATIENCE = timedelta(hours=2)  # an agent's mail waits so long for a name server, then it is held
_ROUNDS = 20  # how often a mail is decided anew before it has to wait


def process_one(desk: Desk, claimed: Claimed, now: datetime) -> Outcome:
    """Decides about one mail and writes all that follows from it in one transaction.

    Where anything was written meanwhile, what was read is read again under the write lock; where somebody was quicker, the mail is decided anew.
    Raises `Overtaken` where another worker has taken the mail meanwhile, `TryLater` where somebody is always quicker.
    """
    reading = read(desk, claimed.mail, now)
    for _ in range(_ROUNDS):
        with desk.database.read() as session:
            stood, verdict = stand_of(session), consider_everywhere(desk, reading, session)
        if verdict.seen.trust.later and now - claimed.mail.received < _PATIENCE:
            raise TryLater(Said("no name server says whether {agent} wrote it", agent=verdict.seen.trust.claims_agent))
        with desk.database.write(durable=False) as session:
            if around.overtaken(session, verdict, stood):
                continue
            outcome, happenings = record.apply(session, verdict)
            happenings = with_late_arrivals(session, desk, (*happenings, *done_severally(session, verdict)))
            letters, unwritten = letters_after(session, desk, verdict, happenings)
            post(session, (*overtaken(session, desk, happenings), *letters))
            spool.finish(session, claimed.mail.id, claimed.fence, replace(outcome, trace=(*reasons_of(verdict), *unwritten)), now)
            return outcome
    raise TryLater(Said("{rounds} times somebody else altered what mail {mail} belongs to", rounds=_ROUNDS, mail=claimed.mail.id))


def read(desk: Desk, raw: RawMail, now: datetime) -> Reading:
    """Stages 3 to 5: what the bytes say, and what name servers and servers before us say of their sender, where desk.yaml has them asked."""
    mail = parse(raw.data, desk.config.limits, desk.config.languages, through=desk.config.junk.wraps)
    txt = Questions(desk.resolver).txt if desk.resolver else None
    mail, proof = from_its_author(mail, prove(raw, mail, desk.config, txt, now), desk.config)
    nature = judge_nature(mail, raw.envelope, desk.config.own_addresses, desk.signed(mail.message_id))
    clues = read_clues(mail, raw.envelope, desk.ring, desk.config)
    mail = replace(mail, subject=without_taps(mail.subject, desk.ring))
    junk = judge_junk(mail, raw.envelope, desk.config)
    return Reading(raw, mail, nature, clues, moment_of(mail, raw.envelope, now), proof, junk)


def consider(desk: Desk, reading: Reading, session: Session) -> Verdict:
    """Stages 6 to 11: where the mail belongs, what is to be done, and why."""
    raw, mail, nature, clues, now = reading.raw, reading.mail, reading.nature, reading.clues, reading.now
    limits, directory = desk.config.limits, desk.config.directory()
    candidates = find_candidates(session, clues, mail.sender, raw, report=nature.kind in REPORTS, directory=directory)
    lately = around.confirmed_lately(session, mail.sender, desk.config, now)
    presented = Presented(mail, raw.envelope, candidates.letters, reading.proof, raw.vouched, raw.received, lately)
    trust = judge_trust(presented, directory, now, desk.config.proof.given_up)
    decision = decide_thread(clues, candidates, mail, nature, trust, now)
    reading = around.within_bounds(session, decision, reading, limits)
    letter, closings = around.answered_letter(session, decision, limits), closings_of(session, mail.sender)
    by_agent = isinstance(decision, Answer)
    words = split(mail, first=around.opens_ticket(decision), letter=letter, closings=closings, by_agent=by_agent)
    words = told_apart(mail, words, letter, closings) if by_agent else around.told_inside(session, decision, mail, words, limits)
    heading = asked_in_subject(session, decision, mail, letter, limits)
    block = read_commands(around.asking(decision, words), directory.at(asked_at(decision, now, desk.config)), heading)
    known = around.surroundings(session, decision, block, words, desk.config)
    who = around.acquaintance(session, decision, candidates, reading, desk.rules.hides)
    seen = Circumstances(reading, trust, words, block, known, desk.config, who, absent(session, now), closings)
    consequence = consequence_of(decision, seen)
    run = run_rules(facts_for(consequence, seen), desk.rules, limits)
    return Verdict(seen, candidates, decision, consequence, run)


def consider_everywhere(desk: Desk, reading: Reading, session: Session) -> Verdict:
    """The verdict, and beside it that of each other mailbox the mail was sent to, where each has a ticket of it."""
    verdict = consider(desk, reading, session)
    also = (consider(desk, other, session) for other in for_the_others(reading, verdict.decision))
    return replace(verdict, also=tuple(one for one in also if is_another(one.decision, verdict.decision)))
