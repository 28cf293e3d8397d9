"""Letters' words from templates: Jinja2, sandboxed and strict, once for text and once for HTML.

Templates come from files only; what a mail says is data in them and is never rendered a second time (V140).
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, FunctionLoader, StrictUndefined, Template, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from maildesk.config.limits import Limits
from maildesk.config.watch import MOST_ENTRIES
from maildesk.errors import Place, Problem
from maildesk.html.clean import text_to_html
from maildesk.language import Said
from maildesk.outbound.amiss import amiss, halves, misplaced, unfound, unsent
from maildesk.outbound.happening import Facts
from maildesk.outbound.samples import SAMPLES, TICKET

FALLBACK_LANGUAGE = "en"
# All that a template can raise by what is written in it.
FAILURES = (TemplateError, MemoryError, RecursionError, ArithmeticError, LookupError, AttributeError, TypeError, ValueError)
_FILTERS = ("default", "e", "escape", "first", "join", "last", "length", "lower", "title", "trim", "truncate", "upper")


@dataclass(frozen=True, slots=True)
class Rendered:
    """`subject` is one line; `html` may be "" (no template of it); `problem` says why this is the fallback."""

    subject: str
    text: str
    html: str
    problem: str = ""


class TooLong(SecurityError):
    """A template gave more than limits.template allows."""


class _Environment(ImmutableSandboxedEnvironment):
    """Data in, text out: no calls, no methods, no arithmetic that grows (V141)."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return isinstance(obj, LoopContext) and not attr.startswith("_")

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"{operator} is not for templates")


class _Compiled(BytecodeCache):
    """What this process has compiled, by name, path and words: a reload compiles what was altered, not eighty templates."""

    _MOST = 1000  # so that edits of years take no memory

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if len(self._codes) >= self._MOST:
            self._codes.clear()
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = {escape: _Compiled() for escape in (False, True)}


class Templates:
    """All templates of a desk: the shipped ones, and over them those of the desk's own folder, file by file."""

    def __init__(self, sources: Mapping[str, tuple[str, str]], limits: Limits, unreadable: Sequence[Problem] = ()) -> None:
        """`sources` maps `en/reply.txt` to its text and the path it was read from; `unreadable` tells of files that are not among them."""
        self._sources, self.unreadable = dict(sources), tuple(unreadable)
        self._limits = limits
        loader = FunctionLoader(self._source)
        self._text, self._html = _environment(loader, escape=False), _environment(loader, escape=True)
        self._compiled: dict[str, Template] = {}

    def _source(self, name: str) -> tuple[str, str, Any] | None:
        found = self._sources.get(name)
        return (*found, lambda: True) if found else None

    @property
    def sources(self) -> Mapping[str, tuple[str, str]]:
        """What the templates were made from."""
        return self._sources

    @property
    def names(self) -> frozenset[str]:
        """The templates a rule may send: every text template, by its name without language and suffix."""
        return frozenset(Path(name).stem for name in self._sources if name.count("/") == 1 and name.endswith(".txt"))

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(name.partition("/")[0] for name in self._sources if "/" in name)

    def render(self, template: str, language: str, facts: Facts, body: str = "", below: Sequence[str] = ()) -> Rendered:
        """The letter's subject, text and HTML. `body` is HTML that `htmlclean` made, as is each of `below`: it is shown as it is.

        Where the template fails the letter still leaves, with the facts that are its words alone (F29).
        """
        try:
            return self.rendered(template, language, facts, body, below)
        except FAILURES as error:
            return _fallback(facts, f"template {template} ({language}): {error}")

    def rendered(self, template: str, language: str, facts: Facts, body: str = "", below: Sequence[str] = ()) -> Rendered:
        """The same, but raises what the template raises."""
        subject, text = _subject_and_text(self._fill(f"{template}.txt", language, dict(facts)))
        clean = {"body": Markup(body), "below": tuple(map(Markup, below))}  # noqa: S704 - htmlclean made it
        try:
            html = self._fill(f"{template}.html", language, {**facts, **clean})
        except TemplateNotFound:
            html = ""
        return Rendered(subject, text, html)

    def _fill(self, name: str, language: str, context: Mapping[str, Any]) -> str:
        return _bounded(self._template(name, language), name, context, self._limits)

    def _template(self, name: str, language: str) -> Template:
        known = next((path for path in (f"{language}/{name}", f"{FALLBACK_LANGUAGE}/{name}") if path in self._sources), None)
        if known is None:
            raise TemplateNotFound(name)
        if known not in self._compiled:
            self._compiled[known] = (self._html if name.endswith(".html") else self._text).get_template(known)
        return self._compiled[known]

    def problems(self, name: str, facts: Facts) -> tuple[Problem, ...]:
        """What is wrong with one file (`en/reply.txt`) when it is given these facts, with the line."""
        language, _, file = name.rpartition("/")
        path = self._sources[name][1]
        try:
            filled = self._fill(file, language, {**facts, "body": Markup("<p>body</p>"), "below": (Markup("<p>body</p>"),)})
        except FAILURES as error:
            words = str(error) or type(error).__name__
            told = unfound(words) if isinstance(error, TemplateNotFound) else amiss(words, facts, (*_FILTERS, *_OUR_FILTERS))
            return (Problem(_place(error, path), *told),)
        if file.endswith(".txt") and not _SUBJECT.match(filled):
            return (Problem(Place(path), Said("the template has no subject"), Said("its first line is: Subject: …, then an empty line")),)
        return ()

    @property
    def files(self) -> tuple[str, ...]:
        """Every template of a letter, as `en/reply.txt`."""
        return tuple(sorted(name for name in self._sources if "/" in name))


def fill(words: str, facts: Mapping[str, str], limits: Limits) -> str:
    """A text of the admin's with its values; raises one of `FAILURES`."""
    template = _environment(FunctionLoader(lambda _: None), escape=False).from_string(words)
    return _bounded(template, "the text", facts, limits)


def _bounded(template: Template, name: str, context: Mapping[str, Any], limits: Limits) -> str:
    parts: list[str] = []
    length = 0
    for part in template.generate(context):
        length += len(part)
        if length > limits.template:
            raise TooLong(f"{name} gives more than {limits.template} characters")
        parts.append(part)
    return "".join(parts)


def load_templates(shipped: Path, own: Path | None, limits: Limits) -> Templates:
    """Reads both folders now, so that a half-written edit later does not matter; what cannot be read, `check_templates` tells."""
    sources: dict[str, tuple[str, str]] = {}
    if own and _is_crowded(own):
        wrong = Problem(Place(str(own)), Said("more than {most} files lie in this folder", most=MOST_ENTRIES), Said("name one of templates alone"))
        return Templates(load_templates(shipped, None, limits).sources, limits, [wrong])
    unreadable = list(misplaced(dict(_files(own)), _letters(name for name, _ in _files(shipped)))) if own else []
    for folder in [shipped] if own is None else [shipped, own]:
        for name, path in _files(folder):
            try:
                sources[name] = (path.read_text(encoding="utf-8"), str(path))
            except UnicodeDecodeError as error:
                line = error.object[: error.start].count(b"\n") + 1
                unreadable.append(Problem(Place(str(path), line), Said("the template is not in UTF-8"), Said("save it as UTF-8")))
            except OSError as error:
                unreadable.append(Problem(Place(str(path)), Said("the template cannot be read: {why}", why=error.strerror)))
    return Templates(sources, limits, unreadable)


def _letters(names: Iterable[str]) -> frozenset[str]:
    return frozenset(Path(name).stem for name in names if "/" in name)


def check_names(shipped: Path, own: Path | None, sent: frozenset[str]) -> tuple[Problem, ...]:
    """Templates of the desk's own folder that are perhaps meant to replace a shipped one; `sent` are those that rules send."""
    return tuple(unsent(dict(_files(own)), sent, _letters(name for name, _ in _files(shipped)))) if own and not _is_crowded(own) else ()


def half_replaced(shipped: Path, own: Path | None) -> tuple[tuple[str, str], ...]:
    """Of the letters that the desk's own folder replaces in part: its text, and the shipped HTML that is still sent beside it."""
    return tuple(halves((name for name, _ in _files(own)), frozenset(name for name, _ in _files(shipped)))) if own else ()


def check_templates(templates: Templates) -> tuple[Problem, ...]:
    """Tries every template with all facts and with those that may be empty left empty: each problem with file and line."""
    found = list(templates.unreadable)
    told = {problem.place.file for problem in found}
    for name in templates.files:
        if templates.sources[name][1] in told:
            continue
        facts = SAMPLES.get(Path(name).stem, TICKET)
        found += templates.problems(name, facts) or templates.problems(name, _bare(facts))
    return tuple(found)


def _bare(facts: Facts) -> Facts:
    kept = ("number", "subject", "mailbox", "mailbox_address", "requester", "status", "priority", "answer_line", "goes_to")
    return {name: value if name in kept else type(value)() for name, value in facts.items()}


def _environment(loader: BaseLoader, escape: bool) -> ImmutableSandboxedEnvironment:
    environment = _Environment(
        loader=loader,
        autoescape=escape,
        undefined=StrictUndefined,
        finalize=_without_controls,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED[escape],
    )
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.filters |= _OUR_FILTERS
    environment.globals.clear()
    return environment


# Everything below space but tab and line feed, DEL, C1, and the separators other programs take for line ends.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def _without_controls(value: Any) -> Any:
    if isinstance(value, Markup) or not isinstance(value, str) or value.isprintable():
        return value
    return _CONTROLS.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n"))


def _quoted(text: str) -> str:
    """Text as a plain quotation, each line behind `> `."""
    return "\n".join(f"> {line}".rstrip() for line in str(_without_controls(text)).split("\n"))


_OUR_FILTERS = {
    "quoted": _quoted,
    "paragraphs": lambda text: Markup(text_to_html(_without_controls(str(text)))),  # noqa: S704 - text_to_html escapes
    "lines": lambda text: Markup("<br>\n").join(_without_controls(str(text)).split("\n")),
}

_SUBJECT = re.compile(r"Subject:[ \t]*([^\n]*)\n+")


def _subject_and_text(filled: str) -> tuple[str, str]:
    found = _SUBJECT.match(filled)
    return (found[1].strip(), filled[found.end() :].strip("\n") + "\n") if found else ("", filled)


_WORDS = ("answer_line", "author", "text", "signature")


def _fallback(facts: Facts, problem: str) -> Rendered:
    """The letter without a template: the words it exists for, and nothing lost."""
    words = [str(facts[name]) for name in _WORDS if facts.get(name)]
    lines = [" ".join(row.values()) for rows in facts.values() if isinstance(rows, tuple) for row in rows]
    return Rendered(f"Re: {facts.get('subject', '')}", "\n\n".join([*words, *lines]) + "\n", "", problem)


def _is_crowded(folder: Path) -> bool:
    return next(islice(folder.rglob("*"), MOST_ENTRIES, None), None) is not None


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(islice(folder.rglob("*"), MOST_ENTRIES)):
        if path.suffix in (".txt", ".html") and path.is_file():
            yield path.relative_to(folder).as_posix(), path


def _place(error: BaseException, path: str) -> Place:
    if isinstance(error, TemplateSyntaxError):
        return Place(error.filename or path, error.lineno)
    # The innermost frame that stands in a template: Jinja2 rewrites tracebacks to the lines of the source.
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith((".txt", ".html"))]
    return Place(frames[-1].filename, frames[-1].lineno or 1) if frames else Place(path)
