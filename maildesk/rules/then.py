"""`then:` of a rule: verbs with their arguments, read into changes."""

from __future__ import annotations

from collections.abc import Iterator

from maildesk.changes import Change, TemplateName
from maildesk.config.nearest import did_you_mean
from maildesk.config.yamlfile import Data, Route
from maildesk.errors import Wrong
from maildesk.language import Said
from maildesk.letter import LetterKind
from maildesk.rules.reading import Reading
from maildesk.verbs.arguments import read_exactly
from maildesk.verbs.kinds import Argument, BadArgument
from maildesk.verbs.table import ALIASES, VERBS, Verb

# `take` means "mine", and a rule is nobody and spends no time; whose tickets become one, and who outside is asked, and who is one person, is for a person to say,
# as is when an answer leaves and what is taken back.
_PERSONAL = (
    "take",
    "merge",
    "dup",
    "split",
    "block",
    "redact",
    "unblock",
    "ask",
    "forward",
    "from",
    "bcc",
    "time",
    "bill",
    "canned",
    "kb",
    "send",
    "hold",
    "silent",
    "undo",
    "also",
)
RULE_VERBS: dict[str, Verb] = {name: verb for name, verb in VERBS.items() if name not in _PERSONAL}

# Letters for staff, and an agent's own answer: a rule that sent one of these to a customer would tell what is internal.
NO_REPLIES = frozenset(kind.value for kind in LetterKind) - {LetterKind.ACKNOWLEDGEMENT.value}


def read_then(value: Data, route: Route, reading: Reading) -> tuple[Change, ...]:
    """The changes in the order they are written."""
    if value is None:
        return ()
    items = list(enumerate(value)) if isinstance(value, list) else None
    if items is None:
        return tuple(_actions(value, route, reading))
    return tuple(change for number, item in items for change in _actions(item, (*route, number), reading))


def _actions(value: Data, route: Route, reading: Reading) -> Iterator[Change]:
    if isinstance(value, str):
        yield from _action(value, None, route, reading)
    elif isinstance(value, dict) and value:
        for name, argument in value.items():
            yield from _action(name, argument, (*route, name), reading)
    else:
        reading.wrong(route, Said("this is no action"), Said("write a verb, like close, or verb: value, like assign: billing"))


def _action(name: str, value: Data, route: Route, reading: Reading) -> Iterator[Change]:
    verb = RULE_VERBS.get(ALIASES.get(name, ""))
    if verb is None:
        right = Said("write assign: ADDRESS") if name == "take" else did_you_mean(name, RULE_VERBS, Said("verbs are"))
        reading.wrong_key(route, Said("a rule has no verb {name!r}", name=name), right)
        return
    try:
        if verb.name == "reply":
            yield Change("reply", _template(value, reading))
            return
        if verb.name == "macro":
            yield from _macro(value, reading)
            return
        for text in _texts(verb, value):
            yield Change(verb.name, read_exactly(verb.argument, text, reading.config.directory()))
    except BadArgument as error:
        reading.wrong(route, Said("{name}: {wrong}", name=name, wrong=error.wrong), error.right)
    except Wrong as wrong:
        reading.note(route, wrong)


def _template(value: Data, reading: Reading) -> TemplateName:
    """A rule's answer is a template, looked through and translated once; never a text of its own."""
    allowed = reading.templates - NO_REPLIES
    if not isinstance(value, str) or value not in allowed:
        raise Wrong(Said("there is no template {value!r} for customers", value=value), did_you_mean(str(value), allowed, Said("templates are")))
    return TemplateName(value)


def _macro(value: Data, reading: Reading) -> tuple[Change, ...]:
    """The commands of a list in the place of its name, where a rule may do each of them."""
    if not isinstance(value, str) or value not in reading.macros:
        raise Wrong(Said("there is no macro {value!r}", value=value), did_you_mean(str(value), reading.macros, Said("macros are")))
    personal = [change.verb for change in reading.macros[value] if change.verb not in RULE_VERBS or change.verb == "reply"]
    if personal:
        raise Wrong(Said("the macro {name} has #{verb}, which is for people alone", name=value, verb=personal[0]), Said("write the other verbs here"))
    return reading.macros[value]


def _texts(verb: Verb, value: Data) -> list[str]:
    """The argument as an agent would write it after the verb; a mapping of fields is one change each."""
    if verb.argument is Argument.FIELD and isinstance(value, dict):
        return [f"{name}={_text(content)}" for name, content in value.items()]
    if verb.argument in (Argument.TAGS, Argument.TAG_NAMES, Argument.ADDRESSES, Argument.ADDRESS_LIST) and isinstance(value, list):
        return [" ".join(_text(item) for item in value)]
    if verb.argument is Argument.OPTIONAL_TEXT and value is None:
        raise Wrong(Said("{name} needs a text", name=verb.name), Said("write {name}: TEXT", name=verb.name))
    if verb.argument is Argument.OPTIONAL_AGENT and value is None:
        raise Wrong(Said("{name} needs an agent", name=verb.name), Said("write {name}: ADDRESS", name=verb.name))
    return [_text(value)]


def _text(value: Data) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        raise Wrong(Said("this verb takes one text"), Said("write it as text, in quotes if need be"))
    return str(value)
