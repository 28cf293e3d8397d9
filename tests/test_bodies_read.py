"""Which parts of a mail are read and which are files, in any nesting, and the charsets they come in."""

from __future__ import annotations

import base64
import binascii
import unicodedata
from dataclasses import dataclass

import pytest

from maildesk.config.limits import Limits
from maildesk.html.clean import clean
from maildesk.intake.mime.parse import parse

LIMITS = Limits()


@dataclass(frozen=True)
class Box:
    """A container; `leaf` makes what lies in it."""

    kind: str
    parts: tuple[Box | str, ...]


def box(kind: str, *parts: Box | str) -> Box:
    return Box(kind, parts)


def leaf(kind: str, content: str, *fields: str) -> str:
    return "\r\n".join((f"Content-Type: {kind}", *fields, "", content))


def written(part: Box | str, boundary: str = "b") -> str:
    if isinstance(part, str):
        return part
    inner = "".join(f"--{boundary}\r\n{written(one, f'{boundary}{number}')}\r\n" for number, one in enumerate(part.parts))
    return f"Content-Type: multipart/{part.kind}; boundary={boundary}\r\n\r\n{inner}--{boundary}--\r\n"


PLAIN, HTML = leaf("text/plain", "See below, please."), leaf("text/html", "<p>See <b>below</b>, please.</p>")
EMPTY, MORE, MORE_HTML = leaf("text/plain", " \r\n"), leaf("text/plain", "And one more thing."), leaf("text/html", "<p>And one more thing.</p>")
PICTURE = leaf("image/png", "x", "Content-ID: <logo@home>")
SHOT = leaf("image/png; name=shot.png", "x", "Content-ID: <shot@home>", "Content-Disposition: attachment; filename=shot.png")
FILE = leaf("application/pdf; name=offer.pdf", "x")
NOTES = leaf("text/plain; name=notes.txt", "Notes.", "Content-Disposition: attachment; filename=notes.txt")
NAMED = leaf("text/html; name=page.html", "<p>Page</p>", "Content-Disposition: inline; filename=page.html")
MAIL = leaf("message/rfc822", "Subject: Old mail\r\n\r\nOld words.")
STATUS = leaf(
    "message/delivery-status", "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
)
SIGNATURE = leaf("application/pgp-signature; name=signature.asc", "x")
WORDS, BOTH = "See below, please.", "See below, please.\n\nAnd one more thing."


@pytest.mark.parametrize(
    ("below", "text"),
    [
        ("Hello this is body\r\nmore of it\r\n", "Hello this is body\nmore of it"),
        ("Hello\r\n", "Hello"),
        ("Hello this is body\r\n\r\nmore of it\r\n", "Hello this is body\n\nmore of it"),
        ("Hello, it is this:\r\nPrinter: out of paper\r\n\r\nKim\r\n", "Hello, it is this:\nPrinter: out of paper\n\nKim"),
        ("charset=utf-8\r\n\r\nHello\r\n", "Hello"),
        ("b2ZmZXI6IHRoZSBwcmludGVy\r\n\r\nHello\r\n", "Hello"),
        ("a subject that a program broke\r\nX-Mailer: old\r\n\r\nHello\r\n", "Hello"),
    ],
)
def test_words_right_below_the_header_are_read(below: str, text: str) -> None:
    """Where the empty line between header and body is missing no word is lost, and what a program broke off a header is none."""
    mail = parse(f"From: kim@customer.example\r\nSubject: Paper\r\n{below}".encode(), LIMITS)

    assert (mail.text.strip(), mail.subject) == (text, "Paper")


@pytest.mark.parametrize(
    ("whole", "text", "files"),
    [
        (PLAIN, WORDS, []),
        (HTML, WORDS, []),
        (box("alternative", PLAIN, HTML), WORDS, []),
        (box("alternative", HTML, PLAIN), WORDS, []),
        (box("alternative", EMPTY, HTML), WORDS, []),
        (box("alternative", HTML), WORDS, []),
        (box("alternative", PLAIN, box("related", HTML, PICTURE)), WORDS, ["image.png"]),
        (box("related", box("alternative", PLAIN, HTML), PICTURE), WORDS, ["image.png"]),
        (box("mixed", box("alternative", PLAIN, box("related", HTML, PICTURE)), FILE), WORDS, ["image.png", "offer.pdf"]),
        (box("mixed", box("related", box("alternative", PLAIN, HTML), PICTURE), FILE), WORDS, ["image.png", "offer.pdf"]),
        (box("signed", box("mixed", PLAIN, FILE), SIGNATURE), WORDS, ["offer.pdf", "signature.asc"]),
        (box("signed", box("alternative", PLAIN, HTML), SIGNATURE), WORDS, ["signature.asc"]),
        (box("mixed", PLAIN, FILE, MORE), BOTH, ["offer.pdf"]),
        (box("mixed", HTML, FILE, MORE_HTML), BOTH, ["offer.pdf"]),
        (box("mixed", PLAIN, MORE_HTML), BOTH, []),
        (box("alternative", leaf("text/plain", BOTH.replace("\n", "\r\n")), box("mixed", HTML, FILE, MORE_HTML)), BOTH, ["offer.pdf"]),
        (box("mixed", box("mixed", box("mixed", PLAIN))), WORDS, []),
        (box("mixed", PLAIN, NOTES), WORDS, ["notes.txt"]),
        (box("mixed", PLAIN, NAMED), WORDS, ["page.html"]),
        (box("mixed", PLAIN, MAIL), WORDS, ["Old mail.eml"]),
        (box("digest", "\r\nSubject: One\r\n\r\na", "\r\nSubject: Two\r\n\r\nb"), "", ["One.eml", "Two.eml"]),
        (box("report; report-type=delivery-status", PLAIN, STATUS, MAIL), WORDS, ["delivery-status.txt", "Old mail.eml"]),
        (box("unheard-of", PLAIN, FILE), WORDS, ["offer.pdf"]),
        (FILE, "", ["offer.pdf"]),
        (box("mixed"), "", []),
    ],
)
def test_parts_are_chosen(whole: Box | str, text: str, files: list[str]) -> None:
    """One text, in order, and everything else a file."""
    mail = parse(written(whole).encode(), LIMITS)
    assert (mail.text.strip(), [one.filename for one in mail.attachments]) == (text, files)


def test_a_container_inside_that_bears_the_same_boundary() -> None:
    """Scripts write one for both: the parts up to the next last line belong to the inner one, and those of whoever closes once, all."""
    both, head = f"--b\r\n{PLAIN}\r\n--b\r\n{HTML}\r\n", "Content-Type: multipart/{}; boundary=b\r\n\r\n"
    for end in (f"--b--\r\n--b\r\n{FILE}\r\n--b--\r\n", f"--b\r\n{FILE}\r\n--b--\r\n", f"--b\r\n{FILE}\r\n"):
        mail = parse(f"{head.format('mixed')}--b\r\n{head.format('alternative')}{both}{end}".encode(), LIMITS)
        assert (mail.text, [one.filename for one in mail.attachments]) == (WORDS, ["offer.pdf"])


@pytest.mark.parametrize("first", [True, False])
def test_of_two_types_a_container_counts_whose_parts_are_there(first: bool) -> None:
    """And else the one that came first."""
    whole = written(box("mixed", PLAIN, FILE))
    head, body = whole.split("\r\n", 1)
    types = (head, "Content-Type: text/plain") if first else ("Content-Type: text/plain", head)
    mail = parse("\r\n".join((*types, body)).encode(), LIMITS)
    assert (mail.text, [one.filename for one in mail.attachments]) == (WORDS, ["offer.pdf"])
    alone = parse("\r\n".join((*types, "", "Hello")).encode(), LIMITS)
    assert (alone.text, alone.attachments) == ("Hello", ())


@pytest.mark.parametrize("ends", ["\r\r\n", "\r"])
def test_line_ends_that_no_standard_knows(ends: str) -> None:
    """The first half doubled, or alone."""
    whole = "Subject: Paper\n" + written(box("mixed", leaf("text/plain", "Hello,\r\n\r\nhelp."), FILE)).replace("\r\n", "\n")
    mail = parse(whole.replace("\n", ends).encode(), LIMITS)
    assert (mail.subject, mail.text, [one.filename for one in mail.attachments]) == ("Paper", "Hello,\n\nhelp.", ["offer.pdf"])
    assert parse(b"Subject: Paper\r\n\r\nHello,\r\r\n\r\r\nhelp.\r\r\n", LIMITS).text == "Hello,\n\nhelp."


@pytest.mark.parametrize("kind", ["mixed", "related"])
def test_a_text_and_html_that_say_the_same_are_one_letter(kind: str) -> None:
    """Scripts put both into a container that does not say so; where their words differ both are read."""
    letter = leaf("text/html", "<p>And one more thing, which is quite different.</p>")
    same, other = (parse(written(box(kind, *parts)).encode(), LIMITS) for parts in ((PLAIN, HTML, PICTURE), (PLAIN, letter, PICTURE)))
    assert (same.text, bool(same.html), [one.filename for one in same.attachments]) == (WORDS, True, ["image.png"])
    assert (other.text, [one.filename for one in other.attachments]) == (f"{BOTH[:-1]}, which is quite different.", ["image.png"])


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<div>Hello <b>you</b></div>\r\n<p>More</p>\r\n", "Hello you\n\nMore"),
        ("<table><tr><td>Name: Kim</td></tr></table>", "Name: Kim"),
        ("<p>What does <b> do?", "<p>What does <b> do?"),
        ("See <div>x</div>", "See <div>x</div>"),
    ],
)
def test_markup_that_is_said_to_be_plain(page: str, text: str) -> None:
    """Forms write it so; words around it, or markup that does not end, are what somebody typed."""
    assert parse(leaf("text/plain", page).encode(), LIMITS).text.strip() == text
    beside = parse(written(box("alternative", leaf("text/plain", page), HTML)).encode(), LIMITS)
    assert (beside.text == WORDS) is (text != page)


def test_text_that_is_said_to_be_html_keeps_its_lines() -> None:
    """It has no tag, and its signs are those of HTML."""
    mail = parse(leaf("text/html", "Hello,\r\nthe fan &amp; the lamp:\r\n\r\nboth broken.").encode(), LIMITS)
    assert mail.text.strip() == "Hello,\nthe fan & the lamp:\n\nboth broken."


@pytest.mark.parametrize(
    ("content", "is_mail"), [("Subject: Old\r\nFrom: Kim <kim@x.example>\r\n\r\nOld words.", True), ("Old words: none\r\n", False)]
)
def test_a_mail_that_is_known_by_its_name_alone(content: str, is_mail: bool) -> None:
    """Where a program knew no type for it, it is a mail if it begins like one."""
    file = leaf("application/octet-stream; name=old.eml", base64.encodebytes(content.encode()).decode(), "Content-Transfer-Encoding: base64")
    mail = parse(written(box("mixed", PLAIN, file)).encode(), LIMITS)
    assert [(one.filename, one.content_type == "message/rfc822") for one in mail.attachments] == [("old.eml", is_mail)]
    assert (mail.enclosed and mail.enclosed.text) == ("Old words." if is_mail else None)


def test_a_mail_inside_is_read_as_any_other() -> None:
    """Its letter may be RTF, bear a clear signature, or stand in a winmail.dat."""
    for inner in (leaf("application/rtf", r"{\rtf1 Old words.}"), leaf("text/plain", ARMOUR.replace("Hello", "Old words."))):
        mail = parse(written(box("mixed", PLAIN, leaf("message/rfc822", inner))).encode(), LIMITS)
        assert mail.enclosed is not None
        assert mail.enclosed.text.strip() == "Old words."


def test_a_field_that_a_blank_made_the_end_of_another() -> None:
    """Scripts put a blank where a new line should begin."""
    mail = parse(b'Content-Type: text/plain;\r\n charset="utf-8"\r\n Content-Transfer-Encoding: base64\r\n\r\nR3LDvMOfZQ==\r\n', LIMITS)
    assert mail.text == "Grüße"


def test_a_container_that_is_said_to_be_a_text() -> None:
    """Its header names the line that its parts stand between."""
    whole = written(box("mixed", PLAIN, FILE)).replace("multipart/mixed", "text/plain")
    assert [one.filename for one in parse(whole.encode(), LIMITS).attachments] == ["offer.pdf"]
    assert parse(whole.replace("boundary=b", "boundary=c").encode(), LIMITS).attachments == ()


def test_a_letter_in_rtf_is_read_where_nothing_else_is() -> None:
    """It stays a file, too; one that bears a name is a file alone."""
    for name, text in (("", "Hello you"), ("; name=letter.rtf", "")):
        mail = parse(leaf(f"application/rtf{name}", r"{\rtf1 Hello \b you\b0}").encode(), LIMITS)
        assert (mail.text, len(mail.attachments)) == (text, 1)


def test_alternatives_that_speak_to_programs_are_no_files() -> None:
    """A tap below a mail in Gmail, and the pages of newsletters for Gmail alone; the same as an attachment is one."""
    tap, page = leaf("text/vnd.google.email-reaction+json", '{"emoji": "x", "version": 1}'), leaf("text/x-amp-html", "<html amp4email>")
    mail = parse(written(box("alternative", PLAIN, tap, page, HTML)).encode(), LIMITS)
    assert (mail.text, mail.attachments, mail.reaction) == (WORDS, (), True)
    assert len(parse(written(box("mixed", PLAIN, tap, page)).encode(), LIMITS).attachments) == 2


def test_a_boundary_without_a_sign_stands_between_parts() -> None:
    """Its lines are the dashes alone, and the one above a signature is none of them."""
    body = "--\r\n" + leaf("text/plain", "Hello\r\n\r\n-- \r\nKim") + "\r\n--\r\n" + FILE + "\r\n----\r\n"
    mail = parse(f'Content-Type: multipart/mixed; boundary=""\r\n\r\n{body}'.encode(), LIMITS)
    assert (mail.text, [one.filename for one in mail.attachments]) == ("Hello\n\n-- \nKim", ["offer.pdf"])


@pytest.mark.parametrize(
    ("part", "related", "inline"),
    [(PICTURE, True, True), (PICTURE, False, True), (SHOT, True, False), (FILE, True, False), (NAMED, False, True), (NOTES, False, False)],
)
def test_inline_or_attached(part: str, related: bool, inline: bool) -> None:
    """A picture with an id belongs to the text even where nothing says so; what is said to be attached is attached."""
    [file] = parse(written(box("related" if related else "mixed", HTML, part)).encode(), LIMITS).attachments
    assert file.inline is inline


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("iso-2022-jp", "iso2022_jp", "プリンターが壊れました"),
        ("gb2312", "gb18030", "镕基先生：发票"),
        ("gb18030", "gb18030", "𠮷野家的发票"),
        ("big5", "big5hkscs", "喺度等緊"),
        ("big5-hkscs", "big5hkscs", "喺度等緊"),
        ("euc-kr", "cp949", "똠방각하, 프린터가 고장났습니다"),
        ("ks_c_5601-1987", "cp949", "프린터가 고장났습니다"),
        ("shift_jis", "cp932", "①プリンター～"),
        ("euc-jp", "euc_jp", "プリンター"),
        ("koi8-r", "koi8-r", "Принтер не работает"),
        ("koi8-u", "koi8-u", "Принтер не працює, її"),
        ("windows-1250", "cp1250", "Příliš žluťoučký"),
        ("windows-1251", "cp1251", "Принтер № 5"),
        ("iso-8859-1", "cp1252", "5 € – “Grüße”"),
        ("windows-1253", "cp1253", "Ο εκτυπωτής"),
        ("windows-1254", "cp1254", "Yazıcı çöktü"),
        ("windows-1255", "cp1255", "המדפסת"),
        ("windows-1256", "cp1256", "الطابعة"),
        ("windows-1257", "cp1257", "Spausdintuvas neveikia, ačiū"),
        ("windows-1258", "cp1258", "Ma\u0301y in đa\u0303 ho\u0309ng"),
        ("tis-620", "cp874", "เครื่องพิมพ์"),
        ("utf-7", "utf-7", "Grüße, 您好"),
        ("utf-16", "utf-16", "Grüße, 您好"),
        ("utf8", "utf-8", "Grüße, 您好"),
        ("'utf-8'", "utf-8", "Grüße, 您好"),
        ("unknown-8bit", "utf-8", "Grüße, 您好"),
        ("us-ascii", "utf-8", "Grüße, 您好"),
        ("us-ascii", "cp1252", "Grüße aus Köln"),
        ("utf-8", "cp1252", "Grüße aus Köln"),
        ("utf-8", "gb18030", "您好，请把发票再发一次"),
        ("iso-8859-1; format=fixed", "cp1252", "Grüße aus Köln"),
    ],
)
def test_a_text_is_decoded(declared: str, codec: str, text: str) -> None:
    """By what is declared, its superset, UTF-8, or how the letters stand together."""
    mail = parse(f"Content-Type: text/plain; charset={declared}\r\n\r\n".encode() + text.encode(codec), LIMITS)
    assert mail.text == unicodedata.normalize("NFC", text)


_TWO_PARTS = "--{0}\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--{0}\r\nContent-Type: image/png; name=shot.png\r\n\r\nx\r\n--{0}--\r\n"


@pytest.mark.parametrize("declared", ["multipart/mixed", "multipart/mixed; boundary=other", "multipart/mixed;\r\nboundary=lost_its_blank"])
@pytest.mark.parametrize("above", ["", "\r\n", "This is a multi-part message in MIME format.\r\n\r\n"])
def test_parts_are_found_by_the_line_between_them(declared: str, above: str) -> None:
    """Where the header lost the boundary, or names another than there is."""
    mail = parse(f"Content-Type: {declared}\r\n\r\n{above}{_TWO_PARTS.format('lost_its_blank')}".encode(), LIMITS)
    assert (mail.text, [file.filename for file in mail.attachments]) == ("See below.", ["shot.png"])


def test_words_before_a_line_that_looks_like_a_delimiter_stay() -> None:
    """A person who shows how a mail is written has written no container."""
    mail = parse(f"Content-Type: multipart/mixed\r\n\r\nIt looks so:\r\n{_TWO_PARTS.format('b')}".encode(), LIMITS)
    assert mail.text.startswith("It looks so:")


@pytest.mark.parametrize(
    ("markup", "shown"), [("<title>Ink</title><table><tr><td>&nbsp;</td></tr></table>", False), ("<p>👍</p>", True), ("<img src=cid:a>", True)]
)
def test_html_that_shows_nothing_does_not_stand_for_the_text(markup: str, shown: bool) -> None:
    """Some programs send an empty page beside the words; a picture or a sign is not nothing."""
    mail = parse(written(box("alternative", PLAIN, leaf("text/html; charset=utf-8", markup))).encode(), LIMITS)
    assert (mail.text, bool(mail.html)) == (WORDS, shown)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (leaf("text/plain; name=letter.txt", "Help me."), "Help me."),
        (leaf("text/plain; name=letter.txt; charset=iso-8859-1", "Gr\u00fc\u00dfe", "Content-Disposition: inline; filename=letter.txt"), "Grüße"),
        (leaf("text/plain; name=notes.txt", "Notes.", "Content-Disposition: attachment; filename=notes.txt"), ""),
    ],
)
def test_a_letter_with_a_name_is_read_where_nothing_else_is(part: str, text: str) -> None:
    """It stays a file too; one that was attached is a file alone, and so is each where the mail says something itself."""
    alone, beside = (parse(written(box("mixed", *parts)).encode("latin-1"), LIMITS) for parts in ((part,), (PLAIN, part)))
    assert (alone.text, len(alone.attachments)) == (text, 1)
    assert (beside.text, len(beside.attachments)) == (WORDS, 1)


@pytest.mark.parametrize(
    "disposition", ["attachment filename=offer.pdf", "attachment; filename='offer.pdf'", "attachment filename='offer.pdf'; size=1"]
)
def test_a_name_is_read_though_its_marks_are_wrong(disposition: str) -> None:
    """Nothing between the value and its parameter, or the marks of another language around it."""
    file = leaf("application/pdf", "x", f"Content-Disposition: {disposition}")
    assert [one.filename for one in parse(written(box("mixed", PLAIN, file)).encode(), LIMITS).attachments] == ["offer.pdf"]


def test_sentences_that_are_said_to_be_base64_are_read() -> None:
    """Line noise between real base64 still is left out, and the alphabet of links is one, too."""
    links = base64.urlsafe_b64encode("Grüße ~~~???".encode()).decode()
    rows = (
        ("Hello there, this is plain text.",) * 2,
        ("Hello there",) * 2,
        ("您好，打印机坏了",) * 2,
        ("SGVs!\r\nbG8 h", "Hello!"),
        (links, "Grüße ~~~???"),
    )
    for content, text in rows:
        mail = parse(leaf("text/plain; charset=utf-8", content, "Content-Transfer-Encoding: base64").encode(), LIMITS)
        assert mail.text.strip() == text


def test_blanks_behind_a_soft_line_break_are_none_of_the_text() -> None:
    """Gateways fill lines up (RFC 2045 §6.7)."""
    mail = parse(leaf("text/plain", "Hel= \t\r\nlo = \r\nthere, a = b", "Content-Transfer-Encoding: quoted-printable").encode(), LIMITS)
    assert mail.text == "Hello there, a = b"


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b"%PDF-1.4\n" + bytes(90), True),
        (b"\x89PNG\r\n" + bytes(90), True),
        ("Grüße aus Köln, ich brauche Hilfe bei dem Drucker, der seit gestern steht.".encode(), True),
        (bytes(range(90)), False),
        (b"licence-of-kim-berg-for-five-printers-and-a-fan-that-is-loud-2026", False),
        (b"%PDF-1.4\n", False),
    ],
)
def test_base64_that_nothing_says_is_decoded_where_it_is_plain_what_it_is(content: bytes, read: bool) -> None:
    """A script forgot to say so; a key that somebody sends stays as it is."""
    encoded = base64.encodebytes(content)
    mail = parse(b"Content-Type: application/x-own\n\n" + encoded, LIMITS)
    assert mail.attachments[0].content.strip() == (content if read else encoded).strip()


def test_the_last_line_right_behind_the_last_part() -> None:
    """Scripts forget the line break; the same inside of another container, and below base64."""
    inner = written(box("alternative", PLAIN, HTML), "a").replace("\r\n--a--", "--a--")
    data = f"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{inner}\r\n--b\r\n{FILE}--b--\r\n"
    mail = parse(data.encode(), LIMITS)
    assert (mail.text, "--" in mail.html, [one.content for one in mail.attachments], mail.defects) == (WORDS, False, [b"x"], ())


def test_what_a_list_writes_below_base64_is_read() -> None:
    """Its footer is not encoded; no file gets it, and a stray sign in the middle begins none."""
    footer = b"\n_____\nUsers mailing list\nUsers@lists.example\n"
    encoded = base64.encodebytes("Grüße aus Köln, bitte prüfen.\n".encode())
    mail = parse(leaf("text/plain; charset=utf-8", (encoded + footer).decode(), "Content-Transfer-Encoding: base64").encode(), LIMITS)
    assert mail.text.split() == ["Grüße", "aus", "Köln,", "bitte", "prüfen.", "_____", "Users", "mailing", "list", "Users@lists.example"]
    file = leaf("image/png", (base64.encodebytes(b"\x89PNG\x00\x01") + footer).decode(), "Content-Transfer-Encoding: base64")
    assert [one.content for one in parse(written(box("mixed", PLAIN, file)).encode(), LIMITS).attachments] == [b"\x89PNG\x00\x01"]


def test_what_a_list_writes_below_in_another_charset_is_read() -> None:
    """The author's words are UTF-8 as they say, the list's are not."""
    body = "Grüße aus Köln.\n".encode() + "____\nListe für alle in Köln\n".encode("latin-1")
    assert parse(b"Content-Type: text/plain; charset=utf-8\n\n" + body, LIMITS).text == "Grüße aus Köln.\n____\nListe für alle in Köln"


@pytest.mark.parametrize(
    ("around", "defect"),
    [("<div>" * 150, "html-too-deep"), ("<b></b>" * 6000, "html-too-many-tags"), ("<!--" + " " * LIMITS.html + "-->", "html-too-large")],
)
def test_markup_that_is_not_shown_is_told(around: str, defect: str) -> None:
    """The agent gets the words and hears why there is no more."""
    mail = parse(leaf("text/html", f"{around}<p>Dear support,</p><p>it is broken.</p>").encode(), LIMITS)
    assert (mail.text, mail.defects) == ("Dear support,\n\nit is broken.", (defect,))
    assert parse(leaf("text/html", "<p>Dear support</p>").encode(), LIMITS).defects == ()


def test_a_picture_inside_the_html_is_a_picture_of_the_mail() -> None:
    """Webmail writes pasted pictures as URLs of their own: each is a file once, and stands where it stood."""
    data = "iVBORw0KGgoAAAANSUhEUgAA"
    big = base64.b64encode(b"x" * LIMITS.html).decode()
    markup = f"<p>See</p><img src=\"data:image/png;base64,{data}\"><img src=data:image/png;base64,{data} alt=x><img src='data:image/jpeg;name=a.jpg;base64,{big}'>"
    mail = parse(leaf("text/html", f"{markup}<img src='data:image/svg+xml;base64,{data}'>").encode(), LIMITS)
    assert [(one.filename, one.content_type, one.size, one.inline) for one in mail.attachments] == [
        ("image.png", "image/png", 18, True),
        ("image.jpg", "image/jpeg", LIMITS.html, True),
    ]
    shown = clean(mail.html, frozenset(one.content_id for one in mail.attachments), LIMITS)
    assert (shown.count("<img"), shown.count("alt=")) == (4, 1)
    assert [shown.count(f'src="cid:{one.content_id}"') for one in mail.attachments] == [2, 1]
    assert mail.defects == ()


@pytest.mark.parametrize(
    ("kind", "text", "html"),
    [
        *(
            (kind, "Hello <b>you</b>", False)
            for kind in ("text", "plain/text", "text/", "text/plain, charset=utf-8", "text/plain: charset=utf-8", '"text/plain"', "text/text")
        ),
        *(
            (kind, "Hello <b>you</b>", False)
            for kind in (
                "Content-Type: text/plain",
                "text/plain\\; charset=utf-8",
                "message/text",
                "text/x-own",
                "text/markdown",
                "charset=utf-8",
                "",
            )
        ),
        *((kind, "Hello you", True) for kind in ("html", "text/htm", "html/text", "application/xhtml+xml", "text/x-html", "TEXT / HTML")),
        ("text/enriched", "Hello you", False),
        ("text/html; name=letter.html", "Hello you", False),
    ],
)
def test_types_that_are_written_wrong(kind: str, text: str, html: bool) -> None:
    """What is meant is read; of a text of a kind of its own the words (RFC 2046 §4.1.4)."""
    mail = parse(f"From: a@b.example\nContent-Type: {kind}\n\nHello <b>you</b>\n".encode(), LIMITS)
    assert (mail.text, bool(mail.html)) == (text, html)


@pytest.mark.parametrize(
    "name", ["base64", "Base-64", '"base64"', "base64 (x)", "(x) base64", "BASE64;", "x-uuencode", "quoted/printable", "Quoted Printable", "8 bit"]
)
def test_encodings_that_are_written_wrong(name: str) -> None:
    """However it is spelt, the bytes come out."""
    sent = (
        base64.b64encode(b"Hello there")
        if "64" in name
        else binascii.b2a_uu(b"Hello there")
        if "uu" in name
        else b"Hello there"
        if "8" in name
        else b"Hello=20there="
    )
    assert parse(f"From: a@b.example\nContent-Transfer-Encoding: {name}\n\n".encode() + sent, LIMITS).text == "Hello there"


@pytest.mark.parametrize("name", ["base64", "uuencode", "quoted-printable"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", "<p>Hello</p>"),
        ("message/rfc822", "From: c@d.example\nSubject: x\n\nHello\n"),
        ("text/plain", "Hello, you."),
        ("text/html", '<p id="x"><a href="https://a.example/?id=20">Hello</a>'),
    ],
)
def test_what_only_says_that_it_is_encoded(name: str, kind: str, body: str) -> None:
    """It stays as it is (RFC 2045 §6): a page, a mail, words."""
    mail = parse(f"From: a@b.example\nContent-Type: {kind}\nContent-Transfer-Encoding: {name}\n\n{body}".encode(), LIMITS)
    assert "Hello" in f"{mail.text} {mail.enclosed}"
    assert ("=20" in mail.html) == ("=20" in body)


def test_words_around_what_is_uuencoded_stay() -> None:
    """Also where the header says that all of it is."""
    mail = parse(b"From: a@b.example\nContent-Transfer-Encoding: x-uuencode\n\nSee below.\n\nbegin 644 a.txt\n#0V%T\n`\nend\n", LIMITS)
    assert (mail.text.strip(), [(one.filename, one.content) for one in mail.attachments]) == ("See below.", [("a.txt", b"Cat")])


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("--b\nContent-Type: text/plain\n\nHello\n--b\nContent-Type: text/html\n\n<p>Hello</p>\n--b--\n", "Hello"),
        ("--b\nContent-Type: text/plain\n\nHello\n--b\nContent-Type: text/plain\n\nMore\n--b--\n", "Hello\n\nMore"),
        ("<!DOCTYPE html>\n<html><body><p>Hello <b>you</b></p></body></html>\n", "Hello you"),
        ("<html lang=en><body>Hello", "Hello"),
        ("<html> is a tag, and I do not know what it does.\n", "<html> is a tag, and I do not know what it does."),
        ("Look: <html><body>\n", "Look: <html><body>"),
    ],
)
def test_a_header_that_says_nothing_of_the_body(body: str, text: str) -> None:
    """Parts, and a page, are seen by how they begin."""
    assert parse(f"From: a@b.example\n\n{body}".encode(), LIMITS).text == text


def test_a_container_whose_kind_is_lost() -> None:
    """It holds parts all the same."""
    mail = parse(b"From: a@b.example\nContent-Type: multipart; boundary=b\n\n--b\n\nHello\n--b\nContent-Type: image/png\n\nx\n--b--\n", LIMITS)
    assert (mail.text, [one.filename for one in mail.attachments]) == ("Hello", ["image.png"])


@pytest.mark.parametrize(
    ("kind", "subject", "sent", "charset"),
    [
        ("text/plain; charset=us-ascii", "=?koi8-r?B?8NLJ18XU?=", "Да", "koi8-r"),
        ("text/plain; charset=us-ascii", "Hello", "Да, готово", "utf-8"),
        ("text/html; charset=us-ascii", "Hello", '<meta charset="windows-1251">Да', "cp1251"),
        ("text/html; charset=us-ascii", "Hello", '<meta charset="windows-1251">Да, готово', "utf-8"),
        ("text/html; charset=utf-8", "Hello", '<meta charset="windows-1251">Да, готово', "cp1251"),
        ("text/html; charset=utf-8", "Hello", '<meta charset="windows-1251">Да, готово', "utf-8"),
        ("text/plain; charset=utf-8", "=?gb2312?B?xOO6ww==?=", "好的，谢谢您", "gb18030"),
        ("text/plain; charset=x-nothing", "=?gb2312?B?xOO6ww==?=", "好的", "gb18030"),
    ],
)
def test_a_charset_that_is_not_what_it_says(kind: str, subject: str, sent: str, charset: str) -> None:
    """Who names a charset that cannot read the letters did not look: what the page or the header's own words say counts."""
    head = f"From: a@b.example\nSubject: {subject}\nContent-Type: {kind}\n\n".encode()
    assert parse(head + sent.encode(charset), LIMITS).text == sent.rpartition(">")[2]


@pytest.mark.parametrize("levels", [1, 2])
def test_a_container_that_was_encoded_as_a_whole(levels: int) -> None:
    """No container may be, and some are: their parts are parts all the same."""
    part = f"--b\n{PLAIN}\n--b\n{FILE}\n--b--\n"
    for _ in range(levels):
        part = f"--b\nContent-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n{base64.b64encode(part.encode()).decode()}\n--b--\n"
    mail = parse(f"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n{part}".encode(), LIMITS)
    assert (mail.text, [one.filename for one in mail.attachments]) == (WORDS, ["offer.pdf"])


ARMOUR = "-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nHello\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\nabc\r\n-----END PGP SIGNATURE-----\r\n"


@pytest.mark.parametrize(
    ("kind", "content", "text", "defects"),
    [
        ("application/pgp; format=text; x-action=sign", ARMOUR, "Hello", ("signed-unchecked",)),
        ("application/pgp", ARMOUR, "Hello", ("signed-unchecked",)),
        ("application/pgp; x-action=sign; format=text; charset=iso-8859-1", ARMOUR.replace("Hello", "Grüße"), "Grüße", ("signed-unchecked",)),
        (
            "application/pgp; format=text; x-action=encrypt",
            "-----BEGIN PGP MESSAGE-----\r\n\r\nabc\r\n-----END PGP MESSAGE-----",
            None,
            ("encrypted",),
        ),
        ("application/pgp; format=keys-only", "-----BEGIN PGP PUBLIC KEY BLOCK-----\r\n", "", ()),
    ],
)
def test_a_letter_under_the_old_type_of_pgp(kind: str, content: str, text: str | None, defects: tuple[str, ...]) -> None:
    """What programs sent before there was a standard is a text like any other; a key is a file."""
    mail = parse(f"From: kim@customer.example\r\nContent-Type: {kind}\r\n\r\n{content}".encode("latin-1"), LIMITS)
    assert mail.defects == defects
    assert text is None or mail.text.strip() == text
    assert len(mail.attachments) == (text == "")


@pytest.mark.parametrize(
    ("above", "parts", "text"),
    [
        ("Here is the picture.\r\nKim\r\n\r\n", (PICTURE,), "Here is the picture.\nKim"),
        ("This is a multi-part message in MIME format.\r\n\r\n", (PICTURE,), ""),
        ("Dies ist eine mehrteilige Nachricht im MIME-Format.\r\n", (PICTURE,), ""),
        ("Here is the picture.\r\n\r\n", (PLAIN, PICTURE), WORDS),
        ("Here is the picture.\r\n\r\n", (HTML, PICTURE), WORDS),
        ("\r\n  \r\n", (PICTURE,), ""),
    ],
)
def test_words_above_the_parts_are_read_where_nothing_else_is(above: str, parts: tuple[str, ...], text: str) -> None:
    """Nobody sees them in a mail program (RFC 2046 §5.1.1), and some scripts write the letter there."""
    assert parse(written(box("mixed", *parts)).replace("\r\n\r\n", f"\r\n\r\n{above}", 1).encode(), LIMITS).text.strip() == text


def test_what_begins_behind_the_last_line_is_read() -> None:
    """Two containers with one boundary, and a program that closed too early: no part is lost."""
    inner = "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n" + PLAIN + "\r\n--b--"
    mail = parse(f"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{inner}\r\n--b\r\n{FILE}\r\n--b--\r\nwords below\r\n".encode(), LIMITS)
    assert (mail.text, [one.filename for one in mail.attachments]) == (WORDS, ["offer.pdf"])


FIRST = "Subject: Plans\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHere they are.\r\n--b\r\n" + FILE
SPLIT = "of a mail that its sender's program split. The others come as mails of their own."


@pytest.mark.parametrize(
    ("number", "content", "text", "files"),
    [("1", FIRST, "Here they are.", ["offer.pdf"]), ("2", "JVBERi0=", f"This is part 2 of 3 {SPLIT}", ["message.eml"])],
)
def test_a_mail_that_was_split(number: str, content: str, text: str, files: list[str]) -> None:
    """The first part begins with the mail itself (RFC 2046 §5.2.2.1); of the others is said what they are."""
    found = parse(f"Subject: Plans\r\nContent-Type: message/partial; id=a@b; number={number}; total=3\r\n\r\n{content}".encode(), LIMITS)
    assert (found.text, [one.filename for one in found.attachments]) == (text, files)
    assert found.calendar == f"This is part {number} of 3 {SPLIT}"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('access-type=URL; name=plan.pdf; URL="https://files.example/\r\n plan.pdf"', "“plan.pdf” is not in this mail. It is said to be at: https://files.example/plan.pdf"),
        ("access-type=anon-ftp; site=ftp.example; directory=pub; name=plan.pdf", "“plan.pdf” is not in this mail. It is said to be at: ftp://ftp.example/pub/plan.pdf"),
        ("access-type=mail-server; server=get@list.example", "A part of this mail is not in it. It is said to be at: get@list.example"),
        ("access-type=x-ours", ""),
    ],
)  # fmt: skip
def test_what_a_mail_only_points_to_is_told(given: str, said: str) -> None:
    """Where a message/external-body is said to lie (RFC 2046 §5.2.3) stands beside the words of the mail."""
    pointer = leaf(f"message/external-body; {given}", "Content-Type: application/pdf\r\n\r\n")
    found = parse(written(box("mixed", leaf("text/plain", "See there."), pointer)).encode(), LIMITS)
    assert (found.text, found.calendar) == ("See there.", said)
