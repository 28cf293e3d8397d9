"""The lines of calendars and visiting cards (RFC 5545 §3.1, RFC 6350 §3.3, and vCard 2.1): a name, its parameters and a value."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

from maildesk.intake.charset.chain import decode

_LONGEST, _MOST_LINES = 256 << 10, 5000
_FOLDED_BYTES = re.compile(rb"\r?\n[ \t]")
_FOLD = re.compile(r"\n[ \t]")
# Possessive, so that no line makes it try twice (V046).
_LINE = re.compile(r"([A-Za-z0-9.-]{1,40}+)((?:;(?:[^:\";]++|\"[^\"]{0,200}+\")*+){0,20}+):(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\([\\;,nN])")
_PARAMETER = re.compile(r";([A-Za-z-]{1,30})=(?:\"([^\"]*)\"|([^;:\"]*))")


class Line(NamedTuple):
    """One content line, unfolded; its name in capitals and without its group."""

    name: str
    parameters: str
    value: str

    def parameter(self, name: str) -> str:
        """What a parameter says, "" where it is not there."""
        return next((found[2] or found[3] or "" for found in _PARAMETER.finditer(self.parameters) if found[1].upper() == name), "").strip()

    @property
    def words(self) -> str:
        """A text value on one line."""
        return " ".join(self.text.split())

    @property
    def text(self) -> str:
        """A text value with its own lines."""
        return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value).strip()


def content_lines(data: bytes, charset: str = "") -> Iterator[Line]:
    """The lines in order; what is none is passed over."""
    data = data[:_LONGEST]
    if b"QUOTED-PRINTABLE" not in data.upper():  # whose lines are broken in another way
        data = _FOLDED_BYTES.sub(b"", data)  # between the bytes of a letter, too
    text = decode(data, charset).replace("\r\n", "\n").replace("\r", "\n")
    # vCard 2.1 goes on where a quoted-printable line ends with the sign for that.
    text = text.replace("=\n", "") if "QUOTED-PRINTABLE" in text.upper() else text
    for line in _FOLD.sub("", text).split("\n", _MOST_LINES)[:_MOST_LINES]:
        found = _LINE.match(line)
        if found is not None:
            yield _decoded(Line(found[1].upper().rpartition(".")[2], found[2], found[3]))


def _decoded(line: Line) -> Line:
    if "QUOTED-PRINTABLE" not in line.parameters.upper():
        return line
    value = binascii.a2b_qp(line.value.encode("utf-8", "replace"))
    return line._replace(value=decode(value, line.parameter("CHARSET")))


def card_name(data: bytes) -> str:
    """Whose visiting card it is: the name as it is shown, else its parts, the firm, the address; "" where it does not say."""
    lines = {line.name: line for line in reversed([*content_lines(data)]) if line.value.strip(" ;")}
    if "FN" in lines:
        return lines["FN"].words
    if "N" in lines:
        family, given, *_ = (*(part.strip() for part in lines["N"].value.split(";")), "", "")
        return " ".join(filter(None, (given, family)))
    return next((lines[name].value.replace(";", " ").strip() for name in ("ORG", "NICKNAME", "EMAIL") if name in lines), "")
