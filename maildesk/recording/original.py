"""What a letter to somebody outside goes on from: the customer's message that is passed on, and what that person was asked before."""

from __future__ import annotations

from maildesk.carriers import is_own
from maildesk.config.limits import Limits
from maildesk.config.schema import DeskConfig
from maildesk.intake import spool
from maildesk.intake.parse import parse
from maildesk.letter import LetterKind
from maildesk.mail import Address, ParsedMail
from maildesk.outbound.happening import Draft, Happening
from maildesk.outbound.wording import new_words, quoted_entry
from maildesk.store.engine import Session
from maildesk.store.letters import last_letter, letter_bytes
from maildesk.store.tickets import messages_of
from maildesk.subject import parted, unlabelled
from maildesk.ticket import Message

_LOOKED_BACK = 50  # entries in which the customer's last one is sought
_FIRST = {"en": "A question from {mailbox}", "zh_CN": "来自{mailbox}的咨询"}


def original_of(session: Session, happening: Happening, config: DeskConfig) -> ParsedMail | None:
    """The customer's last message as a mail: its new words alone, so that nothing that it quotes of ours goes along."""
    entry = quoted_entry(messages_of(session, happening.ticket.number, last=_LOOKED_BACK))
    if entry is None:
        return None
    came = parse(spool.shown(session, entry.mail)[1], config.limits) if entry.mail else ParsedMail()
    own = came.sender == entry.author  # not passed on by a colleague
    to = [one for one in (*came.to, *came.cc) if config.agent(one.address.lower()) is None] if own else []
    home = Address(happening.mailbox.name, happening.mailbox.address)
    shown = [home if is_own(one.address, config.mailboxes) else one for one in to]  # never an address with a token in it
    return ParsedMail(
        from_=Address(entry.author_name, entry.author),
        to=tuple(dict.fromkeys(shown)) or (home,),
        subject=_subject(came, entry, happening) if own else happening.ticket.subject,
        date=entry.created,
        text=new_words(entry),
        attachments=came.attachments,
    )


def _subject(came: ParsedMail, entry: Message, happening: Happening) -> str:
    return unlabelled(came.subject, entry.ticket) or happening.ticket.subject


def subject_before(session: Session, draft: Draft, limits: Limits) -> str:
    """What the side conversation with this person is called: as in the last letter there, else in words that tell nothing of the ticket."""
    letter = last_letter(session, draft.ticket, draft.person, LetterKind.ASK)
    if letter is None:
        return _FIRST[draft.mailbox.language].format(mailbox=draft.mailbox.name)
    return f"Re: {parted(unlabelled(parse(letter_bytes(session, letter), limits).subject, draft.ticket))[1]}"
