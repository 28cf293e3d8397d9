"""An agent's words among the lines of our notification that has no marks: none is lost unseen, and none of ours is taken for the agent's."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse
from maildesk.letter import ANSWER_LINES
from maildesk.mail import Address, ParsedMail
from maildesk.threading.mingled import Mingled, mingled, told_apart
from maildesk.threading.split import split
from tests.answering import Sent

HEAD = "From: Example Support <support@example.com>\nSent: Monday, March 2, 2026 10:03 AM\nTo: Anna <anna@example.com>\nSubject: Printer\n\n"
_BLOCKS = frozenset({"p", "div", "li", "tr", "td", "th", "table", "ul", "ol", "blockquote", "h1", "h2", "br"})


class _AsWord(HTMLParser):
    """The plain text that Outlook sends beside its HTML: each cell on a line, links in brackets behind their words."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.links = "", [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.text += "\n" if tag in _BLOCKS else ""
        self.text += "  *   " if tag == "li" else f"[cid:{given.get('src')}]" if tag == "img" else ""
        if tag == "a":
            self.links.append(given.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        self.text += "\n" if tag in _BLOCKS else f"<{self.links.pop()}>" if tag == "a" else ""

    def handle_data(self, data: str) -> None:
        self.text += re.sub(r"\s+", " ", data)


def as_word(markup: str) -> str:
    reader = _AsWord()
    reader.feed(re.sub(r"(?s)\A.*<body[^>]*>|</body>.*\Z", "", markup))
    return re.sub(r"\n\s*\n\s*", "\n\n", reader.text).strip()


@pytest.fixture(scope="module")
def letter(asked: tuple[object, Sent]) -> ParsedMail:
    return parse(asked[1].mail.as_bytes(), Limits())


@pytest.fixture(scope="module", params=["its text", "its HTML"])
def shown(request: pytest.FixtureRequest, asked: tuple[object, Sent]) -> str:
    """The letter as a program shows it below an answer."""
    return asked[1].text.strip() if request.param == "its text" else as_word(asked[1].html)


def found(shown: str, letter: ParsedMail) -> Mingled:
    head = "From: Anna <anna@example.com>\nSubject: RE: Printer\nContent-Type: text/plain; charset=utf-8\n\nHello Bob.\n\n"
    return mingled(parse(f"{head}{HEAD}{shown}\n".replace("\n", "\r\n").encode(), Limits()), letter)


def told(one: Mingled) -> tuple[list[str], list[str], list[str]]:
    between, below, unsure = ([one.lines[place] for place in sorted(places)] for places in (one.between, one.below, one.unsure))
    return between, below, unsure


NOT_THE_AGENTS = {
    "nothing": lambda text: text,
    "wrapped": lambda text: "\n".join(re.sub(r"(.{30,50}?) ", r"\1\n", line) for line in text.split("\n")),
    "cut off": lambda text: text[: len(text) // 2].rpartition("\n")[0],
    "guarded links": lambda text: re.sub(r"mailto:\S+>", "https://guard.example/?u=4711>", text),
    "a banner": lambda text: f"[EXTERNAL] This mail came from outside.\n\n{text}",
    "a phone's line": lambda text: f"{text}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>",
    "a signature": lambda text: f"{text}\n\n-- \nAnna Miller\nSecond floor",
    "a greeting": lambda text: f"{text}\n\nKind regards\nAnna Miller\nSecond floor",
    "another mail": lambda text: f"{text}\n\n{HEAD.replace('Example Support', 'Bob')}An older mail\nof two lines",
    "a disclaimer": lambda text: (
        f"{text}\n\nThis e-mail is confidential and intended only for the addressee. If you have received it in error, delete it."
    ),
}


@pytest.mark.parametrize("what", NOT_THE_AGENTS)
def test_what_is_not_the_agents(what: str, shown: str, letter: ParsedMail) -> None:
    """However a program writes our letter, or adds to it, nobody is asked about it."""
    assert told(found(NOT_THE_AGENTS[what](shown), letter)) == ([], [], [])


@pytest.mark.parametrize("what", NOT_THE_AGENTS)
def test_what_is_not_the_agents_behind_marks(what: str, shown: str, letter: ParsedMail) -> None:
    """Nor where the program marks it: what was typed behind a mark is asked about, and nothing else."""
    quoted = "\n".join(f"> {line}".rstrip() for line in NOT_THE_AGENTS[what](shown).split("\n"))
    assert told(found(quoted, letter)) == ([], [], [])
    typed = quoted.replace("> Is it lost?", "> Is it lost?\n>\n> No, it is not.\n>", 1)
    if what == "nothing":
        assert told(found(typed, letter)) == ([], [], ["No, it is not."])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("Is it lost?", "Is it lost?\nNo, it is in the store.\nWe bring it."), (["No, it is in the store.", "We bring it."], [], [])),
        (("Is it lost?", "Is it lost? No."), ([], [], ["Is it lost? No."])),
        (("Is it lost?", "No."), ([], [], ["No."])),
        (("Now it prints nothing.", "I see.\nNow it prints nothing."), (["I see."], [], [])),
        (("\\Z", "\n\nIt comes today."), ([], ["It comes today."], [])),
    ],
)
def test_what_is_the_agents(change: tuple[str, str], expected: tuple[list[str], ...], shown: str, letter: ParsedMail) -> None:
    """An answer between two lines of ours is the agent's; where one of ours is missing, or goes on, nobody can tell."""
    assert told(found(re.sub(change[0].replace("?", "\\?"), change[1], shown, count=1), letter)) == expected


@settings(max_examples=60, deadline=None)
@given(
    at=st.floats(0, 1),
    words=st.sampled_from(["Yes.", "Blue", "好的", "7", "We come on Monday, then.", "#close", "It prints only what it is told to print"]),
)
def test_no_line_is_lost(at: float, words: str, shown: str, letter: ParsedMail) -> None:
    """Wherever a line is put in below our answer line, it is found, and it alone."""
    lines = shown.split("\n")
    place = 1 + round(at * (len(lines) - 1))
    one = found("\n".join([*lines[:place], words, *lines[place:]]), letter)
    assert [one.lines[where] for where in sorted(one.between | one.below | one.unsure)] == [words]


ANSWERED = ParsedMail(Address("Example Support", "support@example.com"), text=f"{ANSWER_LINES['en']}\n\nIt is broken.\nIs it lost?")
ENDS = (
    "-- \n<https://pictures.example/1>",
    "https://pictures.example/1",
    "--",
    "_____\n[cid:1]",
    "---\n-- ",
    "This e-mail is confidential.\n\n-- \n<https://a.example>",
)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("above", ["", "Hello.\n\n"])
@pytest.mark.parametrize("signed", ["", "\n\n-- \nAnna Miller\nSecond floor"])
def test_what_ends_our_letter_begins_no_signature(end: str, above: str, signed: str) -> None:
    """A delimiter, a rule, a link or a lawyer's words that are ours: what stands below them is the agent's, and is sent or asked about."""
    letter = replace(ANSWERED, text=f"{ANSWERED.text}\n\n{end}")
    mail = ParsedMail(Address("Anna Miller", "anna@example.com"), text=f"{above}{HEAD}{letter.text}\n\nWe bring it today.{signed}")
    words = told_apart(mail, split(mail, letter=letter, by_agent=True), letter, ())
    assert (words.reply, words.mingled) == (("Hello.", "We bring it today.") if above else ("We bring it today.", ""))


def test_our_letter_without_its_first_line_stays_ours(asked: tuple[object, Sent], letter: ParsedMail) -> None:
    """Where words stand above an entry that an introduction heads in the letter itself: they are asked about, and nothing of ours counts as the agent's."""
    text = asked[1].text.strip().partition("\n")[2]
    entry = re.search(r"(?m)^.*, 2026-\S+ \S+ UTC \(internal note\):$", text)
    assert entry
    cut = f"Hello Bob.\n\n{HEAD}{text[: entry.start()]}\n\nWe bring it today.\n\n{text[entry.start() :]}"
    head = "From: Anna Miller <anna@example.com>\nSubject: RE: Printer\nContent-Type: text/plain; charset=utf-8\n\n"
    mail = parse(f"{head}{cut}\n".replace("\n", "\r\n").encode(), Limits())
    words = told_apart(mail, split(mail, letter=letter, by_agent=True), letter, ())
    assert (words.reply, words.mingled) == ("Hello Bob.", "We bring it today.")
