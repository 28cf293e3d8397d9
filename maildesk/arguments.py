"""How the text after a verb is read, the same for mail commands, rules and the CLI."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from maildesk.changes import Resolved, TemplateName, Value
from maildesk.dates import NoTime, When, moment_in, read_time, shown
from maildesk.errors import Wrong
from maildesk.language import N_, Said
from maildesk.ticket import Priority, Role, Status
from maildesk.worktime import read_minutes, spelled_minutes


class Argument(StrEnum):
    """What a verb takes; the value is how a manual names it."""

    NONE = ""
    WHO = "AGENT or TEAM"
    WHO_OR_NOBODY = "AGENT, TEAM or nobody"
    STATUS = "open, waiting or closed"
    PRIORITY = N_("low, normal, high, urgent or 1 to 5")
    TAGS = "TAG … (-TAG takes one away)"
    TAG_NAMES = "TAG …"
    FIELD = "NAME=VALUE"
    TEXT = "TEXT"
    OPTIONAL_TEXT = "[TEXT]"
    HIDDEN = "WORDS"
    OPTIONAL_SUBJECT = "[SUBJECT]"
    WORD = "WORD"
    SPAN = "25m, 1h30m or 1.5h"
    MAILBOX = "MAILBOX"
    OPTIONAL_AGENT = "[AGENT]"
    CANNED = "TEXT'S NAME"
    MACRO = "MACRO'S NAME"
    ARTICLE = "ARTICLE'S NAME"
    TICKET = "TICKET NUMBER"
    LINK = "TICKET NUMBER [blocks, child or dup]"
    OPTIONAL_ADDRESS = "[ADDRESS]"
    ADDRESS_LIST = "ADDRESS …"
    MERGER = "TICKET NUMBER [both]"
    ADDRESS = "ADDRESS"
    CORRESPONDENT = "ADDRESS [SUBJECT]"
    ADDRESSES = "ADDRESS … (-ADDRESS takes one away)"
    UNTIL = "[3d, mon 9:00, tomorrow or 2026-01-31]"
    WHEN = "3d, mon 9:00, tomorrow or 2026-01-31"
    REMINDER = "3d, mon 9:00, tomorrow or 2026-01-31 [TEXT]"
    AUDIENCE = "AGENT, TEAM, assignee or team"
    SENDING = N_("now, or at mon 9:00, 3d or 2026-01-31")


NOBODY = "nobody"  # in the place of an agent
_NOBODY = frozenset({NOBODY, "none", "noone", "无", "无人"})
BOTH = "both"  # behind the number of a ticket to merge into: its customer and this one's are told each other's answers
_BOTH = frozenset({BOTH, "都", "两者"})


@dataclass(frozen=True, slots=True)
class AgentEntry:
    """`also` are other addresses that the agent writes from; what is meant for the agent goes to `address`."""

    address: str
    name: str
    role: Role
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailboxEntry:
    address: str
    name: str
    team: str | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """The names of texts and of articles, and lists of commands by name."""

    texts: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    macros: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """The agents and teams a verb may name, and when it is asked for; without `when` a time stays as it is written, until its rule fires."""

    agents: tuple[AgentEntry, ...] = ()
    teams: tuple[str, ...] = ()
    when: When | None = None
    mailboxes: tuple[MailboxEntry, ...] = ()
    prepared: Prepared = Prepared()

    def agent(self, address: str) -> AgentEntry | None:
        """Whose address it is, the one letters go to or another."""
        return next((entry for entry in self.agents if address.lower() in (entry.address, *entry.also)), None)

    def at(self, when: When) -> Directory:
        return replace(self, when=when)


class BadArgument(Wrong):
    """The text is no argument of this kind."""


def read_argument(kind: Argument, text: str, directory: Directory) -> Value:
    """The value of an argument; raises `BadArgument` with what would be right."""
    return _READERS[kind](text.strip(), directory)


def _none(text: str, _: Directory) -> Value:
    if text:
        raise BadArgument(Said("takes no argument, but “{text}” follows", text=text))
    return None


def _who(text: str, directory: Directory) -> Value:
    names: dict[str, tuple[str, ...]] = {entry.address: (entry.address, entry.name) for entry in directory.agents}
    names.update({team: (team,) for team in directory.teams})
    return _one_of(text, names, Said("agent or team") if directory.teams else Said("agent"))


def _who_or_nobody(text: str, directory: Directory) -> Value:
    return NOBODY if _folded(text) in _NOBODY else _who(text, directory)


def _optional_agent(text: str, directory: Directory) -> Value:
    if not text:
        return None
    return _one_of(text, {entry.address: (entry.address, entry.name) for entry in directory.agents}, Said("agent"))


def _canned(text: str, directory: Directory) -> Value:
    return _named(text, directory.prepared.texts, Said("text"))


def _article(text: str, directory: Directory) -> Value:
    return _named(text, directory.prepared.articles, Said("article"))


def _macro(text: str, directory: Directory) -> Value:
    return _named(text, dict(directory.prepared.macros), Said("macro"))


def _named(text: str, names: Iterable[str], what: Said) -> str:
    return _one_of(text, {name: (name,) for name in names}, what)


def _mailbox(text: str, directory: Directory) -> Value:
    """Its address, and its team where it has one."""
    named: dict[str, tuple[str, ...]] = {one.address: (one.address, one.address.partition("@")[0], one.name) for one in directory.mailboxes}
    found = _one_of(text, named, Said("mailbox"))
    team = next(one.team for one in directory.mailboxes if one.address == found)
    return (found, team) if team else found


def _audience(text: str, directory: Directory) -> Value:
    return text.casefold() if text.casefold() in ("assignee", "team") else _who(text, directory)


def _one_of(text: str, names: dict[str, tuple[str, ...]], what: Said) -> str:
    """The one key meant by `text`: exact first, then a unique prefix, blind to case, space and punctuation."""
    wanted = _folded(text)
    if not wanted:
        raise BadArgument(Said("needs an {what}: {known}", what=what, known=", ".join(sorted(names)) or Said("none is configured")))
    exact = [key for key, forms in names.items() if wanted in map(_folded, forms)]
    found = exact or [key for key, forms in names.items() if any(_folded(form).startswith(wanted) for form in forms)]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadArgument(Said("“{text}” may be {those}: write one of them whole", text=text, those=", ".join(sorted(found))))
    raise BadArgument(
        Said("there is no {what} “{text}”", what=what, text=text), Said("known are {known}", known=", ".join(sorted(names)) or Said("none"))
    )


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


# As mail programs and their X-Priority number them.
_NUMBERED = {"1": Priority.URGENT, "2": Priority.HIGH, "3": Priority.NORMAL, "4": Priority.LOW, "5": Priority.LOW}


def _priority(text: str, _: Directory) -> Value:
    word = str(_NUMBERED.get(text, text.casefold()))
    meant = [str(one) for one in Priority if word and one.startswith(word)]  # no two begin with the same letter
    if meant:
        return meant[0]
    raise BadArgument(Said("“{text}” is no priority", text=text), Said("write {priority}", priority=Argument.PRIORITY))


# Junk is no state to slip into by its name: `junk` and `notjunk` do more.
_STATUSES = {
    Status.OPEN: ("open", "reopen", "active", "打开"),
    Status.WAITING: ("waiting", "wait", "pending", "等待"),
    Status.CLOSED: ("closed", "close", "resolved", "resolve", "solved", "done", "关闭"),
}


def _status(text: str, _: Directory) -> Value:
    found = [status for status, words in _STATUSES.items() if text.casefold() in words]
    if not found:
        raise BadArgument(Said("“{text}” is no status", text=text), Said("write {statuses}", statuses=Argument.STATUS))
    return str(found[0])


_TAG = re.compile(r"[-+]?[\w][\w.-]{0,39}\Z")


def _tags(text: str, _: Directory) -> Value:
    words = tuple(word.casefold() for word in re.split(r"[,\s]+", text) if word)
    wrong = [word for word in words if not _TAG.match(word)]
    if wrong or not words:
        raise BadArgument(Said("“{text}” is no tag", text=" ".join(wrong) or text), Said("write words of letters, digits, dot and dash"))
    return words


def _tag_names(text: str, directory: Directory) -> Value:
    words = _tags(text, directory)
    return tuple(word.lstrip("+-") for word in words) if isinstance(words, tuple) else words


def _word(text: str, _: Directory) -> Value:
    if not _TAG.match(text.casefold()) or text[0] in "+-":
        raise BadArgument(Said("“{text}” is no word", text=text), Said("write one word of letters, digits, dot and dash"))
    return text.casefold()


def _span(text: str, _: Directory) -> Value:
    minutes = read_minutes(text)
    if minutes is None:
        raise BadArgument(Said("“{text}” is no time spent", text=text), Said("write it like 25m, 1h30m or 1.5h"))
    return spelled_minutes(minutes)


def _field(text: str, _: Directory) -> Value:
    name, equals, value = text.partition("=")
    if not equals or not re.fullmatch(r"[\w.-]{1,40}", name.strip()):
        raise BadArgument(Said("“{text}” is no field", text=text), Said("write NAME=VALUE"))
    return (name.strip().casefold(), value.strip())


def _text(text: str, _: Directory) -> Value:
    if not text:
        raise BadArgument(Said("needs a text"))
    return text


_SHORTEST_HIDDEN = 3


def _hidden(text: str, _: Directory) -> Value:
    if len("".join(text.split())) < _SHORTEST_HIDDEN:
        raise BadArgument(Said("needs the words to hide, at least {least} characters", least=_SHORTEST_HIDDEN))
    return text


def _optional_text(text: str, _: Directory) -> Value:
    return text or None


def _ticket(text: str, _: Directory) -> Value:
    found = re.fullmatch(r"\[?(?:#|t-)?(\d{1,15})\]?", text.lower())
    if not found:
        raise BadArgument(Said("“{text}” is no ticket number", text=text), Said("write it like 4711"))
    return found[1]


_LINKS = {"blocks": "blocks", "child": "child", "dup": "duplicate", "duplicate": "duplicate", "related": "related"}
_LINKS |= {"阻塞": "blocks", "子": "child", "子工单": "child", "重复": "duplicate"}


def _link(text: str, directory: Directory) -> Value:
    number, _, kind = text.partition(" ")
    found = str(_ticket(number, directory))
    if not kind.strip():
        return found
    if kind.strip().casefold() not in _LINKS:
        raise BadArgument(Said("“{text}” follows the ticket's number", text=kind.strip()), Said("only blocks, child or dup may"))
    return (found, _LINKS[kind.strip().casefold()])


def _merger(text: str, directory: Directory) -> Value:
    number, _, both = text.partition(" ")
    if both.strip() and both.strip().casefold() not in _BOTH:
        raise BadArgument(Said("“{text}” follows the ticket's number", text=both.strip()), Said("only {both} may", both=BOTH))
    found = str(_ticket(number, directory))
    return (found, BOTH) if both else found


# RFC 5321 dot-string and domain, no quotes, no source route: an address of ours is written plainly or not at all.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)*{_LABEL}")


def _addresses(text: str, _: Directory) -> Value:
    words = tuple(word.lower() for word in re.split(r"[,;\s]+", text) if word)
    wrong = [word for word in words if not is_plain_address(word.lstrip("+-"))]
    if wrong or not words:
        raise BadArgument(Said("“{text}” is no address", text=" ".join(wrong) or text), Said("write it like anna@example.com"))
    return words


def _optional_address(text: str, directory: Directory) -> Value:
    return _address(text, directory) if text else None


def _address_list(text: str, directory: Directory) -> Value:
    words = _addresses(text, directory)
    return tuple(word.lstrip("+-") for word in words) if isinstance(words, tuple) else words


def _address(text: str, _: Directory) -> Value:
    if not is_plain_address(text.strip("<>")):
        raise BadArgument(Said("“{text}” is no address", text=text), Said("write it like anna@example.com"))
    return text.strip("<>").lower()


def _correspondent(text: str, directory: Directory) -> Value:
    address, _, subject = text.partition(" ")
    return (str(_address(address, directory)), subject.strip())


def is_plain_address(text: str) -> bool:
    """Whether this is an addr-spec every mail system reads alike, at most 254 octets (RFC 5321 §4.5.3.1)."""
    return len(text) <= 254 and _PLAIN_ADDRESS.fullmatch(text) is not None


# What names a moment: the whole argument, or the first of several.
TIMED = frozenset({Argument.UNTIL, Argument.WHEN, Argument.REMINDER, Argument.SENDING})


def _until(text: str, directory: Directory) -> Value:
    if not text:
        return None
    try:
        return _absolute(read_time(text, directory.when)) if directory.when else _readable(text)
    except NoTime as wrong:
        raise BadArgument(wrong.wrong, wrong.right) from None


_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def _readable(text: str) -> str:
    """The text of a time that is reckoned later, once it is known that it is one."""
    moment(text, _ANY_DAY)
    return text


def _absolute(moment: datetime) -> str:
    """A moment with the offset it was read with: whoever comes back to it reads the same one."""
    return moment.isoformat(timespec="seconds")


def settled(kind: Argument, value: Value, when: When) -> Value:
    """The value with its time reckoned from this moment, as a rule's is when it fires."""
    if kind not in TIMED or not value or isinstance(value, TemplateName | Resolved):
        return value
    if isinstance(value, tuple):
        return (_absolute(moment_in(value[0], when)), *value[1:])
    return _absolute(moment_in(value, when))


def _when(text: str, directory: Directory) -> Value:
    if not text:
        raise BadArgument(Said("needs a time"), Said("write 3d, 12h, mon 9:00, tomorrow, 1 feb 14:00 or a date like 2026-01-31"))
    return _until(text, directory)


_LONGEST_TIME = 5  # words of it


def _reminder(text: str, directory: Directory) -> Value:
    """The longest beginning that is a time, and what is to be remembered."""
    words = text.split()
    for length in range(min(_LONGEST_TIME, len(words)), 0, -1):
        with contextlib.suppress(BadArgument):
            when = str(_when(unicodedata.normalize("NFKC", " ".join(words[:length])), directory))
            said = " ".join(words[length:])
            return (when, said) if said else (when,)
    return _when(text.partition(" ")[0], directory)


NOW = "now"  # in the place of a time
_NOW, _AT = frozenset({NOW, "现在", "立即"}), re.compile(r"(?:at|在)\s*(.+)", re.IGNORECASE | re.DOTALL)


def _sending(text: str, directory: Directory) -> Value:
    if text.casefold() in _NOW:
        return NOW
    found = _AT.fullmatch(text)
    if not found:
        raise BadArgument(Said("“{text}” does not say when", text=text), Said("write #send now, or #send at mon 9:00"))
    return _until(found[1], directory)


def moment(text: str, now: datetime) -> datetime:
    """The moment a text means at `now`, days counted in UTC; raises `NoTime`."""
    return moment_in(text, When(now))


def spelled(kind: Argument, value: Value) -> str:
    """A value as history says it."""
    if isinstance(value, Resolved):
        return value.text
    parts = value if isinstance(value, tuple) else () if value is None or isinstance(value, TemplateName) else (value,)
    return " ".join(_spelled_time(part) if kind in TIMED and not number else part for number, part in enumerate(parts))


def _spelled_time(text: str) -> str:
    try:
        return shown(datetime.fromisoformat(text))
    except ValueError:
        return text  # of a rule, which says when it fires


_READERS: dict[Argument, Callable[[str, Directory], Value]] = {
    Argument.NONE: _none,
    Argument.WHO: _who,
    Argument.WHO_OR_NOBODY: _who_or_nobody,
    Argument.STATUS: _status,
    Argument.PRIORITY: _priority,
    Argument.TAGS: _tags,
    Argument.TAG_NAMES: _tag_names,
    Argument.FIELD: _field,
    Argument.TEXT: _text,
    Argument.OPTIONAL_TEXT: _optional_text,
    Argument.OPTIONAL_SUBJECT: _optional_text,
    Argument.HIDDEN: _hidden,
    Argument.WORD: _word,
    Argument.SPAN: _span,
    Argument.MAILBOX: _mailbox,
    Argument.OPTIONAL_AGENT: _optional_agent,
    Argument.CANNED: _canned,
    Argument.MACRO: _macro,
    Argument.ARTICLE: _article,
    Argument.TICKET: _ticket,
    Argument.LINK: _link,
    Argument.OPTIONAL_ADDRESS: _optional_address,
    Argument.ADDRESS_LIST: _address_list,
    Argument.MERGER: _merger,
    Argument.ADDRESS: _address,
    Argument.CORRESPONDENT: _correspondent,
    Argument.ADDRESSES: _addresses,
    Argument.UNTIL: _until,
    Argument.WHEN: _when,
    Argument.REMINDER: _reminder,
    Argument.AUDIENCE: _audience,
    Argument.SENDING: _sending,
}


def plain(words: Iterable[str]) -> tuple[str, ...]:
    """The words to add: those without a minus, their plus taken off."""
    return tuple(word.lstrip("+") for word in words if not word.startswith("-"))


def struck(words: Iterable[str]) -> tuple[str, ...]:
    """The words to take away: those written with a minus."""
    return tuple(word[1:] for word in words if word.startswith("-"))
