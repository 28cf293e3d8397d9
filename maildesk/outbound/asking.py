"""The letter to somebody outside whom an agent asks: the agent's words, and the customer's message where it is passed on. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from maildesk.changes import AskOutside
from maildesk.config.schema import DeskConfig, Mailbox
from maildesk.files import files_to_send
from maildesk.letter import LetterKind
from maildesk.mail import Address, ParsedMail
from maildesk.outbound.happening import Draft, Facts, Happening, Row
from maildesk.outbound.leaving import leaving_of
from maildesk.outbound.markup import with_own_markup
from maildesk.outbound.wording import LONGEST_TEXT, cut, internal_words, new_words, spoken
from maildesk.ticket import Message, MessageKind, named, side_of

_MOST_PASSED_ON = 400_000  # characters of all messages of one letter together; what is older is left out, and said to be


def asked_outside(happening: Happening, config: DeskConfig) -> Iterator[Draft]:
    """A letter for each who is asked. Neither the ticket's subject nor its people stand in it, unless its message is passed on."""
    for effect in happening.effects:
        if isinstance(effect, AskOutside) and (effect.text or happening.originals):
            yield _letter(happening, config, effect)


def _letter(happening: Happening, config: DeskConfig, effect: AskOutside) -> Draft:
    mailbox = happening.mailbox
    originals = tuple(_fitting(happening.originals)) if effect.passes_on else ()
    speaker = config.agent(happening.act.actor.address or "")
    draft = Draft(
        kind=LetterKind.ASK,
        template="ask",
        ticket=happening.ticket.number,
        mailbox=mailbox,
        person=effect.address,
        to=(Address("", effect.address),),
        subject=effect.subject or (f"Fwd: {originals[0].subject}" if originals else ""),
        answer=MessageKind.NOTE,
        automatic=False,
        language=mailbox.language,
        facts=_facts(happening, effect, originals),
        signer=speaker.name if speaker else "",
        current_message=happening.current_message,
        internal=_internal(happening, effect.address),
        leaving=leaving_of(happening, config),
    )
    draft = with_own_markup(draft, happening, config) if effect.text and happening.mail else draft
    files = {(one.sha256, one.content_id): one for original in originals for one in files_to_send(original)}  # a logo in every mail goes along once
    return replace(draft, attachments=(*draft.attachments, *files.values()), below=tuple(original.html for original in originals))


def _fitting(originals: Sequence[ParsedMail]) -> Iterator[ParsedMail]:
    """The newest messages that fit into one letter, at least one."""
    room = _MOST_PASSED_ON
    for original in originals:
        yield original
        room -= len(original.text) + len(original.html)
        if room < 0:
            return


def _facts(happening: Happening, effect: AskOutside, originals: Sequence[ParsedMail]) -> Facts:
    mailbox, before = happening.mailbox, _before(happening.history, effect.address)
    return {
        "number": str(happening.ticket.number),
        "mailbox": mailbox.name,
        "mailbox_address": mailbox.address,
        "signature": mailbox.signature,
        "text": effect.text.strip(),
        "quote": cut(new_words(before), LONGEST_TEXT) if before else "",
        "quote_author": (before.author_name or before.author) if before else "",
        "quote_when": spoken(before.created, mailbox) if before else "",
        "originals": tuple(_passed_on(one, mailbox) for one in originals),
        "left_out": str(len(happening.originals) - len(originals) or "") if originals else "",
    }


def _before(history: Sequence[Message], address: str) -> Message | None:
    """What whoever is asked has answered last."""
    return next((one for one in reversed(history) if side_of(one.flags) == address and one.author == address and new_words(one)), None)


def _passed_on(original: ParsedMail, mailbox: Mailbox) -> Row:
    return {
        "from": named(original.from_.name, original.from_.address) if original.from_ else "",
        "date": spoken(original.date, mailbox) if original.date else "",
        "to": ", ".join(named(one.name, one.address) for one in (*original.to, *original.cc)),
        "subject": original.subject,
        "text": cut(original.text, LONGEST_TEXT),
    }


def _internal(happening: Happening, address: str) -> tuple[str, ...]:
    """The notes that must not stand in the letter: all but what was said in this side conversation."""
    entries = (*happening.history, *((happening.message,) if happening.message else ()), *happening.beside)
    return internal_words(one for one in entries if side_of(one.flags) != address)
