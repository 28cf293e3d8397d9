"""Decides which ticket a mail belongs to: a table of small steps, the first that knows an answer gives it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from maildesk.judged import Nature, Trust
from maildesk.language import Said
from maildesk.mail import ParsedMail
from maildesk.threading import joining, machines, sentcopies, sidetalk, staffmail
from maildesk.threading.candidates import Candidates
from maildesk.threading.clues import Clues
from maildesk.threading.decision import Decision, NewTicket, Question

Step = Callable[[Question], Decision | None]

STEPS: tuple[Step, ...] = (
    machines.own_mail,
    machines.duplicate,
    joining.archived,
    sentcopies.sent_by_the_account,
    machines.from_ourselves,
    machines.goes_round,
    machines.placeholder,
    machines.report,
    staffmail.agent_away,
    staffmail.answers_a_challenge,
    staffmail.agent_commands_several,
    sentcopies.agent_answered_outside,
    staffmail.replayed,
    staffmail.agent_answers,
    sentcopies.agent_hands_in,
    staffmail.agent_passes_on,
    staffmail.unproven_agent,
    machines.blocked,
    sidetalk.outside_answers,
    staffmail.nobody_elses,
    joining.by_token,
    joining.robot_on_return_path,
    joining.expired_token,
    joining.by_reference,
    joining.by_label,
    machines.out_of_office,
    joining.for_another_mailbox,
    joining.like_another,
)


def decide_thread(  # noqa: PLR0913, PLR0917 - the six results of the stages before this one, as the path names them
    clues: Clues, candidates: Candidates, mail: ParsedMail, nature: Nature, trust: Trust, now: datetime
) -> Decision:
    """Where a mail belongs, with the reason; total and pure."""
    return deciding(Question(clues, candidates, mail, nature, trust, now))[1]


def deciding(asked: Question) -> tuple[int, Decision]:
    """How many steps had no answer, and the decision of the next one."""
    for place, step in enumerate(STEPS):
        decision = step(asked)
        if decision is not None:
            return place, decision
    return len(STEPS), NewTicket(Said("nothing in the mail points to a ticket"), asked.collision())
