"""What a letter to somebody outside goes on from: the customer's message that is passed on, and what that person was asked before."""

from __future__ import annotations

from dataclasses import replace

from maildesk.carriers import is_own
from maildesk.config.limits import Limits
from maildesk.config.schema import DeskConfig
from maildesk.files import MAILS
from maildesk.intake import spool
from maildesk.intake.mime.parse import parse
from maildesk.intake.trust.groups import as_it_was_taken
from maildesk.letter import LetterKind
from maildesk.mail import Address, Attachment, ParsedMail
from maildesk.outbound.happening import Draft, Happening
from maildesk.outbound.wording import is_customers, new_words, quoted_entry, unquoted
from maildesk.store.engine import Session
from maildesk.store.fates import fates_by_entry
from maildesk.store.letters import last_letter, letter_bytes
from maildesk.store.tickets import messages_of
from maildesk.subject import parted, unlabelled
from maildesk.threading.split import split
from maildesk.ticket import WITHDRAWN, Message, MessageKind
from maildesk.verbs.redaction import HIDDEN

_LOOKED_BACK = 50  # entries in which the customer's last one is sought
_FIRST = {"en": "A question from {mailbox}", "zh_CN": "来自{mailbox}的咨询"}


def originals_of(session: Session, happening: Happening, config: DeskConfig, whole: bool) -> tuple[ParsedMail, ...]:
    """The customer's last message as a mail, or with `whole` all that the customer wrote and was written to, the newest first; never a note."""
    entries = messages_of(session, happening.ticket.number, last=None if whole else _LOOKED_BACK)
    if whole:
        fates = fates_by_entry(session, entries)
        kept = {*(one.id for one in (happening.message, *happening.beside) if one), *(entry for entry, fate in fates.items() if not fate.left)}
        wanted = [entry for entry in reversed(entries) if _is_public(entry) and entry.id not in kept]
    else:
        wanted = [entry for entry in (quoted_entry(entries),) if entry]
    first = entries[0].id if entries and (whole or len(entries) < _LOOKED_BACK) else 0
    return tuple(_original(session, happening, entry, config, opens=entry.id == first) for entry in wanted)


def _is_public(entry: Message) -> bool:
    """Whether the customer wrote it, or it was written to the customer and not taken back."""
    return (is_customers(entry) and "robot" not in entry.flags) or (entry.kind is MessageKind.REPLY and WITHDRAWN not in entry.flags)


def _original(session: Session, happening: Happening, entry: Message, config: DeskConfig, opens: bool) -> ParsedMail:
    """An entry as a mail: its new words alone, so that nothing that it quotes of ours goes along; an agent's as the customer saw it."""
    home = Address(happening.mailbox.name, happening.mailbox.address)
    if entry.kind is MessageKind.REPLY:
        ours = replace(home, name=f"{entry.author_name} ({home.name})" if entry.author_name else home.name)
        customer = Address("", happening.ticket.requester)
        return ParsedMail(from_=ours, to=(customer,), subject=happening.ticket.subject, date=entry.created, text=new_words(entry))
    came = parse(spool.shown(session, entry.mail)[1], config.limits, through=config.junk.wraps) if entry.mail else ParsedMail()
    came = as_it_was_taken(came, entry.author)
    own = came.sender == entry.author  # not passed on by a colleague
    to = [one for one in (*came.to, *came.cc) if config.agent(one.address.lower()) is None] if own else []
    shown = [home if is_own(one.address, config.mailboxes) else one for one in to]  # never an address with a token in it
    hidden = HIDDEN in entry.text  # the raw mail has the words still
    return ParsedMail(
        from_=Address(entry.author_name, entry.author),
        to=tuple(dict.fromkeys(shown)) or (home,),
        subject=_subject(came, entry, happening) if own and not hidden else happening.ticket.subject,
        date=entry.created,
        text=unquoted(new_words(entry)) if own and not opens else new_words(entry),
        html=split(came, first=opens).reply_html if own and came.html and not hidden else "",
        attachments=came.attachments if own else _passed_files(came, config.limits),
    )


def _passed_files(came: ParsedMail, limits: Limits) -> tuple[Attachment, ...]:
    """The customer's files of a mail that a colleague passed on: of one that came as a file those inside it, and nothing that stood beside."""
    if came.enclosed is None:
        return came.attachments
    inside = next((one for one in came.attachments if one.content_type in MAILS), None)
    return parse(inside.content, limits).attachments if inside else ()


def _subject(came: ParsedMail, entry: Message, happening: Happening) -> str:
    return unlabelled(came.subject, entry.ticket) or happening.ticket.subject


def subject_before(session: Session, draft: Draft, limits: Limits) -> str:
    """What the side conversation with this person is called: as in the last letter there, else in words that tell nothing of the ticket."""
    letter = last_letter(session, draft.ticket, draft.person, LetterKind.ASK)
    if letter is None:
        return _FIRST[draft.mailbox.language].format(mailbox=draft.mailbox.name)
    return f"Re: {parted(unlabelled(parse(letter_bytes(session, letter), limits).subject, draft.ticket))[1]}"
