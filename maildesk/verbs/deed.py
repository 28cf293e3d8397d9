"""What an act of a person came to on one ticket, and what takes it back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_args

from maildesk.changes import (
    AddMessage,
    AddParticipants,
    AddTags,
    AskOutside,
    BlindCopy,
    Change,
    Dispatch,
    Effect,
    Field,
    Notify,
    OtherAddresses,
    RemoveParticipants,
    RemoveTags,
    Resolved,
    SetCustom,
    SetField,
    SetRequester,
    Silent,
    TakeBack,
    TemplateName,
)
from maildesk.clock import rfc3339
from maildesk.errors import NOTHING
from maildesk.language import Said
from maildesk.ticket import Participant, Priority, Standing, Status, Ticket

_FIELDS: tuple[Field, ...] = get_args(Field)


@dataclass(frozen=True, slots=True)
class Deed:
    """`did` are the verbs with their arguments, `before` and `after` what was altered of the ticket, `came` and `went` who was put on it and taken off.

    `stays` is what of it nothing takes back.
    `entries` and `letters` are those it wrote, `waited` is since when the customer waited before it, `undoes` the deed that it took back.
    """

    id: int
    ticket: int
    actor: str
    cause: str
    at: datetime
    did: tuple[tuple[str, str], ...] = ()
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()
    letters: tuple[int, ...] = ()
    waited: str | None = None
    undoes: int | None = None
    undone: bool = False
    idle: tuple[int, ...] = ()  # the places in `did` of what stood so already, and altered nothing

    @property
    def altered_nothing(self) -> bool:
        """Whether all that was asked for stood so already, and nothing was said."""
        return len(self.idle) == len(self.did) > 0 and not (self.entries or self.letters)

    @property
    def for_good(self) -> bool:
        """Whether there is nothing in it that could be taken back."""
        return bool(self.stays) and not (self.before or self.came or self.went or self.entries or self.letters)

    @property
    def only_sends(self) -> bool:
        """Whether it says no more than when answers leave that were written before."""
        return self.verbs <= {"send", "hold"} and not (self.before or self.came or self.went or self.entries or self.letters)

    @property
    def verbs(self) -> frozenset[str]:
        return frozenset(verb for verb, _ in self.did)


def shown(change: Change) -> tuple[str, str]:
    """A verb with its argument as people read it; of words that were written, the verb alone."""
    value = change.value
    if isinstance(value, Resolved):
        return change.verb, value.text
    if isinstance(value, TemplateName) or change.verb in ("reply", "note"):
        return change.verb, ""
    words = value if isinstance(value, tuple) else (value or "",)
    return change.verb, words[0] if change.verb in ("ask", "forward") else " ".join(words)


# What an undo knows the opposite of, and what leaves nothing behind.
_TAKEN_BACK = (
    AddMessage,
    AddParticipants,
    AddTags,
    AskOutside,
    BlindCopy,
    Dispatch,
    Notify,
    OtherAddresses,
    RemoveParticipants,
    RemoveTags,
    SetCustom,
    SetField,
    SetRequester,
    Silent,
)


def is_for_good(effects: Iterable[Effect]) -> bool:
    """Whether one of these effects is not taken back by an undo."""
    return not all(isinstance(effect, _TAKEN_BACK) for effect in effects)


def altered_fields(before: Ticket, after: Ticket) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was altered, as it was and as it is."""
    was, now = _snapshot(before), _snapshot(after)
    names = [name for name in was if was[name] != now[name]]
    return {name: was[name] for name in names}, {name: now[name] for name in names}


def other_addresses(effects: Iterable[Effect], known: frozenset[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Which other addresses of the customer, who has these, are forgotten by these effects and which are known by them."""
    said = [effect for effect in effects if isinstance(effect, OtherAddresses)]
    gone, new = ([one for effect in said if effect.on is on for one in effect.addresses if (one in known) is not on] for on in (False, True))
    return ({"also": gone}, {"also": new}) if said else ({}, {})


def _snapshot(ticket: Ticket) -> dict[str, Any]:
    return {
        "status": str(ticket.status),
        "wait_until": rfc3339(ticket.wait_until) if ticket.wait_until else None,
        "assignee": ticket.assignee,
        "team": ticket.team,
        "priority": str(ticket.priority),
        "subject": ticket.subject,
        "due": rfc3339(ticket.due) if ticket.due else None,
        "mailbox": ticket.mailbox,
        "requester": ticket.requester,
        "tags": list(ticket.tags),
        "fields": dict(ticket.fields),
    }


def newcomers(effects: Iterable[Effect], people: Sequence[Participant]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is put on a ticket by these effects and who is taken off it, where `people` stood on it before."""
    on = {person.address for person in people if person.standing is Standing.PARTICIPANT}
    known = on | {person.address for person in people if person.standing is Standing.REQUESTER}
    came: dict[str, None] = {}
    went: dict[str, None] = {}
    for effect in effects:
        if isinstance(effect, AddParticipants):
            came |= dict.fromkeys(one for one in effect.addresses if one not in known)
        elif isinstance(effect, RemoveParticipants):
            went |= dict.fromkeys(one for one in effect.addresses if one in on)
    return tuple(came), tuple(went)


def taken_back(deed: Deed, ticket: Ticket) -> Resolved:
    """What makes the ticket be as before the deed, where nobody has altered it again since."""
    effects = tuple(_reverted(deed, _snapshot(ticket)))
    what = ", ".join(f"#{verb} {words}".strip() for verb, words in deed.did) or Said("words")
    back = Said.joined("; ", map(_said, effects))
    kept = tuple(_altered_since(deed, _snapshot(ticket)))
    nothing = not (effects or deed.entries or deed.letters)
    text = Said.joined(
        " — ",
        filter(
            None,
            (
                Said("nothing of {what} ({cause})", what=what, cause=_cause(deed))
                if nothing
                else Said("{what} ({cause})", what=what, cause=_cause(deed)),
                back,
                Said("altered since, and left: {those}", those=Said.joined(", ", map(_word, kept))) if kept else NOTHING,
                Said("it was as before already") if nothing and not kept and not deed.stays else NOTHING,
                Said("stays: {those}", those=", ".join(deed.stays)) if deed.stays else NOTHING,
            ),
        ),
    )
    partly = nothing or bool(kept or deed.stays)
    return Resolved((*effects, TakeBack(deed.id, deed.letters, deed.entries, deed.waited, partly)), text)


def _altered_since(deed: Deed, now: Mapping[str, Any]) -> Iterator[str]:
    """What is neither as the deed left it nor as before it, and so stays as it is; a tag is there or not."""
    yield from (name for name in (*_FIELDS, "requester") if name in deed.before and now[name] not in (deed.before[name], deed.after[name]))
    old, new = deed.before.get("fields", {}), deed.after.get("fields", {})
    names = (name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name))
    yield from (name for name in names if now["fields"].get(name) not in (old.get(name), new.get(name)))


def _reverted(deed: Deed, now: Mapping[str, Any]) -> Iterator[Effect]:
    for name in _FIELDS:
        if name in deed.before and now[name] == deed.after[name]:
            yield SetField(name, deed.before[name])
    if "requester" in deed.before and now["requester"] == deed.after["requester"]:
        yield SetRequester(deed.before["requester"])
    if deed.after.get("also"):
        yield OtherAddresses(tuple(deed.after["also"]), on=False)
    if deed.before.get("also"):
        yield OtherAddresses(tuple(deed.before["also"]))
    was, became = set(deed.before.get("tags", ())), set(deed.after.get("tags", ()))
    yield from (AddTags(tuple(sorted(words))) for words in (was - became - set(now["tags"]),) if words)
    yield from (RemoveTags(tuple(sorted(words))) for words in ((became - was) & set(now["tags"]),) if words)
    old, new = deed.before.get("fields", {}), deed.after.get("fields", {})
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name) and now["fields"].get(name) == new.get(name):
            yield SetCustom(name, old.get(name, ""))
    if deed.came:
        yield RemoveParticipants(deed.came)
    if deed.went:
        yield AddParticipants(deed.went)


def _cause(deed: Deed) -> str:
    kind, _, number = deed.cause.partition(" ")
    return Said("mail {number}", number=number) if kind == "mail" else deed.cause


def _word(name: str) -> Said:
    """The name of a field, ours or the desk's own."""
    if name == "wait_until":
        return Said("wait until")
    return Said.word(name) if name in (*_FIELDS, "requester") else Said.as_is(name)


_OUR_VALUES = frozenset((*Status, *Priority))


def _said(effect: Effect) -> Said:
    match effect:
        case SetRequester(address=words):
            said = Said("requester {value}", value=words)
        case SetField(field=name, value=value):
            known = Said("none") if not value else Said.word(value) if value in _OUR_VALUES else value
            said = Said("{name} {value}", name=_word(name), value=known)
        case SetCustom(name=name, value=value):
            said = Said.as_is(f"{name}={value}")
        case AddTags(tags=those):
            said = Said("tags {value}", value=" ".join(those))
        case RemoveTags(tags=those):
            said = Said("tags {value}", value=f"-{' -'.join(those)}")
        case AddParticipants(addresses=those):
            said = Said("participants {value}", value=" ".join(those))
        case RemoveParticipants(addresses=those):
            said = Said("participants {value}", value=f"-{' -'.join(those)}")
        case OtherAddresses(addresses=those, on=on):
            said = Said("other addresses {value}", value=" ".join(those) if on else f"-{' -'.join(those)}")
        case _:
            said = NOTHING
    return said
