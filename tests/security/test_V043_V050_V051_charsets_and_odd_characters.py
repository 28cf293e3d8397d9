"""V043, V050, V051: hostile charset names, NUL, lone surrogates and hidden controls end as text any database takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.intake.charset.chain import decode
from maildesk.intake.header.words import decode_words
from maildesk.intake.mime.parse import parse

NAMES = [
    "idna",
    "punycode",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
    "utf-32le",
    "hex",
    "base64",
    "rot13",
    "zlib",
    "x-none",
    "utf-16",
    "utf-7",
    "cp037",
    "../../etc",
    "\x00",
    "gb2312",
    "hz",
    "iso-2022-kr",
]


@pytest.mark.parametrize("name", NAMES)
@given(data=st.binary(max_size=60))
def test_any_bytes_under_any_charset_name(name: str, data: bytes) -> None:
    """The chain ends in text without NUL and without lone surrogates (case 34)."""
    text = decode(data, name)
    text.encode("utf-8")
    assert "\x00" not in text


@given(st.binary(max_size=300))
def test_any_bytes_are_a_mail(data: bytes) -> None:
    """Parsing is total."""
    mail = parse(data, Limits())
    for value in (mail.subject, mail.text, mail.html, *(value for _, value in mail.headers), *(entry.filename for entry in mail.attachments)):
        value.encode("utf-8")
        assert "\x00" not in value


@given(st.text(max_size=60))
def test_encoded_words_hide_no_control(text: str) -> None:
    """V087: what is decoded once stands on one line and has no controls; decoding what it says again is not our work."""
    read = decode_words("=?utf-8?q?" + "".join(f"={byte:02X}" for byte in text.encode("utf-8", "replace")) + "?=")
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in read)


def test_nested_words_are_decoded_once() -> None:
    """An encoded word inside an encoded word stays as it is written."""
    assert decode_words("=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=") == "=?utf-8?q?x?="
