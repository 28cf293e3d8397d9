"""A structured header value and its parameters (RFC 2045 §5.1, RFC 2231), as mail programs really write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from maildesk.intake.charset.chain import decode
from maildesk.intake.charset.names import codec_of
from maildesk.intake.header.words import decode_words

# RFC 2231 pieces and parameters beyond these are cut: no honest header has them, and joining them must stay cheap (V038).
MOST_PARAMETERS, _LONGEST_VALUE = 100, 1000
# Where a semicolon was forgotten: before what is plainly the next parameter, or begins a folded line.
_NEXT = r"\s{1,8}(?:charset|boundary|format|delsp|name|filename|[\w-]{1,40}\*\d{0,3}\*?)\s?=|\s{2,8}[\w-]{1,40}="
_PARAMETER = re.compile(rf"([^\s=;\"]{{1,80}})\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"?|((?:(?!{_NEXT})[^;])*))", re.DOTALL)
_PIECE = re.compile(r"(.+?)\*(\d{1,3})?(\*?)\Z")
# The charset of the newer form, with a language behind it; some programs write one mark, or all of it under the older form's name.
_CHARSET = re.compile(r"([\w.:+-]{0,40})'(?:[\w-]{0,20}')?")


@dataclass(frozen=True, slots=True)
class Parameters:
    """The value in lower case and its parameters, decoded; `others` is what one says besides, in another form of it or named twice."""

    value: str = ""
    items: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        return next((value for key, value in self.items if key == name), "")

    def besides(self, name: str) -> tuple[str, ...]:
        """What another program may take for it (V134)."""
        return tuple(value for key, value in self.others if key == name)


# A value and its first parameter with nothing between them, and a value in the marks that are none in mail.
_NO_SEMICOLON = re.compile(r"\A(\s*[\w.+/-]{1,80})[\s,](?=\s*[\w*-]{1,40}\s?=)")
# All of it in quotes, and a parameter where the value should stand.
_IN_QUOTES = re.compile(r'\A\s*"([^";]*+;[^"]*+)"\s*+\Z')
_NO_VALUE = re.compile(r"\A(?=\s*[\w*-]{1,40}\s?=)")
# Programs that know of no escapes write the path of a file as it is.
_ESCAPED = re.compile(r"\\([\"\\])")
_PERCENT = re.compile(r"%[89A-F][0-9A-F]", re.IGNORECASE)  # nobody names a file so
_SINGLE = re.compile(r"\A'([^']*)'\Z")


def read_parameters(text: str) -> Parameters:
    """Total: any text gives a value."""
    value, _, rest = text.partition(";")
    if "=" in value or text.startswith('"'):
        whole = _IN_QUOTES.sub(r"\1", text)
        value, _, rest = _NO_VALUE.sub(";", _NO_SEMICOLON.sub(r"\1;", whole, count=1), count=1).partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    others: list[tuple[str, str]] = []
    for name, content in _raw_parameters(rest):
        split = _PIECE.match(name)
        if split is None:
            if plain.setdefault(name, content) != content:
                others.append((name, decode_words(content)))
        else:
            starred = bool(split[3]) or split[2] is None
            pieces.setdefault(split[1], {}).setdefault(int(split[2] or 0), (content, starred))
    found = {name: _half_extended(content) or decode_words(content) for name, content in plain.items()}
    extended = {name: joined for name, parts in pieces.items() if (joined := _joined(parts))}
    others += [(name, found[name]) for name, joined in extended.items() if found.get(name, joined) != joined]
    found |= extended
    return Parameters(re.sub(r"\([^)]*\)|[\s\"]", "", value[:_LONGEST_VALUE]).lower(), tuple(found.items()), tuple(others))


def _raw_parameters(rest: str) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    position = 0
    while len(out) < MOST_PARAMETERS and (found := _PARAMETER.search(rest, position)) is not None:
        content = (_ESCAPED.sub(r"\1", found[2]) if "\\" in found[2] else found[2]) if found[2] is not None else _SINGLE.sub(r"\1", found[3].strip())
        out.append((found[1].lower(), content))
        position = found.end()
    return out


def _half_extended(text: str) -> str:
    """What the newer form says that stands under the older one's name, "" where there is none."""
    charset = _CHARSET.match(text)
    if charset is None or not codec_of(charset[1]) or not _PERCENT.search(text):
        return ""
    return decode(unquote_to_bytes(text[charset.end() :]), charset[1])


def _joined(pieces: dict[int, tuple[str, bool]]) -> str:
    """The continuations in order; the charset stands before the first two quotation marks (RFC 2231 §4)."""
    charset, data, run = "", b"", ""
    begun = any(extended for _, extended in pieces.values())
    for number in sorted(pieces):
        text, extended = pieces[number]
        named = _CHARSET.match(text) if number == 0 else None
        if named and (codec_of(named[1]) or (extended and named[0].count("'") > 1)):
            charset, text, begun = named[1], text[named.end() :], True
        extended |= begun and _PERCENT.search(text) is not None  # whose star was forgotten
        if not extended:
            data, run = data + unquote_to_bytes(run) + text.encode("utf-8", "replace"), ""
        run += text if extended else ""  # an escape may be cut in two
    whole = decode(data + unquote_to_bytes(run), charset)
    # Impostors write encoded words where they must not; those that come out of the percent signs are words of a name (V087).
    return decode_words(whole) if any("=?" in text for text, _ in pieces.values()) else whole
