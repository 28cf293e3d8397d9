"""The verbs: one table for rules, mail commands, the CLI and timers. A new verb is one entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from maildesk.arguments import Argument, moment, plain, struck
from maildesk.changes import (
    Act,
    AddLink,
    AddMessage,
    AddParticipants,
    AddTags,
    Change,
    Effect,
    MergeInto,
    Notify,
    NotJunk,
    RemoveParticipants,
    RemoveTags,
    SendTemplate,
    SetCustom,
    SetField,
    TemplateName,
    Value,
)
from maildesk.clock import rfc3339
from maildesk.risk import Risk
from maildesk.ticket import MessageKind, Role, Status


@dataclass(frozen=True, slots=True)
class Verb:
    """`needs` is the least role, `risk` how well whoever asks for it has to be proven; `says` is the line of history, with `{value}` for the argument."""

    name: str
    argument: Argument
    needs: Role
    effects: Callable[[Value, Act], tuple[Effect, ...]]
    says: str
    help: str
    aliases: tuple[str, ...] = ()
    risk: Risk = Risk.USUAL


def _status(status: Status) -> Callable[[Value, Act], tuple[Effect, ...]]:
    return lambda value, act: (SetField("status", status), SetField("wait_until", None))


def _wait(value: Value, act: Act) -> tuple[Effect, ...]:
    until = rfc3339(moment(str(value), act.now)) if value else None
    return (SetField("status", Status.WAITING), SetField("wait_until", until))


def _assign(value: Value, _: Act) -> tuple[Effect, ...]:
    who = str(value)
    if "@" in who:
        return (SetField("assignee", who),)
    return (SetField("team", who), SetField("assignee", None))


def _take(_: Value, act: Act) -> tuple[Effect, ...]:
    return (SetField("assignee", act.actor.address),) if act.actor.address else ()


def _tag(value: Value, _: Act) -> tuple[Effect, ...]:
    words = _words(value)
    return tuple(effect for effect in (AddTags(plain(words)), RemoveTags(struck(words))) if effect.tags)


def _cc(value: Value, _: Act) -> tuple[Effect, ...]:
    words = _words(value)
    return tuple(effect for effect in (AddParticipants(plain(words)), RemoveParticipants(struck(words))) if effect.addresses)


def _merge(value: Value, _: Act) -> tuple[Effect, ...]:
    into = _words(value)[0] if isinstance(value, tuple) else str(value)
    return (MergeInto(int(into)),)


def _set(value: Value, _: Act) -> tuple[Effect, ...]:
    name, content = _words(value)
    return (SetCustom(name, content),)


def _reply(value: Value, _: Act) -> tuple[Effect, ...]:
    if isinstance(value, TemplateName):
        return (SendTemplate(value.name),)
    return (AddMessage(MessageKind.REPLY, str(value)),) if value else ()


def _note(value: Value, _: Act) -> tuple[Effect, ...]:
    return (AddMessage(MessageKind.NOTE, str(value)),) if value else ()


def _words(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


_TABLE = (
    Verb("open", Argument.NONE, Role.AGENT, _status(Status.OPEN), "opened", "open the ticket again", ("reopen",)),
    Verb(
        "close", Argument.NONE, Role.AGENT, _status(Status.CLOSED), "closed", "close the ticket", ("closed", "resolve", "resolved", "solved", "done")
    ),
    Verb("wait", Argument.UNTIL, Role.AGENT, _wait, "waiting {value}", "wait for the customer, or until a date", ("waiting", "pending")),
    Verb(
        "junk",
        Argument.NONE,
        Role.AGENT,
        _status(Status.JUNK),
        "junk",
        "nobody is told of the ticket; it stands in the daily list of junk",
        ("spam",),
    ),
    Verb(
        "notjunk",
        Argument.NONE,
        Role.AGENT,
        lambda value, act: (NotJunk(),),
        "not junk",
        "the ticket is as if its mail had just come",
        ("notspam", "ham"),
    ),
    Verb("assign", Argument.WHO, Role.AGENT, _assign, "assigned to {value}", "give the ticket to an agent or a team"),
    Verb("take", Argument.NONE, Role.AGENT, _take, "taken", "make the ticket yours", ("claim", "mine")),
    Verb(
        "priority",
        Argument.PRIORITY,
        Role.AGENT,
        lambda value, act: (SetField("priority", str(value)),),
        "priority {value}",
        "set the priority",
        ("prio",),
    ),
    Verb("tag", Argument.TAGS, Role.AGENT, _tag, "tagged {value}", "add tags, or take them away with a minus", ("tags",)),
    Verb("set", Argument.FIELD, Role.AGENT, _set, "set {value}", "set a field of your own", ("field",)),
    Verb(
        "subject",
        Argument.TEXT,
        Role.AGENT,
        lambda value, act: (SetField("subject", str(value)),),
        "subject “{value}”",
        "give the ticket another subject",
        ("title",),
    ),
    Verb("note", Argument.OPTIONAL_TEXT, Role.OBSERVER, _note, "noted", "keep this internal: the customer never sees it", risk=Risk.NOTE),
    Verb("reply", Argument.OPTIONAL_TEXT, Role.AGENT, _reply, "replied", "send this to the customer"),
    Verb(
        "notify",
        Argument.AUDIENCE,
        Role.AGENT,
        lambda value, act: (Notify(str(value)),),
        "notified {value}",
        "tell an agent or a team about this ticket",
    ),
    Verb(
        "merge",
        Argument.MERGER,
        Role.AGENT,
        _merge,
        "merged into #{value}",
        "make this ticket part of another one, with its people; `both` where two customers asked",
        risk=Risk.HIGH,
    ),
    Verb("link", Argument.TICKET, Role.AGENT, lambda value, act: (AddLink(int(str(value))),), "linked to #{value}", "link this ticket to another"),
    Verb(
        "cc",
        Argument.ADDRESSES,
        Role.AGENT,
        _cc,
        "participants {value}",
        "add people to the ticket, or take them off with a minus",
        ("participants",),
        risk=Risk.HIGH,
    ),
)

VERBS: dict[str, Verb] = {verb.name: verb for verb in _TABLE}

# A word that is a verb together with its argument.
SHORT_FORMS: dict[str, Change] = {name: Change("priority", name) for name in ("low", "normal", "high", "urgent")}

ALIASES: dict[str, str] = {alias: verb.name for verb in _TABLE for alias in (verb.name, *verb.aliases)}


def effects_of(change: Change, act: Act) -> tuple[Effect, ...]:
    """What a change comes to when this actor asks for it now."""
    return VERBS[change.verb].effects(change.value, act)


def history_line(change: Change) -> str:
    """The change as history and receipts say it."""
    if isinstance(change.value, TemplateName):
        return f"{change.value.name} asked for"
    return filled(VERBS[change.verb].says, change)


def filled(says: str, change: Change) -> str:
    """What a verb says, or its translation, with the change's argument in it."""
    value = change.value
    shown = " ".join(value) if isinstance(value, tuple) else (value or "")
    return says.format(value=shown).strip()
