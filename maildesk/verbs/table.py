"""The verbs: one table for rules, mail commands, the CLI and timers. A new verb is one entry here; what it comes to stands in effects.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from maildesk.changes import Act, Change, Effect, Value
from maildesk.risk import Risk
from maildesk.ticket import Role, Status
from maildesk.verbs import effects
from maildesk.verbs.dates import When
from maildesk.verbs.kinds import Argument
from maildesk.verbs.timed import settled


@dataclass(frozen=True, slots=True)
class Verb:
    """`needs` is the least role; `says` is the line of history, with `{value}` for the argument and in brackets what stands only where there is one.

    `off` is the line of history where `off` calls it off. `risk` is a class of SECURITY §5.2, `named` that of the verb with an argument, where another.
    """

    name: str
    argument: Argument
    needs: Role
    effects: Callable[[Value, Act], tuple[Effect, ...]]
    says: str
    help: str
    aliases: tuple[str, ...] = ()
    risk: Risk = Risk.USUAL
    named: Risk | None = None
    off: str = ""


_OBSERVER, _AGENT, _SUPERVISOR = Role.OBSERVER, Role.AGENT, Role.SUPERVISOR
_TABLE = (
    # its state
    Verb("open", Argument.NONE, _AGENT, effects.becomes(Status.OPEN), "opened", "open the ticket again", ("reopen", "active")),
    Verb(
        "close",
        Argument.NONE,
        _AGENT,
        effects.becomes(Status.CLOSED),
        "closed",
        "close the ticket",
        ("closed", "resolve", "resolved", "solved", "done"),
    ),
    Verb(
        "wait",
        Argument.UNTIL,
        _AGENT,
        effects.wait,
        "waiting[ until {value}]",
        "wait for the customer, or until a date",
        ("waiting", "pending"),
        off="not waiting any more",
    ),
    Verb("status", Argument.STATUS, _AGENT, effects.status, "status {value}", "open it, let it wait or close it, by that name"),
    Verb(
        "junk",
        Argument.NONE,
        _AGENT,
        effects.becomes(Status.JUNK),
        "junk",
        "nobody is told of the ticket; it stands in the daily list of junk",
        ("spam",),
    ),
    Verb("notjunk", Argument.NONE, _AGENT, effects.not_junk, "not junk", "the ticket is as if its mail had just come", ("notspam", "ham")),
    # when
    Verb(
        "snooze",
        Argument.WHEN,
        _AGENT,
        effects.wait,
        "put off until {value}",
        "out of sight until then or until the customer writes: then it is open and you are told",
        ("sleep", "later"),
        off="not put off any more",
    ),
    Verb(
        "due",
        Argument.UNTIL,
        _AGENT,
        effects.due,
        "due[ {value}]",
        "say by when it must be done: you are told then; without a time, nothing is due",
        off="nothing is due any more",
    ),
    Verb(
        "remind",
        Argument.REMINDER,
        _OBSERVER,
        effects.remind,
        "reminder {value}",
        "get a letter about the ticket then, with these words; off calls off all of yours there",
        off="no reminder any more",
    ),
    # whose it is
    Verb(
        "assign",
        Argument.WHO_OR_NOBODY,
        _AGENT,
        effects.assign,
        "assigned to {value}",
        "give the ticket to an agent or a team; to nobody, take it from its agent",
        ("reassign", "assigned"),
    ),
    Verb("unassign", Argument.NONE, _AGENT, effects.unassign, "assigned to nobody", "take the ticket from its agent; its team keeps it"),
    Verb("take", Argument.NONE, _AGENT, effects.take, "taken", "make the ticket yours", ("claim", "mine")),
    Verb(
        "queue",
        Argument.MAILBOX,
        _AGENT,
        effects.queue,
        "moved to {value}",
        "move the ticket to another mailbox and its team",
        ("move",),
        risk=Risk.HIGH,
    ),
    # what it is
    Verb(
        "priority",
        Argument.PRIORITY,
        _AGENT,
        effects.priority,
        "priority {value}",
        "set the priority; 1 is urgent, 2 high, 3 normal, 4 and 5 low",
        ("prio",),
    ),
    Verb("type", Argument.WORD, _AGENT, effects.kind, "type {value}", "say what kind of matter it is, as `incident` or `order`"),
    Verb("tag", Argument.TAGS, _AGENT, effects.tag, "tagged {value}", "add tags, or take them away with a minus", ("tags",)),
    Verb("untag", Argument.TAG_NAMES, _AGENT, effects.untag, "untagged {value}", "take tags away"),
    Verb("set", Argument.FIELD, _AGENT, effects.set_field, "set {value}", "set a field of your own", ("field",)),
    Verb("subject", Argument.TEXT, _AGENT, effects.subject, "subject “{value}”", "give the ticket another subject", ("title",)),
    Verb(
        "time",
        Argument.SPAN,
        _AGENT,
        effects.only_history,
        "time spent {value}",
        "note how long you worked on it; with a minus, take some of it back",
        ("spent",),
    ),
    Verb("bill", Argument.SPAN, _AGENT, effects.only_history, "time to bill {value}", "the same for time that the customer pays", ("billable",)),
    # what is said, and to whom
    Verb(
        "note",
        Argument.OPTIONAL_TEXT,
        _OBSERVER,
        effects.note,
        "noted",
        "keep this internal: the customer never sees it",
        ("internal", "private"),
        risk=Risk.NOTE,
    ),
    Verb("reply", Argument.OPTIONAL_TEXT, _AGENT, effects.reply, "replied", "send this to the customer"),
    Verb(
        "ask",
        Argument.CORRESPONDENT,
        _AGENT,
        effects.ask,
        "asked {value}",
        "send this to somebody outside, and to nobody else; the answer comes to you and stays internal",
        risk=Risk.HIGH,
    ),
    Verb(
        "forward",
        Argument.PASSING_ON,
        _AGENT,
        effects.forward,
        "passed on to {value}",
        "the same, with the customer's last message and its files under your words; with `all`, the whole conversation without your notes",
        ("fwd",),
        risk=Risk.HIGH,
    ),
    Verb(
        "from",
        Argument.MAILBOX,
        _AGENT,
        effects.speak_from,
        "from {value}",
        "answer from another mailbox of the ticket's team, this once; the ticket stays where it is",
        ("sender",),
    ),
    Verb("notify", Argument.AUDIENCE, _AGENT, effects.notify, "notified {value}", "tell an agent or a team about this ticket"),
    Verb(
        "cc",
        Argument.ADDRESSES,
        _AGENT,
        effects.cc,
        "participants {value}",
        "add people to the ticket, or take them off with a minus",
        ("participants",),
        risk=Risk.HIGH,
    ),
    Verb(
        "bcc",
        Argument.ADDRESS_LIST,
        _AGENT,
        effects.blind_copy,
        "blind copy to {value}",
        "send this answer to others as well, this once: nobody sees it, and they are not on the ticket",
        ("blind",),
        risk=Risk.HIGH,
    ),
    Verb(
        "mute",
        Argument.ADDRESS_LIST,
        _AGENT,
        effects.mute,
        "no letters to {value}",
        "people who get no letters of this ticket any more; `#cc` takes it back",
        ("squelch",),
        risk=Risk.HIGH,
    ),
    Verb(
        "watch",
        Argument.OPTIONAL_AGENT,
        _OBSERVER,
        effects.watch,
        "watched[ by {value}]",
        "be told, or have a colleague told, what the others are told about this ticket",
    ),
    Verb(
        "unwatch",
        Argument.OPTIONAL_AGENT,
        _OBSERVER,
        effects.unwatch,
        "not watched[ by {value}]",
        "be told no more, or have a colleague told no more",
    ),
    Verb(
        "canned",
        Argument.CANNED,
        _OBSERVER,
        effects.only_history,
        "with the text {value}",
        "put a prepared text below your words, with its values filled in",
    ),
    Verb(
        "kb",
        Argument.ARTICLE,
        _OBSERVER,
        effects.only_history,
        "with the article {value}",
        "put an article's title and address below your words",
        ("article",),
    ),
    Verb("macro", Argument.MACRO, _OBSERVER, effects.only_history, "macro {value}", "carry out a prepared list of commands", ("run",)),
    # when it leaves
    Verb("send", Argument.SENDING, _AGENT, effects.send, "to leave {value}", "send your answer at once or at a time; alone: those that wait"),
    Verb("hold", Argument.NONE, _AGENT, effects.hold, "kept until it is sent", "keep your answer until you write `#send now`"),
    Verb("silent", Argument.NONE, _AGENT, effects.silent, "silently", "no letter to the customer, not even an automatic one", ("silently",)),
    Verb(
        "undo",
        Argument.OPTIONAL_AGENT,
        _AGENT,
        effects.undo,
        "took back[: {value}]",
        "take back what you, or that agent, did last on the ticket",
        named=Risk.HIGH,
    ),
    Verb(
        "block",
        Argument.OPTIONAL_ADDRESS,
        _SUPERVISOR,
        effects.block,
        "blocked[ {value}]",
        "ignore what the customer, or an address, writes from now on, wherever it goes",
        risk=Risk.HIGH,
    ),
    Verb(
        "unblock",
        Argument.OPTIONAL_ADDRESS,
        _SUPERVISOR,
        effects.unblock,
        "no longer blocked[: {value}]",
        "take mail of the customer, or of an address, again",
        risk=Risk.HIGH,
    ),
    Verb(
        "redact",
        Argument.HIDDEN,
        _SUPERVISOR,
        effects.redact,
        "words were made unreadable",
        "make words unreadable on the ticket, as a password or a card's number",
        risk=Risk.HIGH,
    ),
    # other tickets
    Verb(
        "merge",
        Argument.MERGER,
        _AGENT,
        effects.merge,
        "merged into #{value}",
        "make this ticket part of another one, with its people; `both` where two customers asked",
        risk=Risk.HIGH,
    ),
    Verb(
        "customer",
        Argument.ADDRESS,
        _AGENT,
        effects.customer,
        "whose ticket it is: {value}",
        "say whose ticket it is, or whose mail you pass on; answers go there",
        ("requester", "as"),
        risk=Risk.HIGH,
    ),
    Verb(
        "also",
        Argument.ADDRESSES,
        _AGENT,
        effects.also,
        "other addresses {value}",
        "say from which other addresses the ticket's customer writes: mail from there is the customer's, on every ticket",
        ("person",),
        risk=Risk.HIGH,
    ),
    Verb(
        "split",
        Argument.OPTIONAL_SUBJECT,
        _AGENT,
        effects.split,
        "split off[ into #{value}]",
        "make a ticket of its own of the mail you answer; what was written before stays here",
        risk=Risk.HIGH,
    ),
    Verb(
        "link",
        Argument.LINK,
        _AGENT,
        effects.link,
        "linked to #{value}",
        "link this ticket to another: it blocks that one, is a child of it, or a dup",
        risk=Risk.HIGH,
    ),
    Verb(
        "dup",
        Argument.TICKET,
        _AGENT,
        effects.duplicate,
        "duplicate of #{value}",
        "close it as a duplicate of another ticket; nobody's words move",
        ("duplicate",),
        risk=Risk.HIGH,
    ),
)

VERBS: dict[str, Verb] = {verb.name: verb for verb in _TABLE}

# A word that is a verb together with its argument.
SHORT_FORMS: dict[str, Change] = {name: Change("priority", name) for name in ("low", "normal", "high", "urgent")}

ALIASES: dict[str, str] = {alias: verb.name for verb in _TABLE for alias in (verb.name, *verb.aliases)}


def risk_of(change: Change) -> Risk:
    verb = VERBS[change.verb]
    return verb.named if verb.named and change.value else verb.risk


def riskiest(changes: Iterable[Change]) -> Risk:
    """What all of these together need a proof for."""
    return max((risk_of(change) for change in changes), default=Risk.NOTE)


def effects_of(change: Change, act: Act) -> tuple[Effect, ...]:
    """What a change comes to when this actor asks for it now."""
    return VERBS[change.verb].effects(change.value, act)


def reckoned(change: Change, when: When) -> Change:
    """The change with its time reckoned from this moment: what a rule asks for is read anew each time it fires."""
    return replace(change, value=settled(VERBS[change.verb].argument, change.value, when))
