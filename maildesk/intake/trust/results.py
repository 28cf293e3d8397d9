"""Reads Authentication-Results by their grammar (RFC 8601 §2.2), or not at all: what two readers may read in two ways says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_LONGEST = 8000  # letters; servers write some hundred
_DEEPEST = 8  # comments within comments
# A token (RFC 2045), and in values also what servers write there without quotes: addresses, paths, base64.
_LEXEME = re.compile(r"[ \t\r\n]+|;|\"(?:[^\"\\\x00-\x1f\x7f]|\\[ -~])*+\"|[A-Za-z0-9!#$%&'*+./:<>?@=^_`{|}~-]++")
_IN_COMMENT = re.compile(r"[()]|\\.|[\x00-\x08\x0a-\x1f\x7f]", re.DOTALL)
_METHOD = re.compile(r"(?P<method>[A-Za-z][A-Za-z0-9-]{0,30})(?:/(?P<version>[0-9]{1,3}))?=(?P<result>[A-Za-z]{1,20})")
_PROPERTY = re.compile(r"(?:(?i:reason)|[A-Za-z][A-Za-z0-9-]{0,30}\.[A-Za-z][A-Za-z0-9_-]{0,60})=(?:[^=].*)?")


@dataclass(frozen=True, slots=True)
class Result:
    """What one method came to; `of` are its properties, like `header.d`, names in lower case, values as written."""

    method: str
    result: str
    of: Mapping[str, str]
    remarks: tuple[str, ...] = field(default=(), compare=False)  # what stands in comments: the policy of a domain, as servers write it


@dataclass(frozen=True, slots=True)
class Results:
    """A whole field: who wrote it, by its own word, and what was found."""

    server: str
    found: tuple[Result, ...]


def read_results(value: str) -> Results | None:
    """The field; None where it is not written as one, or in a version that is not 1."""
    try:
        (head, _), *others = _sections(list(_lexemes(value)))
        server = _server(head)
        bare = [(section, remarks) for section, remarks in others if section]
        found = () if [section for section, _ in bare] == [["none"]] else tuple(_result(*one) for one in bare)
    except ValueError:
        return None
    return Results(server, found) if others else None


def _server(head: list[str]) -> str:
    """The authserv-id, with its version behind it where there is one."""
    if not head or head[1:] not in ([], ["1"]) or "=" in head[0]:
        raise ValueError(head)
    return _unquoted(head[0])


def _result(section: list[str], remarks: list[str]) -> Result:
    method = _METHOD.fullmatch(section[0])
    if method is None or method["version"] not in (None, "1"):
        raise ValueError(section[0])
    of: dict[str, str] = {}
    for name, value in _properties(section[1:]):
        if name in of:
            raise ValueError(name)  # which of two is meant, nobody can tell
        of[name] = value
    return Result(method["method"].lower(), method["result"].lower(), of, tuple(remarks))


def _properties(words: list[str]) -> Iterator[tuple[str, str]]:
    """Each word is `name=value`, or `name=` with a quoted value behind it; of the last one the value may be missing."""
    rest = iter(words)
    for word in rest:
        if not _PROPERTY.fullmatch(word):
            raise ValueError(word)
        name, _, value = word.partition("=")
        yield name.lower(), value or _quoted(next(rest, '""'))


def _quoted(word: str) -> str:
    if not word.startswith('"'):
        raise ValueError(word)
    return _unquoted(word)


def _unquoted(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word[1:-1]) if word.startswith('"') else word


def _sections(lexemes: list[str]) -> list[tuple[list[str], list[str]]]:
    """What stands between semicolons, each with `name`, `=` and `value` brought together again where blanks stand between them; and its comments."""
    sections: list[tuple[list[str], list[str]]] = [([], [])]
    for lexeme in lexemes:
        words, remarks = sections[-1]
        if lexeme == ";":
            sections.append(([], []))
        elif lexeme.startswith("("):
            remarks.append(lexeme)
        elif words and (lexeme.startswith("=") or (words[-1].endswith("=") and not lexeme.startswith('"'))):
            words[-1] += lexeme
        else:
            words.append(lexeme)
    return sections


def _lexemes(value: str) -> Iterator[str]:
    """The words, quoted strings, comments and semicolons; blanks are passed over. Raises ValueError."""
    text, at = value[: _LONGEST + 1], 0
    if len(text) > _LONGEST or not text.isascii():
        raise ValueError(text)
    while at < len(text):
        if text[at] == "(":
            end = _comment_end(text, at)
            yield text[at:end]
            at = end
            continue
        found = _LEXEME.match(text, at)
        if found is None:
            raise ValueError(text[at])
        at = found.end()
        if not found[0].isspace():
            yield found[0]


def _comment_end(text: str, at: int) -> int:
    """Behind the comment that begins there; raises ValueError where it has no end."""
    depth = 0
    if at and text[at - 1] not in " \t;":
        raise ValueError(text[:at])  # `legit.example(.evil.example` is one domain in a signature, and another to who cuts comments away
    for found in _IN_COMMENT.finditer(text, at):
        mark = found[0]
        depth += {"(": 1, ")": -1}.get(mark, 0)
        if depth == 0:
            return found.end()
        if depth > _DEEPEST or (len(mark) == 1 and mark < " "):
            break
    raise ValueError(text[at : at + 20])
