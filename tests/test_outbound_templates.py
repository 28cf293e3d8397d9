"""Templates: the shipped ones hold, a desk's own override them, and a broken one stops no letter."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from maildesk import carriers
from maildesk.bootstrap import read_edition
from maildesk.config.init import initialise
from maildesk.config.limits import Limits
from maildesk.letter import LetterKind
from maildesk.outbound.render import Templates, check_templates, load_templates
from maildesk.outbound.samples import SAMPLES, TICKET
from tests.desks import said
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


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("left_out", [("commands",), ("explained", "asked"), ("show", "entries", "history", "why", "asks_why")])
def test_no_answer_has_a_gap(language: str, left_out: tuple[str, ...]) -> None:
    """One empty line stands between the parts of an answer, whichever of them there are."""
    facts = {**SAMPLES[LetterKind.INFORMATION], **dict.fromkeys(left_out, ())}
    assert "\n\n\n" not in TEMPLATES.rendered(LetterKind.INFORMATION, language, facts).text


def test_a_chinese_letter_says_in_chinese_how_a_related_ticket_stands() -> None:
    """No word of the code stands in it, as `open` would."""
    rendered = TEMPLATES.rendered(LetterKind.NOTIFICATION, "zh_CN", SAMPLES[LetterKind.NOTIFICATION])
    assert "可能与工单 4692（处理中）有关" in rendered.text
    assert "<b>4692</b> (处理中)" in rendered.html


def test_an_unknown_language_is_english() -> None:
    """A template that a language lacks is taken from English."""
    assert TEMPLATES.rendered("acknowledgement", "fr", TICKET) == TEMPLATES.rendered("acknowledgement", "en", TICKET)


def test_a_desks_own_file_wins(tmp_path: Path) -> None:
    """By file name; the others stay the shipped ones."""
    own = with_own(tmp_path, en_acknowledgement_txt="Subject: Got it\n\nWe have {{ number }}.\n")
    assert own.rendered("acknowledgement", "en", TICKET).text == "We have 4711.\n"
    assert own.rendered("acknowledgement", "zh_CN", TICKET) == TEMPLATES.rendered("acknowledgement", "zh_CN", TICKET)


@pytest.mark.parametrize(
    ("template", "line", "wrong", "right"),
    [
        ("Subject: x\n\n{% if %}\n", 3, "the template fails: Expected an expression", "it may use assignee, mailbox, "),
        ("Subject: x\n\n\n{{ nubmer }}\n", 4, "'nubmer' is undefined", "did you mean number?"),
        ("Subject: x\n\n\n{{ ticket.number }}\n", 4, "'ticket' is undefined", "it may use assignee, mailbox, mailbox_address, number, "),
        ("Subject: x\n\n{% for a in [1] %}\n", 3, "Unexpected end of template", "close it with {% endfor %}"),
        ("Subject: x\n\n{{ number\n", 3, "unexpected end of template", "close it with }}"),
        ("Subject: x\n\n{% if number\n", 3, "unexpected end of template", "close it with %}"),
        ("Subject: x\n\n{# number\n", 3, "Missing end of comment tag", "close it with #}"),
        ("Subject: x\n\n{% iff number %}{% endif %}\n", 3, "unknown tag 'iff'", "tags are if, for, "),
        ("Subject: x\n\n{{ number | uper }}\n", 3, "No filter named 'uper'", "did you mean upper?"),
        ("Subject: x\n\n{% include 'lins.txt' %}\n", 3, "there is no template lins.txt", "name a file by its path in the folder of templates"),
        ("Subject: x\n\n{{ number() }}\n", 3, "not safely callable", "a template shows what it is given, and calls nothing: {{ number }}"),
        ("Subject: x\n\n{{ 'a' * 10 }}\n", 3, "not for templates", "it may use "),
        ("Subject: x\n\n{{ subject | truncate('far') }}\n", 3, "fails", "it may use "),
        ("Subject: x\n\n\n{% for a, b in subject %}{% endfor %}\n", 4, "fails", "it may use "),
        ("Subject: x\n\n{{ 1 / 0 }}\n", 3, "division by zero", "it may use "),
        ("No subject\n", 1, "has no subject", "its first line is: Subject: …, then an empty line"),
    ],
)
def test_a_broken_template_is_told_with_its_place(tmp_path: Path, template: str, line: int, wrong: str, right: str) -> None:
    """File, line, what is wrong and what would be right, before the desk uses it."""
    [problem] = check_templates(with_own(tmp_path, en_acknowledgement_txt=template))
    assert (problem.place.file, problem.place.line) == (str(tmp_path / "en" / "acknowledgement.txt"), line)
    assert wrong in problem.wrong
    assert problem.right.startswith(right)


def test_the_manuals_template_can_be_copied(tmp_path: Path) -> None:
    """It is right as it stands, and the names beside it are all that such a letter may use."""
    manual = (SHIPPED.parent / "docs" / "rules.md").read_text(encoding="utf-8")
    [example] = re.findall(r"^```jinja\n(.*?)^```", manual, re.MULTILINE | re.DOTALL)
    templates = with_own(tmp_path, en_welcome_txt=example)

    assert check_templates(templates) == ()
    assert "How it stands: https://" in templates.rendered("welcome", "en", TICKET).text
    [names] = re.findall(r"A letter that a rule sends may use (.*?)\(", manual, re.DOTALL)
    assert re.findall(r"`(\w+)`", names) == sorted(TICKET)


def test_what_an_entry_of_a_list_lacks_is_told_by_what_it_has(tmp_path: Path) -> None:
    """`{{ one.wen }}` in a loop is no word for the whole letter."""
    [problem] = check_templates(with_own(tmp_path, en_notification_txt="Subject: x\n\n{% for one in exchange %}{{ one.wen }}{% endfor %}\n"))
    assert problem.right == "did you mean when?"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("acknowledgement.txt", "no letter is made of a template that lies here; put it into the folder of its language: en/acknowledgement.txt"),
        ("zh-CN/reply.txt", "no letter is written in zh-CN; did you mean zh_CN?"),
        ("de/reply.html", "no letter is written in de; languages are en, zh_CN"),
        ("en/acknowledgment.txt", "no letter is made of the template acknowledgment, and no rule sends it; did you mean acknowledgement?"),
        ("en/notifications.html", "no letter is made of the template notifications, and no rule sends it; did you mean notification?"),
        ("en/welcome.txt", ""),
        ("frame.html", ""),
    ],
)
def test_a_template_that_nobody_would_ever_read_is_told(name: str, told: str, tmp_path: Path) -> None:
    """In the wrong folder or under a name misspelt it would lie there without a word; one of the desk's own and a part of others are right."""
    initialise(tmp_path)
    path = tmp_path / "templates" / name
    path.parent.mkdir(parents=True)
    path.write_text("Subject: x\n\nHello.\n", encoding="utf-8")
    (tmp_path / "desk.yaml").write_text((tmp_path / "desk.yaml").read_text() + "templates: templates\n")
    assert [str(one) for one in read_edition(tmp_path / "desk.yaml").problems] == ([f"{path}:1:1: {told}"] if told else [])


def test_a_letter_replaced_by_half_is_told(tmp_path: Path) -> None:
    """Most mail programs show the HTML: whoever writes the text alone would see nothing of it."""
    initialise(tmp_path)
    (tmp_path / "templates" / "en").mkdir(parents=True)
    for name in ("acknowledgement.txt", "reply.html", "welcome.txt"):
        (tmp_path / "templates" / "en" / name).write_text("Subject: x\n\nHello.\n")
    (tmp_path / "desk.yaml").write_text((tmp_path / "desk.yaml").read_text() + "templates: templates\n")

    told = said("config", "check", desk=tmp_path / "desk.yaml")

    assert (told.code, [line for line in told.out.splitlines() if line.startswith("en/")]) == (
        0,
        ["en/acknowledgement.txt is yours, and en/acknowledgement.html is still the shipped one, which most people see: put yours beside it"],
    )


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
