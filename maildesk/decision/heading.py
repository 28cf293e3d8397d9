"""What an agent asks for in the subject of an answer: the commands in brackets that did not only come along with it."""

from __future__ import annotations

from collections.abc import Iterator

from maildesk.commands.insubject import groups_in, new_groups
from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse
from maildesk.mail import ParsedMail
from maildesk.store.engine import Session
from maildesk.store.kinship import mails_named
from maildesk.threading.decision import Answer, Decision

_MOST_BEFORE = 20  # mails that one answers


def asked_in_subject(session: Session, decision: Decision, mail: ParsedMail, letter: ParsedMail | None, limits: Limits) -> tuple[str, ...]:
    """The commands of a subject; `letter` is ours that is answered.

    What stands in our letter's or the ticket's subject is a customer's; what stands in that of a mail which this one answers, as one's own
    in the Sent folder, was carried out when that mail came.
    """
    if not isinstance(decision, Answer) or not groups_in(mail.subject):
        return ()
    return new_groups(mail.subject, (decision.ticket.subject, letter.subject if letter else "", *_subjects_before(session, mail, limits)))


def _subjects_before(session: Session, mail: ParsedMail, limits: Limits) -> Iterator[str]:
    ids = (*mail.in_reply_to, *mail.references)[-_MOST_BEFORE:]
    return (parse(data, limits).subject for data in mails_named(session, ids, _MOST_BEFORE))
