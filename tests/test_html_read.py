"""Our reader of HTML that the sanitiser wrote tells what the standard library's tells of it, and where each tag and text begins."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import accumulate

from hypothesis import example, given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.html.clean import well_formed
from maildesk.html.wellformed import Attributes, Reader

LIMITS = Limits()
Event = tuple[str, int, str, Attributes]

WORDS = st.text(alphabet="ab <>&;\"'=/!-?\n\u00a0\u200bé字", max_size=8)
_TAGS = "p div span a br img b td table tr blockquote pre li ul script style title textarea svg math iframe plaintext xmp select html body"
_NAMES = "class id href style src alt hidden type cite onclick x:y data-a"
TAGS, NAMES = st.sampled_from(_TAGS.split()), st.sampled_from(_NAMES.split())
GIVEN = st.lists(st.builds("{}={}".format, NAMES, st.one_of(WORDS.map('"{}"'.format), WORDS.map("'{}'".format), WORDS)), max_size=3)
OPENED = st.builds(lambda tag, given: f"<{' '.join((tag, *given))}>", TAGS, GIVEN)
PIECES = st.one_of(
    OPENED, TAGS.map("</{}>".format), WORDS, st.sampled_from(("&lt;b&gt;", "&nbsp;", "&#60;", "&amp;lt;", "<!-- a -->", "<![CDATA[x]]>", "<3"))
)


class Ours(Reader):
    def __init__(self, markup: str) -> None:
        self.told: list[Event] = []
        self.read(markup)

    def starts(self, tag: str, given: Attributes) -> None:
        self.told.append(("starts", self.place, tag, given))

    def ends(self, tag: str) -> None:
        self.told.append(("ends", self.place, tag, {}))

    def says(self, text: str) -> None:
        self.told.append(("says", self.place, text, {}))


class Theirs(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.told: list[Event] = []
        self._lines = [0, *accumulate(len(line) + 1 for line in markup.split("\n"))]
        self.feed(markup)
        self.close()

    def _tell(self, what: str, name: str, given: Attributes) -> None:
        line, column = self.getpos()
        self.told.append((what, self._lines[line - 1] + column, name, given))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tell("starts", tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self._tell("ends", tag, {})

    def handle_data(self, data: str) -> None:
        self._tell("says", data, {})


@given(st.lists(PIECES, max_size=25).map("".join))
@example('<p title="a &amp; b" hidden>1 &lt; 2<br>&nbsp;<a href="https://x.example/?a=1&amp;b=2">go</a>')
@example("<pre>\n\na\n</pre><plaintext><b>x")
def test_both_readers_tell_the_same(markup: str) -> None:
    """The sanitiser writes one form of HTML, which our reader takes as the standard library's does."""
    safe = well_formed(markup, LIMITS)
    assert Ours(safe).told == Theirs(safe).told
