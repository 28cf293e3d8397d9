"""One example of each command, with the desk's own names where it takes one: what `#help close` shows. Pure."""

from __future__ import annotations

from maildesk.directory import Directory
from maildesk.verbs.kinds import Argument
from maildesk.verbs.table import VERBS

# What takes a name of the desk's has none of its own here; a verb of its own name comes before its kind.
_EXAMPLES: dict[Argument | str, str] = {
    Argument.NONE: "",
    Argument.STATUS: "waiting",
    Argument.PRIORITY: "high",
    Argument.TAGS: "invoice -vip",
    Argument.TAG_NAMES: "vip",
    Argument.FIELD: "order=4711",
    Argument.TEXT: "Printer in room 12",
    Argument.OPTIONAL_TEXT: "She called twice.",
    Argument.HIDDEN: '"sesame open"',
    Argument.OPTIONAL_SUBJECT: "A new printer",
    Argument.WORD: "incident",
    Argument.SPAN: "25m",
    Argument.TICKET: "12",
    Argument.LINK: "12 blocks",
    Argument.MERGER: "12",
    Argument.ADDRESS: "kim@example.net",
    Argument.OPTIONAL_ADDRESS: "kim@example.net",
    Argument.ADDRESS_LIST: "kim@example.net",
    Argument.ADDRESSES: "kim@example.net -lee@example.net",
    Argument.PASSING_ON: "tess@vendor.example all",
    Argument.CORRESPONDENT: "tess@vendor.example Toner of the X100",
    Argument.UNTIL: "fri 17:00",
    Argument.WHEN: "mon 9:00",
    Argument.REMINDER: "3d call Kim",
    Argument.SENDING: "at mon 9:00",
    "reply": "It is on its way.",
}


def example_of(verb: str, directory: Directory) -> str:
    """A line that an agent could write; "" where the desk has prepared nothing that it could name."""
    kind = VERBS[verb].argument
    names = names_for(kind, directory)
    if not names and kind not in _EXAMPLES:
        return ""
    value = _EXAMPLES.get(verb, _EXAMPLES.get(kind, "")) if not names else names[0]
    return f"#{verb} {value}".strip()


def names_for(kind: Argument, directory: Directory) -> tuple[str, ...]:
    """What may stand behind a command whose argument names something of the desk's."""
    people = (*(one.address for one in directory.agents), *directory.teams)
    known: dict[Argument, tuple[str, ...]] = {
        Argument.WHO: people,
        Argument.WHO_OR_NOBODY: people,
        Argument.AUDIENCE: people,
        Argument.OPTIONAL_AGENT: tuple(one.address for one in directory.agents),
        Argument.MAILBOX: tuple(one.address for one in directory.mailboxes),
        Argument.CANNED: directory.prepared.texts,
        Argument.ARTICLE: directory.prepared.articles,
        Argument.MACRO: tuple(name for name, _ in directory.prepared.macros),
    }
    return known.get(kind, ())
