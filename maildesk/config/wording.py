"""What the schema found wrong, said so that a person with an editor can mend it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from maildesk.config.example import as_written, example_of, is_size
from maildesk.config.keys import field_at, model_at
from maildesk.config.nearest import did_you_mean
from maildesk.config.values import Unlike
from maildesk.config.yamlfile import Document, Route, in_order
from maildesk.errors import NOTHING, Problem, Wrong
from maildesk.language import Said

Error = dict[str, Any]

# Keys that may be written in two forms: pydantic reports each form apart, a person needs one line.
_TWO_FORMS = {"closed": Said("write reopen, new or {{new_after: 14d}}"), "after": Said("write keep, flag or {{move: FOLDER}}")}

_INLINE_SECRETS = ("password", "secret", "token", "passphrase")


def real(errors: Iterable[Error]) -> list[Error]:
    """Without a complaint of pydantic's that a list is too short when it counts only the entries that are right."""
    return [error for error in errors if error["type"] != "too_short" or not error["input"]]


def problems_of(errors: Iterable[Error], document: Document) -> tuple[Problem, ...]:
    """One problem for each place that is wrong, in the order of the file."""
    found: dict[Route, Problem] = {}
    for error in errors:
        route = route_of(error["loc"], document)
        depth = next((depth for depth, step in enumerate(route) if step in _TWO_FORMS), None)
        if depth is not None:
            name, form = str(route[depth]), route[: depth + 1]
            found.setdefault(form, Problem(document.place(form), Said("{name} is not understood", name=name), _TWO_FORMS[name]))
        else:
            found.setdefault((*route, error["type"]), _problem(error, route, document))
    return in_order(found.values())


def route_of(location: tuple[str | int, ...], document: Document) -> Route:
    """Where the file has it: pydantic's location without the names of union branches."""
    route: Route = ()
    for step in location:
        if (*route, step) in document.values or (*route, step) in document.keys:
            route = (*route, step)
    return route


def _problem(error: Error, route: Route, document: Document) -> Problem:
    if error["type"] == "extra_forbidden":
        return _unknown_key(route, document)
    fault = error.get("ctx", {}).get("error")
    wrong, right = _fault(fault, route) if isinstance(fault, Wrong) else _complaint(error, route)
    return Problem(document.place(route), wrong, right)


def _fault(fault: Wrong, route: Route) -> tuple[Said, Said]:
    """What a check of ours found; where the form is wrong, the example is one for this very key."""
    example = example_of(field_at(route))
    if isinstance(fault, Unlike) and example:
        return Said("{value}: {words}", value=_called(route), words=fault.wrong), _like(example, fault.right)
    return fault.wrong, fault.right


def _complaint(error: Error, route: Route) -> tuple[Said, Said]:
    """What pydantic found."""
    name, say = _called(route), _SAYINGS.get(error["type"])
    if error["type"] == "missing":
        key = error["loc"][-1]
        return Said("{value} has no {name}", value=name, name=key), Said("add {name}: …", name=key)
    field = field_at(route)
    if error["input"] is None:
        needed = field is not None and field.is_required()
        return Said("{value} is empty", value=name), Said("write a value") if needed else Said("write a value, or take the key away")
    if say is not None:
        wrong, right = say(
            error.get("ctx", {}) | {"input": error["input"], "example": example_of(field), "size": field is not None and is_size(field)}
        )
        return Said("{value} {wrong}", value=name, wrong=wrong), right
    return Said("{value}: {words}", value=name, words=error["msg"]), NOTHING


def _like(example: str, more: Said = NOTHING) -> Said:
    shown = Said("write it like {example}", example=example)
    return Said("{shown}; {more}", shown=shown, more=more) if more else shown


def _unknown_key(route: Route, document: Document) -> Problem:
    name = str(route[-1])
    place = document.key_place(route)
    if name in _INLINE_SECRETS:
        return Problem(place, Said("{name!r}: no secret stands in this file", name=name), Said("write password_file: FILE or credential: NAME"))
    model = model_at(route[:-1])
    fields = model.model_fields if model else {}
    meant = next((word for word in _OTHER_WORDS.get(name.casefold(), ()) if word in fields), None)
    right = Said("did you mean {word}?", word=meant) if meant else did_you_mean(name, fields)
    return Problem(place, Said("unknown key {name!r}", name=name), right)


# What people call a key who know it from other programs.
_OTHER_WORDS = {
    "server": ("host",),
    "hostname": ("host",),
    "username": ("user",),
    "login": ("user",),
    "email": ("address",),
    "mail": ("address",),
    "title": ("name",),
    "tz": ("timezone",),
    "lang": ("language", "languages"),
    "ssl": ("tls",),
    "encryption": ("tls",),
    "certificate": ("tls_certificate",),
    "folder": ("folders",),
    "reports": ("digest",),
    "smtp": ("relays",),
    "imap": ("listen",),
    "lmtp": ("listen",),
    "users": ("agents",),
    "staff": ("agents",),
    "groups": ("teams",),
    "footer": ("signature",),
}


def _called(route: Route) -> str:
    """What a person calls the value: `mailboxes 2, language`."""
    if not route:
        return Said("the desk")
    words = [f"{step + 1}" if isinstance(step, int) else step for step in route]
    return words[0] + (" " + ", ".join(words[1:]) if words[1:] else "")


_Context = dict[str, Any]
_Saying = Callable[[_Context], tuple[Said, Said]]


def _fixed(wrong: Said, right: Said = NOTHING) -> _Saying:
    return lambda context: (wrong, right)


def _one_of(context: _Context) -> tuple[Said, Said]:
    """pydantic lists the words as `'plain', 'plus' or 'minus'`."""
    words = re.findall("'([^']+)'", context["expected"])
    wrong = Said("cannot be {input!r}", input=context["input"]) if isinstance(context["input"], str) else Said("must be one word")
    return wrong, did_you_mean(str(context["input"]), words, Said("write one of"))


_MAPPING = _fixed(Said("must be a mapping"), Said("write key: value lines, or {{key: value}}"))


def _list(context: _Context) -> tuple[Said, Said]:
    value = context["input"]
    plain = isinstance(value, str | int) and not isinstance(value, bool)
    right = _like(f"[{_quoted(str(value))}]") if plain else Said("begin each entry with a dash, or write [one, two]")
    return Said("must be a list"), right


def _quoted(word: str) -> str:
    """As an entry between brackets has to be written."""
    return word if re.fullmatch(r"[\w@./+-]+", word) else json.dumps(word, ensure_ascii=False)


def _too_small(context: _Context) -> tuple[Said, Said]:
    return Said("is too small"), Said("{least} is the least", least=as_written(context["ge"], context["size"]))


def _number(context: _Context) -> tuple[Said, Said]:
    right = Said("write it without unit and without quotes, like {example}", example=context["example"] or "25")
    return Said("must be a whole number"), right


def _text(context: _Context) -> tuple[Said, Said]:
    if isinstance(context["input"], list | dict):
        return Said("must be one text"), Said("write it behind the key, without brackets and without lines below it")
    right = (
        Said("write it in quotes, like {example}", example=context["example"]) if context["example"] else Said("put it in quotes if it is a number")
    )
    return Said("must be text"), right


_FLAG = _fixed(Said("must be true or false"), Said("write true or false"))

_SAYINGS: dict[str, _Saying] = {
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dict_type": _MAPPING,
    "tuple_type": _list,
    "int_type": _number,
    "int_parsing": _number,
    "int_from_float": _number,
    "bool_type": _FLAG,
    "bool_parsing": _FLAG,
    "string_type": _text,
    "path_type": _fixed(Said("must be the name of a file or folder")),
    "string_too_short": _fixed(Said("is empty"), Said("write a text")),
    "string_too_long": lambda context: (Said("is too long"), Said("{most} letters are the most", most=context["max_length"])),
    "too_short": _fixed(Said("is empty"), Said("write at least one entry")),
    "greater_than_equal": _too_small,
    "less_than_equal": lambda context: (Said("is too large"), Said("{most} is the most", most=context["le"])),
    "literal_error": _one_of,
    "enum": _one_of,
}
