"""The catalogues of words: `python -m tests.catalogue` brings them up to date with the code and tells what is still to be translated."""

from __future__ import annotations

import ast
import inspect
import io
import os
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from maildesk.cli.main import program
from maildesk.language import DOMAIN, FOLDER
from maildesk.verbs.kinds import Argument
from maildesk.verbs.questions import QUESTIONS
from maildesk.verbs.table import VERBS
from maildesk.verbs.vocabulary import languages

ROOT = Path(__file__).parent.parent
_WAYS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
_MARKS = {"_": None, "N_": None, "Said": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
# Without the dates that gettext's tools put here: they would differ at every run.
_HEADER = """\
# The words of maildesk.
msgid ""
msgstr ""
"Project-Id-Version: maildesk\\n"
"Language: {locale}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

Word = str | tuple[str, ...]
_PLACE = re.compile(r"(?<!\{)\{[^{}]*\}")


def catalogue_files() -> list[Path]:
    return sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read_catalogue(path: Path) -> Catalog:
    return read_po(io.BytesIO(path.read_bytes()), locale=path.parent.parent.name, domain=DOMAIN, abort_invalid=True)


def our_words() -> Catalog:
    """All that our code and pages mark, and what commands, verbs and their arguments say of themselves, which needs no mark."""
    found = Catalog()
    for folder in (ROOT / "maildesk", ROOT / "templates"):
        _add_marked(found, folder)
    arguments = filter(None, (*Argument, *(one.takes for one in QUESTIONS.values())))
    for text in (*_helps(program), *(words for verb in VERBS.values() for words in (verb.says, verb.help, verb.off) if words), *map(str, arguments)):
        found.add(text)
    return found


def all_words() -> Catalog:
    """Ours, and those that click says to a person in our name."""
    found = our_words()
    _add_marked(found, Path(click.__file__).parent)
    return found


def _add_marked(found: Catalog, folder: Path) -> None:
    for _, _, word, comments, context in extract_from_dir(folder, _WAYS, keywords=_MARKS, comment_tags=("Translators:",)):
        found.add(word, auto_comments=comments, context=context)


def _helps(command: click.Command) -> Iterator[str]:
    yield from (inspect.cleandoc(text) for text in (command.help,) if text)
    yield from (param.help for param in command.params if isinstance(param, click.Option) and param.help)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            member = command.get_command(context, name)
            assert member is not None
            yield from _helps(member)


def loose_texts() -> Iterator[str]:
    """Places of the code whose text would reach a reader without standing in the catalogue: `Said` of something that is not written there."""
    for path in sorted((ROOT / "maildesk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Said":
                yield from (f"{path.relative_to(ROOT)}:{node.lineno}: {why}" for why in _loose(node))


def _loose(said: ast.Call) -> Iterator[str]:
    message, *others = said.args
    if others or not (isinstance(message, ast.Constant) and isinstance(message.value, str)):
        yield "the message is not written out"
    for place in said.keywords:
        yield from (f"{text!r} is no Said" for text in _words_in(place.value))


def _words_in(value: ast.expr) -> Iterator[str]:
    """English that stands in a place: alone, or as what is taken where something else is empty."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and _has_words(value.value):
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        yield from (part.value for part in value.values if isinstance(part, ast.Constant) and " " in part.value.strip() and _has_words(part.value))
    elif isinstance(value, ast.IfExp):
        yield from (*_words_in(value.body), *_words_in(value.orelse))
    elif isinstance(value, ast.BoolOp):
        yield from (text for one in value.values for text in _words_in(one))


def _has_words(text: str) -> bool:
    return any(map(str.isalpha, _PLACE.sub("", text)))


def faults(known: Catalog, wanted: Catalog) -> Iterator[str]:
    """What a translator must still do: a word without a translation, one that is only guessed, one that lost a placeholder."""
    for word in wanted:
        if not word.id:
            continue
        found = known.get(word.id, word.context)
        if found is None or not _forms(found.string) or not all(_forms(found.string)):
            yield f"not translated: {word.id!r}"
        elif found.fuzzy:
            yield f"only guessed (fuzzy): {word.id!r}"
        elif any(_places(form) != _places(_forms(word.id)[-1]) for form in _forms(found.string)):
            yield f"other placeholders: {word.id!r}"


def _forms(word: Word | list[str]) -> tuple[str, ...]:
    return (word,) if isinstance(word, str) else tuple(word)


def _places(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:  # braces of another meaning, as in a line of JSON
        return set()


def update(path: Path) -> None:
    """Takes new words in, keeps translations, drops words that nobody marks any more."""
    known = read_catalogue(path)
    fresh = Catalog(known.locale)  # it knows how many plural forms there are
    for word in all_words():
        if word.id:
            fresh[word.id] = _taken(word, known.get(word.id, word.context))
    text = io.BytesIO()
    write_po(text, fresh, width=0, no_location=True, sort_output=True, omit_header=True)
    path.write_text(
        _HEADER.format(locale=path.parent.parent.name, plural=known.plural_forms) + text.getvalue().decode().lstrip("\n"), encoding="utf-8"
    )


def _taken(word: Message, old: Message | None) -> Message:
    return Message(
        word.id, old.string if old else "", auto_comments=word.auto_comments, user_comments=old.user_comments if old else (), context=word.context
    )


def compile_stale() -> None:
    """Makes each .mo that is missing or older than its .po."""
    for path in catalogue_files():
        made = path.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < path.stat().st_mtime:
            _compile(path, made)


def _compile(path: Path, made: Path) -> None:
    fresh = made.with_suffix(f".{os.getpid()}")  # two processes may do this at once
    with fresh.open("wb") as stream:
        write_mo(stream, read_catalogue(path))
    fresh.replace(made)


def main() -> int:
    found = []
    for path in catalogue_files():
        update(path)
        found += [f"{path.relative_to(ROOT)}: {fault}" for fault in faults(read_catalogue(path), our_words())]
    compile_stale()
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


def words_for(name: str, language: str) -> tuple[str, ...]:
    """The words of a language for a verb, a short form or a question, as its file lists them; `language` is a name like `zh_CN`, `queue?` the question."""
    found = next((one for one in languages() if one.name == language.split("_", maxsplit=1)[0]), None)
    return (found.verbs.get(name) or found.short_forms.get(name) or found.questions.get(name.rstrip("?")) or ()) if found else ()


if __name__ == "__main__":
    sys.exit(main())
