"""Mails inside an opaque signature are read; encrypted ones are recognised."""

from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.files import files_to_send
from maildesk.intake.mime.parse import parse
from maildesk.intake.mime.sealed import compressed_content, signed_content
from maildesk.threading.thanks import mere_thanks

COMPRESSED = bytes.fromhex("2a864886f70d0109100109")
SIGNED, DATA = bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a864886f70d010701")
ENVELOPED = bytes.fromhex("2a864886f70d010703")
INNER = "Content-Type: text/plain; charset=utf-8\r\n\r\nGrüße, signed.\r\n".encode()


def der(tag: int, *values: bytes) -> bytes:
    value = b"".join(values)
    size = bytes([len(value)]) if len(value) < 128 else b"\x84" + len(value).to_bytes(4, "big")
    return bytes([tag]) + size + value


def streamed(tag: int, *values: bytes) -> bytes:
    return bytes([tag, 0x80]) + b"".join(values) + b"\0\0"


def wrapped(content: bytes) -> bytes:
    """Signed data as in RFC 5652, its signatures left out: nobody here judges them."""
    inside = der(0x30, der(0x06, DATA), der(0xA0, der(0x04, content)))
    return der(0x30, der(0x06, SIGNED), der(0xA0, der(0x30, der(0x02, b"\1"), der(0x31), inside)))


def wrapped_by_a_stream(content: bytes) -> bytes:
    pieces = streamed(0x24, *(der(0x04, content[start : start + 9]) for start in range(0, len(content), 9)))
    inside = streamed(0x30, der(0x06, DATA), streamed(0xA0, pieces))
    return streamed(0x30, der(0x06, SIGNED), streamed(0xA0, streamed(0x30, der(0x02, b"\1"), der(0x31), inside)))


def compressed(content: bytes) -> bytes:
    """Compressed data as in RFC 3274."""
    zlib_only = der(0x30, der(0x06, bytes.fromhex("2a864886f70d0109100308")))
    inside = der(0x30, der(0x06, DATA), der(0xA0, der(0x04, zlib.compress(content))))
    return der(0x30, der(0x06, COMPRESSED), der(0xA0, der(0x30, der(0x02, b"\0"), zlib_only, inside)))


def mail_of(sealed: bytes, kind: str = "signed-data") -> bytes:
    head = f"From: bob@other.example\nContent-Type: application/pkcs7-mime; smime-type={kind}; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n"
    return head.encode() + base64.encodebytes(sealed)


@pytest.mark.parametrize("wrap", [wrapped, wrapped_by_a_stream])
def test_what_is_only_signed_is_read(wrap: object) -> None:
    """The text inside is the mail's text, in both lengths of ASN.1."""
    assert callable(wrap)
    mail = parse(mail_of(wrap(INNER)), Limits())
    assert mail.text == "Grüße, signed."
    assert not mail.attachments


@pytest.mark.parametrize(
    ("inside", "defects"), [(INNER, ()), (mail_of(wrapped(INNER)), ("signed-unchecked",)), (mail_of(compressed(INNER), "compressed-data"), ())]
)
def test_what_is_compressed_is_read(inside: bytes, defects: tuple[str, ...]) -> None:
    """Also the signature or the compression inside of it; nothing says then that somebody signed what nobody did."""
    mail = parse(mail_of(compressed(inside), "compressed-data"), Limits())
    assert (mail.text, mail.attachments, mail.defects) == ("Grüße, signed.", (), defects)


@pytest.mark.parametrize("bomb", [compressed(bytes(1 << 24)), compressed(mail_of(compressed(bytes(1 << 20))) + bytes(1 << 20))])
def test_what_would_be_too_much_stays_compressed(bomb: bytes) -> None:
    """All that is unpacked of a mail may be as long as a mail is; beyond that a file stays as it came (V056)."""
    many = b"".join(b"--x\n" + mail_of(bomb).partition(b"\n")[2] + b"\n" for _ in range(20))
    mail = parse(b"Content-Type: multipart/mixed; boundary=x\n\n" + many + b"--x--\n", Limits(message=1 << 21))
    assert [one.content for one in mail.attachments if one.content_type == "application/pkcs7-mime"][-1] == bomb
    assert sum(one.size for one in mail.attachments) + len(mail.text) < (1 << 21) + 20 * len(bomb)


def test_signatures_within_signatures_end() -> None:
    """A few levels are opened; the rest is kept as the file it came as."""
    data = INNER
    for _ in range(12):
        data = mail_of(wrapped(data))
    mail = parse(data, Limits())
    assert mail.text == ""
    assert [one.filename for one in mail.attachments] == ["smime.p7m"]


@pytest.mark.parametrize(
    "data",
    [
        mail_of(b"0\x03\x02\x01\x00", "enveloped-data"),
        b"From: a@b.example\nContent-Type: multipart/encrypted; boundary=x; protocol=application/pgp-encrypted\n\n--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--x--\n",
        b"From: a@b.example\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n",
        mail_of(der(0x30, der(0x06, ENVELOPED), der(0xA0)), "unsaid"),
        mail_of(der(0x30, der(0x06, ENVELOPED), der(0xA0))).replace(b"pkcs7-mime; smime-type=signed-data", b"octet-stream"),
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--x--\n",
    ],
    ids=["S/MIME", "PGP/MIME", "PGP in the text", "S/MIME that does not say so", "S/MIME under no type", "PGP/MIME by way of a gateway"],
)
def test_what_is_encrypted_is_told(data: bytes) -> None:
    """The mail has the defect, so that people see why they cannot read it."""
    assert "encrypted" in parse(data, Limits()).defects


HEAD, TAIL = "-----BEGIN PGP SIGNED MESSAGE-----\n", "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n=abcd\n-----END PGP SIGNATURE-----\n"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"{HEAD}Hash: SHA512\n\nHello,\n\nit eats paper.\n{TAIL}", "Hello,\n\nit eats paper."),
        (f"{HEAD}Hash: SHA1\n\n- -- \nKim\n- - one\n- two\n\n{TAIL}", "-- \nKim\n- one\ntwo"),
        (f"{HEAD}Hash: SHA1\nNotDashEscaped: You need GnuPG to verify this message\n\n- one\n{TAIL}", "- one"),
        (f"{HEAD}\nNo hash line: an old program.\n{TAIL}", "No hash line: an old program."),
        (f"{HEAD}The empty line is lost.\n\nMore.\n{TAIL}", "The empty line is lost.\n\nMore."),
        (f"Above.\n{HEAD}Hash: SHA512\n\nHello\n{TAIL}\n____\nA list's footer", "Above.\nHello\n\n____\nA list's footer"),
        (f"{HEAD}\nOne\n{TAIL}{HEAD}\nTwo\n{TAIL}", "One\nTwo"),
        (f"{HEAD}Hash: SHA512\n\nHello\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB (cut)\n", "Hello"),
    ],
)
def test_a_clear_signature_is_taken_off(text: str, read: str) -> None:
    """Armour, hash line, dash-escapes and the signature are no words of the writer; the mark says that nobody checked it."""
    mail = parse(f"From: bob@other.example\n\n{text}".encode(), Limits())
    assert mail.text.strip("\n") == read
    assert mail.defects == ("signed-unchecked",)


@pytest.mark.parametrize("text", [f"{HEAD}\nNo signature at all.", f"> {HEAD}> \n> quoted", "What is -----BEGIN PGP SIGNED MESSAGE----- for?"])
def test_what_only_speaks_of_one_stays_as_it_is(text: str) -> None:
    """A quoted or broken armour is text."""
    mail = parse(f"From: bob@other.example\n\n{text}".encode(), Limits())
    assert mail.text == text
    assert mail.defects == ()


def test_an_opaque_signature_under_a_gateways_type() -> None:
    """By its name where the type says nothing; the mark stands there, too."""
    mail = parse(mail_of(wrapped(INNER)).replace(b"pkcs7-mime", b"octet-stream"), Limits())
    assert (mail.text, mail.defects) == ("Grüße, signed.", ("signed-unchecked",))


def test_a_signature_of_the_mail_is_no_file_of_it() -> None:
    """What signs the whole mail is not sent on; what signs a file is a file."""
    part = "--x\nContent-Type: text/plain\n\nThanks!\n--x\nContent-Type: application/pgp-signature; name=signature.asc\n\nabc\n--x--\n"
    whole = parse(f"From: a@b.example\nContent-Type: multipart/signed; boundary=x\n\n{part}".encode(), Limits())
    beside = parse(f"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n{part}".encode(), Limits())
    assert [one.filename for one in whole.attachments] == ["signature.asc"]
    assert files_to_send(whole) == ()
    assert [one.filename for one in files_to_send(beside)] == ["signature.asc"]
    assert mere_thanks(whole)
    assert not mere_thanks(beside)


@given(st.data())
def test_any_bytes_end(data: st.DataObject) -> None:
    """Cut or changed anywhere, it is read or it is not; nothing raises, nothing grows."""
    whole = data.draw(st.sampled_from([wrapped(INNER), wrapped_by_a_stream(INNER), compressed(INNER)]))
    changed = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    if changed:
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    assert len(signed_content(bytes(changed)) or b"") <= len(whole)
    assert len(compressed_content(bytes(changed), 20) or b"") <= 20
