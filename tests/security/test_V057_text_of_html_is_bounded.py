"""V057: the text of a hostile HTML is no longer than four times the HTML, and the words in it are kept."""

from __future__ import annotations

import pytest

from maildesk.config.limits import Limits
from maildesk.html.text import to_text

LIMITS = Limits()
BOMBS = {
    "tables": "<table><tr><td>" * 70_000,
    "tables within the limits": "<table><tr><td>words" * 30,
    "rules": "words" + "<hr>" * 4_500,
    "lines in deep quotes": "<blockquote>" * 99 + "<br>words" * 4_500,
    "paragraphs in deep quotes": "<blockquote>" * 99 + "<p>words" * 4_500,
    "written lines in deep quotes": "<blockquote>" * 90 + "<pre>" + "words\n" * 60_000,
    "deep lists": "<ul>" * 99 + "<li>words" * 4_500,
    "long targets": "<a href='https://www.example.com/" + "x" * 200 + "'>words" * 2_000,
}


@pytest.mark.parametrize("html", BOMBS.values(), ids=BOMBS.keys())
def test_text_grows_no_more_than_fourfold(html: str) -> None:
    """Marks of quotes, indents and rules made it forty-seven times as long."""
    text = to_text(html, LIMITS)

    assert len(text) <= 4 * len(html)
    assert ("words" in text) == ("words" in html)


def test_an_honest_letter_keeps_its_form() -> None:
    """A long correspondence, twenty answers deep, is still marked by its depth (case 89)."""
    html = "".join(f"<blockquote><p>We wrote this in answer {number}, and said what there was to say.</p>" for number in range(20))

    assert f"{'>' * 20} We wrote this in answer 19" in to_text(html, LIMITS)
