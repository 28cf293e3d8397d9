"""Reads HTML that `well_formed` wrote: tags, their attributes and texts as they stand in it, in one pass and one pattern."""

from __future__ import annotations

import html
import re

# The sanitiser writes names in small letters, values in double quotes, and no bare bracket into a text.
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|([^<]+|<)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')

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

    def starts(self, tag: str, given: Attributes) -> None:
        """An element begins; a void one has no end."""

    def ends(self, tag: str) -> None:
        """An element ends."""

    def says(self, text: str) -> None:
        """A text with its characters as they are read."""
