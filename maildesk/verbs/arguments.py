"""How the text after a verb is read, the same for mail commands, rules and the CLI."""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Callable, Iterable, Mapping

from maildesk.changes import Value
from maildesk.directory import Directory
from maildesk.errors import Wrong
from maildesk.language import Said
from maildesk.ticket import Priority, Status
from maildesk.verbs.addressed import _mailed, address_list, addresses, correspondent, one_address, optional_address, passing_on
from maildesk.verbs.datewords import tokens
from maildesk.verbs.kinds import Argument, BadArgument
from maildesk.verbs.phrasing import is_word_of, plainer, words_of
from maildesk.verbs.redaction import LEAST, is_expression
from maildesk.verbs.timed import reminder, sending, until_or_off, when_needed
from maildesk.verbs.worktime import read_minutes, spelled_minutes

NOBODY = "nobody"  # in the place of an agent
_NOBODY = frozenset({NOBODY, "none", "noone", "unassigned", "无", "无人", "niemand", "niemandem", "personne", "nadie"})
BOTH = "both"  # behind the number of a ticket to merge into: its customer and this one's are told each other's answers
_BOTH = frozenset({BOTH, "都", "两者"})
# Whose readers have a name or a text to speak of, and nothing to say where there is none; the others list what is known.
_NEEDED = frozenset(
    {
        *(Argument.STATUS, Argument.PRIORITY, Argument.TAGS, Argument.TAG_NAMES, Argument.FIELD, Argument.WORD, Argument.HIDDEN, Argument.SPAN),
        *(Argument.TICKET, Argument.LINK, Argument.MERGER, Argument.ADDRESS, Argument.ADDRESS_LIST, Argument.ADDRESSES, Argument.CORRESPONDENT),
    }
)
# Somebody's own words: they stay as they were written.
_AS_WRITTEN = frozenset({Argument.TEXT, Argument.OPTIONAL_TEXT, Argument.OPTIONAL_SUBJECT, Argument.HIDDEN, Argument.FIELD})


def read_argument(kind: Argument, text: str, directory: Directory) -> Value:
    """The value of an argument, whatever people write around it; raises `BadArgument` with what would be right."""
    try:
        return read_exactly(kind, text, directory)
    except BadArgument:
        for shown in plainer(text) if kind not in _AS_WRITTEN else ():
            with contextlib.suppress(BadArgument):
                return read_exactly(kind, shown, directory)
        raise


def read_exactly(kind: Argument, text: str, directory: Directory) -> Value:
    """The value of an argument that stands alone; raises `BadArgument` as well."""
    given = text.strip()
    if not given and kind in _NEEDED:
        raise BadArgument(Said("nothing follows it"), Said("behind it belongs: {argument}", argument=kind))
    return _READERS[kind](given, directory)


def _none(text: str, _: Directory) -> Value:
    if text:
        raise BadArgument(Said("takes no argument, but “{text}” follows", text=text))
    return None


def _who(text: str, directory: Directory) -> Value:
    text = _mailed(text)
    if mine := directory.agent(text):  # an agent's other address is the agent's
        return mine.address
    names: dict[str, tuple[str, ...]] = {entry.address: (entry.address, entry.name) for entry in directory.agents}
    names.update({team: (team,) for team in directory.teams})
    if is_word_of("me", text):
        raise BadArgument(Said("“{text}” is not named here: write #take for a ticket of your own", text=text))
    return _one_of(text, names, Said("agent or team") if directory.teams else Said("agent"))


def _who_or_nobody(text: str, directory: Directory) -> Value:
    if _folded(text) in _NOBODY:
        return NOBODY
    try:
        return _who(text, directory)
    except BadArgument as wrong:
        if not wrong.nearest and difflib.get_close_matches(_folded(text)[:60], _NOBODY, cutoff=0.7):
            wrong.nearest = (NOBODY,)
        raise


def _optional_agent(text: str, directory: Directory) -> Value:
    if not text or is_word_of("me", text):
        return None
    if mine := directory.agent(_mailed(text)):
        return mine.address
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
    if not _folded(text):
        raise BadArgument(Said("needs an {what}: {known}", what=what, known=", ".join(sorted(names)) or Said("none is configured")))
    found = _named_by(text, names)
    if len(found) == 1:
        return found[0]
    if found:
        raise BadArgument(Said("“{text}” may be {those}: write one of them whole", text=text, those=", ".join(sorted(found))))
    unknown = BadArgument(
        Said("there is no {what} “{text}”", what=what, text=text), Said("known are {known}", known=", ".join(sorted(names)) or Said("none"))
    )
    unknown.nearest = _nearest(text, names)
    raise unknown


def _nearest(text: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The one key whose name is nearly the text."""
    forms = {_folded(form): key for key, known in names.items() for form in (*known, known[0].partition("@")[0])}
    return tuple(forms[near] for near in difflib.get_close_matches(_folded(text)[:60], forms, n=1, cutoff=0.7))


def _named_by(text: str, names: Mapping[str, tuple[str, ...]]) -> list[str]:
    wanted = _folded(text)
    exact = [key for key, forms in names.items() if wanted in map(_folded, forms)]
    return exact or [key for key, forms in names.items() if any(_folded(form).startswith(wanted) for form in forms)]


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


# As mail programs and their X-Priority number them.
_NUMBERED = {"1": Priority.URGENT, "2": Priority.HIGH, "3": Priority.NORMAL, "4": Priority.LOW, "5": Priority.LOW}
# As other desks name them.
_ELSEWHERE = {
    **{f"p{number}": meant for number, meant in _NUMBERED.items()},
    **dict.fromkeys(("highest", "critical", "blocker"), Priority.URGENT),
    **dict.fromkeys(("major", "important"), Priority.HIGH),
    **dict.fromkeys(("medium", "standard", "default"), Priority.NORMAL),
    **dict.fromkeys(("lowest", "minor", "trivial"), Priority.LOW),
}


def _priority(text: str, _: Directory) -> Value:
    word = text.casefold()
    word = str(_NUMBERED.get(word) or _ELSEWHERE.get(word) or word)
    meant = [str(one) for one in Priority if word and one.startswith(word)]  # no two begin with the same letter
    if meant:
        return meant[0]
    raise BadArgument(Said("“{text}” is no priority", text=text), Said("write {priority}", priority=Argument.PRIORITY))


# Junk is no state to slip into by its name: `junk` and `notjunk` do more.
_STATUSES = {
    Status.OPEN: ("open", "reopen", "active", "in progress", "打开"),
    Status.WAITING: ("waiting", "wait", "pending", "on hold", "on-hold", "onhold", "等待"),
    Status.CLOSED: ("closed", "close", "resolved", "resolve", "solved", "done", "关闭"),
}


def _status(text: str, _: Directory) -> Value:
    found = [status for status, words in _STATUSES.items() if text.casefold() in words]
    if not found:
        raise BadArgument(Said("“{text}” is no status", text=text), Said("write {statuses}", statuses=Argument.STATUS))
    return str(found[0])


_TAG = re.compile(r"[-+]?[\w][\w.-]{0,39}\Z")


def _tags(text: str, _: Directory) -> Value:
    words = _named_tags(text)
    wrong = [word for word in words if not _TAG.match(word)]
    if wrong or not words:
        raise BadArgument(Said("“{text}” is no tag", text=" ".join(wrong) or text), Said("write words of letters, digits, dot and dash"))
    return words


def _named_tags(text: str) -> tuple[str, ...]:
    """The words between commas and blanks; of several the ones between them, and `as` before them, are none."""
    parts = [word.casefold() for word in (part.lstrip("#＃﹟") for part in re.split(r"[,，、;；\"()\[\]（）\s]+", text)) if word]
    first = 1 if len(parts) > 1 and parts[0] in _BEFORE_TAGS else 0
    return tuple(word for number, word in enumerate(parts[first:]) if not (number and word in words_of("and")))


_BEFORE_TAGS = frozenset({"as", "with", "als", "mit", "como", "con", "comme", "avec", "add"})


def _tag_names(text: str, directory: Directory) -> Value:
    words = _tags(text, directory)
    return tuple(word.lstrip("+-") for word in words) if isinstance(words, tuple) else words


def _word(text: str, _: Directory) -> Value:
    if not _TAG.match(text.casefold()) or text[0] in "+-":
        raise BadArgument(Said("“{text}” is no word", text=text), Said("write one word of letters, digits, dot and dash"))
    return text.casefold()


def _span(text: str, _: Directory) -> Value:
    minutes = read_minutes(text) or _counted(text)
    if not minutes:
        raise BadArgument(Said("“{text}” is no time spent", text=text), Said("write it like 25m, 1h30m or 1.5h"))
    return spelled_minutes(minutes)


def _counted(text: str) -> int:
    """The minutes of a time in words, `half an hour`; 0 where it is none."""
    with contextlib.suppress(ValueError):
        found = tokens(text)
        pairs = list(zip(found[::2], found[1::2], strict=True))
        if all(many.letter == "n" and unit.value in _MINUTES for many, unit in pairs):
            return round(sum(float(str(many.value)) * _MINUTES[str(unit.value)] for many, unit in pairs))
    return 0


_MINUTES = {"minutes": 1, "hours": 60}


def _field(text: str, _: Directory) -> Value:
    found = re.fullmatch(r"([\w.-]{1,40})\s*([=:：＝])(?!\S*//)(.*)", text, re.DOTALL)
    if found is None:
        wrong = BadArgument(Said("“{text}” is no field", text=text), Said("write NAME=VALUE"))
        apart = re.fullmatch(r"([\w.-]{1,40})\s+(\S.*)", text)
        wrong.nearest = (f"{apart[1]}={apart[2]}",) if apart else ()
        raise wrong
    return (found[1].casefold(), found[3].strip())


def _text(text: str, _: Directory) -> Value:
    if not text:
        raise BadArgument(Said("needs a text"))
    return text


_LONGEST_EXPRESSION = 200


def _hidden(text: str, _: Directory) -> Value:
    if len("".join(text.split())) < LEAST:
        raise BadArgument(Said("needs the words to hide, at least {least} characters", least=LEAST))
    if not is_expression(text):
        return text
    if len(text) > _LONGEST_EXPRESSION:
        raise BadArgument(Said("an expression may be {most} characters long", most=_LONGEST_EXPRESSION))
    from maildesk.expressions import compiled

    try:
        compiled(text[1:-1])
    except Wrong as wrong:
        raise BadArgument(wrong.wrong, Said("put a backslash before what is no pattern, as in /4111\\.1111/")) from None
    return text


_SPLIT_OFF = frozenset({"here", "off", "new ticket", "a new ticket", "hier", "新工单", ""})


def _optional_subject(text: str, _: Directory) -> Value:
    """None where the words say only that it is to be done: `#split into a new ticket`."""
    return None if any(shown.casefold() in _SPLIT_OFF for shown in plainer(text)) else text


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
    number, kind = _with_word(text)
    found = str(_ticket(number, directory))
    kind = kind.removeprefix("as ").removeprefix("a ").strip()
    if not kind:
        return found
    if kind.casefold() not in _LINKS:
        raise BadArgument(Said("“{text}” follows the ticket's number", text=kind), Said("only blocks, child or dup may"))
    return (found, _LINKS[kind.casefold()])


def _merger(text: str, directory: Directory) -> Value:
    number, both = _with_word(text)
    if both and both.casefold() not in _BOTH:
        raise BadArgument(Said("“{text}” follows the ticket's number", text=both), Said("only {both} may", both=BOTH))
    found = str(_ticket(number, directory))
    return (found, BOTH) if both else found


def _with_word(text: str) -> tuple[str, str]:
    """A ticket's number and the word behind it, which may stand in brackets or behind a comma."""
    number, _, word = text.partition(" ")
    return number.rstrip(","), word.strip(" ,()")


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
    Argument.OPTIONAL_SUBJECT: _optional_subject,
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
    Argument.OPTIONAL_ADDRESS: optional_address,
    Argument.ADDRESS_LIST: address_list,
    Argument.MERGER: _merger,
    Argument.ADDRESS: one_address,
    Argument.CORRESPONDENT: correspondent,
    Argument.PASSING_ON: passing_on,
    Argument.ADDRESSES: addresses,
    Argument.UNTIL: until_or_off,
    Argument.WHEN: when_needed,
    Argument.REMINDER: reminder,
    Argument.AUDIENCE: _audience,
    Argument.SENDING: sending,
}


def plain(words: Iterable[str]) -> tuple[str, ...]:
    """The words to add: those without a minus, their plus taken off."""
    return tuple(word.lstrip("+") for word in words if not word.startswith("-"))


def struck(words: Iterable[str]) -> tuple[str, ...]:
    """The words to take away: those written with a minus."""
    return tuple(word[1:] for word in words if word.startswith("-"))
