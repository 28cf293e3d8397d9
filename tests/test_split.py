"""New words and quoted ones: laws that hold for any text, and what is known to be sent by ourselves."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.letter import ANSWER_LINES
from maildesk.mail import ParsedMail
from maildesk.threading.attributions import WROTE
from maildesk.threading.split import split

LINES = st.sampled_from(
    [
        "Hello,",
        "",
        "> quoted",
        ">> more",
        "On Mon, 2 Feb 2026, Anna <anna@desk.example> wrote:",
        "From: a@b.example",
        "Sent: Monday 2 Feb 2026",
        "To: c@d.example",
        "Subject: x",
        "-----Original Message-----",
        "________________________________",
        "-- ",
        "Best, Carla",
        "---------- Forwarded message ---------",
        ANSWER_LINES["en"],
    ]
)


def words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_the_parts_are_the_whole(text: str) -> None:
    """No word is lost and none is doubled: reply, quote and signature hold all of it."""
    parts = split(ParsedMail(text=text))
    assert words(parts.reply + "\n" + parts.quoted + "\n" + parts.signature) == words(text)


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_a_first_message_is_never_cut(text: str) -> None:
    """All words of a ticket's first message are new, but for its signature."""
    parts = split(ParsedMail(text=text), first=True)
    assert words(parts.reply + "\n" + parts.signature) == words(text)


@given(st.lists(LINES, max_size=12).map("\n".join), st.sampled_from(sorted(ANSWER_LINES.values())), st.sampled_from(["", "> ", ">> "]))
def test_nothing_below_our_answer_line_is_new(above: str, line: str, mark: str) -> None:
    """Whatever stands above it, our own letter and its secrets are quote."""
    parts = split(ParsedMail(text=f"{above}\n{mark}{line}\n{mark}secret words"))
    assert "secret" not in parts.reply + parts.signature


@pytest.mark.parametrize("language", sorted(WROTE))
def test_attributions_of_each_language(language: str) -> None:
    """A line with date, address and the verb introduces a quote in every language of the table."""
    for verb in WROTE[language]:
        text = f"New words.\n\n2026-02-02 10:00, Anna <anna@desk.example> {verb}:\n\nold words\n"
        assert split(ParsedMail(text=text)).reply == "New words.", verb


@pytest.mark.parametrize(
    "text",
    [
        "My boss wrote: buy it.\n\nSo I bought it.",
        "From: field is missing in my mail, what now?\nIt worked before.",
        "The log says:\n2026-02-02 10:00 error\n2026-02-02 10:01 error again\n\nPlease help.",
        "To: whom it may concern\n\nI want my money.",
    ],
)
def test_a_persons_words_stay(text: str) -> None:
    """What only looks like the edge of a quote is not cut."""
    assert split(ParsedMail(text=text)).reply == text


def test_html_is_cut_only_where_its_words_are_the_new_words() -> None:
    """The new HTML is given where it holds the reply and nothing else; otherwise nothing is."""
    html = '<div>Yes.</div><div class="gmail_quote">On 2 Feb 2026, Anna &lt;a@desk.example&gt; wrote:<blockquote>old</blockquote></div>'
    text = "Yes.\n\nOn 2 Feb 2026, Anna <a@desk.example> wrote:\n> old"
    assert split(ParsedMail(text=text, html=html)).reply_html == "<div>Yes.</div>"
    assert split(ParsedMail(text=text, html=html.replace("gmail_quote", "other"))).reply_html == '<div>Yes.</div><div class="other"></div>'
    assert split(ParsedMail(text=text, html=html.replace("Yes.", "Yes, hidden."))).reply_html == ""
    assert split(ParsedMail(text=text, html=html.replace("Yes.", "Ye"))).reply_html == ""
    assert split(ParsedMail(text=text, html=html.replace("Yes.", "Yes. " + ANSWER_LINES["en"]))).reply_html == ""
