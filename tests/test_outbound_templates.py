"""Templates: the shipped ones hold, a desk's own override them, and a broken one stops no letter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from maildesk import carriers
from maildesk.config.limits import Limits
from maildesk.letter import LetterKind
from maildesk.outbound.render import Templates, check_templates, load_templates
from maildesk.outbound.samples import SAMPLES, TICKET
from tests.letters import PRESS, SUPPORT, TEMPLATES, answered, read, reply_of

SHIPPED = Path(__file__).parent.parent / "templates"


def with_own(folder: Path, **files: str) -> Templates:
    """The shipped templates and over them `en_reply_txt="…"` as en/reply.txt."""
    for name, text in files.items():
        language, stem, suffix = name.split("_", 2)
        path = folder / language / f"{stem}.{suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_templates(SHIPPED, folder, Limits())


def test_the_shipped_templates_have_no_problem() -> None:
    """Every file of every language, with all facts and with the fewest."""
    assert check_templates(TEMPLATES) == ()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("kind", list(LetterKind))
def test_each_kind_has_text_and_markup_in_each_language(kind: LetterKind, language: str) -> None:
    """Both alternatives, a subject of one line, and our mark in the markup, by which quotes are told."""
    rendered = TEMPLATES.rendered(kind, language, SAMPLES[kind], "<p>body</p>")
    assert rendered.subject
    assert "\n" not in rendered.subject
    assert '<div class="maildesk-letter"' in rendered.html
    assert rendered.text.strip()
    assert f"{language}/{kind}.txt" in TEMPLATES.files


def test_an_unknown_language_is_english() -> None:
    """A template that a language lacks is taken from English."""
    assert TEMPLATES.rendered("acknowledgement", "fr", TICKET) == TEMPLATES.rendered("acknowledgement", "en", TICKET)


def test_a_desks_own_file_wins(tmp_path: Path) -> None:
    """By file name; the others stay the shipped ones."""
    own = with_own(tmp_path, en_acknowledgement_txt="Subject: Got it\n\nWe have {{ number }}.\n")
    assert own.rendered("acknowledgement", "en", TICKET).text == "We have 4711.\n"
    assert own.rendered("acknowledgement", "zh_CN", TICKET) == TEMPLATES.rendered("acknowledgement", "zh_CN", TICKET)


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("Subject: x\n\n{% if %}\n", 3, "fails"),
        ("Subject: x\n\n\n{{ nubmer }}\n", 4, "'nubmer' is undefined"),
        ("Subject: x\n\n{% for a in [1] %}\n", 3, "fails"),
        ("Subject: x\n\n{{ 'a' * 10 }}\n", 3, "not for templates"),
        ("Subject: x\n\n{{ subject | truncate('far') }}\n", 3, "fails"),
        ("Subject: x\n\n\n{% for a, b in subject %}{% endfor %}\n", 4, "fails"),
        ("Subject: x\n\n{{ 1 / 0 }}\n", 3, "division by zero"),
        ("No subject\n", 1, "has no subject"),
    ],
)
def test_a_broken_template_is_told_with_its_place(tmp_path: Path, template: str, line: int, words: str) -> None:
    """File, line and what is wrong, before the desk uses it."""
    [problem] = check_templates(with_own(tmp_path, en_acknowledgement_txt=template))
    assert (problem.place.file, problem.place.line) == (str(tmp_path / "en" / "acknowledgement.txt"), line)
    assert words in str(problem)


@pytest.mark.parametrize(
    "template",
    [
        "{{ missing }}",
        "{{ 'a' * 10**9 }}",
        "{{ 'a'.center(10**9) }}",
        "{% for a in text %}{% for b in text %}{% for c in text %}{{ text }}{% endfor %}{% endfor %}{% endfor %}",
        "{{ text.__class__.__mro__ }}",
        "{{ ''.join(text) }}",
        "{% include 'nothing.txt' %}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{{ number + 1 }}",
    ],
)
def test_a_failing_template_stops_no_letter(tmp_path: Path, template: str) -> None:
    """The letter leaves with the words it is for, and says which template failed (F29, V141)."""
    own = with_own(tmp_path, en_reply_txt=f"Subject: x\n\n{template}")
    rendered = own.render("reply", "en", {**TICKET, "text": "The agent's words, " * 100, "quote": ""})
    assert "The agent's words" in rendered.text
    assert rendered.problem.startswith("template reply (en)")
    assert rendered.subject == f"Re: {TICKET['subject']}"


def test_every_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    """All of them in one run; the shipped template stays in its place."""
    own = tmp_path / "own"
    (own / "en").mkdir(parents=True)
    (own / "en" / "reply.txt").write_bytes(b"Subject: x\n\nGr\xfc\xdfe\n")
    (own / "en" / "held.html").write_bytes("höflich".encode("utf-16"))
    templates = load_templates(SHIPPED, own, Limits())
    assert [(Path(one.place.file).name, one.place.line, one.right) for one in check_templates(templates)] == [
        ("held.html", 1, "save it as UTF-8"),
        ("reply.txt", 3, "save it as UTF-8"),
    ]
    assert templates.rendered("reply", "en", SAMPLES[LetterKind.REPLY]).subject


def test_no_template_loses_what_leads_home(tmp_path: Path) -> None:
    """What leads an answer home stands in headers that are ours to write: a template that says nothing of it loses none (case 24)."""
    bare = with_own(tmp_path, en_reply_txt="Subject: Hello\n\n{{ text }}\n", en_reply_html='<div class="maildesk-letter">{{ body }}</div>')
    letter = reply_of(answered(), replace(PRESS, templates=bare))
    mail = read(letter.data)

    assert mail["Subject"] == "[#4711] Hello"
    assert carriers.letter_of_message_id(PRESS.ring, str(mail["Message-ID"])) == letter.letter.id
    assert carriers.reply_address(PRESS.ring, SUPPORT, letter.letter.id) in str(mail["Reply-To"])
