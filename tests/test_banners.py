"""What a gateway writes above or below a mail is nobody's words: the banners of tests/quotes/banners.txt, each in several places."""

from __future__ import annotations

import pytest

from maildesk.letter import ANSWER_LINES
from maildesk.mail import Address, ParsedMail
from maildesk.threading.mingled import told_apart
from maildesk.threading.split import split
from tests.test_quotes import rows

CARLA = Address("Carla Kunde", "carla@customer.example")
BANNERS = dict(rows("banners.txt"))
QUOTE = "On Mon, 2 Feb 2026 at 10:00, Ruth Weber <ruth@weber.example> wrote:\n> Shall we?\n> Or not."
PLACES = {
    "above words": "{}\n\nFine.",
    "close above them": "{}\nFine.",
    "below words": "Fine.\n\n{}",
    "below a rule": "Fine.\n\n________________________________\n{}",
    "above words and a quote": "{}\n\nFine.\n\n" + QUOTE,
    "below the quote": "Fine.\n\n" + QUOTE + "\n\n{}",
    "on both sides": "{0}\n\nFine.\n\n{0}",
}


@pytest.mark.parametrize("banner", BANNERS)
def test_a_banner_is_no_word_of_an_answer(banner: str) -> None:
    """Neither of an agent's nor of a customer's; it stands with what programs add, and nothing of it is lost."""
    wrong = []
    for place, text in PLACES.items():
        for by_agent in (False, True):
            parts = split(ParsedMail(CARLA, text=text.format(BANNERS[banner])), by_agent=by_agent)
            last = BANNERS[banner].rstrip("*\n").split("\n")[-1]
            wrong += [f"{place}, {by_agent}: {parts}"] if parts.reply != "Fine." or last not in parts.signature else []
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("banner", BANNERS)
def test_a_banner_below_our_unmarked_letter_is_no_answer(banner: str) -> None:
    """Nor above its first line, where the gateway put it when the letter came to the agent; commands below one are still on top."""
    letter = ParsedMail(Address("Support", "s@desk.example"), text=f"{ANSWER_LINES['en']}\n\nIt is broken.\nIs it lost?\n\nCommands and links.")
    head = "From: Support <s@desk.example>\nSent: Monday, March 2, 2026 10:03 AM\nTo: Anna <anna@desk.example>\nSubject: Printer\n\n"
    for text in (f"{head}{letter.text}\n\n{BANNERS[banner]}", f"{head}{BANNERS[banner]}\n\n{letter.text}"):
        mail = ParsedMail(Address("Anna Miller", "anna@desk.example"), text=f"{BANNERS[banner]}\n\n#close\nFine.\n\n{text}")
        words = told_apart(mail, split(mail, letter=letter, by_agent=True), letter, ())
        assert (words.reply, words.mingled) == ("#close\nFine.", "")


KEPT = (
    "Your mails arrive with a banner: “CAUTION: This email originated from outside of the organization.” Can you help?",
    "This e-mail comes from outside of our office, because I work at home today.",
    "Attention: the printer on the external stairs is broken.",
    "Please do not click the links in the mail that I sent before.",
    "Do you send e-mail from an external address?",
    "External disks are not seen.",
    "[External disk]",
    "Caution: hot.",
    "This message is from an external sender.",
    "We get messages from external senders that are spam. Please do not open the attachments.",
    "Achtung: Die Lieferung kommt von außerhalb.",
    "Der externe Monitor bleibt schwarz.",
    "注意：打印机坏了。",
    "外部显示器没有信号。",
    "社外からのアクセスができません。",
)


@pytest.mark.parametrize("words", KEPT)
def test_a_persons_words_stay(words: str) -> None:
    """Whatever they say of what is outside, and of banners; nor is a banner cut away where nothing else was written."""
    for text in (f"{words}\n\nThanks\nCarla", f"Hello,\n\n{words}", words):
        assert split(ParsedMail(text=text)).reply == text
    assert split(ParsedMail(text=BANNERS["a box of one sentence"])).reply == BANNERS["a box of one sentence"]
