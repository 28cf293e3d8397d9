"""A structured header value and its parameters (RFC 2045 §5.1, RFC 2231), as mail programs really write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from maildesk.intake.charset.chain import decode
from maildesk.intake.header.words import decode_words

# RFC 2231 pieces and parameters beyond these are cut: no honest header has them, and joining them must stay cheap (V038).
MOST_PARAMETERS, _LONGEST_VALUE = 100, 1000
_PARAMETER = re.compile(r"([^\s=;\"]{1,80})\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"?|([^;]*))", re.DOTALL)
_PIECE = re.compile(r"(.+?)\*(\d{1,3})?(\*?)\Z")


@dataclass(frozen=True, slots=True)
class Parameters:
    """The value in lower case and its parameters, decoded; `doubled` where one was named twice with two meanings."""

    value: str = ""
    items: tuple[tuple[str, str], ...] = ()
    doubled: bool = False

    def get(self, name: str) -> str:
        return next((value for key, value in self.items if key == name), "")


# A value and its first parameter with nothing between them, and a value in the marks that are none in mail.
_NO_SEMICOLON = re.compile(r"\A(\s*[\w.+/-]{1,80})(?=\s+[\w*-]{1,40}\s?=)")
# All of it in quotes, and a parameter where the value should stand.
_IN_QUOTES = re.compile(r'\A\s*"([^";]*+;[^"]*+)"\s*+\Z')
_NO_VALUE = re.compile(r"\A(?=\s*[\w*-]{1,40}\s?=)")
# Programs that know of no escapes write the path of a file as it is.
_ESCAPED = re.compile(r"\\([\"\\])")
_PERCENT = re.compile(r"%[89A-F][0-9A-F]", re.IGNORECASE)
_SINGLE = re.compile(r"\A'([^']*)'\Z")


def read_parameters(text: str) -> Parameters:
    """Total: any text gives a value."""
    whole = _IN_QUOTES.sub(r"\1", text)
    value, _, rest = _NO_VALUE.sub(";", _NO_SEMICOLON.sub(r"\1;", whole, count=1), count=1).partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    doubled = False
    for name, content in _raw_parameters(rest):
        split = _PIECE.match(name)
        if split is None:
            doubled |= plain.get(name, content) != content
            plain.setdefault(name, content)
        else:
            extended = bool(split[3]) or split[2] is None
            pieces.setdefault(split[1], {}).setdefault(int(split[2] or 0), (content, extended))
    found = {name: decode_words(content) for name, content in plain.items()}
    found |= {name: _joined(parts) for name, parts in pieces.items()}
    return Parameters(re.sub(r"\([^)]*\)|\s", "", value[:_LONGEST_VALUE]).lower(), tuple(found.items()), doubled)


def _raw_parameters(rest: str) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    position = 0
    while len(out) < MOST_PARAMETERS and (found := _PARAMETER.search(rest, position)) is not None:
        content = _ESCAPED.sub(r"\1", found[2]) if found[2] is not None else _SINGLE.sub(r"\1", found[3].strip())
        out.append((found[1].lower(), content))
        position = found.end()
    return out


def _joined(pieces: dict[int, tuple[str, bool]]) -> str:
    """The continuations in order; the charset stands before the first two quotation marks (RFC 2231 §4)."""
    charset, data = "", b""
    begun = any(extended for _, extended in pieces.values())
    for number in sorted(pieces):
        text, extended = pieces[number]
        extended |= begun and _PERCENT.search(text) is not None  # whose star was forgotten
        if number == 0 and extended and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if extended else text.encode("utf-8", "replace")
    whole = decode(data, charset)
    # Impostors write encoded words where they must not; those that come out of the percent signs are words of a name (V087).
    return decode_words(whole) if any("=?" in text for text, _ in pieces.values()) else whole
