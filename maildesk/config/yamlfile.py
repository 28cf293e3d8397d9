"""YAML files as plain values with a place for each of them; the one file that knows PyYAML.

The values are built from parser events, never by PyYAML's constructors: no tag makes an object (V143), and what YAML 1.1
would turn into something else (`no`, `1:30`, `007`, dates) stays the text that was written (V144).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from maildesk.errors import NOTHING, Place, Problem
from maildesk.language import Said

LARGEST = 1 << 20
DEEPEST = 50

Step = str | int
Route = tuple[Step, ...]
Data = None | bool | int | str | list["Data"] | dict[str, "Data"]


@dataclass(frozen=True)
class Document:
    """A file's content; `data` is None where `problems` say why it could not be read.

    Places are kept for each value and, apart from them, for each key of a mapping.
    """

    file: str
    data: Data = None
    values: dict[Route, Place] = field(default_factory=dict)
    keys: dict[Route, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def place(self, route: Route) -> Place:
        """Where the value of that route stands, or the nearest one around it."""
        while route and route not in self.values:
            route = route[:-1]
        return self.values.get(route, Place(self.file))

    def key_place(self, route: Route) -> Place:
        """Where the key of that route stands, or the value where it has no key of its own."""
        return self.keys.get(route) or self.place(route)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of one file from its top to its end."""
    return tuple(sorted(problems, key=lambda problem: (problem.place.line, problem.place.column)))


def read_yaml(path: Path) -> Document:
    """The one document of a file. Total: everything that is wrong is a problem with its place."""
    file = str(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except FileNotFoundError:
        return _unreadable(Place(file), Said("there is no such file"))
    except IsADirectoryError:
        return _unreadable(Place(file), Said("this is a folder, no file"), Said("name a file in it"))
    except OSError as error:
        return _unreadable(Place(file), Said("the file cannot be read: {why}", why=error.strerror), Said("who runs this must be allowed to read it"))
    return parse_yaml(raw, file)


def parse_yaml(raw: bytes, file: str) -> Document:
    """The same for bytes at hand; `file` is what places say."""
    if len(raw) > LARGEST:
        return _unreadable(Place(file), Said("the file is larger than {most} bytes", most=LARGEST), Said("split it"))
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw[:2]:
        return _unreadable(Place(file), Said("this is UTF-16 text"), Said("save the file as UTF-8"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        place = Place(file, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        return _unreadable(place, Said("this is no UTF-8 text"), Said("save the file as UTF-8"))
    try:
        return _Builder(file).build(text)
    except _Stop as stop:
        return Document(file, problems=(stop.problem,))
    except yaml.YAMLError as error:
        return Document(file, problems=(_syntax(error, text, file),))


def _unreadable(place: Place, wrong: Said, right: Said = NOTHING) -> Document:
    return Document(place.file, problems=(Problem(place, wrong, right),))


class _Stop(Exception):
    """The document cannot be read any further."""

    def __init__(self, place: Place, wrong: Said, right: Said) -> None:
        super().__init__(wrong)
        self.problem = Problem(place, wrong, right)


@dataclass
class _Builder:
    """Builds values from events by a stack of its own: depth is counted before anything recurses."""

    file: str
    values: dict[Route, Place] = field(default_factory=dict)
    keys: dict[Route, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def build(self, text: str) -> Document:
        events = _events(text)
        data: Data = None
        first = next(events, None)
        if first is not None:
            data = self._value(first, events, ())
            beyond = next(events, None)
            if beyond is not None:
                raise _Stop(self._place(beyond), Said("a second document begins here"), Said("keep one document a file: take the --- away"))
        return Document(self.file, data, self.values, self.keys, tuple(self.problems))

    def _value(self, event: Any, events: Iterator[Any], route: Route) -> Data:
        place = self._place(event)
        if isinstance(event, yaml.AliasEvent):
            raise _Stop(
                place,
                Said("the alias *{anchor} is not taken", anchor=event.anchor),
                Said("write the value out; a text that begins with * stands in quotes"),
            )
        if event.tag is not None:
            raise _Stop(place, Said("the tag {tag} is not taken", tag=event.tag), Said("write plain values without tags"))
        if event.anchor is not None:
            raise _Stop(place, Said("the anchor &{anchor} is not taken", anchor=event.anchor), Said("write the value out where it is needed"))
        if len(route) >= DEEPEST:
            raise _Stop(place, Said("values are nested deeper than {most}", most=DEEPEST), Said("check the brackets and the indentation"))
        self.values[route] = place
        if isinstance(event, yaml.ScalarEvent):
            return event.value if event.style else _scalar(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, route)
        return self._mapping(events, route)

    def _sequence(self, events: Iterator[Any], route: Route) -> Data:
        items: list[Data] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._value(event, events, (*route, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], route: Route) -> Data:
        found: dict[str, Data] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            place = self._place(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Stop(place, Said("a key must be a word"), Said("write key: value"))
            key = event.value
            if key in found:
                self.problems.append(
                    Problem(
                        place,
                        Said("the key {key!r} stands twice", key=key),
                        Said("the first is in line {line}; keep one", line=self.keys[*route, key].line),
                    )
                )
            self.keys.setdefault((*route, key), place)
            value = self._value(next(events), events, (*route, key))
            found.setdefault(key, value)
        return found

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)


_FRAME = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)


def _events(text: str) -> Iterator[Any]:
    """The events that carry values; the C parser where it is there, for rule files of thousands of lines."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return (event for event in yaml.parse(text, Loader=loader) if not isinstance(event, _FRAME))


_WORDS: dict[str, Data] = {"": None, "~": None, "null": None, "true": True, "false": False}
_WHOLE_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z", re.ASCII)


def _scalar(text: str) -> Data:
    """An unquoted word: null, true, false, a whole number, else the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE_NUMBER.match(text) else text


# What the parser says, and what a person can do about it.
_REMEDIES = (
    ("cannot start any token", Said("indent with spaces, and quote a text that begins with a special character")),
    ("mapping values are not allowed", Said("quote a text that holds a colon; a key begins in the same column as the keys above")),
    ("alphabetic or numeric character", Said("quote a text that begins with * or &")),
    ("expected '-' indicator", Said("a list goes on here, and this line is no entry of it: check the indentation")),
    ("did not find expected key", Said("check the indentation and the quotes of the lines above")),
    ("did not find expected ',' or", Said("close the bracket, and quote texts that hold brackets, braces or commas")),
    ("block end", Said("check the indentation: entries of one list or mapping begin in the same column")),
    ("could not find expected ':'", Said("write key: value, in this line and the one above")),
    ("end of stream", Said("close the quote or bracket that is still open")),
)


def _syntax(error: yaml.YAMLError, text: str, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    odd = _odd_blank(text, mark.line if mark else -1)
    if odd is not None:
        line, column, name = odd
        return Problem(
            Place(file, line, column),
            Said("{name} stands in the indentation, and YAML takes spaces alone", name=name),
            Said("put spaces in its place"),
        )
    wide = _wide_colon(text, mark.line if mark else -1)
    if wide is not None:
        return Problem(Place(file, *wide), Said("a full-width colon stands here, and YAML knows : alone"), Said("write : and a blank"))
    glued = _glued(text, mark.line if mark else -1)
    if glued is not None:
        line, column, sign = glued
        return Problem(Place(file, line, column), Said("a blank is missing behind this {sign!r}", sign=sign), Said("write it"))
    words = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "")
    right = next((remedy for known, remedy in _REMEDIES if known in words), NOTHING)
    if mark is not None:
        return Problem(Place(file, mark.line + 1, mark.column + 1), Said.as_is(words) if words else Said("this is no YAML"), right)
    return Problem(_forbidden(text, file), Said("a character stands here that no YAML file may hold"), Said("take it away"))


_TAB, _FOREIGN = Said("a tab"), Said("a blank that is no space")


def _odd_blank(text: str, last: int) -> tuple[int, int, Said] | None:
    """Line, column and name of the first other blank among those that begin a line, up to where the parser stopped (YAML 1.2 §6.1)."""
    for number, line in enumerate(text.splitlines()[: last + 1], start=1):
        blank = line[: len(line) - len(line.lstrip())]
        odd = blank.lstrip(" ")
        if odd and line.strip() and not line.strip().startswith("#"):
            return number, len(blank) - len(odd) + 1, _TAB if odd[0] == "\t" else _FOREIGN
    return None


_GLUED = re.compile(r"\s*(?:- +)?(?:(?P<dash>-)(?=[A-Za-z{\[\"'])|[A-Za-z_]+(?P<colon>:)(?=[^\s/:]))")


def _glued(text: str, last: int) -> tuple[int, int, str] | None:
    """Line, column and sign where a dash or a colon lacks its blank, in the line where the parser stopped or the one before it."""
    lines = text.splitlines()[: last + 1]
    for number in range(len(lines), max(len(lines) - 2, 0), -1):
        found = _GLUED.match(lines[number - 1])
        if found:
            name = "dash" if found["dash"] else "colon"
            return number, found.start(name) + 1, found[name]
    return None


_WIDE = re.compile(r"\s*(?:- +)?[A-Za-z_]+(：)")


def _wide_colon(text: str, last: int) -> tuple[int, int] | None:
    """Line and column of a full-width colon behind a key, where the parser stopped or one line before."""
    for number, line in list(enumerate(text.splitlines()[: last + 1], start=1))[-2:]:
        found = _WIDE.match(line)
        if found:
            return number, found.start(1) + 1
    return None


def _forbidden(text: str, file: str) -> Place:
    """The first character outside YAML 1.2 §5.1, which the parser reports without a place."""
    found = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    before = text[: found.start() if found else 0]
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
