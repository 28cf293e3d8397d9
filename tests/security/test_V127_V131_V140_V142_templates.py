"""Mail is data in templates: never markup, never a template (V127, V131, V140, V142)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from maildesk.config.limits import Limits
from maildesk.letter import LetterKind
from maildesk.outbound.compose import compose
from maildesk.outbound.happening import Facts
from maildesk.outbound.render import Templates
from maildesk.outbound.samples import SAMPLES
from maildesk.outbound.staff import Matter, failure_draft
from tests.letters import DESK, NOW, PRESS, SUPPORT, TEMPLATES, TICKET, markup, plain

HOUSE = Path(__file__).parents[2]
EVIL = "{{ 7*7 }} {% raw %} <script>alert(1)</script> \"'&\x07\x1b[2J\u2028 end"


def evil(facts: Facts) -> Facts:
    """The same facts with every word a stranger's."""
    rows = {name: tuple(dict.fromkeys(row, EVIL) for row in value) for name, value in facts.items() if isinstance(value, tuple)}
    return {**dict.fromkeys(facts, EVIL), **rows}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("kind", list(LetterKind))
def test_strange_words_stay_words(kind: LetterKind, language: str) -> None:
    """In text as they are without controls, in HTML escaped; nothing of them is run."""
    rendered = TEMPLATES.rendered(kind, language, evil(SAMPLES[kind]), "")
    assert "{{ 7*7 }}" in rendered.text + rendered.subject
    assert "49" not in rendered.text + rendered.subject
    assert "<script>" not in rendered.html
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028]", rendered.text + rendered.subject + rendered.html)


def test_only_files_are_templates() -> None:
    """There is no way to hand text to the engine, and one module for letters and one for pages make markup of strings."""
    assert not [name for name in dir(Templates) if "string" in name]
    code, template = r"\bMarkup\(|\bfrom_string\(", r"\|\s*safe\b"
    found = {
        path.name
        for folder in ("maildesk", "templates")
        for path in (HOUSE / folder).rglob("*")
        if path.suffix in (".py", ".html", ".txt") and re.search(code if path.suffix == ".py" else f"{code}|{template}", path.read_text())
    }
    assert found <= {"render.py", "markup.py"}


def test_a_servers_words_in_an_alert_are_escaped_and_bounded() -> None:
    """V131: the answer of a relay is shown to staff as text."""
    matter = Matter(TICKET, SUPPORT, DESK.agents[0])
    letter = compose(failure_draft(matter, [("bob@customer.example", EVIL + "x" * 10_000)]), PRESS, 1, NOW)
    assert "<script>" not in markup(letter.data)
    assert len(plain(letter.data)) < 2_000


def test_both_environments_escape_as_they_should() -> None:
    """V142: the text of a letter is not HTML, the HTML of it is never raw text."""
    rendered = TEMPLATES.rendered("reply", "en", {**SAMPLES["reply"], "text": "a < b & c", "signature": "<b>", "quote": ""}, "<p>a &lt; b</p>")
    assert "a < b & c" in rendered.text
    assert "<p>a &lt; b</p>" in rendered.html
    assert "&lt;b&gt;" in rendered.html
    assert Limits().template == 256 << 10
