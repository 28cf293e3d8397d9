"""New words and quoted ones: laws that hold for any text, and what is known to be sent by ourselves."""

from __future__ import annotations

import re
import sys
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.letter import ANSWER_LINES
from maildesk.mail import Address, ParsedMail
from maildesk.threading.inside import has_no_marks, points_below, with_marks, with_marks_around
from maildesk.threading.markup.newpart import between_html
from maildesk.threading.mingled import told_apart
from maildesk.threading.quoting.words import WROTE
from maildesk.threading.split import answers_nothing, quotes, split

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
        "| From | Anna<anna@desk.example> |",
        "Ruth Weber wrote:",
        "-------- Forwarded Message --------",
        "(https://desk.example/1)",
        "From: Anna <anna@desk.example> Date: Mon, 2 Feb 2026 10:00 To: c@d.example Subject: y",
        "Mon, 2 Feb 2026 10:00:00 +0100",
        "Sent from my iPhone",
        "Carla Kunde",
        "Oh, and one more thing is broken.",
        "My colleague Otto <otto@other.example> wrote:",
        ">",
        "|",
        "Which one? [Carla]",
        "This e-mail is confidential.",
        "\u200b",
    ]
)
CARLA = Address("Carla Kunde", "carla@customer.example")
LETTER_ABOVE = "It prints again.\nWe have sent you two new cartridges of black ink.\nAnna"


def words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


@given(st.lists(LINES, max_size=25).map("\n".join), st.booleans())
@example("Sent from my iPhone\n\nThis e-mail is confidential.", True)
@example("Sent from my iPhone\n>\n-- \n> quoted\nHello,", True)
def test_the_parts_are_the_whole(text: str, by_agent: bool) -> None:
    """No word is lost and none is doubled: reply, quote, signature and what is answered hold all of it, each in the order in which it was written."""
    for letter in (None, ParsedMail(text=LETTER_ABOVE)):
        parts = split(ParsedMail(CARLA, text=f"{text}\n{LETTER_ABOVE}" if letter else text), letter=letter, by_agent=by_agent)
        whole = re.findall(r"\w+", f"{text}\n{LETTER_ABOVE}" if letter else text)
        answered = "\n".join(line for one in parts.context for line in one.quoted)
        found = [re.findall(r"\w+", part) for part in (parts.reply, parts.quoted, parts.signature, answered)]
        assert sorted(word for part in found for word in part) == sorted(whole)
        assert all(in_order(part, whole) for part in found)
        assert words(parts.answer) == words(f"{parts.reply}\n{answered}")


TALK = st.lists(st.sampled_from(["A", "B", "", "C d", "> a", "> b", ">", "> > c", "> -- ", "> Anna", "Best regards"]), max_size=14)


@given(TALK)
def test_what_is_answered_stands_right_above_the_answer(lines: list[str]) -> None:
    """Each line of the answer is a new one or one of the last paragraph above; one paragraph has one depth and is no signature."""
    lines = [f"{line}{number}" if line.strip("> -") else line for number, line in enumerate(lines)]
    parts = split(ParsedMail(text="\n".join(lines)))
    for one in parts.context:
        answer = parts.reply.split("\n")[one.line]
        above = lines[: max(place for place, line in enumerate(lines) if line.rstrip() == answer)]
        paragraph = [line[2:].rstrip() for line in reversed(above) if line.startswith("> ")][: len(one.quoted)]
        assert tuple(reversed(paragraph)) == one.quoted
        assert "--" not in one.quoted
        assert len({line.count(">") for line in one.quoted}) == 1


BETWEEN = {
    "two questions": ("> Which one?\nThe big one.\n> Since when?\nMonday.", "> Which one?\nThe big one.\n\n> Since when?\nMonday."),
    "one of a short quote": ("On 2 Feb 2026, Ruth <r@a.example> wrote:\n> Which one?\n\nThe big one.", "> Which one?\nThe big one."),
    "only the paragraph": ("Hello,\n\n> Some words.\n>\n> Which\n> one?\n\nBig.\n\n> Bye", "Hello,\n\n> Which\n> one?\nBig."),
    "an answer to an answer": ("> > Which one?\n> The big one.\nThanks.\n> More?", "> The big one.\nThanks."),
    "below all of it": ("> Dear Carla,\n>\n> Which one?\n>\n> Ruth\n\nThe big one.", "The big one."),
    "below a signature": ("> Which one?\nBig.\n> -- \n> Ruth\nBye, Carla", "> Which one?\nBig.\nBye, Carla"),
    "above it": ("The big one.\n\n> Which one?", "The big one."),
    "a closing": ("> Which one?\nBig.\n> Ruth\nBest regards", "> Which one?\nBig.\nBest regards"),
    "a mark without a word": (
        "-----Original Message-----\nFrom: A\n\n-----Original Message-----\nFrom: A\n>\nSent: no\n\nThe big one.",
        "The big one.",
    ),
    "a long paragraph": ("\n".join(["> line"] * 40 + ["Big.", "> Bye"]), "\n".join(["> line"] * 10 + ["Big."])),
}


@pytest.mark.parametrize(("text", "answer"), BETWEEN.values(), ids=BETWEEN.keys())
def test_an_answer_between_the_lines_keeps_what_it_answers(text: str, answer: str) -> None:
    """The paragraph right above it and nothing else; who answers a whole letter below it answers no part of it more than another (case 44)."""
    assert split(ParsedMail(text=text)).answer == answer


OTHER_MARKS = ("|", ":", "}", "»", "＞", "RW>", "Ruth>", "r.weber>")


@pytest.mark.parametrize("mark", OTHER_MARKS)
def test_an_introduction_proves_other_marks(mark: str) -> None:
    """What stands between lines of them is new, in an answer to our own letter, too; without an introduction they are what a person wrote, but for initials."""
    attribution = "On Mon, 2 Feb 2026, Ruth Weber <ruth@weber.example> wrote:"
    text = f"{mark} Which one?\n\nThe big one.\n\n{mark} Since when?\n{mark}\nMonday."
    parts = split(ParsedMail(text=f"Hi,\n\n{attribution}\n{text}"))
    assert parts.answer == "Hi,\n\n> Which one?\nThe big one.\n\n> Since when?\nMonday."
    assert parts.quoted == attribution + f"\n{mark}"
    assert split(ParsedMail(text=text)).reply == (text if mark != "RW>" else "The big one.\n\nMonday.")
    assert split(ParsedMail(text=f"{attribution}\n\n{mark} Which one?", in_reply_to=("<a@b>",))).reply == ""
    letter = f"{ANSWER_LINES['en']}\n\nWhich one?\n\nSince when?"
    ours = split(ParsedMail(text=f"{attribution}\n{mark} {ANSWER_LINES['en']}\n{mark}\n{text}"), letter=ParsedMail(text=letter))
    assert ours.answer == "> Which one?\nThe big one.\n\n> Since when?\nMonday."


@pytest.mark.parametrize("mark", [*OTHER_MARKS, ">"])
def test_an_introduction_inside_of_our_letter_stays_ours(mark: str) -> None:
    """No part of its line is taken for a line of its own, which would be new without a mark; with words before it, it keeps the mark."""
    letter = ParsedMail(text=f"{ANSWER_LINES['en']}\n\nOnly for staff.\n\nOn Mon, 2 Feb 2026, Bob wrote:\nIt is broken.")
    quoted = "\n".join(f"{mark} {line}".rstrip() for line in letter.text.split("\n"))
    mail = ParsedMail(text=f"{BLOCK}\n\n{quoted}\n\nThe big one.", in_reply_to=("<a@desk.example>",))
    assert "wrote" not in told_apart(mail, split(mail, letter=letter, by_agent=True), letter, ()).reply
    shared = "> Thanks! On Mon, 2 Feb 2026, Bob <bob@customer.example> wrote:\n> It is broken.\nThe big one."
    assert split(ParsedMail(text=f"On Tue, 3 Feb 2026, Ruth <r@a.example> wrote:\n{shared}")).reply == "The big one."


def test_its_html_keeps_that_too() -> None:
    """Where the quotes that are answered are elements of their own; what is not answered is not in it, and the new words alone still are."""
    html = '<div>Hi,</div><blockquote type="cite">Which one?</blockquote><p>The <b>big</b> one.</p><blockquote type="cite">Bye</blockquote>'
    parts = split(ParsedMail(text="Hi,\n\n> Which one?\n\nThe big one.\n\n> Bye", html=html))
    assert parts.answer_html == html.partition('<blockquote type="cite">Bye')[0]
    assert parts.reply_html == "<div>Hi,</div><p>The <b>big</b> one.</p>"
    parts = split(ParsedMail(text="Hi,\n\n> Well.\n>\n> Which one?\n\nThe big one.\n\n> Bye", html=html.replace("Which", "Well.<br>Which")))
    assert parts.answer_html == ""


def in_order(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in part)


def test_an_agents_html_shows_our_rendering_of_what_is_answered() -> None:
    """Her formatting is kept, and of what her program quoted nothing is: neither our letter around those lines nor a link behind them (V124)."""
    cite = '<blockquote type="cite">{}</blockquote>'
    html = f"<p>#close</p>{cite.format('<p>Take care.</p><p><a href=x>Which</a> one?</p>')}<p>The <b>big</b> one.</p>{cite.format('<p>Commands</p>')}"
    text = f"#close\n\n> {ANSWER_LINES['en']}\n> Take care.\n>\n> Which one?\n\nThe big one.\n\n> Commands"
    parts = split(ParsedMail(text=text, html=html), letter=ParsedMail(text=f"{ANSWER_LINES['en']}\nTake care.\n\nWhich one?\n\nCommands"))
    answered = (parts.context[0], replace(parts.context[0], quoted=("Which <one>?",)))
    shown = between_html(html, parts.reply, (answered,), Limits())
    assert re.sub(' style="[^"]*"', "", shown) == "<p>#close</p>" + cite.format("<p>Which &lt;one&gt;?</p>") + "<p>The <b>big</b> one.</p>"
    assert between_html(html, parts.reply, (answered, answered), Limits()) == ""
    assert between_html(html.replace("one.</p>", "one. Hidden.</p>"), parts.reply, (answered,), Limits()) == ""


@given(st.lists(LINES, max_size=25).map("\n".join), st.sampled_from(["Printer", "Fwd: Printer", "Re: Printer"]))
@example("> [Carla] The big one.", "Printer")
def test_whether_a_mail_quotes_is_told_without_splitting_it(text: str, subject: str) -> None:
    """`quotes` is a shorter way to what `split` says, never another answer."""
    mail = ParsedMail(CARLA, subject=subject, text=text)
    parts = split(mail)
    assert quotes(mail) == bool(parts.quoted or parts.context)


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_a_first_message_is_never_cut(text: str) -> None:
    """All words of a ticket's first message are new, but for its signature (case 50)."""
    parts = split(ParsedMail(text=text), first=True)
    assert words(parts.reply + "\n" + parts.signature) == words(text)


@given(st.lists(LINES, max_size=12).map("\n".join), st.sampled_from(sorted(ANSWER_LINES.values())), st.sampled_from(["", "> ", ">> "]))
def test_nothing_below_our_answer_line_is_new(above: str, line: str, mark: str) -> None:
    """Whatever stands above it, our own letter and its secrets are quote (case 45)."""
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
        "Date: 5 January 2026\nTo: me@home.example\n\nThis is what I need on the invoice.",
        "From: the beginning it failed\nDate: I do not know\nSubject: printer\n\nPlease help.",
        "From: The beginning it failed\nTo: this day\nDate: 3 May 2026\nSubject: printer\n\nPlease help.",
        "From: Berlin\nTo: Hamburg\nDate: 3 May 2026 10:00\n\nTwo seats, please.",
        "Subject: printer\nFrom: Monday on\nTo: whom it may concern\n\nPlease help.",
        "Von: Anfang an defekt\nDatum: weiß ich nicht\nAn: aus, an: aus\nBetreff: Drucker\n\nBitte helfen Sie.",
    ],
)
def test_a_persons_words_stay(text: str) -> None:
    """What only looks like the edge of a quote is not cut (case 48)."""
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


LETTER = f"{ANSWER_LINES['en']}\n\nYour answer goes to Bob.\n\nIt prints only blue, and nothing else whatever I do with it or near it.\nSecret words of a note."
ANSWERS = st.lists(st.sampled_from(["Yes.", "No, it does not.", "", "Please wait", "42", "好的", "It prints"]), max_size=3)


@given(st.lists(ANSWERS, min_size=6, max_size=6), st.sampled_from(["> ", ">", ">> "]), st.booleans())
def test_answers_between_the_lines_of_our_letter_are_new(answers: list[list[str]], mark: str, broken: bool) -> None:
    """All that stands without marks is new and whole, also where a program broke a marked line; nothing of the letter is (case 44)."""
    lines = [f"{mark}{line}".rstrip() for line in LETTER.split("\n")]
    if broken:
        lines[4] = lines[4].replace("else ", "else\n")
    text = "\n".join("\n".join([line, "", *new, ""]) for line, new in zip(lines, answers, strict=True))
    parts = split(ParsedMail(text=f"On 2 Feb 2026, Support <s@desk.example> wrote:\n{text}"), letter=ParsedMail(text=LETTER))
    assert words(parts.reply + "\n" + parts.signature) == words("\n".join(line for new in answers for line in new))


OURS = "Dear Carla,\n\nwhich of our printers do you have, the big one or the small one?\nSince when has it been broken?\n\nThank you\nAnna"
BLOCK = "From: Support <s@desk.example>\nSent: Monday, February 2, 2026 10:00\nTo: carla@customer.example\nSubject: Printer"


@given(st.lists(ANSWERS, min_size=7, max_size=7), st.booleans(), st.sampled_from(["See below, in red.", "Antworten unten", "请见下面红字"]))
def test_answers_inside_of_an_unmarked_quote_of_our_letter_are_new(answers: list[list[str]], broken: bool, says: str) -> None:
    """Where the new words point to them: all that is not ours is new and whole, and nothing that is ours (case 44)."""
    lines = OURS.split("\n")
    lines[2] = lines[2].replace("have, ", "have,\n") if broken else lines[2]
    below = "\n".join("\n".join([line, *new]) for line, new in zip(lines, answers, strict=True))
    mail = ParsedMail(text=f"{says}\n\n{BLOCK}\n\n{below}", in_reply_to=("<a@desk.example>",))
    told = split(mail)
    assert points_below(told)
    parts = split(replace(mail, text=with_marks(mail.text, told.quoted, OURS)))
    assert words(f"{parts.reply}\n{parts.signature}") == words("\n".join([says, *(line for new in answers for line in new)]))
    assert with_marks(mail.text, told.quoted, "Another letter\nwith other words in it than those that stand there") == mail.text
    assert not points_below(split(replace(mail, text=mail.text.replace(says, "Thank you."))))


def test_marks_in_a_mail_that_answers_nothing_are_its_authors() -> None:
    """As `explain` shows it; an introduction, a header or the subject says that a mail answers another."""
    shell = ParsedMail(subject="Shell", text="I typed\n\n> show version\n\nand nothing came. Why?")
    introduced = "On Mon, 2 Feb 2026, Ruth Weber <ruth@weber.example> wrote:\n> Shall we?\n\nYes."
    assert answers_nothing(shell)
    assert not any(
        map(answers_nothing, (replace(shell, in_reply_to=("<a@b>",)), replace(shell, subject="Re: Shell"), replace(shell, text=introduced)))
    )


OLDER = "\n\nFrom: Carla <carla@customer.example>\nSent: Sunday, February 1, 2026 9:00\nTo: Support\nSubject: Printer\n\nIt is broken."
UNMARKED = {  # the quote, and what of it is an answer
    "between two of our lines": (OURS.replace("small one?", "small one?\nThe big one.") + OLDER, "The big one."),
    "below our last one": (f"{OURS}\n\nThe big one.\nSince Monday.", "The big one.\nSince Monday."),
    "a line that a program wrote in its own way": (OURS.replace("it been broken?", "it been <https://a.example/> broken?"), ""),
    "our letter as it was": (OURS + OLDER, ""),
    "a picture": (OURS.replace("small one?", "small one?\n[cid:7]"), ""),
    "below an end that is not ours": (OURS.replace("Anna", "The team") + "\n\nThe big one.", ""),
}


@pytest.mark.parametrize(("quote", "answer"), UNMARKED.values(), ids=UNMARKED.keys())
def test_what_was_written_between_our_lines_is_new_without_a_word_about_it(quote: str, answer: str) -> None:
    """Two lines of ours that are neighbours in the letter tell that what stands between them is not; the lines of ours stay quoted."""
    mail = ParsedMail(text=f"Hello.\n\n{BLOCK}\n\n{quote}", to=(Address("Support", "s@desk.example"),), in_reply_to=("<a@desk.example>",))
    told = split(mail)
    assert has_no_marks(told)
    parts = split(replace(mail, text=with_marks_around(mail.text, told, ParsedMail(text=OURS))))
    assert words(parts.reply) == words(f"Hello. {answer}")


def test_below_an_unmarked_answer_line_nothing_is_new() -> None:
    """Where the quote has no marks, or the letter is not known, our own words cannot be told from new ones."""
    mail = ParsedMail(text=f"Yes.\n\n{LETTER}\nNo.")
    assert split(mail, letter=ParsedMail(text=LETTER)).reply == "Yes."
    marked = ParsedMail(text="Yes.\n\n" + "\n".join(f"> {line}" for line in LETTER.split("\n")) + "\n\nNo.")
    assert split(marked).reply == "Yes."
    assert split(marked, letter=ParsedMail(text=LETTER)).reply.split() == ["Yes.", "No."]


def test_what_only_the_text_says_costs_no_formatting() -> None:
    """Targets of links, stand-ins for pictures and numbers of lists; anything else that differs does."""
    html = '<p>See <a href="https://a.example/?x=1">this</a>:</p><ol><li>one</li></ol><img src="cid:1" alt="a cat">'
    for text in (
        "See this <https://a.example/?x=1>:\n1. one\n[image: a cat]",
        "See this:\n\none\n",
        "See this[https://a.example/?x=1]:\n 1) one\na cat\n[cid:1]",
    ):
        assert split(ParsedMail(text=text, html=html)).reply_html == html
    for text in ("See this: one two", "See that: one", "one See this:"):
        assert split(ParsedMail(text=text, html=html)).reply_html == "", text


def calls(text: str) -> int:
    """How many functions it takes to split a text as an answer to our letter."""
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        split(ParsedMail(text=text), letter=ParsedMail(text=LETTER_ABOVE))
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "line",
    [
        "A plain line of an answer.",
        "> a quoted line",
        "On Mon, 2 Feb 2026 at 10:00, Anna",
        "From: a@b.example",
        "Subject: x",
        "--------------------",
        "-----Original Message-----\n\nHello",
        "---------- Forwarded message ---------\nFrom: a",
        "> one\n(https://a.example/1)\n> two",
        "> one\nan answer",
        "On Mon, 2 Feb 2026, Anna <a@b.example> wrote:\nRW> one\nan answer",
        "On Mon, 2 Feb 2026, Anna <a@b.example> wrote:\n| one\n: two",
        "Anna <a@b.example>\n02.02.2026 10:00\nTo",
        "From: Anna\nDate: then\nTo: me",
        LETTER_ABOVE,
        "",
    ],
)
def test_the_work_grows_as_the_text_does(line: str) -> None:
    """Twice the text is at most about twice the work, whatever it repeats."""
    text = f"{line}\n" * 200
    assert calls(text + text) <= 2.3 * calls(text) + 500


def test_a_text_of_more_lines_than_anybody_writes_is_kept_whole() -> None:
    """A log that somebody pasted is new words, the quote below an agent's answer is none, and what an agent wrote below it is."""
    log = "\n".join(f"{number}: done" for number in range(25_000))
    quoted = "On Mon, 2 Feb 2026 at 10:00, Carla <carla@customer.example> wrote:\n" + "".join(f"> {line}\n" for line in log.split("\n"))
    assert split(ParsedMail(text=f"Hello\n{log}\n-- \nCarla")).reply.endswith("-- \nCarla")
    answer = split(ParsedMail(text=f"Look at line 7.\n\n{quoted}"), by_agent=True)
    assert answer.reply == "Look at line 7."
    assert answer.quoted.endswith("> 24999: done")
    assert split(ParsedMail(text=f"{quoted}\nLook at line 7."), by_agent=True).reply.endswith("Look at line 7.")
    assert split(ParsedMail(text=f"Here it is:\n{log}"), by_agent=True).reply.endswith("24999: done")
