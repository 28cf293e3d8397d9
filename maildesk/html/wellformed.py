"""Reads HTML that `well_formed` wrote, or any at all: tags, their attributes and texts as they stand in it, in one pass and one pattern."""

from __future__ import annotations

import html
import re

# The sanitiser writes names in small letters, values in double quotes, and no bare bracket into a text.
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|([^<]+|<)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
# Anything, as strangers write it. No pattern goes on over the next bracket that opens, so that all of them together are one pass.
_ROUGH = re.compile(
    r"<(?P<slash>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9:-]*+)(?P<given>(?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+')*+|[^<>]*+)>|<[!?/][^<>]*+>|(?P<text>(?:[^<]++|<(?!/?[a-zA-Z]|[!?]))++|<)"
)
_GIVEN = re.compile(r"\s(href|alt|type|cite)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))", re.IGNORECASE)
_UNSEEN = ("script", "style", "title")  # what ends at its own end tag alone, whatever stands in it

Attributes = dict[str, str]


class Reader:
    """Calls `starts`, `ends` and `says` in turn; `place` is where in the HTML the tag or the text begins that they are called with.

    The reader of the standard library takes HTML of any kind, and ten times as long.
    """

    place = 0

    def read(self, markup: str) -> None:
        unescaped = html.unescape
        for token in _TOKEN.finditer(markup):
            self.place = token.start()
            slash, tag, attributes, text = token.groups()
            if text is not None:
                self.says(unescaped(text))
            elif slash:
                self.ends(tag)
            else:
                self.starts(tag, {name: unescaped(value) for name, value in _ATTRIBUTE.findall(attributes)} if attributes else {})

    def read_any(self, markup: str) -> None:
        """HTML as it came, but for what `seen` leaves out: for what the sanitiser does not take. Styles, and so what they hide, are not looked at."""
        for token in _ROUGH.finditer(markup):
            tag, text = (token["tag"] or "").lower(), token["text"]
            if text is not None:
                self.says(html.unescape(text))
            elif tag and token["slash"]:
                self.ends(tag)
            elif tag:
                given = {found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "") for found in _GIVEN.finditer(token["given"])}
                self.starts(tag, given)

    def starts(self, tag: str, given: Attributes) -> None:
        """An element begins; a void one has no end."""

    def ends(self, tag: str) -> None:
        """An element ends."""

    def says(self, text: str) -> None:
        """A text with its characters as they are read."""


def seen(markup: str) -> str:
    """Any HTML without comments, styles, scripts and title; linear."""
    for name in _UNSEEN:
        markup = _without_element(markup, name)
    first, *others = markup.split("<!--")
    return first + "".join(one.partition("-->")[2] for one in others)


def _without_element(markup: str, name: str) -> str:
    """Without what stands between its tags; one that is never closed hides nothing."""
    first, *others = re.split(rf"(?i)<{name}(?=[\s>])", markup)
    if not others:
        return markup
    end = re.compile(rf"(?i)</{name}[^<>]*>")
    return first + "".join(one[found.end() :] if (found := end.search(one)) else f"<{name}{one}" for one in others)
