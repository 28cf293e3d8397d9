"""From a draft to a letter with its bytes: words from templates, headers from atoms, held where something would leak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from maildesk import carriers
from maildesk.config.limits import Limits
from maildesk.config.schema import DeskConfig, Mailbox
from maildesk.html.clean import clean, text_to_html
from maildesk.language import Said
from maildesk.letter import TO_CUSTOMERS, TO_STAFF, Letter, LetterKind, OutboxState
from maildesk.mail import Address
from maildesk.outbound.atoms import LONGEST_SUBJECT, clean_line, references
from maildesk.outbound.happening import Composed, Draft, Facts, Row
from maildesk.outbound.leaks import Secrets, leak
from maildesk.outbound.render import Rendered, Templates
from maildesk.outbound.wire import Sheet, is_picture_of, wire
from maildesk.plainaddress import is_plain_address
from maildesk.subject import parted, read_subject, unlabelled
from maildesk.threadindex import continued
from maildesk.tokens import KeyRing, TokenKind

CUSTOMER_TOKEN, AGENT_TOKEN, CONFIRM_TOKEN = timedelta(days=400), timedelta(days=90), timedelta(hours=24)


@dataclass(frozen=True)
class Press:
    """What letters are made with."""

    config: DeskConfig
    ring: KeyRing
    templates: Templates


def compose(draft: Draft, press: Press, letter_id: int, now: datetime) -> Composed:
    """The letter of a draft under this number (random, 60 bits); bytes and Message-ID are fixed from now on.

    It starts as `held` where it may not leave as it is, as `captured` where its mailbox only captures.
    """
    asked, draft = draft, _with_safe_addresses(draft)
    letter = _letter(draft, press, letter_id, now)
    rendered = _rendered(draft, press, letter)
    sheet = _sheet(draft, press, letter, rendered)
    state, reason = _state(draft, press, letter, sheet)
    recipients = tuple(dict.fromkeys((*(one.address for one in (*draft.to, *draft.cc)), *draft.bcc)))
    sender = carriers.envelope_sender(press.ring, draft.mailbox, letter_id, draft.automatic)
    why = "; ".join(filter(None, (reason, rendered.problem, _left_out(asked, draft))))
    due = _due(draft, state, now)
    return Composed(letter, wire(sheet), sender, recipients, draft.mailbox.relay, state, why, draft.asks, due)


def _with_safe_addresses(draft: Draft) -> Draft:
    """Addresses that not every mail system reads alike never come near a header (V119)."""
    to = tuple(one for one in draft.to if is_plain_address(one.address))
    return replace(draft, to=to, cc=tuple(one for one in draft.cc if is_plain_address(one.address)), bcc=tuple(filter(is_plain_address, draft.bcc)))


def _left_out(asked: Draft, draft: Draft) -> str:
    kept = (*draft.to, *draft.cc)
    gone = [clean_line(one.address, 254) or "an empty address" for one in (*asked.to, *asked.cc) if one not in kept]
    return f"left out, because no mail can safely be sent there: {', '.join(gone)}" if gone else ""


def _letter(draft: Draft, press: Press, letter_id: int, now: datetime) -> Letter:
    return Letter(
        id=letter_id,
        kind=draft.kind,
        ticket=draft.ticket,
        mailbox=draft.mailbox.address,
        person=draft.person,
        shown=tuple(one.address for one in (*draft.to, *draft.cc)),
        message_id=carriers.message_id(press.ring, draft.mailbox, letter_id, TokenKind.CONFIRM if _asks(draft) else TokenKind.MESSAGE_ID),
        current_message=draft.current_message,
        answer=draft.answer,
        automatic=draft.automatic,
        created=now,
        expires=now + (CONFIRM_TOKEN if _asks(draft) else AGENT_TOKEN if draft.kind in TO_STAFF else CUSTOMER_TOKEN),
        about_mail=draft.about_mail,
    )


def _asks(draft: Draft) -> bool:
    """Whether an answer confirms a held mail, and is nothing else."""
    return draft.kind is LetterKind.UNPROVEN


def _rendered(draft: Draft, press: Press, letter: Letter) -> Rendered:
    """The words of the letter; without the quote where what the customer wrote would leak something by being repeated."""
    secrets = _secrets(draft, press, letter)
    topic = clean_line(draft.topic or draft.subject, LONGEST_SUBJECT)
    facts: Facts = {
        **_with_links(draft, press, letter),
        "topic": topic,
        "status_page": _page_link(draft, press, letter),
    }
    if draft.kind not in TO_STAFF:
        facts = {**facts, "subject": topic}
    if draft.kind is LetterKind.REPLY and leak([str(facts.get("quote", "")), str(facts.get("quote_author", ""))], (), secrets):
        facts = {**facts, "quote": ""}
    body = _body(draft, press.config.limits) if draft.body is None else draft.body
    return press.templates.render(draft.template, draft.language, facts, body, _below(draft, facts, press.config.limits))


def _below(draft: Draft, facts: Facts, limits: Limits) -> tuple[str, ...]:
    """Each message that is passed on as HTML: its own markup, cleaned, else its plain text."""
    rows = facts.get("originals", ())
    texts = [row["text"] for row in rows if not isinstance(row, str)]
    made = []
    for text, markup in zip(texts, draft.below, strict=False):
        kept = frozenset(one.content_id for one in draft.attachments if is_picture_of(one, markup))
        made.append((clean(markup, kept, limits) if markup.strip() else "") or text_to_html(text))
    return tuple(made)


def _with_links(draft: Draft, press: Press, letter: Letter) -> Facts:
    """The facts; each row that has a mail to be sent by a tap with the address to tap, which names this very letter."""
    if draft.kind not in TO_STAFF:
        return draft.facts
    return {
        name: value if isinstance(value, str) else tuple(_linked(row, draft, press, letter) for row in value) for name, value in draft.facts.items()
    }


def _linked(row: Row, draft: Draft, press: Press, letter: Letter) -> Row:
    if not row.get("tap"):
        return row
    mail = carriers.Prepared(TokenKind(row["tap"]), row["tap_subject"], row["tap_body"])
    return {**row, "link": carriers.tap_address(press.ring, draft.mailbox, letter.id, mail)}


def _page_link(draft: Draft, press: Press, letter: Letter) -> str:
    """For customers alone: staff have the ticket itself."""
    page = press.config.status_page
    return carriers.page_link(press.ring, page.public_url, letter.id) if page and draft.kind in TO_CUSTOMERS else ""


def with_bodies(drafts: Iterable[Draft], limits: Limits) -> Iterator[Draft]:
    """The drafts with their words as HTML, made once for all that say the same: a team hears of a mail in as many letters."""
    made: dict[tuple[object, ...], str] = {}
    for draft in drafts:
        said = (draft.html, tuple(one.content_id for one in draft.attachments), draft.facts.get("text", ""))
        if said not in made:
            made[said] = _body(draft, limits)
        yield replace(draft, body=made[said])


def _body(draft: Draft, limits: Limits) -> str:
    """The words as HTML: the sender's own markup, cleaned, else the plain text."""
    kept = frozenset(one.content_id for one in draft.attachments if is_picture_of(one, draft.html))
    cleaned = clean(draft.html, kept, limits) if draft.html.strip() else ""
    return cleaned or text_to_html(str(draft.facts.get("text", "")))


def _sheet(draft: Draft, press: Press, letter: Letter, rendered: Rendered) -> Sheet:
    mailbox, kind = draft.mailbox, TokenKind.CONFIRM if _asks(draft) else TokenKind.REPLY
    signer, name = _names_of(draft)
    answers = Address("" if draft.kind in TO_STAFF else name, carriers.reply_address(press.ring, mailbox, letter.id, kind))
    return Sheet(
        from_=Address(name, mailbox.address),
        signer=signer,
        to=draft.to,
        cc=draft.cc,
        reply_to=answers,
        subject=labelled(rendered.subject, draft.ticket, mailbox),
        topic=read_subject(draft.topic or draft.subject).base if draft.ticket else "",
        thread_index=continued(draft.thread_index, letter.created) if draft.thread_index else "",
        message_id=letter.message_id,
        in_reply_to=draft.thread_ids[0] if draft.thread_ids else "",
        references=tuple(references(letter.message_id, draft.thread_ids)),
        date=letter.created.astimezone(mailbox.zone),  # as the program of a person there writes it
        auto_submitted=_auto_submitted(draft),
        text=rendered.text,
        html=rendered.html,
        attachments=draft.attachments,
    )


def _names_of(draft: Draft) -> tuple[str, str]:
    """Who speaks and for which mailbox, as the mailbox wants it shown; never an agent's address (law 7)."""
    signer = "" if "@" in draft.signer or draft.mailbox.from_name == "mailbox" else draft.signer
    return ("", signer) if signer and draft.mailbox.from_name == "agent" else (signer, draft.mailbox.name)


def labelled(subject: str, number: int, mailbox: Mailbox) -> str:
    """The subject with the prefix of an answer once and then the ticket's label once, where the mailbox wants it.

    The label stands behind the prefix: an answer to it needs no second one. It is cut before the label, never in it.
    """
    label = f"[#{number}]" if number and mailbox.subject_label != "none" else ""
    prefix, rest = parted(unlabelled(subject, number))
    bare = clean_line(rest, LONGEST_SUBJECT - len(label) - len(prefix) - 2)
    words = " ".join(filter(None, (bare, label) if mailbox.subject_label == "right" else (label, bare)))
    return f"{prefix}{words}" if prefix.endswith("：") else f"{prefix} {words}".strip()  # a full-width colon has its own blank


def _auto_submitted(draft: Draft) -> str:
    """RFC 3834 §5: an answer to one mail is `auto-replied`, news of its own accord `auto-generated`."""
    if not draft.automatic:
        return ""
    return "auto-generated" if draft.kind is LetterKind.NOTIFICATION or not draft.thread_ids else "auto-replied"


def _state(draft: Draft, press: Press, letter: Letter, sheet: Sheet) -> tuple[OutboxState, str]:
    if not sheet.to:
        return OutboxState.HELD, Said("nobody is left to send it to")
    if draft.kind not in TO_STAFF:
        found = leak((sheet.subject, *_names(sheet), sheet.text, sheet.html), sheet.attachments, _secrets(draft, press, letter))
        if found:
            return OutboxState.HELD, found
    if draft.mailbox.deliver == "capture":
        return OutboxState.CAPTURED, "the mailbox says deliver: capture"
    if draft.leaving.kept:
        return OutboxState.LATER, Said("it waits for #send now")
    return (OutboxState.LATER, Said("it waits for its hour")) if draft.leaving.at else (OutboxState.QUEUED, "")


def _due(draft: Draft, state: OutboxState, now: datetime) -> datetime | None:
    if state is OutboxState.LATER:
        return draft.leaving.at
    return now + draft.leaving.after if state is OutboxState.QUEUED else None


def _names(sheet: Sheet) -> tuple[str, ...]:
    return tuple(f"{one.name}" for one in (*sheet.to, *sheet.cc))


def _secrets(draft: Draft, press: Press, letter: Letter) -> Secrets:
    """An agent who stands on the ticket as a customer, in sight of everybody, is no secret there."""
    agents = press.config.private_addresses - frozenset(letter.shown)
    seen = (carriers.letter_of_message_id(press.ring, identifier) for identifier in draft.thread_ids)
    return Secrets(press.ring, letter.id, agents, draft.internal, frozenset(number for number in seen if number is not None))
