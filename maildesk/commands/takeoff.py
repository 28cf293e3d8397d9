"""Who, and which tag, can be taken off a ticket: what is on it, and never whose ticket it is. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from maildesk.changes import Change, CommandProblem
from maildesk.config.nearest import nearest
from maildesk.language import Said
from maildesk.ticket import Participant, Standing, Ticket
from maildesk.verbs.arguments import plain, struck

TAKING_OFF = ("cc", "mute")  # the verbs that end somebody's letters


def takeoff_problems(
    changes: Sequence[Change], ticket: Ticket, people: Sequence[Participant] | None, elsewhere: Collection[str] = ()
) -> tuple[CommandProblem, ...]:
    """What is wrong with whom these changes take off; `people` are those on the ticket, None where nobody looked.

    `elsewhere` are people and tags of other tickets that the same line is about: where one of these is not, there is nothing to do.
    """
    coming = {address for change in changes if change.verb == "cc" for address in plain(_words(change))}
    known = None if people is None else coming | {*elsewhere} | {one.address for one in people if one.standing is not Standing.WATCHER}
    off = [(change.verb, address) for change in changes for address in _whom(change)]
    return (
        *(CommandProblem(_line(verb, address), why) for verb, address in off for why in _wrong(address, ticket, known)),
        *_mistyped(changes, ticket, elsewhere),
    )


def _words(change: Change) -> tuple[str, ...]:
    return change.value if isinstance(change.value, tuple) else ()


def _whom(change: Change) -> tuple[str, ...]:
    if change.verb == "cc":
        return struck(_words(change))
    return _words(change) if change.verb == "mute" else ()


def _line(verb: str, address: str) -> str:
    return f"#cc -{address}" if verb == "cc" else f"#mute {address}"


def _wrong(address: str, ticket: Ticket, known: set[str] | None) -> Iterator[Said]:
    if address == ticket.requester:
        yield Said("it is this one's ticket: answers go there; see #customer")
    elif known is not None and address not in known:
        others = known - {ticket.requester}
        near = nearest(address, others)
        if near:
            yield Said("nobody of this address is on the ticket; did you mean {word}?", word=near)
        elif others:
            yield Said("nobody of this address is on the ticket; on it are {names}", names=", ".join(sorted(others)))
        else:
            yield Said("nobody of this address is on the ticket")


def _mistyped(changes: Sequence[Change], ticket: Ticket, elsewhere: Collection[str]) -> Iterator[CommandProblem]:
    """A tag that is not there is gone already, as a text for many tickets may say; but not where one like it stays."""
    for change in changes if not any(one.verb == "tag" for one in changes) else ():
        for tag in _words(change) if change.verb == "untag" else ():
            near = None if tag in ticket.tags or tag in elsewhere else nearest(tag, ticket.tags)
            if near:
                yield CommandProblem(f"#untag {tag}", Said("the ticket has no such tag; did you mean {word}?", word=near))
