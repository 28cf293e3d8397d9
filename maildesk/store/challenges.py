"""Held mails that agents are asked about: each question is answered once, and only while its mail still waits for the answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from maildesk.errors import Refused, TryLater
from maildesk.judged import CONFIRMED
from maildesk.language import Said
from maildesk.letter import Challenge
from maildesk.mail import MailState
from maildesk.store.engine import Session
from maildesk.tables import Moment, among, challenges, letters, mails

# The rules that hold a mail until somebody says that the agent wrote it; of a replayed one the agent is not asked.
UNPROVEN = ("builtin:unproven-agent", "builtin:unconfirmed")
RELEASED = (*UNPROVEN, "builtin:replayed")
# The rules that hold an agent's mail until the agent writes it anew: a letter told him why, with his words in it, and nobody else has to look.
WRITTEN_ANEW = (
    *("builtin:inside", "builtin:stray-command", "builtin:only-a-picture", "builtin:only-below", "builtin:only-thanks", "builtin:reply-or-note"),
    *("builtin:outdated", "builtin:said-twice", "builtin:which-ticket", "builtin:whose-mail"),
)

_insert = insert(challenges)
_asked = (
    select(
        challenges.c.letter,
        letters.c.person,
        letters.c.mailbox,
        challenges.c.mail,
        letters.c.expires,
        ((mails.c.state == MailState.HELD) & among(mails.c.rule, UNPROVEN) & (mails.c.sha256 == challenges.c.sha256)).label("open"),
        challenges.c.answered.is_not(None).label("answered"),
        challenges.c.told.is_not(None).label("told"),
    )
    .join(letters, letters.c.id == challenges.c.letter)
    .join(mails, mails.c.id == challenges.c.mail)
    .where(challenges.c.letter.in_(bindparam("ids", expanding=True)))
    .order_by(challenges.c.letter)
)
_last = (
    select(
        func.max(challenges.c.answered).label("yes"),
        func.max(challenges.c.told).filter(challenges.c.answered.is_(None)).label("no"),
    )
    .join(letters, letters.c.id == challenges.c.letter)
    .where(letters.c.person == bindparam("agent"), func.coalesce(challenges.c.answered, challenges.c.told) > bindparam("since", type_=Moment))
)
_answer = update(challenges).where(challenges.c.letter == bindparam("asked"), challenges.c.answered.is_(None))
_tell = update(challenges).where(challenges.c.letter == bindparam("asked"))
_wait_again = (
    update(mails)
    .where(mails.c.id == bindparam("held"), mails.c.state == MailState.HELD, mails.c.rule.in_(RELEASED))
    .values(
        state=MailState.WAITING,
        vouched=bindparam("by"),
        rule="",
        trace=None,
        done=None,
        attempts=0,
        fence=mails.c.fence + 1,
        worker=None,
        lease=None,
        not_before=None,
    )
)


def ask(session: Session, asked: Sequence[tuple[int, int, str]]) -> None:
    """Notes what letters ask, once they are posted: each its number, the number of the mail and the SHA-256 of that."""
    if asked:
        session.execute(_insert, [{"letter": letter, "mail": mail, "sha256": sha256} for letter, mail, sha256 in asked])


def asked_by(session: Session, ids: Collection[int]) -> tuple[Challenge, ...]:
    """What these letters ask, and how it stands with that; a letter that asks nothing is left out."""
    if not ids:
        return ()
    rows = session.execute(_asked, {"ids": sorted(ids)})
    return tuple(
        Challenge(row.letter, row.person, row.mailbox, row.mail, row.expires, bool(row.open), bool(row.answered), bool(row.told)) for row in rows
    )


def answer(session: Session, challenge: Challenge, now: datetime) -> None:
    """Lets the mail wait anew as one that its agent vouched for; raises `TryLater` where somebody else was quicker."""
    session.execute(_answer.values(answered=bindparam("at", type_=Moment)), {"asked": challenge.letter, "at": now})
    if session.execute(_wait_again, {"held": challenge.mail, "by": f"{CONFIRMED}{challenge.agent}"}).rowcount == 0:
        raise TryLater(Said("mail {mail} was decided about by somebody else", mail=challenge.mail))


def confirmed_since(session: Session, agent: str, since: datetime) -> bool:
    """Whether the agent said yes to a question about a mail since then, and nothing else to a later one."""
    row = session.execute(_last, {"agent": agent, "since": since}).one()
    return row.yes is not None and (row.no is None or row.no < row.yes)


def tell(session: Session, challenge: Challenge, now: datetime) -> None:
    """Notes that the agent hears of an answer which did nothing: he hears of it once."""
    session.execute(_tell.values(told=bindparam("at", type_=Moment)), {"asked": challenge.letter, "at": now})


def release(session: Session, mail: int, by: str) -> None:
    """Lets a mail that is held for want of a proof wait anew, vouched for by somebody; raises `Refused` where it is not held for that."""
    if session.execute(_wait_again, {"held": mail, "by": by}).rowcount == 0:
        raise Refused(
            Said("mail {mail} is not held for want of a proof of its agent; `maildesk spool list --state held` shows what is held", mail=mail)
        )
