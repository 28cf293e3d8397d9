"""Quotes and forwarded mails as mail programs write them in thirty languages: the tables in tests/quotes, each row read in several ways."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse
from maildesk.mail import Address, Forwarded, ParsedMail
from maildesk.threading.split import split

QUOTES = Path(__file__).parent / "quotes"
OLD = "Shall we?\nOr not."
ONCE_MORE = "---------- Forwarded message ---------\nFrom: Otto <otto@other.example>\nDate: Sun, Feb 1, 2026\nSubject: Ink\nTo: ruth@weber.example\n\nNo ink left."


def rows(name: str) -> Iterator[tuple[str, str]]:
    """What a row is called, and its lines."""
    for row in re.split(r"\n\n# (?=\w)", (QUOTES / name).read_text("utf-8").strip())[1:]:
        title, _, lines = row.partition("\n")
        yield title, lines


def marked(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def author_of(forwarded: Forwarded | None) -> str:
    return (forwarded.from_.address or forwarded.from_.name) if forwarded and forwarded.from_ else ""


def test_what_stands_below_an_attribution_is_quoted() -> None:
    """With marks and without, tight below the new words or not."""
    wrong = []
    for title, lines in rows("attributions.txt"):
        ways = [f"Fine.\n\n{lines}\n{marked(OLD)}", f"Fine.\n{lines}\n\n{marked(OLD)}"]
        if "marks only" not in title:
            ways += [f"Fine.\n\n{lines}\n\n{OLD}", f"Fine.\n{lines}\n{OLD}"]
        wrong += [f"{title}: {reply!r}" for way in ways if (reply := split(ParsedMail(text=way)).reply) != "Fine."]
    assert not wrong, "\n".join(wrong)


NAMES = (
    "Ruth Weber-Waldstetten",
    "Dr. Ruth Weber-Waldstetten, Example GmbH",
    "Weber, Ruth (Kundendienst, Haus 5)",
    "ruth.weber-waldstetten@weber.example",
)


def test_an_attribution_may_be_folded_anywhere() -> None:
    """With a long name, as programs break lines, marks below it or not."""
    wrong = []
    for title, line in rows("attributions.txt"):
        if "\n" in line or "marks only" in title or "closed quote" in title:
            continue
        for name, width in itertools.product(NAMES, (62, 76)):
            long = line.replace("Ruth Weber", name).replace("ruth@", "ruth.weber.waldstetten@")
            folded = textwrap.fill(long, width, break_long_words=False, break_on_hyphens=False)
            for text in (f"Fine.\n\n{folded}\n\n{OLD}", f"Fine.\n{folded}\n{marked(OLD)}") if folded != long else ():
                reply = split(ParsedMail(text=text)).reply
                wrong += [f"{title}: {folded!r}: {reply!r}"] if reply != "Fine." else []
    assert not wrong, "\n".join(wrong)


CHANGED = {
    "blanks that do not break": lambda line: line.replace(" ", "\u00a0"),
    "narrow blanks": lambda line: line.replace(":00 ", ":00\u202f"),
    "an address with its link": lambda line: re.sub(r"<(ruth@weber\.example)>", r"<\1<mailto:\1>>", line),
    "a bold name": lambda line: line.replace("Ruth Weber", "*Ruth Weber*"),
    "a name in quotation marks": lambda line: line.replace("Ruth Weber", '"Ruth Weber"'),
    "a house in brackets": lambda line: line.replace("Ruth Weber", "Ruth Weber (Example GmbH)"),
    "an address broken before its bracket": lambda line: line.replace("ruth@weber.example>", "ruth@weber.example\n>"),
}
# Of which the sign of the program, not the attribution, is changed, too.
UNCHANGED = ("GroupWise", "Gnus", "Horde", "a very old one", "folded with a gap")


def test_an_attribution_is_known_however_a_program_writes_it_on() -> None:
    """Other blanks, links, bold letters, a broken address: as one program makes plain text of another's HTML."""
    wrong = []
    for title, line in rows("attributions.txt"):
        for name, change in CHANGED.items() if not any(word in title for word in UNCHANGED) else ():
            changed = change(line)
            reply = split(ParsedMail(text=f"Fine.\n\n{changed}\n{marked(OLD)}")).reply if changed != line else "Fine."
            wrong += [f"{title}: {name}: {changed!r}: {reply!r}"] if reply != "Fine." else []
    assert not wrong, "\n".join(wrong)


def test_what_is_drawn_above_an_introduction_belongs_to_it() -> None:
    """Lines of any signs and length; they say nothing, and alone they are no edge of anything."""
    block = next(lines for _, lines in rows("blocks.txt"))
    for line in ("___", "-----", "* * *", "——————", "━━━━━━━━", "~~~~~~", "=" * 40):
        assert split(ParsedMail(text=f"Fine.\n\n{line}\n{block}\n\n{OLD}", subject="Re: Printer")).reply == "Fine.", line
        assert split(ParsedMail(text=f"Fine.\n\n{line}\n\n{OLD}", subject="Re: Printer")).reply.endswith(OLD), line


PERSONS = ("It was on 2 February 2026", "Yours, Carla", "See you on Monday,", "Write to otto@other.example", "Please ask Otto <otto@other.example>")


def test_a_persons_line_above_an_attribution_stays() -> None:
    """Though it names a day or an address, as an attribution that is folded might begin."""
    wrong = []
    for title, lines in rows("attributions.txt"):
        if "marks only" in title:
            continue
        for said in PERSONS:
            reply = split(ParsedMail(text=f"Hello,\n{said}\n{lines}\n{marked(OLD)}")).reply
            wrong += [f"{title}: {said!r}: {reply!r}"] if not reply.endswith(said) else []
    assert not wrong, "\n".join(wrong)


def test_what_stands_below_a_header_block_is_quoted_in_an_answer() -> None:
    """With marks and without, tight below the new words or not."""
    wrong = []
    for title, lines in rows("blocks.txt"):
        ways = (f"Fine.\n\n{lines}\n\n{OLD}", f"Fine.\n{lines}\n{OLD}", f"Fine.\n\n{marked(lines)}\n>\n{marked(OLD)}")
        found = (split(ParsedMail(text=way, subject="Re: Printer")) for way in ways)
        wrong += [f"{title}: {parts.reply!r}" for parts in found if parts.reply != "Fine." or parts.forwarded]
    assert not wrong, "\n".join(wrong)


def test_a_header_block_says_what_is_forwarded() -> None:
    """The block that quotes in an answer names the author, the recipients and the day of a mail that is passed on."""
    for title, lines in rows("blocks.txt"):
        found = split(ParsedMail(text=f"Please see below.\n\n{lines}\n\n{OLD}", subject="Fwd: Printer")).forwarded
        assert author_of(found) in ("ruth@weber.example", "Ruth Weber"), title
        assert found is not None, title
        assert "carla@customer.example" in [one.address for one in found.to + found.cc], title
        assert (found.subject, found.text) == ("Printer", OLD), title
        assert re.search("26|2569|٢٠٢٦", found.date), title


def test_a_forwarded_mail_is_read_and_so_is_the_one_that_it_forwards() -> None:
    """Below words of one's own and alone, with another forwarded mail inside and without."""
    for title, lines in rows("forwards.txt"):
        for above in ("", "Please see below.\nCarla\n\n"):
            for text in (OLD, f"{OLD}\n\n{ONCE_MORE}"):
                below = marked(text) if lines.startswith(">") else text
                found = split(ParsedMail(text=f"{above}{lines}\n\n{below}", subject="A mail for you")).forwarded
                assert found is not None, title
                assert (author_of(found), found.text) == ("ruth@weber.example", text), title
                assert author_of(found.forwarded) == ("otto@other.example" if text != OLD else ""), title
                if "the author alone" not in title:
                    assert ([one.address for one in found.to], found.subject) == (["carla@customer.example"], "Printer"), title


def test_who_sent_it_for_another_is_named_by_that_other() -> None:
    """Outlook's “On Behalf Of”: answers go to the address, and the person is known by name."""
    block = "From: office@weber.example [mailto:office@weber.example] {} Ruth Weber\nSent: Monday, February 2, 2026 10:00\nTo: carla@customer.example\nSubject: Printer"
    for said in ("On Behalf Of", "Im Auftrag von", "de la part de"):
        found = split(ParsedMail(text=f"FYI\n\n{block.format(said)}\n\n{OLD}", subject="Fwd: Printer")).forwarded
        assert found is not None
        assert found.from_ == Address("Ruth Weber", "office@weber.example")


@pytest.mark.parametrize("line", ["----- End forwarded message -----", "-------- Ende der weitergeleiteten Nachricht --------"])
def test_a_forwarded_mail_ends_where_it_says_so(line: str) -> None:
    """What a program writes below it, and who passes it on, is not its author's; a mail forwarded inside of it is."""
    head = "---------- Forwarded message ---------\nFrom: Ruth <ruth@weber.example>\nDate: Mon, 2 Feb 2026 10:00\nSubject: Printer\n\n"
    for text in (OLD, f"{OLD}\n\n{ONCE_MORE}"):
        found = split(ParsedMail(text=f"FYI\n\n{head}{text}\n\n{line}\n\nCarla Kunde, 4711\n", subject="Fwd: Printer")).forwarded
        assert found is not None
        assert found.text == text


def test_what_was_forwarded_to_another_is_only_a_quote_in_the_answer() -> None:
    """A forwarded mail inside of a quote is neither new nor passed on once more."""
    quote = f"FYI\n\n{ONCE_MORE}"
    for below in (f"On Mon, 2 Feb 2026 at 10:00, Ruth <ruth@weber.example> wrote:\n{marked(quote)}", f"-----Original Message-----\n\n{quote}"):
        parts = split(ParsedMail(text=f"Fine.\n\n{below}", subject="Re: Fwd: Ink"))
        assert (parts.reply, parts.forwarded) == ("Fine.", None)


def test_what_is_passed_on_without_a_subject_has_that_of_the_mail() -> None:
    """Without the words of the program that passed it on, in any language, and with those that were there before."""
    for subject in (
        "Fwd: Re: Printer",
        "Chuyển tiếp: Re: Printer",
        "إعادة توجيه: Re: Printer",
        "[EXTERNAL] WG: Re: Printer",
        "VS: Re: Printer",
        "转寄：Re: Printer",
    ):
        found = split(
            ParsedMail(text=f"FYI\n\n-------- Forwarded --------\nFrom: Otto <otto@other.example>\nDate: Sun, Feb 1, 2026\n\n{OLD}", subject=subject)
        )
        assert found.forwarded is not None, subject
        assert found.forwarded.subject == "Re: Printer", subject


def test_an_attached_mail_is_passed_on() -> None:
    """A message/rfc822 is read like one that stands in the text, and the one inside of it too; one inside of a report is not."""
    inner = b"From: Otto <otto@other.example>\nSubject: Ink\nContent-Type: text/plain\n\nNo ink left."
    middle = enclosing(b"From: Ruth Weber <ruth@weber.example>\nTo: carla@customer.example\nSubject: Printer\n", b"Shall we?", inner)
    whole = enclosing(b"From: Carla <carla@customer.example>\nSubject: Look\n", b"Please see the mail attached.", middle)
    parts = split(parse(whole, Limits()))
    assert parts.reply == "Please see the mail attached."
    assert parts.forwarded is not None
    assert [one.address for one in parts.forwarded.to] == ["carla@customer.example"]
    assert (author_of(parts.forwarded), parts.forwarded.subject, parts.forwarded.text) == ("ruth@weber.example", "Printer", "Shall we?")
    assert parts.forwarded.forwarded is not None
    assert (author_of(parts.forwarded.forwarded), parts.forwarded.forwarded.text) == ("otto@other.example", "No ink left.")
    assert parse(whole.replace(b"multipart/mixed", b"multipart/report", 1), Limits()).enclosed is None


def enclosing(head: bytes, text: bytes, mail: bytes) -> bytes:
    edge = b"=%d" % len(mail)
    parts = (b"Content-Type: text/plain\n\n" + text, b"Content-Type: message/rfc822\n\n" + mail)
    body = b"".join(b"--" + edge + b"\n" + part + b"\n" for part in parts)
    return head + b'Content-Type: multipart/mixed; boundary="' + edge + b'"\n\n' + body + b"--" + edge + b"--\n"


WRITTEN = (
    "As I wrote on 3 May 2026:\nthe printer is broken.",
    "My boss wrote:\n\nBuy it.\n\nSo I bought it.",
    "Original:\n\nit printed blue.",
    "The report of 2026-02-02 10:00\nRuth wrote it, and it says nothing.",
    "Quoting from memory: it said E42.",
    "Call me from 10:00 on at +49 30 1234.\nFrom the office I cannot be reached.",
    "From: the second floor To: the first floor, Date: every day, it does not print.",
    "I replied above this line of the form.",
    "The form:\n- My reply is above this line of it\n- yours is below.",
    "You said\nplease reply above this line\nand so I did.",
    "--\nNothing above this line is ours.",
    "Please come at 10:00:\nthe printer of 2026-02-02 is here.",
    "In message 4711 you ask for a date.\nIt is 2 February 2026.",
    "The log says:\n----- Error message -----\nfoo failed\nwhat now?",
    "Do this:\n==== mail settings ====\nhost: a\nThat is all.",
    "Answers:\n-- Message 1 --\nyes\n-- Message 2 --\nno",
    "Ruth Weber\n02.02.2026 10:00\n\nTo\nwhom it may concern: it is broken.",
    "Otto\n2026-02-02 10:00\nTo\nthe second floor.\nSubject\nto change, as he said.",
    "Hello,\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nMy printer is still broken",
)


def test_a_persons_words_stay() -> None:
    """What only looks like the edge of a quote is not cut, and nothing of it is taken for a forwarded mail."""
    for text in WRITTEN:
        parts = split(ParsedMail(text=text, subject="Printer"))
        assert re.findall(r"\w+", parts.reply + parts.signature) == re.findall(r"\w+", text)
        assert parts.forwarded is None, text


def test_another_desks_line_cuts_nothing_that_begins_with_it() -> None:
    """Where nothing stands above the line, what stands below it is the letter."""
    said = "##- Please type your reply above this line -##\n\nYour order has left."
    assert split(ParsedMail(text=said)).reply == said


def test_a_line_before_a_quote_is_no_introduction_because_it_names_a_day() -> None:
    """A person's line above marks stays, unless it is nothing but a day with its hour and a name, or an address in brackets."""
    for said in ("No. As of 2 February 2026, 10:00 it does not print:", "The one of 2026:", "It is at 10:00:", "Write to otto@other.example:"):
        assert split(ParsedMail(text=f"{said}\n{marked(OLD)}")).reply == said


def test_a_link_that_a_program_broke_out_of_a_quote_belongs_to_it() -> None:
    """A link in brackets between two marked lines, or the rest of one; a link below a question is an answer."""
    for quote in ("> Answer here:\n (https://desk.example/1) >\n> Ruth", "> Answer (https://desk.example/1?\na=3)\n> Ruth"):
        assert split(ParsedMail(text=f"Fine.\n\nOn 2 Feb 2026, Ruth <r@weber.example> wrote:\n{quote}")).reply == "Fine."
    assert split(ParsedMail(text="> Where is it?\nhttps://here.example/\n> And the other?\nhttps://there.example/")).reply.count("https") == 2


def test_what_mail_programs_mark_in_their_html_is_quoted() -> None:
    """In a mail of HTML alone, whatever the language; nothing that was quoted stands in the new HTML (cases 46 and 47)."""
    wrong = []
    for row in re.split(r"^==== ", (QUOTES / "clients.txt").read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, _, html = row.partition("\n")
        head = "From: carla@customer.example\nSubject: Re: Printer\nContent-Type: text/html; charset=utf-8\n\n"
        parts = split(parse((head + html).encode(), Limits()))
        between = "between" in title
        right = parts.reply.split() == (["Fine.", "No."] if between else ["Fine."]) and "Shall" not in parts.reply_html
        wrong += [] if right and (between or "Fine." in parts.reply_html) else [f"{title}: {parts.reply!r}, {parts.reply_html!r}"]
    assert not wrong, "\n".join(wrong)


def test_what_a_person_moved_in_is_no_quote() -> None:
    """Editors indent with a blockquote too; one with any sign of a quote stays one (case 48)."""
    head = "From: carla@customer.example\nContent-Type: text/html\n\n"
    for style in ("margin:0 0 0 40px;border:none;padding:0px", "margin: 0px 0px 0px 40px; border: medium; padding: 0px;"):
        assert split(parse(f'{head}<p>As follows:</p><blockquote style="{style}">E42</blockquote>'.encode(), Limits())).reply.split() == [
            "As",
            "follows:",
            "E42",
        ]
    assert (
        split(parse(f'{head}<p>See:</p><blockquote type="cite" style="margin:0 0 0 40px;border:none">E42</blockquote>'.encode(), Limits())).reply
        == "See:"
    )


OUR_LETTER = "Hello Carla,\n\nyou may send the printer back to us at any time.\nWe pay for the parcel.\n\nRuth Weber\nExample Support"


def test_our_own_letter_is_known_without_any_mark() -> None:
    """Its last lines at the end of an answer are quoted, however they were broken; an answer that repeats our words survives."""
    letter = ParsedMail(text=OUR_LETTER)
    for quote in (OUR_LETTER, OUR_LETTER.replace("back to us ", "back to us\n"), OUR_LETTER[14:], "Ruth, 2 Feb:\n" + marked(OUR_LETTER)):
        assert split(ParsedMail(text=f"Fine.\n\n{quote}\n"), letter=letter).reply.partition("\n")[0] == "Fine."
        assert "parcel" not in split(ParsedMail(text=f"Fine.\n\n{quote}\n"), letter=letter).reply
    for answer in (OUR_LETTER, "You say:\nWe pay for the parcel.", "We pay for the parcel.\nNo, I did.", f"{OUR_LETTER}\nIs that true?"):
        assert split(ParsedMail(text=answer), letter=letter).reply == answer


def test_what_phones_and_programs_write_below_a_mail_is_its_signature() -> None:
    """In the words of many languages; a person may speak of a telephone."""
    lines = (QUOTES / "footers.txt").read_text("utf-8").splitlines()[1:]
    wrong = [line for line in lines if split(ParsedMail(text=f"Fine, thank you.\n\nCarla\n\n{line}\n")).signature != line]
    assert not wrong, "\n".join(wrong)
    for said in (
        "I wrote it on my iPhone",
        "My phone is a Galaxy",
        "Das Handy ist kaputt",
        "我的手机坏了",
        "Please get me a new phone!",
        "Get the mail out of the queue",
        "Download Outlook does not work",
        "Descarga de Outlook no funciona",
        "来自iPhone的邮件丢失了",
        "Virenfrei ist er nicht: www.virus.example",
        "Sent from the factory on Monday",
        "Sent by mistake, sorry",
        "Inviato da Mario ieri",
        "发自内心的感谢",
        "请用手机发送",
        "Von meinem Handy geht es nicht",
        "Obtenir le mail de Bob",
    ):
        assert split(ParsedMail(text=f"Hello,\n\n{said}")).signature == "", said


def test_a_card_below_a_mail_is_its_signature() -> None:
    """The last paragraph, where it begins with the author's name or holds the author's address; another person's card is part of the mail."""
    carla = Address("Carla Kunde", "carla@customer.example")
    for card in ("Carla Kunde\n+49 30 1234", "C. Kunde, MSc\nCustomer AG\ncarla@customer.example", "----------\nCustomer AG\n\nCarla Kunde, Sales"):
        parts = split(ParsedMail(carla, text=f"Please call this one:\n\nOtto Other\notto@other.example\n\n{card}"))
        assert (parts.reply, parts.signature) == ("Please call this one:\n\nOtto Other\notto@other.example", card)
    for whole in (
        "Please call this one:\n\nOtto Other\notto@other.example",
        "Carla Kunde\n+49 30 1234",
        "I am\n\nCarla Kunde\nand wrote to you in May.",
        "Yours\n\nCarla Kunde",
    ):
        assert split(ParsedMail(carla, text=whole)).signature == "", whole


def test_a_block_of_date_and_recipient_is_the_edge_of_a_quote() -> None:
    """Where the author stands nowhere: the second and the zone are a program's."""
    block = "Date: Mon, 02 Feb 2026 10:00:00 +0100\nTo: carla@customer.example"
    assert split(ParsedMail(text=f"Fine.\n\n{block}\n\n{OLD}", subject="Re: Printer")).reply == "Fine."


def lines_of(part: str) -> list[str]:
    return [line.strip() for line in part.split("\n") if line.strip()]


def read_as(lines: str) -> dict[str, list[str]]:
    """What of a row of kept.txt is read as new, as the signature, and as quoted, with the quoted lines that are answered."""
    row = [(line[:1], line[2:]) for line in lines.split("\n")]
    ours = "\n".join(text for mark, text in row if mark == "=")
    mail = ParsedMail(
        Address("Carla Kunde", "carla@customer.example"), text="\n".join(text for mark, text in row if mark != "="), in_reply_to=("<a@b>",)
    )
    parts = split(mail, letter=ParsedMail(text=ours) if ours else None)
    quoted = [*lines_of(parts.quoted), *(f"> {line}" for one in parts.context for line in one.quoted)]
    return {"+": lines_of(parts.reply), "-": lines_of(parts.signature), ">": sorted(quoted)}


def test_new_words_are_kept_where_other_mails_have_a_signature_or_a_quote() -> None:
    """Each line is read as the row says, and as one thing only."""
    wrong = []
    for title, lines in rows("kept.txt"):
        wanted = {mark: [line[2:].strip() for line in lines.split("\n") if line[:1] == mark and line[2:].strip()] for mark in "+->"}
        found = read_as(lines)
        wrong += [f"{title}: {found}"] if found != {**wanted, ">": sorted(wanted[">"])} else []
    assert not wrong, "\n".join(wrong)


def test_a_name_alone_introduces_a_quote_where_it_is_known() -> None:
    """Of whom the mail answers, by the whole name or the first one, or above the line that says when; nobody else's, and not where a person leads to it."""
    for quote in ("Tom Lang:\n> Which?", "Tom:\n\n> Which?", "Tom Lang (Example)\n5 Mar 2026, 09:12 GMT+1\n\nWhich?"):
        for name, reply in (("Tom Lang", "Fine."), ("Ruth Weber", "Fine.")):
            found = split(ParsedMail(to=(Address(name, "help@desk.example"),), text=f"Fine.\n\n{quote}")).reply
            assert (found == reply) is (name == "Tom Lang"), quote
    for said in (
        "The chat of\n\nTom Lang\n5 Mar 2026, 09:12\n\nWhich?\n\nI said two.",
        "I saw\nTom Lang\n5 Mar 2026, 09:12\nat the door.",
        "Tom:\nno marks.",
    ):
        assert split(ParsedMail(to=(Address("Tom Lang", "help@desk.example"),), text=said)).reply == said


def test_initials_of_whom_a_mail_answers_are_marks() -> None:
    """Two lines are enough where the name is known, and what stands between them is an answer."""
    text = "Hello Tom,\n\nTL> Which model?\nLX-300.\nTL> Colour\nBlack."
    for name, answer in (("Tom Lang", "Hello Tom,\n\n> Which model?\nLX-300.\n\n> Colour\nBlack."), ("Ruth Weber", text)):
        assert split(ParsedMail(to=(Address(name, "help@desk.example"),), text=text)).answer == answer


def test_mails_in_a_mail_are_told_as_deep_as_people_forward_them() -> None:
    """Each names its author."""
    text = "No ink."
    for author in ("c@three.example", "b@two.example", "a@one.example"):
        text = f"FYI\n\n----- Forwarded Message -----\nFrom: <{author}>\nTo: x@y.example\nSent: Monday, February 2, 2026 at 10:00\nSubject: Ink\n\n{text}"
    found, authors = split(ParsedMail(text=text, subject="Fw: Ink")).forwarded, []
    while found:
        authors.append(author_of(found))
        found = found.forwarded
    assert authors == ["a@one.example", "b@two.example", "c@three.example"]


def test_an_element_of_the_html_says_where_a_signature_ends() -> None:
    """Its text has no blank line there; what follows the element is said by the author."""
    html = '<div>Fine.</div><br><span>-- </span><br><div class="gmail_signature">Carla<div>Customer AG</div></div><div>But one more: who pays?</div>'
    parts = split(parse(f"From: carla@customer.example\nContent-Type: text/html\n\n{html}".encode(), Limits()))
    assert (lines_of(parts.reply), lines_of(parts.signature)) == (["Fine.", "But one more: who pays?"], ["--", "Carla", "Customer AG"])


def test_what_is_written_into_the_element_of_a_signature_is_said() -> None:
    """A sentence there is none; what stands below the element is said, too, and a name that is said elsewhere stays there."""
    for html, reply, signature in (
        ('<div>Fine.</div><div class="gmail_signature">And who pays?</div>', ["Fine.", "And who pays?"], []),
        ('<div>Carla</div><div>Fine.</div><div id="Signature">Carla</div><div>P.S. Who pays?</div>', ["Carla", "Fine.", "P.S. Who pays?"], ["Carla"]),
    ):
        parts = split(parse(f"From: carla@customer.example\nContent-Type: text/html\n\n{html}".encode(), Limits()))
        assert (lines_of(parts.reply), lines_of(parts.signature)) == (reply, signature)


def test_what_stands_below_a_mail_may_be_said_without_end() -> None:
    """Thousands of lines of phones, paragraphs of lawyers and mails in mails are read, and nothing of them is lost."""
    for piece in ("Sent from my iPhone\n", "This message is confidential.\n\n", "--\nCarla Kunde\n\n", f"{ONCE_MORE}\n\n"):
        text = "Fine.\n\n" + piece * 3000
        parts = split(ParsedMail(Address("Carla Kunde", "carla@customer.example"), text=text, subject="Fwd: Ink"))
        assert len(f"{parts.reply}\n{parts.signature}".split()) == len(text.split())


def test_yahoo_writes_the_first_quoted_words_behind_the_attribution() -> None:
    """Some blanks away: its program for phones loses the line ends."""
    text = "Fine.\n\n  On Thu, Mar 5, 2026 at 9:12 AM, Support<help@desk.example> wrote:   Which model?\nAnd which colour?"
    assert split(ParsedMail(text=text)).reply == "Fine."


def test_orange_says_when_above_the_header_of_a_forwarded_mail() -> None:
    """That line is no quote that the mail stands in."""
    text = f"> Message du 02/02/26 10:00\n> De : Ruth <ruth@weber.example>\n> A : carla@customer.example\n> Objet : Printer\n>\n{marked(OLD)}"
    assert author_of(split(ParsedMail(text=text, subject="TR: Printer")).forwarded) == "ruth@weber.example"


def test_people_without_addresses_are_divided_too() -> None:
    """Outlook shows names alone of the own house."""
    header = "From: Ruth Weber\nSent: Monday, February 2, 2026 10:00\nTo: Carla Kunde; Otto Other\nCc: carla@customer.example\nSubject: Printer"
    forwarded = split(ParsedMail(subject="Fwd: Printer", text=f"Please.\n\n{header}\n\nNo ink left.")).forwarded
    assert forwarded is not None
    assert [one.name for one in forwarded.to] == ["Carla Kunde", "Otto Other"]


def test_semicolons_divide_the_people_of_a_forwarded_mail() -> None:
    """Outlook leaves out the addresses of its own house."""
    header = "From: Ruth Weber <ruth@weber.example>\nSent: Monday, February 2, 2026 10:00\nTo: Otto; Carla Kunde <carla@customer.example>; Paula\nSubject: Printer"
    forwarded = split(ParsedMail(subject="Fwd: Printer", text=f"Please.\n\n{header}\n\nNo ink left.")).forwarded
    assert forwarded is not None
    assert [(one.name, one.address) for one in forwarded.to] == [("Otto", ""), ("Carla Kunde", "carla@customer.example"), ("Paula", "")]
