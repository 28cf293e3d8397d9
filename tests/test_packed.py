"""Files packed inside other parts: Outlook's winmail.dat and uuencode."""

from __future__ import annotations

import binascii
import html as markup
import re
import struct
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.files import files_to_send, own_files
from maildesk.intake.mime import binhex, mapi
from maildesk.intake.mime.packed import take_files
from maildesk.intake.mime.parse import parse
from maildesk.intake.mime.rtf import rtf_text
from maildesk.intake.mime.tnef import unpack
from maildesk.mail import Address
from maildesk.newwords import SplitText
from tests import tnef

LIMITS = Limits()


def mail_with(data: bytes, text: str = "") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "bob@other.example", "support@desk.example", "Files"
    mail.set_content(text)
    mail.add_attachment(data, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    return mail.as_bytes()


def test_the_files_come_out_under_their_long_names() -> None:
    """Names in any script, the bytes untouched, winmail.dat itself gone (case 85)."""
    data = tnef.stream(tnef.file("RECHNU~1.PDF", b"%PDF-1\r\n", "Rechnung März 发票.pdf"), tnef.file("a.txt", b"one"))
    found = parse(mail_with(data, "See below."), LIMITS).attachments
    assert [(one.filename, one.content) for one in found] == [("Rechnung März 发票.pdf", b"%PDF-1\r\n"), ("a.txt", b"one")]


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        (b"one\r\ntwo\r\n", b"one\ntwo\n"),
        (b"one\ntwo\r\n", b"one\ntwo\n"),
        (b"one\rtwo\r\n", b"one\rtwo\r\n"),
        (b"\x00\r\n", b"\x00\r\n"),
        (b"%PDF-1\r\n", b"%PDF-1\r\n"),
    ],
)
def test_text_files_have_the_line_ends_of_files(came: bytes, kept: bytes) -> None:
    """Also those of a part that came without encoding; what is no text, or counts its bytes, is never touched."""
    assert [file.content for file in unpack(tnef.stream(tnef.file("a.cfg", came)), LIMITS).files] == [kept]
    mail = b"Content-Type: application/x-own\r\n\r\n" + came
    assert [one.content for one in parse(mail, LIMITS).attachments] == [kept]
    encoded = b"Content-Type: application/x-own\r\nContent-Transfer-Encoding: base64\r\n\r\n" + binascii.b2a_base64(came)
    assert [one.content for one in parse(encoded, LIMITS).attachments] == [came]


def test_its_text_is_shown_where_the_mail_has_none() -> None:
    """Outlook sends mails whose only text is inside; beside a text of the mail it is not shown twice."""
    data = tnef.stream(tnef.attribute(tnef.CODEPAGE, struct.pack("<II", 1252, 0), 1), tnef.attribute(tnef.BODY, "Grüße\0".encode("cp1252"), 1))
    assert parse(mail_with(data), LIMITS).text.strip() == "Grüße"
    assert parse(mail_with(data, "Hello."), LIMITS).text.strip() == "Hello."


def compressed(rtf: bytes) -> bytes:
    """RTF in the container of compressed RTF, without the compression (MS-OXRTFCP §2.1.3.2)."""
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


@pytest.mark.parametrize(
    ("identifier", "body"),
    [
        ("p1013", b"<html><body><p>Gr&uuml;&szlig;e</p><p>Ruth</p></body></html>"),
        ("p1009", compressed(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator x;}\pard Gr\'fc\u223?e\par\par Ruth\par}")),
    ],
    ids=["HTML", "RTF"],
)
def test_a_body_is_read_and_never_leaves(identifier: str, body: bytes) -> None:
    """An answer's body holds the quote of what it answers: it is text that is split, and as a file it goes to nobody (law 7)."""
    message = tnef.attribute(tnef.MESSAGE, tnef.properties(**{identifier: (0x102, body)}), 1)
    data = tnef.stream(tnef.attribute(tnef.CODEPAGE, struct.pack("<II", 1252, 0), 1), message, tnef.file("a.txt", b"one"))
    mail = parse(mail_with(data), LIMITS)
    assert mail.text.split() == ["Grüße", "Ruth"]
    assert [one.filename for one in mail.attachments] == ["a.txt", "message.html"][: 2 if identifier == "p1013" else 1]
    assert [one.filename for one in files_to_send(mail)] == [one.filename for one in own_files(mail, SplitText())] == ["a.txt"]


@given(st.text(alphabet="\\{}'u0f9 *abpar\n", max_size=200))
def test_any_rtf_is_read(rtf: str) -> None:
    """Braces that never close and numbers without end are only words."""
    assert len(rtf_text(rtf.encode(), "cp1252")) <= len(rtf)


def test_a_message_inside_gives_its_files() -> None:
    """A forwarded mail is packed once more; its files are found, deeper than a few levels it stays one file (case 85)."""
    data = tnef.stream(tnef.file("a.txt", b"one"))
    for _ in range(3):
        inner = tnef.properties(p3701=(0x0D, b"\0" * 16 + data))
        data = tnef.stream(tnef.attribute(tnef.BEGIN, b""), tnef.attribute(tnef.PROPERTIES, inner))
    assert [file.name for file in unpack(data, LIMITS).files] == ["a.txt"]
    for _ in range(20):
        inner = tnef.properties(p3701=(0x0D, b"\0" * 16 + data))
        data = tnef.stream(tnef.attribute(tnef.BEGIN, b""), tnef.attribute(tnef.PROPERTIES, inner))
    assert len(unpack(data, LIMITS).files) == 1


def test_a_message_inside_is_a_mail_with_its_words() -> None:
    """What was forwarded out of Outlook says who wrote what and when; its files stand beside it."""
    moment = int((datetime(2026, 2, 3, 9, 15, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    said = {"p0037": "Lüfter / 2", "p0C1A": "Ruth Weber", "p0C1F": "ruth@weber.example", "p1000": "Er ist laut.\r\nRuth"}
    named = {name: (0x1F, f"{value}\0".encode("utf-16-le")) for name, value in said.items()}
    sent = struct.pack("<HHQ", 0x40, 0x0039, moment)
    message = struct.pack("<I", len(named) + 1) + tnef.properties(**named)[4:] + sent
    inner = tnef.stream(tnef.attribute(tnef.MESSAGE, message, 1), tnef.file("a.txt", b"one"))
    outer = tnef.properties(p3701=(0x0D, b"\0" * 16 + inner))
    found = parse(mail_with(tnef.stream(tnef.attribute(tnef.BEGIN, b""), tnef.attribute(tnef.PROPERTIES, outer)), "See below."), LIMITS).attachments
    assert [(one.filename, one.content_type) for one in found] == [("Lüfter _ 2.eml", "message/rfc822"), ("a.txt", "application/octet-stream")]
    mail = parse(found[0].content, LIMITS)
    assert (mail.subject, mail.text, mail.date) == ("Lüfter / 2", "Er ist laut.\nRuth", datetime(2026, 2, 3, 9, 15, tzinfo=UTC))
    assert mail.from_ == Address("Ruth Weber", "ruth@weber.example")


@pytest.mark.parametrize(("kind", "name"), [("application/octet-stream", "ATT00001.dat"), ("application/x-own", ""), ("application/ms-tnef", "x")])
def test_it_is_known_by_its_first_bytes(kind: str, name: str) -> None:
    """Gateways give it any type and any name; a text that begins so stays one."""
    data = binascii.b2a_base64(tnef.stream(tnef.file("a.txt", b"one"))).decode()
    mail = parse(f"Content-Type: {kind}; name={name}\nContent-Transfer-Encoding: base64\n\n{data}".encode(), LIMITS)
    assert [(one.filename, one.content) for one in mail.attachments] == [("a.txt", b"one")]


def test_of_a_file_that_was_cut_off_stays_what_came() -> None:
    """As of any other file."""
    data = tnef.stream(tnef.file("a.txt", b"one"), tnef.file("b.txt", b"two" * 100))[:-102]
    assert [(file.name, len(file.content)) for file in unpack(data, LIMITS).files] == [("a.txt", 3), ("b.txt", 200)]


def test_no_more_files_than_the_limit() -> None:
    """What a stranger packs cannot become more parts than a mail may have."""
    data = tnef.stream(*(tnef.file(f"{number}.txt", b"x") for number in range(50)))
    assert len(unpack(data, Limits(parts=20)).files) == 20


def test_a_broken_one_is_kept_as_it_came() -> None:
    """Nothing is lost where nothing can be unpacked."""
    found = parse(mail_with(b"no tnef at all"), LIMITS).attachments
    assert [(one.filename, one.content) for one in found] == [("winmail.dat", b"no tnef at all")]


@given(st.data())
def test_any_bytes_are_read(data: st.DataObject) -> None:
    """Cut anywhere or with any byte changed, reading ends and gives no more bytes than it was given."""
    whole = tnef.stream(
        tnef.file("a.txt", b"one" * 9, "long name.txt"),
        tnef.attribute(tnef.MESSAGE, tnef.properties(p1000=(0x1E, b"Hello\0"), p1013=(0x102, b"<p>Hello")), 1),
    )
    changed = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    if changed:
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    found = unpack(bytes(changed), LIMITS)
    assert sum(len(file.content) for file in found.files) <= len(whole)


def test_compressed_rtf() -> None:
    """The example of the specification (MS-OXRTFCP §4.1), bounded by what the caller allows."""
    data = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c090020627705b06c647d0a800fa0".replace(" ", ""))
    assert mapi.decompressed_rtf(data, 1000) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert mapi.decompressed_rtf(data, 5) == b"{\\rtf"


@given(st.binary(max_size=200))
def test_any_compressed_rtf_ends(data: bytes) -> None:
    """Hostile bytes give at most what was allowed."""
    assert len(mapi.decompressed_rtf(struct.pack("<IIII", 0, 1 << 31, 0x75465A4C, 0) + data, 500)) <= 500


@given(st.binary(min_size=1, max_size=300), st.text(alphabet="ab -_.", min_size=1, max_size=20).filter(str.strip))
def test_uuencode_round_trip(content: bytes, name: str) -> None:
    """What was packed comes out, and the words around it stay."""
    lines = b"".join(binascii.b2a_uu(content[start : start + 45], backtick=True) for start in range(0, len(content), 45))
    text, files = take_files(b"Above.\nbegin 644 " + name.encode() + b"\n" + lines + b"`\nend\nBelow.\n")
    assert text.split() == [b"Above.", b"Below."]
    assert [file.content for file in files] == [content]


@given(st.text(max_size=300))
def test_prose_between_begin_and_end_stays(prose: str) -> None:
    """A text is only taken out where every line of it is as long as it says; nothing is lost otherwise."""
    data = b"begin 644 x\n" + prose.encode() + b"\nend\n"
    text, files = take_files(data)
    assert files or text == data


def yencoded(data: bytes, head: str = "line=128 size={size} ", part: str = "") -> bytes:
    """As news programs write a file into a text."""
    signs = b"".join(b"=" + bytes([(byte + 106) % 256]) if (byte + 42) % 256 in (0, 10, 13, 61) else bytes([(byte + 42) % 256]) for byte in data)
    return f"=ybegin {head.format(size=len(data))}name=data.bin\r\n{part}".encode() + signs + b"\r\n=yend size=1\r\n"


UUENCODED = b"begin 644 data.bin\n" + b"".join(binascii.b2a_uu(bytes(range(begin, begin + 45))) for begin in (0, 45)) + b"`\nend\n"
NINETY = bytes(range(90))


@pytest.mark.parametrize(
    ("written", "content"),
    [
        (UUENCODED, NINETY),
        (UUENCODED.replace(b"644", b"100644"), NINETY),
        (UUENCODED.removesuffix(b"`\nend\n"), NINETY),
        (UUENCODED.replace(b"\n", b"\r\n"), NINETY),
        (b"begin 644 data.bin\n+:&5L;&\\@=V]R;&0*\n`\nend\n", b"hello world"),
        (b"begin-base64 644 data.bin\n" + binascii.b2a_base64(NINETY) + b"====\n", NINETY),
        (yencoded(bytes(range(256))), bytes(range(256))),
        (yencoded(NINETY, "part=1 line=128 size=900 ", "=ypart begin=1 end=90\r\n"), NINETY),
    ],
    ids=["uuencode", "long mode", "cut off", "line ends", "bits past its end", "base64", "yEnc", "a part of yEnc"],
)
def test_a_file_in_the_text(written: bytes, content: bytes) -> None:
    """Whatever old programs write it in, it is a file, and the words around it are the text."""
    mail = parse(b"From: bob@other.example\n\nSee below.\n" + written, LIMITS)
    assert [(one.filename, one.content) for one in mail.attachments] == [("data.bin", content)]
    assert mail.text == "See below."
    kind = b"From: bob@other.example\nContent-Type: application/x-uuencode; name=data.uue\n\n"
    assert [(one.filename, one.content) for one in parse(kind + written, LIMITS).attachments] == [("data.bin", content)]


@pytest.mark.parametrize(
    "prose",
    [
        b"begin 644 words\nand so on\nend\n",
        b"begin-base64 644 words\nand so on, it ends\n====\n",
        b"=ybegin line=128 size=900 name=data.bin\r\nabc\r\n=yend size=3\r\n",
        b"=ybegin line=128 size=3 name=data.bin\r\nabc\r\n",
        b"We begin 644 tests, and name=x. The end\n",
        b"begin 644 x\n" * 3000 + b"end\n",
    ],
)
def test_words_that_look_like_a_file_stay_words(prose: bytes) -> None:
    """What does not come out as it says is a person's text."""
    assert take_files(prose) == (prose, ())


INDENTED = b"".join(b"  " + line for line in UUENCODED.splitlines(keepends=True))
ON_PAGE = markup.escape(UUENCODED.decode(), quote=False).encode()


@pytest.mark.parametrize(
    "page",
    [
        b"<p>See below.</p><pre>" + ON_PAGE + b"</pre>",
        b"<p>See below.</p><p>" + ON_PAGE.replace(b"\n", b"<br>\r\n") + b"</p>",
        b"<p>See below.</p>" + b"".join(b"<div>" + line + b"</div>" for line in ON_PAGE.splitlines()),
        b"<p>See below.</p><pre>\n" + ON_PAGE.replace(b" ", b"&nbsp;").replace(b"begin&nbsp;644&nbsp;", b"begin 644 ") + b"\n</pre>",
    ],
)
def test_a_file_between_the_words_of_a_page(page: bytes) -> None:
    """Where a program made HTML of a text that held one; signs of HTML in it are letters of the file."""
    mail = parse(b"From: bob@other.example\nContent-Type: text/html\n\n<html><body>" + page + b"</body></html>", LIMITS)
    assert [(one.filename, one.content) for one in mail.attachments] == [("data.bin", NINETY)]
    assert mail.text.strip() == "See below."
    assert "M" not in mail.html


def test_an_indented_file_in_the_text() -> None:
    """As far in as its first line, it is the same file; what somebody quotes stays a quote."""
    mail = parse(b"From: bob@other.example\n\nSee below.\n" + INDENTED + b"Thanks\n", LIMITS)
    assert [(one.filename, one.content, mail.text.split()) for one in mail.attachments] == [("data.bin", NINETY, ["See", "below.", "Thanks"])]
    assert parse(b"From: bob@other.example\n\n" + INDENTED.replace(b"  ", b"> "), LIMITS).attachments == ()


def binhexed(name: bytes, kind: bytes, content: bytes, resources: bytes = b"") -> bytes:
    """As RFC 1741 says; runs are written short."""
    head = bytes([len(name)]) + name + b"\0" + kind + b"ttxt\0\0" + struct.pack(">II", len(content), len(resources))
    raw = b"".join(part + struct.pack(">H", binascii.crc_hqx(part, 0)) for part in (head, content, resources))
    short = re.sub(rb"(.)\1{3,254}", lambda run: run[1] + b"\x90" + bytes([len(run[0])]), raw.replace(b"\x90", b"\x90\0"), flags=re.DOTALL)
    signs = binascii.b2a_base64(short, newline=False).rstrip(b"=").translate(bytes.maketrans(BASE64, HQX))
    return b"(This file must be converted with BinHex 4.0)\r\n\r\n:" + b"\r\n".join(signs[at : at + 64] for at in range(0, len(signs), 64)) + b":\r\n"


BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
HQX = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
HEX_TYPE = b"From: bob@other.example\nContent-Type: application/mac-binhex40; name=x.hqx\n\n"


@pytest.mark.parametrize("content", [b"Hello", bytes(range(256)), b"aaaaaaaaaa\x90\x90bb" * 9, bytes(5000)])
def test_a_file_of_a_macintosh(content: bytes) -> None:
    """Unpacked under its own name, in a part of its own and in the text; its resources are of no use here."""
    written = binhexed("Présentation.txt".encode("mac_roman"), b"TEXT", content, b"resources")
    mail = parse(HEX_TYPE + written, LIMITS)
    assert [(one.filename, one.content_type, one.content) for one in mail.attachments] == [("Présentation.txt", "text/plain", content)]
    mail = parse(b"From: bob@other.example\n\nAbove.\r\n" + written + b"Below.\r\n", LIMITS)
    assert ([one.content for one in mail.attachments], mail.text.split()) == ([content], ["Above.", "Below."])


def test_what_a_macintosh_wrote_and_nobody_can_read_is_kept() -> None:
    """Broken, cut, without data, and what would be longer than a mail: it stays as it came."""
    whole = binhexed(b"a.txt", b"TEXT", b"Hello")
    for bad in (whole.replace(b"!", b'"'), whole[:80], binhexed(b"a", b"rsrc", b"", b"resources"), binhexed(b"a", b"TEXT", bytes(1 << 21))):
        found = parse(HEX_TYPE + bad, Limits(message=1 << 20)).attachments
        assert [(one.filename, one.content) for one in found] == [("x.hqx", bad.replace(b"\r\n", b"\n"))]


@given(st.data())
def test_any_binhex_ends(data: st.DataObject) -> None:
    """Cut or changed anywhere, it gives no more than it may."""
    changed = bytearray(binhexed(b"a.txt", b"TEXT", b"a" * 300))
    changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    assert len(getattr(binhex.converted(bytes(changed), 310), "content", b"")) <= 310
    assert sum(len(file.content) for file in binhex.take_converted(bytes(changed) * 3, 700)[1]) <= 700
