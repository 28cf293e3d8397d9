"""What a template may see of a ticket: plain strings and rows of strings, bounded, made from our own values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from maildesk.config.schema import Agent, DeskConfig, Mailbox
from maildesk.health import Ailment, AilmentKind
from maildesk.language import N_, Words, words
from maildesk.letter import ANSWER_LINES, Fate
from maildesk.mail import Address, Attachment
from maildesk.outbound.fatewords import fate_words
from maildesk.outbound.happening import Facts, Happening, Row
from maildesk.outbound.leaks import SHORTEST_LINE
from maildesk.outbound.warnings import warnings_of
from maildesk.plainaddress import is_plain_address
from maildesk.refusal import REASON_WORDS
from maildesk.ticket import WITHDRAWN, Message, MessageKind, Participant, Ticket, named, side_of, who_is_away

LONGEST_TEXT = 100_000  # of a text shown in a letter to staff; what is longer is attached whole
LONGEST_QUOTE = 8_000
_NO_LETTERS = re.compile(r"[\W_]+")
EXCHANGE = 3  # entries of the last exchange that a notification shows


def about_ticket(ticket: Ticket, mailbox: Mailbox) -> dict[str, str | tuple[Row, ...]]:
    """The facts every template has."""
    return {
        "number": str(ticket.number),
        "subject": ticket.subject,
        "mailbox": mailbox.name,
        "mailbox_address": mailbox.address,
        "requester": ticket.requester,
        "status": str(ticket.status),
        "priority": str(ticket.priority),
        "team": ticket.team or "",
        "assignee": ticket.assignee or "",
        "tags": ", ".join(ticket.tags),
        "signature": mailbox.signature,
    }


def printed(moment: datetime, mailbox: Mailbox) -> str:
    """A moment as people of this mailbox read it; it carries its zone."""
    return f"{moment.astimezone(mailbox.zone):%Y-%m-%d %H:%M %Z}"


_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh_CN": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def spoken(moment: datetime, mailbox: Mailbox) -> str:
    """A moment as a mail program says it above a quote, in the mailbox's language and zone."""
    local = moment.astimezone(mailbox.zone)
    weekday = _WEEKDAYS[mailbox.language][local.weekday()]
    if mailbox.language == "zh_CN":
        return f"{local.year}年{local.month}月{local.day}日 {weekday} {local:%H:%M %Z}"
    return f"{weekday}, {local.day} {_MONTHS[local.month - 1]} {local.year} at {local:%H:%M %Z}"


def new_words(message: Message) -> str:
    return (message.reply if message.reply.strip() else message.text).strip()


def unquoted(words: str) -> str:
    """New words without the lines that they answer."""
    return re.sub("\n{3,}", "\n\n", "\n".join(line for line in words.split("\n") if not line.startswith(">"))).strip()


def internal_words(entries: Iterable[Message]) -> tuple[str, ...]:
    """What must not stand in a letter to others: each note as it came, and its new words alone; what somebody outside quotes has been sent there.

    A note by mail quotes our letter about what the customer wrote: those lines are no secret, and every reply quotes them, too.
    """
    every = tuple(entries)
    notes = [entry for entry in every if entry.kind is MessageKind.NOTE]
    known = "\n".join(_letters(entry.text) for entry in every if entry.kind is not MessageKind.NOTE) if notes else ""
    return tuple(
        dict.fromkeys(
            "\n".join(_unknown(words, known)) for note in notes for words in ((new_words(note),) if side_of(note.flags) else (note.text, note.reply))
        )
    )


def _unknown(words: str, known: str) -> Iterator[str]:
    """The lines of a text but those long enough to be told that stand in what is `known`, however a mail program marked and broke them."""
    return (line for line in words.split("\n") if len(line) < SHORTEST_LINE or _letters(line) not in known)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text).casefold()


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest].rstrip() + " […]"


def entry_row(message: Message, mailbox: Mailbox, language: str, fates: Mapping[int, Fate]) -> Row:
    """One entry of the ticket, for the eyes of staff."""
    return {
        "author": named(message.author_name, message.author),
        "kind": str(message.kind),
        "when": printed(message.created, mailbox),
        "text": cut(new_words(message), LONGEST_QUOTE),
        "mark": mark_of(message, mailbox, language, fates),
    }


def mark_of(message: Message, mailbox: Mailbox, language: str, fates: Mapping[int, Fate]) -> str:
    """That nobody has, or not yet, what is shown as said; "" where it was sent."""
    taken_back = warnings_of((flag for flag in message.flags if flag == WITHDRAWN), words(language))
    return taken_back or fate_words(fates.get(message.id), words(language), lambda moment: printed(moment, mailbox))


def is_customers(message: Message) -> bool:
    """Whether a customer may read it again: what a third party wrote was never sent to the customer, and a report is nobody's words."""
    return message.kind is MessageKind.INBOUND and not {"third-party", "report"} & set(message.flags)


def quoted_entry(history: Sequence[Message]) -> Message | None:
    """What a reply quotes: the customer's last entry and nothing else, so that no note can ever stand in it (V124)."""
    return next((message for message in reversed(history) if is_customers(message) and new_words(message)), None)


def reply_facts(happening: Happening, text: str) -> Facts:
    """The agent's words and our own rendering of what they answer."""
    mailbox = happening.mailbox
    facts = {**about_ticket(happening.ticket, mailbox), "text": text.strip(), "quote": "", "quote_author": "", "quote_when": ""}
    passed_on = (happening.message,) if happening.passed_by and happening.message else ()  # answered at once
    quoted = quoted_entry([entry for entry in (*happening.history, *passed_on) if entry.id not in happening.private])
    if quoted is None:
        return facts
    author = quoted.author_name or quoted.author
    return {**facts, "quote": cut(new_words(quoted), LONGEST_QUOTE), "quote_author": author, "quote_when": spoken(quoted.created, mailbox)}


def notification_facts(happening: Happening, language: str, left_out: Sequence[Attachment]) -> Facts:
    """Everything an agent needs to answer, because the agent has no other screen."""
    message, mailbox = happening.message, happening.mailbox
    facts = {
        **about_ticket(happening.ticket, mailbox),
        "answer_line": ANSWER_LINES[language],
        "internal": "yes" if message and message.kind is MessageKind.NOTE else "",
        "author": named(message.author_name, message.author) if message else "",
        "author_name": (message.author_name or message.author) if message else "",
        "when": printed(message.created, mailbox) if message else "",
        "text": cut(new_words(message) or _instead(happening, words(language)), LONGEST_TEXT) if message else "",
        "kind": str(message.kind) if message else "",
        "mark": mark_of(message, mailbox, language, happening.fates) if message else "",
        "warnings": warnings_of(message.flags, words(language)) if message else "",
        "left_out": tuple({"name": one.filename or one.content_type, "size": size(one.size)} for one in left_out),
        "customers_away": away_rows(happening),
        "failed": failed_rows(happening.ailments, language),
        "occasion": happening.occasion,
        "reminder": happening.reminder,
        "due": printed(happening.ticket.due, mailbox) if happening.ticket.due else "",
        "exchange": tuple(entry_row(entry, mailbox, language, happening.fates) for entry in exchange_of(happening)),
    }
    return {**facts, **answer_facts(happening.ticket, happening.participants)}


def exchange_of(happening: Happening) -> tuple[Message, ...]:
    """What stands below "Before that"."""
    return (*happening.history[-EXCHANGE:], *happening.beside)


def _instead(happening: Happening, spoken: Words) -> str:
    """What is shown of a customer's mail without a text: the mail that is attached to it, or that it has none."""
    inner = happening.split.forwarded if happening.split else None
    if inner is None or happening.message is None or happening.message.kind is not MessageKind.INBOUND:
        return f"[{spoken.gettext(_NO_TEXT)}]"
    author = named(inner.from_.name, inner.from_.address) if inner.from_ else ""
    return "\n".join((f"[{spoken.gettext(_ATTACHED)}]", *filter(None, (author, inner.subject)), "", inner.text)).rstrip()


_NO_TEXT, _ATTACHED = N_("no text"), N_("no text; this mail is attached to it:")


def away_rows(happening: Happening) -> tuple[Row, ...]:
    """The customers who will not read an answer soon, as their answering machines said on this ticket."""
    entries = (*happening.history, *((happening.message,) if happening.message else ()))
    names = {person.address: person.name for person in happening.participants}
    today = happening.act.now.astimezone(happening.mailbox.zone).date()
    away = who_is_away(entries, today)
    return tuple({"name": named(names.get(address, ""), address), "until": day.isoformat()} for address, day in away.items())


_SOMEBODY = N_("one of those whom it went to")


def failed_rows(ailments: Iterable[Ailment], language: str) -> tuple[Row, ...]:
    """Which addresses did not take a letter, and why, in the reader's words; `silent` where no robot writes there now."""
    spoken = words(language)
    return tuple(
        {
            "address": one.address or spoken.gettext(_SOMEBODY),
            "why": spoken.gettext(REASON_WORDS[one.reason]),
            "code": " ".join(filter(None, (str(one.code or ""), one.status))),
            "silent": "complaint" if one.kind is AilmentKind.COMPLAINT else "dead" if one.dead else "",
        }
        for one in ailments
    )


def answer_facts(ticket: Ticket, participants: Iterable[Participant], shown_to: Sequence[Address] = ()) -> dict[str, str]:
    """Who a reply will go to, by name and address."""
    names = {person.address: person.name for person in participants}
    copies = [named(one.name, one.address) for one in shown_to if one.address != ticket.requester]
    return {"goes_to": named(names.get(ticket.requester, ""), ticket.requester), "copies": ", ".join(copies)}


def handed_facts(happening: Happening, agent: Agent, config: DeskConfig) -> dict[str, str]:
    """Who gave the ticket to this agent or to the agent's team: a colleague by name, or a rule by its place; "" where nobody else did just now."""
    ticket, by = happening.ticket, happening.handed_by
    kind, _, name = by.partition(":")
    to = "you" if ticket.assignee == agent.address else "" if ticket.assignee else "team"
    if not to or by == f"agent:{agent.address}":
        return {"handed_by": "", "handed_rule": "", "handed_to": ""}
    colleague = config.agent(name) if kind == "agent" else None
    return {
        "handed_by": colleague.name if colleague else name if kind == "operator" else "",
        "handed_rule": name if kind == "rule" else "",
        "handed_to": to if by else "",
    }


_COPY = N_("#cc {people}")
_MOST_PROPOSED = 10  # people, of whom an agent may take some over


def beside_facts(happening: Happening, proposed: Sequence[Participant], config: DeskConfig, language: str) -> dict[str, str]:
    """Who outside answers beside the conversation; who passed the mail on, when it was written, and who else had it, with the command for that."""
    some = [one for one in proposed if is_plain_address(one.address)][:_MOST_PROPOSED]
    agent = config.agent(happening.passed_by)
    return {
        "outside": side_of(happening.message.flags) if happening.message else "",
        "passed_by": named(agent.name, agent.address) if agent else "",
        "written": cut(happening.mail.header("date"), 80) if happening.mail and agent else "",
        "proposed": ", ".join(named(one.name, one.address) for one in some),
        "propose": words(language).gettext(_COPY).format(people=" ".join(one.address for one in some)) if some else "",
    }


def size(octets: int) -> str:
    """A size as people say it: 12 B, 34 KiB, 5.6 MiB."""
    if octets < 1024:
        return f"{octets} B"
    return f"{octets / 1024:.0f} KiB" if octets < 1 << 20 else f"{octets / (1 << 20):.1f} MiB"
