"""What each verb comes to: from its argument and the circumstances to effects. Pure, one function a verb."""

from __future__ import annotations

from collections.abc import Callable

from maildesk.changes import (
    Act,
    AddLink,
    AddMessage,
    AddParticipants,
    AddTags,
    AskOutside,
    BlindCopy,
    Block,
    Dispatch,
    Effect,
    Forget,
    MergeInto,
    Mute,
    Notify,
    NotJunk,
    OtherAddresses,
    Redact,
    Remind,
    RemoveParticipants,
    RemoveTags,
    Resolved,
    SendTemplate,
    SetCustom,
    SetField,
    SetRequester,
    Silent,
    SpeakFrom,
    SplitOff,
    TemplateName,
    Value,
    Watch,
)
from maildesk.clock import rfc3339
from maildesk.ticket import MessageKind, Status
from maildesk.verbs.addressed import WHOLE
from maildesk.verbs.arguments import NOBODY, plain, struck
from maildesk.verbs.timed import NOW, OFF, moment

TEXTS = ("canned", "kb")  # the verbs that put prepared words in


def becomes(status: Status) -> Callable[[Value, Act], tuple[Effect, ...]]:
    return lambda value, act: _standing(status)


def status(value: Value, _: Act) -> tuple[Effect, ...]:
    return _standing(Status(str(value)))


def _standing(status: Status) -> tuple[Effect, ...]:
    return SetField("status", status), SetField("wait_until", None)


def wait(value: Value, act: Act) -> tuple[Effect, ...]:
    if value == OFF:
        return _standing(Status.OPEN)
    until = rfc3339(moment(str(value), act.now)) if value else None
    return (SetField("status", Status.WAITING), SetField("wait_until", until))


def due(value: Value, act: Act) -> tuple[Effect, ...]:
    return (SetField("due", rfc3339(moment(str(value), act.now)) if value and value != OFF else None),)


def remind(value: Value, act: Act) -> tuple[Effect, ...]:
    """Whoever asks is reminded; where a rule or the operator does, whoever has the ticket then."""
    whom = act.actor.address or "assignee"
    if value == OFF:
        return (Forget(whom),)
    when, *text = _words(value)
    return (Remind(moment(when, act.now), whom, " ".join(text)),)


def assign(value: Value, _: Act) -> tuple[Effect, ...]:
    who = str(value)
    if who == NOBODY:
        return (SetField("assignee", None),)
    if "@" in who:
        return (SetField("assignee", who),)
    return (SetField("team", who), SetField("assignee", None))


def unassign(_: Value, __: Act) -> tuple[Effect, ...]:
    return (SetField("assignee", None),)


def take(_: Value, act: Act) -> tuple[Effect, ...]:
    return (SetField("assignee", act.actor.address),) if act.actor.address else ()


def tag(value: Value, _: Act) -> tuple[Effect, ...]:
    words = _words(value)
    return tuple(effect for effect in (AddTags(plain(words)), RemoveTags(struck(words))) if effect.tags)


def untag(value: Value, _: Act) -> tuple[Effect, ...]:
    return (RemoveTags(_words(value)),)


def priority(value: Value, _: Act) -> tuple[Effect, ...]:
    return (SetField("priority", str(value)),)


def subject(value: Value, _: Act) -> tuple[Effect, ...]:
    return (SetField("subject", str(value)),)


def not_junk(_: Value, __: Act) -> tuple[Effect, ...]:
    return (NotJunk(),)


def notify(value: Value, _: Act) -> tuple[Effect, ...]:
    return (Notify(str(value)),)


def link(value: Value, _: Act) -> tuple[Effect, ...]:
    number, *kind = _words(value) or (str(value),)
    return (AddLink(int(number), *kind),)


def duplicate(value: Value, _: Act) -> tuple[Effect, ...]:
    return (AddLink(int(str(value)), "duplicate"), *_standing(Status.CLOSED))


def speak_from(value: Value, _: Act) -> tuple[Effect, ...]:
    return (SpeakFrom(_words(value)[0] if isinstance(value, tuple) else str(value)),)


def queue(value: Value, _: Act) -> tuple[Effect, ...]:
    """Whoever had the ticket may not be of the other mailbox's team, which hears of it."""
    mailbox, *team = _words(value) or (str(value),)
    return (SetField("mailbox", mailbox), SetField("team", next(iter(team), None)), SetField("assignee", None), Notify("team"))


def kind(value: Value, _: Act) -> tuple[Effect, ...]:
    return (SetCustom("type", str(value)),)


def only_history(_: Value, __: Act) -> tuple[Effect, ...]:
    """What is kept by the line of history alone."""
    return ()


def watch(value: Value, act: Act) -> tuple[Effect, ...]:
    who = value or act.actor.address
    return (Watch(str(who)),) if who else ()


def unwatch(value: Value, act: Act) -> tuple[Effect, ...]:
    who = value or act.actor.address
    return (Watch(str(who), on=False),) if who else ()


def mute(value: Value, act: Act) -> tuple[Effect, ...]:
    """A person means who is on the ticket; a rule, and what came of it before, whoever may come."""
    return (Mute(_words(value), only_there=act.actor.is_person and not act.automatic),)


def cc(value: Value, _: Act) -> tuple[Effect, ...]:
    words = _words(value)
    return tuple(effect for effect in (AddParticipants(plain(words)), RemoveParticipants(struck(words))) if effect.addresses)


def customer(value: Value, _: Act) -> tuple[Effect, ...]:
    return (SetRequester(str(value)),)


def also(value: Value, _: Act) -> tuple[Effect, ...]:
    words = _words(value)
    said = (OtherAddresses(plain(words)), OtherAddresses(struck(words), on=False))
    return tuple(effect for effect in said if effect.addresses)


def merge(value: Value, _: Act) -> tuple[Effect, ...]:
    into = _words(value)[0] if isinstance(value, tuple) else str(value)
    return (MergeInto(int(into)),)


def split(value: Value, _: Act) -> tuple[Effect, ...]:
    return (SplitOff(str(value or "")),)


def block(value: Value, _: Act) -> tuple[Effect, ...]:
    return (Block(str(value or "")),)


def unblock(value: Value, _: Act) -> tuple[Effect, ...]:
    return (Block(str(value or ""), on=False),)


def redact(value: Value, _: Act) -> tuple[Effect, ...]:
    return (Redact(str(value)),)


def set_field(value: Value, _: Act) -> tuple[Effect, ...]:
    name, content = _words(value)
    return (SetCustom(name, content),)


def reply(value: Value, _: Act) -> tuple[Effect, ...]:
    if isinstance(value, TemplateName):
        return (SendTemplate(value.name),)
    return (AddMessage(MessageKind.REPLY, str(value)),) if value else ()


def blind_copy(value: Value, _: Act) -> tuple[Effect, ...]:
    return (BlindCopy(_words(value)),)


def ask(value: Value, _: Act) -> tuple[Effect, ...]:
    address, subject, text = (*_words(value), "")[:3]
    return (AddMessage(MessageKind.NOTE, text), AskOutside(address, subject, text)) if text else ()


def forward(value: Value, _: Act) -> tuple[Effect, ...]:
    address, subject, text, whole = (*_words(value), "", "")[:4]
    said = (AddMessage(MessageKind.NOTE, text),) if text else ()
    return (*said, AskOutside(address, subject, text, passes_on=True, whole=whole == WHOLE))


def note(value: Value, _: Act) -> tuple[Effect, ...]:
    return (AddMessage(MessageKind.NOTE, str(value)),) if value else ()


def send(value: Value, act: Act) -> tuple[Effect, ...]:
    if isinstance(value, Resolved):
        return value.effects
    return (Dispatch("now") if value == NOW else Dispatch("at", rfc3339(moment(str(value), act.now))),)


def hold(value: Value, _: Act) -> tuple[Effect, ...]:
    return value.effects if isinstance(value, Resolved) else (Dispatch("hold"),)


def silent(_: Value, __: Act) -> tuple[Effect, ...]:
    return (Silent(),)


def undo(value: Value, _: Act) -> tuple[Effect, ...]:
    return value.effects if isinstance(value, Resolved) else ()


def _words(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
