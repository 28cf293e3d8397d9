"""V038, V044, V046, V047: strings made to make patterns and readers try again and again are read like any other."""

from __future__ import annotations

import pytest

from maildesk.config.limits import Limits
from maildesk.html.clean import clean
from maildesk.intake.mime.parse import parse
from maildesk.intake.nature.judge import judge_nature
from maildesk.judged import NatureKind
from maildesk.mail import Address, Envelope, ParsedMail
from maildesk.threading.split import split

SIZE = 200_000
REPEATED = [
    "\n", ">", "> ", ">\n", "On ", "On On On wrote:\n", "wrote:", "a@", "@", "-", "_", "=", "--\n", "From: a@b.example\n", "From:", ": ", "<", "((", "&lt;", "\u3000", " \n", "写道：",
    "\t", "* ", "1.1.1 ", "550 ", "https://a.example/((((", "On 1/1 a@b.example\n", "To: x,\n", "----- forwarded ", "Re: ", "[", "=?utf-8?q?",
]  # fmt: skip
_LINES = [
    "--\n",
    "Carla Kunde, 1.1.2026:         \n",
    "Begin forwarded message:       \n",
    "} On Mon, 2 Feb 2026, C wrote:\n",
    ">> a\n",
    "On Mon, 2 Feb 2026, C wrote:\n| a\nOn Mon, 2 Feb 2026, C wrote:\n} a\n",
    "##- Reply above this line -##\n",
    "> a [Carla]\n",
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", REPEATED)
def test_a_long_repetition_is_understood(piece: str) -> None:
    """Nothing here grows faster than the text; a quadratic pattern would not come to an end."""
    text = piece * (SIZE // len(piece))
    mail = ParsedMail(text=text, subject=text[:30_000])
    split(mail)
    judge_nature(mail, Envelope(mail_from=""), frozenset(), own_id=False)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", _LINES)
def test_as_many_lines_as_are_taken_apart_are_soon_read(piece: str) -> None:
    """No line makes work for all that stand above it or below it."""
    text = piece * (20_000 // piece.count("\n"))
    split(ParsedMail(text=text, from_=Address("Carla Kunde", "carla@customer.example"), in_reply_to=("<a@b.example>",)))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", [*REPEATED, "to: ", "received: x for ", "for <a@b.example> "])
def test_a_report_is_read(piece: str) -> None:
    """Who failed is looked for in the words of the notice and in those of the mail that it gives back."""
    head = "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail Returned to Sender\r\n\r\nbob@other.example failed: user unknown\r\n"
    mail = parse((head + piece * (SIZE // len(piece))).encode(), Limits())
    assert judge_nature(mail, Envelope(mail_from=""), frozenset(), own_id=False).kind is NatureKind.BOUNCE


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["a", "(", ";", '"' + ";" * 29_999, 'a; name="' + "\\" * 29_000])
def test_the_types_of_many_parts_are_read(piece: str) -> None:
    """A header as long as one may be, in as many parts as there may be: the cost of each is no square of its length."""
    part = f"--b\r\nContent-Type: {piece * (30_000 // len(piece))}\r\nContent-Disposition: {piece * (30_000 // len(piece))}\r\n\r\nx\r\n"
    parse(f"Content-Type: multipart/mixed; boundary=b\r\n\r\n{part * 60}--b--\r\n".encode(), Limits())


_TWIN = "--other\r\nContent-Type: multipart/mixed; boundary=other\r\n\r\n"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["MIME ", "MIME\r\n", "MIME MIME\r\n", "--", "--x\r\n", "\r\n", " ", "--x \r\n\r\n", _TWIN])
@pytest.mark.parametrize("declared", ["", "; boundary=other"])
def test_a_container_without_its_boundary_is_read(piece: str, declared: str) -> None:
    """The line that stands between its parts is looked for at its beginning alone."""
    parse(f"Content-Type: multipart/mixed{declared}\r\n\r\n{piece * (SIZE // len(piece))}".encode(), Limits())


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", [";", ";CN=Ruth", ';CN="', '"', ":", "\\", "\\n", "\r\n ", ";PARTSTAT=", ";CN=a b;CN=c\r\n "])
def test_a_calendar_and_a_card_are_read(piece: str) -> None:
    """Parameters that never end, quotes that never close, lines that are folded without end."""
    text = piece * (SIZE // len(piece))
    parse(f"Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\nATTENDEE{text}\r\nSUMMARY:{text}\r\n".encode(), Limits())
    parse(f"Content-Type: text/vcard\r\n\r\nBEGIN:VCARD\r\nFN{text}\r\nFN:{text}\r\n".encode(), Limits())


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        '<a "<a" ',
        "<!--",
        "<style>",
        "<style ",
        "<script></script>",
        "<blockquote>w",
        "<ul><li>",
        "<a x='",
        "<![CDATA[",
        "<p>a",
        "&amp;",
        "</",
        "<a b=c d",
        'src="data:image/png;base64,',
    ],
)
def test_html_that_no_sanitiser_takes_is_read(piece: str) -> None:
    """Tags, quotes, comments and styles that never end, below more depth than is taken apart."""
    parse(f"Content-Type: text/html\r\n\r\n{'<div>' * 150}{piece * (SIZE // len(piece))}".encode(), Limits())


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    [
        "begin 644 x\n",
        f"begin 644 x\nM{'A' * 60}\n",
        "begin-base64 644 x\nAAAA\n",
        "=ybegin size=1 name=x\nabc\n",
        "-----BEGIN PGP SIGNED MESSAGE-----\n",
    ],
)
def test_files_and_signatures_in_a_text_are_looked_for_once(piece: str) -> None:
    """Beginnings without an end, and with one for all of them."""
    for end in ("", "end\n====\n=yend size=1\n"):
        parse(f"From: a@b.example\r\n\r\n{piece * (10 * SIZE // len(piece))}{end}".encode(), Limits())


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["<!--", "<style", "<style>", "</style", "<", "<a", "&", "ab ", "您"])
def test_alternatives_are_compared(piece: str) -> None:
    """Whether they differ is known without trying again and again."""
    parse(alternatives("Hello", piece * (SIZE // len(piece))), Limits())
    parse(alternatives(piece * (SIZE // len(piece)), "<p>three other words"), Limits())


@pytest.mark.timeout(20)
@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "none-of-them"])
@pytest.mark.parametrize("piece", [b"\n", b" ", b"a ", b"~{", b"\x1b$B", b"\xc3", b"\xe3\x80", b"\x80 ", b"=?utf-8?"])
def test_bytes_that_are_no_letters_are_read(charset: str, piece: bytes) -> None:
    """Every step of the chain asks a text about as long as this one once, and gives up at a byte that no charset has there."""
    for last in (b"\xf5x\n", b"\xff"):
        parse(f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + piece * (SIZE // len(piece)) + last, Limits())


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", ["", "color:", "background:"])
@pytest.mark.parametrize("piece", ["a", "a ", " ", "height:0", "margin:", "overflow:", ";", "rgb(", "rgb(1,", "[", "'", "é;color:é"])
def test_a_style_is_read_and_made_safe(name: str, piece: str) -> None:
    """What it hides is told, and what acts is left out, by work that grows as it does, however deep its brackets stand in each other."""
    style = name + piece * (SIZE // 2 // len(piece)) + "é"
    page = f'<blockquote style="{style}"><p style="{style}">Hello</p></blockquote>'
    assert parse(f"Content-Type: text/html; charset=utf-8\r\n\r\n{page}".encode(), Limits()).text
    clean(page, frozenset(), Limits())


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "rules", [".a{" + "height:1px;" * 20_000 + "white-space:pre}", ".a{white-space:pre}" * 10_000, ".a,.b{display:none}" * 10_000]
)
def test_a_page_whose_sheet_speaks_of_each_element_is_read(rules: str) -> None:
    """What it says of a class is gathered once, and is short, however often and however long it says it."""
    page = f"<style>{rules}</style>" + "".join(f'<b class="a" id="n{number}">x</b>' for number in range(4_000)) + "<p>Hello</p>"
    assert "Hello" in parse(f"Content-Type: text/html; charset=utf-8\r\n\r\n{page}".encode(), Limits()).text


def alternatives(plain: str, html: str) -> bytes:
    parts = (f"--b\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{text}\r\n" for kind, text in (("plain", plain), ("html", html)))
    return ("Content-Type: multipart/alternative; boundary=b\r\n\r\n" + "".join(parts) + "--b--\r\n").encode()


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece", ["<div>", "<b ", "<!--", "<![", "<a href='", "&", "<blockquote>", "<table><tr><td>", "</p>", "<p style='", '"', "<style>"]
)
def test_broken_html_is_read(piece: str) -> None:
    """The guard, the normaliser and the reader stay linear (V047)."""
    parse(b"Content-Type: text/html\r\n\r\n" + piece.encode() * (SIZE // len(piece)), Limits())


HELLO = "<p class=a>no<p class='a b'>no<p>Hello"


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    ["{", "}", "/*", "@media (", "@media (min-width:1px) and ", ".a,", ".a{display:none}", "display:none;", " ", "<!--", "-->", "<style media="],
)
def test_a_style_sheet_is_read(piece: str) -> None:
    """Its rules are told once, and each element asks for those of its own classes."""
    sheet = f"<style>.a{{display:none}}{piece * (SIZE // len(piece))}</style>"
    parse(f"Content-Type: text/html\r\n\r\n{sheet}{HELLO * 900}".encode(), Limits())
