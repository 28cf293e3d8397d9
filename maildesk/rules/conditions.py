"""The conditions: one table of what a rule may ask. A new condition is one entry here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from maildesk.config.nearest import did_you_mean
from maildesk.config.schema import DeskConfig
from maildesk.config.yamlfile import Data
from maildesk.errors import Wrong
from maildesk.judged import NatureKind, TrustLevel
from maildesk.language import Said
from maildesk.rules.facts import Facts
from maildesk.rules.needs import HeaderNamed, Need, Pick, header_need, need_of
from maildesk.rules.patterns import Budget, Match, anywhere, whole
from maildesk.rules.rule import Question
from maildesk.ticket import Priority, Status


@dataclass(frozen=True, slots=True)
class Condition:
    """`reads` turns the value of a rule file into a question and raises Wrong; `cost` orders the questions of a rule.

    `names` are the desk's own names that may stand there: any other plain name is a slip of the pen. `needs` says of a value what
    must be met for it to hold.
    """

    name: str
    takes: str
    help: str
    cost: int
    reads: Callable[[Data], Question]
    names: Callable[[DeskConfig], Iterable[str]] | None = None
    needs: Callable[[Data], Need | None] | None = None


def _text(pick: Pick, compare: Callable[[Data], Match]) -> Callable[[Data], Question]:
    def reads(value: Data) -> Question:
        match = compare(value)
        return lambda facts, budget: match(pick(facts), budget)

    return reads


def _words(pick: Callable[[Facts], str | None], known: Iterable[str]) -> Callable[[Data], Question]:
    """One or several of a closed set of words."""
    allowed = frozenset(str(word) for word in known)

    def reads(value: Data) -> Question:
        wanted = frozenset(str(item) for item in _listed(value))
        for word in wanted - allowed:
            raise Wrong(Said("{word!r} is not known here", word=word), did_you_mean(word, allowed, Said("write one of")))
        return lambda facts, budget: pick(facts) in wanted

    return reads


def _flag(pick: Callable[[Facts], bool]) -> Callable[[Data], Question]:
    def reads(value: Data) -> Question:
        if not isinstance(value, bool):
            raise Wrong(Said("this is neither true nor false"), Said("write true or false"))
        return lambda facts, budget: pick(facts) is value

    return reads


def _listed(value: Data) -> list[Data]:
    items: list[Data] = value if isinstance(value, list) else [value]
    if not items or any(isinstance(item, dict | list) or item is None for item in items):
        raise Wrong(Said("a word is missing here"), Said("write a word or a list of words"))
    return items


def _headers(value: Data) -> Question:
    if not isinstance(value, dict) or not value:
        raise Wrong(Said("this is no header with its text"), Said('write {{X-Header: "text"}}'))
    questions = [_header(name.lower(), anywhere(pattern)) for name, pattern in value.items()]
    if len(questions) == 1:
        return questions[0]
    return lambda facts, budget: all(question(facts, budget) for question in questions)


def _header(name: str, match: Match) -> Question:
    pick = HeaderNamed(name)
    return lambda facts, budget: match(pick(facts), budget)


_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?\Z", re.ASCII)


def _hours(value: Data) -> Question:
    wanted = frozenset(minute for item in _listed(value) for minute in _hour_span(str(item)))
    return lambda facts, budget: facts.local.hour * 60 + facts.local.minute in wanted


def _hour_span(written: str) -> Iterable[int]:
    """Minutes of the day; a single hour is that hour, the end of a span is not part of it, and a span may run over midnight."""
    first, dash, beyond = (part.strip() for part in written.partition("-"))
    start = _minute(first, written)
    end = _minute(beyond, written) if dash else start + 60
    return range(start, end) if start <= end else (*range(start, 24 * 60), *range(end))


def _minute(clock: str, written: str) -> int:
    found = _CLOCK.match(clock)
    minute = int(found[1]) * 60 + int(found[2] or 0) if found else -1
    if not found or not 0 <= minute <= 24 * 60 or int(found[2] or 0) > 59:
        raise Wrong(Said("{written!r} are no hours", written=written), Said("write 9-17 or 22:30-6"))
    return minute


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _weekdays(value: Data) -> Question:
    wanted = frozenset(day for item in _listed(value) for day in _day_span(str(item)))
    return lambda facts, budget: facts.local.weekday() in wanted


def _day_span(written: str) -> list[int]:
    first, dash, last = (part.strip().lower()[:3] for part in written.partition("-"))
    for day in (first, last) if dash else (first,):
        if day not in WEEKDAYS:
            raise Wrong(Said("{written!r} is no day of the week", written=written), Said("write mon, tue, wed, thu, fri, sat, sun, or mon-fri"))
    start = WEEKDAYS.index(first)
    length = (WEEKDAYS.index(last) - start) % 7 if dash else 0
    return [(start + step) % 7 for step in range(length + 1)]


_SIZE = re.compile(r"([<>])\s*(\d{1,9})\s*([kKmM]?)\Z", re.ASCII)
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20}


def _size(value: Data) -> Question:
    found = _SIZE.match(str(value).strip())
    if not found:
        raise Wrong(Said("{value!r} is no size", value=value), Said('write ">1M" or "<10k"'))
    bound, larger = int(found[2]) * _UNITS[found[3].lower()], found[1] == ">"
    return lambda facts, budget: facts.size > bound if larger else facts.size < bound


_BOUND = re.compile(r"([<>])\s*(-?\d{1,4}(?:\.\d{1,4})?)\Z", re.ASCII)


def _junk_score(value: Data) -> Question:
    found = _BOUND.match(str(value).strip())
    if not found:
        raise Wrong(Said("{value!r} is no bound of a score", value=value), Said('write ">8" or "<2.5"'))
    bound, larger = float(found[2]), found[1] == ">"

    def asks(facts: Facts, budget: Budget) -> bool:
        score = facts.junk.score
        return score is not None and (score > bound if larger else score < bound)

    return asks


def _mailboxes(config: DeskConfig) -> Iterable[str]:
    return (box.address for box in config.mailboxes)


def _teams(config: DeskConfig) -> Iterable[str]:
    return config.teams


def _agents(config: DeskConfig) -> Iterable[str]:
    return (agent.address for agent in config.agents)


WORD, CHEAP, SHORT_TEXT, LONG_TEXT = 0, 1, 2, 9

_MAILBOX, _FROM, _TO, _CC, _SUBJECT, _BODY = map(attrgetter, ("to_mailbox", "from_", "to", "cc", "subject", "body"))
_TEAM, _ASSIGNEE, _REQUESTER, _TAGS = map(attrgetter, ("team", "assignee", "requester", "tags"))

_TEXT = "TEXT, [TEXT, …], /regex/ or {contains: TEXT}"
ADDRESS = "ADDRESS, [ADDRESS, …], @example.com or /regex/"
_NAME = "NAME, [NAME, …], a pattern with * or /regex/"

_TABLE = (
    Condition("mailbox", ADDRESS, "the mailbox the mail was written to", CHEAP, _text(_MAILBOX, whole), _mailboxes, need_of(_MAILBOX)),
    Condition(
        "from",
        ADDRESS,
        "the address the mail says it is from; not proven, ask for trust too where it matters",
        CHEAP,
        _text(_FROM, whole),
        needs=need_of(_FROM),
    ),
    Condition("to", ADDRESS, "an address in To", CHEAP, _text(_TO, whole), needs=need_of(_TO)),
    Condition("cc", ADDRESS, "an address in Cc", CHEAP, _text(_CC, whole), needs=need_of(_CC)),
    Condition("subject", _TEXT, "the subject of the mail", SHORT_TEXT, _text(_SUBJECT, anywhere), needs=need_of(_SUBJECT)),
    Condition("body", _TEXT, "the new words of the mail, without quoted text and signature", LONG_TEXT, _text(_BODY, anywhere), needs=need_of(_BODY)),
    Condition("header", "{HEADER: TEXT}", "a header of the mail; several are all wanted", SHORT_TEXT, _headers, needs=header_need),
    Condition("attachment", _NAME, "a file name or content type, like *.pdf or image/*", CHEAP, _text(lambda f: f.attachments, whole)),
    Condition(
        "invite",
        _NAME,
        "what a calendar's invite wants (request, cancel, reply, counter) or what it is called",
        CHEAP,
        _text(lambda f: f.invite, whole),
    ),
    Condition("size", '">1M" or "<10k"', "how much text and attachments the mail brings", WORD, _size),
    Condition("nature", " | ".join(NatureKind), "what kind of mail it is", WORD, _words(lambda f: f.nature, NatureKind)),
    Condition("trust", " | ".join(TrustLevel), "how well the sender is proven", WORD, _words(lambda f: f.trust, TrustLevel)),
    Condition("token", "true | false", "whether the mail answers a letter of ours, proven by its token", WORD, _flag(lambda f: f.token)),
    Condition("junk", "true | false", "whether the filter of desk.yaml takes the mail for junk", WORD, _flag(lambda f: f.junk.found)),
    Condition("junk_score", '">8" or "<2.5"', "the filter's score; a mail without one is neither", WORD, _junk_score),
    Condition("new", "true | false", "whether the mail made a new ticket", WORD, _flag(lambda f: f.event == "created")),
    Condition("status", " | ".join(Status), "the ticket's status", WORD, _words(lambda f: f.ticket.status if f.ticket else None, Status)),
    Condition("priority", " | ".join(Priority), "the ticket's priority", WORD, _words(lambda f: f.ticket.priority if f.ticket else None, Priority)),
    Condition("tag", _NAME, "a tag of the ticket", CHEAP, _text(_TAGS, whole), needs=need_of(_TAGS)),
    Condition("team", _NAME, "the ticket's team", CHEAP, _text(_TEAM, whole), _teams, need_of(_TEAM)),
    Condition("assignee", ADDRESS, "the agent who has the ticket", CHEAP, _text(_ASSIGNEE, whole), _agents, need_of(_ASSIGNEE)),
    Condition(
        "assigned", "true | false", "whether an agent has the ticket", WORD, _flag(lambda f: f.ticket is not None and f.ticket.assignee is not None)
    ),
    Condition("assignee_away", "true | false", "whether the agent who has the ticket is away", WORD, _flag(lambda f: f.assignee_away)),
    Condition("requester", ADDRESS, "whose ticket it is", CHEAP, _text(_REQUESTER, whole), needs=need_of(_REQUESTER)),
    Condition("hour", "9-17, 22:30-6", "the time of day in the mailbox's time zone; the end is not part of it", WORD, _hours),
    Condition("weekday", "mon-fri, [sat, sun]", "the day of the week in the mailbox's time zone", WORD, _weekdays),
)

CONDITIONS: dict[str, Condition] = {condition.name: condition for condition in _TABLE}
