"""What repeats under a sender's mails is learned as a signature, and what is only said often is not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.mail import Address, ParsedMail
from maildesk.newwords import SplitText
from maildesk.threading.signature.closings import KEPT, Closing, closing_of, remembered
from maildesk.threading.split import split

CARLA = Address("Carla Weber", "carla.weber@nordwind.example")
SIGNED = "Vertrieb, Carla Weber\nNordwind GmbH, Hafenstr. 4\nTel. +49 40 555 01"
DISCLAIMER = "Diese Nachricht ist vertraulich und nur für den Empfänger bestimmt.\nSie zu kopieren ist verboten."
LINES = st.sampled_from(["Hello,", "", "It does not work.", "Carla Weber", "Best regards", "This mail is confidential.", "> quoted", "-- ", "x"])


def read(text: str, *earlier: str, author: Address = CARLA) -> SplitText:
    """A mail as it is read after earlier ones of its sender."""
    known: tuple[Closing, ...] = ()
    for one in earlier:
        parts = split(ParsedMail(from_=author, text=one), closings=known)
        known = remembered(known, closing_of(f"{parts.reply}\n{parts.signature}"))
    return split(ParsedMail(from_=author, text=text), closings=known)


def test_what_stands_under_three_mails_is_a_signature() -> None:
    """Twice may be chance; no delimiter is needed."""
    mails = [f"{words}\n\n{SIGNED}" for words in ("It is broken.", "Still broken.", "Now it works.")]
    assert read(mails[1], mails[0]).signature == ""
    assert read(mails[2], *mails[:2]) == SplitText(reply="Now it works.", signature=SIGNED, above="Now it works.")


def test_what_stands_below_a_known_signature_is_said() -> None:
    """However short it is, where no earlier mail had it; without such mails it may be part of the signature."""
    mail = f"Please come.\n\n--\n{SIGNED}\n\nRoom 4"
    parts = read(mail, f"One.\n\n--\n{SIGNED}", f"Two.\n\n--\n{SIGNED}")
    assert (parts.reply, parts.signature) == ("Please come.\n\nRoom 4", f"--\n{SIGNED}")
    assert read(mail).reply == "Please come."


def test_a_disclaimer_below_the_signature_goes_with_it() -> None:
    """The whole of what repeats, from where it looks like a signature."""
    mails = [f"{words}\n\nMit freundlichen Grüßen\n{SIGNED}\n\n{DISCLAIMER}" for words in ("Eins.", "Zwei.", "Drei.")]
    parts = read(mails[2], *mails[:2])
    assert parts.reply == "Drei."
    assert parts.signature.endswith(DISCLAIMER)


@pytest.mark.parametrize(
    "disclaimer",
    [
        DISCLAIMER,
        "Acme Ltd is a company registered in England and Wales under number 01234567.",
        "Registered office: 1 High Street, London. VAT no. GB 123 4567 89.",
        "Sitz der Gesellschaft: Berlin. Amtsgericht Charlottenburg, HRB 12345 B. Geschäftsführer: Kim Muster.",
        "This message has been scanned for viruses by MailGuard.",
        "Our general terms of delivery apply to all offers; you find them on our wall.",
        "SAS au capital de 10 000 euros - RCS Paris 123 456 789.",
        "Calls may be recorded for training purposes.",
        "We will never change our bank details by e-mail. Call us first.",
        "我司提醒：付款前请与我司电话确认，谨防诈骗。",
    ],
)
def test_a_disclaimer_alone_is_learned(disclaimer: str) -> None:
    """A gateway puts it under mails that are signed by nothing else."""
    mails = [f"{words}\n\n{disclaimer}" for words in ("Eins.", "Zwei.", "Drei.")]
    assert read(mails[2], *mails[:2]).signature == disclaimer


def test_a_signature_in_chinese() -> None:
    """Names of one character and more count as they are written."""
    author = Address("王小明", "wang@shop.example")
    mails = [f"{words}\n\n此致\n敬礼\n王小明" for words in ("打印机坏了。", "还是不行。", "好了。")]
    assert read(mails[2], *mails[:2], author=author) == SplitText(reply="好了。", signature="此致\n敬礼\n王小明", above="好了。")


def test_a_picture_has_another_id_each_time() -> None:
    """Outlook writes the logo of a signature with a new id into each mail."""
    mails = [f"{words}\n\n{SIGNED}\n[cid:image001.png@01DB{words}]" for words in ("Eins", "Zwei", "Drei")]
    assert read(mails[2], *mails[:2]).reply == "Drei"


def test_a_sentence_that_is_always_said_stays() -> None:
    """It repeats, and looks like no signature."""
    for said in ("Please send the invoice to accounting.", "Please refund it to my bank account.", "Is the company still registered there?"):
        mails = [f"{words}\n\n{said}" for words in ("One.", "Two.", "Three.")]
        assert read(mails[2], *mails[:2]).signature == ""


def test_a_mail_that_comes_again_teaches_nothing() -> None:
    """The same words three times are no signature, whoever's name stands in them."""
    mail = f"Please call me.\n\n{SIGNED}"
    assert read(f"Please!\n\n{SIGNED}", mail, mail, mail).signature == ""


def test_a_new_signature_takes_the_place_of_the_old() -> None:
    """People move: what is known is of the last mails."""
    old = [f"{number}.\n\n{SIGNED}\n\n{DISCLAIMER}" for number in range(9)]
    new = [f"{number} again.\n\nCarla Weber-Stein\nSüdwind AG\n\n{DISCLAIMER}" for number in range(3)]
    assert read(new[2], *old, *new[:2]) == SplitText(reply="2 again.", signature=f"Carla Weber-Stein\nSüdwind AG\n\n{DISCLAIMER}", above="2 again.")


def test_what_is_kept_has_no_words() -> None:
    """Redacting a message leaves nothing of it here, and a long mail no more than its last lines."""
    closing = closing_of("\n".join(f"line {number} of my secret" for number in range(1000)))
    assert len(closing) == 40
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in closing)
    known: tuple[Closing, ...] = ()
    for number in range(20):
        known = remembered(known, closing_of(f"mail {number}"))
    assert len(known) == KEPT


@given(st.lists(st.lists(LINES, max_size=8).map("\n".join), min_size=1, max_size=6))
def test_nothing_is_lost_by_what_was_learned(mails: list[str]) -> None:
    """Reply, quote and signature hold all words, and new words stay new words or become the signature."""
    parts, plain = read(mails[-1], *mails[:-1]), split(ParsedMail(from_=CARLA, text=mails[-1]))
    assert parts.quoted == plain.quoted
    assert f"{parts.reply} {parts.signature}".split() == f"{plain.reply} {plain.signature}".split()
    assert parts.reply or not plain.reply
