"""When an answer leaves, and what takes it back: what it takes to ask for that, and what it comes to. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from maildesk.changes import Act, Change, CommandProblem, Dispatch, Resolved
from maildesk.commands.authorise import lacking
from maildesk.commands.outside import OUTSIDE, outside_in
from maildesk.config.roles import Right
from maildesk.config.schema import Mailbox
from maildesk.language import Said
from maildesk.letter import OutboxState
from maildesk.risk import Risk
from maildesk.store.deeds import Waiting
from maildesk.ticket import MessageKind, Role, Ticket
from maildesk.verbs.deed import Deed, taken_back
from maildesk.verbs.table import VERBS, effects_of, riskiest
from maildesk.verbs.timed import spelled

DISPATCHING = frozenset({"send", "hold"})
KEPT_INSIDE = frozenset({"undo", "silent"})  # words beside one of these stay in the house


@dataclass(frozen=True, slots=True)
class Recall:
    """What the store knows of what may be taken back or sent: the deed that `#undo` means, its letters, and the letters that wait on the ticket."""

    deed: Deed | None = None
    letters: tuple[Waiting, ...] = ()
    waiting: tuple[Waiting, ...] = ()


NOTHING_TO_RECALL = Recall()


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for it, and on which ticket; `visibility` is that of the words beside it, None where there are none."""

    ticket: Ticket
    mailbox: Mailbox
    act: Act
    right: Right
    visibility: MessageKind | None = None


def visibility_of(changes: Sequence[Change]) -> MessageKind | None:
    """What these commands make of the words beside them."""
    return MessageKind.NOTE if any(change.verb in KEPT_INSIDE for change in changes) else None


def dispatch_problems(changes: Sequence[Change], said: MessageKind | None, recall: Recall, asking: Asking) -> tuple[CommandProblem, ...]:
    """What is wrong with these commands; `said` is what `#note` or `#reply` among them says of the words."""
    return tuple(_problems(changes, said, recall, asking))


def _problems(changes: Sequence[Change], said: MessageKind | None, recall: Recall, asking: Asking) -> Iterator[CommandProblem]:
    verbs = [change.verb for change in changes]
    if said is MessageKind.REPLY:
        yield from (CommandProblem(f"#{verb}", Said("writes to no customer, but #reply does")) for verb in verbs if verb in KEPT_INSIDE)
    asked = [change for change in changes if change.verb in DISPATCHING]
    if len(asked) > 1:
        yield CommandProblem(f"#{asked[1].verb}", Said("a letter leaves at one time: write one of #send and #hold"))
    for change in asked[:1]:
        yield from (CommandProblem(f"#{change.verb}", why) for why in _not_dispatched(recall, asking, bool(outside_in(changes))))
    for change in changes:
        if change.verb == "undo":
            if set(verbs) - {"undo", "note"} or verbs.count("undo") > 1:
                yield CommandProblem("#undo", Said("stands alone: what else you want goes into a mail of its own"))
            else:
                yield from (CommandProblem("#undo", why) for why in _not_undone(recall, asking))


def _not_dispatched(recall: Recall, asking: Asking, asks_outside: bool) -> Iterator[Said]:
    if asks_outside:
        return
    if asking.visibility is MessageKind.NOTE:
        yield Said("a note is no letter: it leaves at no time")
    if asking.visibility is None and not recall.waiting:
        yield Said("no letter on ticket {number} waits", number=asking.ticket.number)


def _not_undone(recall: Recall, asking: Asking) -> Iterator[Said]:
    deed = recall.deed
    if deed is None:
        yield Said("there is nothing on ticket {number} that you did and that could be taken back", number=asking.ticket.number)
    elif deed.undone:
        yield Said("it is taken back already")
    elif deed.undoes is not None:
        yield Said("the last thing done was to take something back; do what you want anew")
    elif "merge" in deed.verbs:
        yield Said("tickets that became one stay one")
    elif deed.verbs.intersection(OUTSIDE) and not deed.letters:  # a deed from when these letters had no hold does not name them
        yield Said("what was asked outside the house has left it")
    elif deed.for_good:
        yield Said("{what} is not taken back by #undo", what=", ".join(deed.stays))
    elif deed.actor != asking.act.actor.name and lacking(Role.SUPERVISOR, asking.right):
        yield Said("what somebody else did: taking that back {why}", why=lacking(Role.SUPERVISOR, asking.right))
    else:
        yield from (_has_left(one, asking.mailbox) for one in recall.letters if not one.waits)


def needed(changes: Sequence[Change], recall: Recall) -> Risk:
    """What all of these together need a proof for: to take something back is as risky as it was to do it (who was put on comes off again)."""
    undone = recall.deed.verbs if recall.deed and any(change.verb == "undo" for change in changes) else ()
    return riskiest((*changes, *(Change(verb) for verb in undone if verb in VERBS)))


def _has_left(letter: Waiting, mailbox: Mailbox) -> Said:
    if letter.state is OutboxState.SENT and letter.done:
        return Said("your letter to {person} left at {when}; nothing was taken back", person=letter.person, when=_clock(letter.done, mailbox))
    if letter.state is OutboxState.SENDING:
        return Said("your letter to {person} is leaving at this moment; nothing was taken back", person=letter.person)
    return Said("your letter to {person} was on its way already and is {state}; nothing was taken back", person=letter.person, state=letter.state)


def _clock(moment: datetime, mailbox: Mailbox) -> str:
    return f"{moment.astimezone(mailbox.zone):%Y-%m-%d %H:%M %Z}"


def dispatched(changes: Sequence[Change], recall: Recall, asking: Asking) -> tuple[Change, ...]:
    """The changes with what they really come to: the deed that is taken back, the letters that wait."""
    those_that_wait = asking.visibility is None and not outside_in(changes)
    return tuple(_dispatched(change, recall, asking, those_that_wait) for change in changes)


def _dispatched(change: Change, recall: Recall, asking: Asking, those_that_wait: bool) -> Change:
    if change.verb == "undo" and recall.deed is not None:
        return replace(change, value=taken_back(recall.deed, asking.ticket))
    if change.verb in DISPATCHING and those_that_wait:
        those = tuple(one.letter for one in recall.waiting)
        effects = (replace(effect, letters=those) for effect in effects_of(change, asking.act) if isinstance(effect, Dispatch))
        return replace(change, value=Resolved(tuple(effects), spelled(VERBS[change.verb].argument, change.value)))
    return change
