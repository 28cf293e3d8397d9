"""V087: an encoded word is decoded once, what it hid becomes a blank, and what is asked of a text has one answer however it was encoded."""

from __future__ import annotations

import base64
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.intake.charset.chain import decode
from maildesk.intake.header.words import decode_words
from maildesk.intake.mime.filenames import safe_name
from maildesk.intake.mime.parse import parse
from maildesk.mail import ParsedMail
from maildesk.subject import read_subject

INNER = "=?utf-8?q?Bcc=3A_eve=40evil=2Eexample?="
ONCE = "=?utf-8?b?PT91dGYtOD9xP0JjYz0zQV9ldmU9NDBldmlsPTJFZXhhbXBsZT89?="


def mail(subject: str = "x", name: str = "Carla", file: str = "a.pdf") -> ParsedMail:
    head = f"From: {name} <carla@customer.example>\r\nTo: {name} <support@desk.example>\r\nSubject: {subject}\r\nMessage-ID: <1@customer.example>\r\n"
    body = f"Content-Type: application/pdf; {file}\r\nContent-Description: {name}\r\n\r\nx"
    return parse((head + body).encode(), Limits())


def test_a_word_inside_a_word_stays_a_word() -> None:
    """Whoever decodes twice reads what no other program shows."""
    read = mail(ONCE, ONCE, f'name="{ONCE}"')
    assert read.from_ is not None
    assert (read.subject, read.from_.name, read.to[0].name) == (INNER, INNER, INNER)
    assert read.attachments[0].filename == safe_name(INNER, 100)
    assert read.header("Subject") == INNER


def test_a_name_inside_a_name_stays_one() -> None:
    """Also in the form of RFC 2231."""
    read = mail(file=f"name*=utf-8''{quote(INNER)}")
    assert read.attachments[0].filename == safe_name(INNER, 100)


def test_what_a_word_hid_becomes_a_blank() -> None:
    """No header can be smuggled into a letter made from it, and nothing hides behind a line that is not shown."""
    for hidden in (
        "=?utf-8?b?YQ0KQmNjOiBldmlAZXZpbC5leGFtcGxl?=",
        "=?utf-8?q?a=0D=0ABcc=3A_evi=40evil.example?=",
        "=?utf-8?q?a=0B=C2=85=E2=80=A8Bcc: evi@evil.example?=",
    ):
        read = mail(hidden, hidden)
        assert read.from_ is not None
        for text in (read.subject, read.from_.name, read.header("subject")):
            assert " ".join(text.split()) == "a Bcc: evi@evil.example"
            assert text.isprintable()


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="=?"), max_size=60).map(lambda text: f"Re: [#4711] {text}"),
    st.sampled_from("bq"),
)
def test_what_is_asked_has_one_answer_however_it_is_encoded(text: str, encoding: str) -> None:
    """A subject has a ticket's number, a prefix and a base, or not, plainly or in words of either kind."""
    data = text.encode()
    words = base64.b64encode(data).decode() if encoding == "b" else "".join(f"={byte:02X}" for byte in data)
    assert read_subject(decode_words(f"=?utf-8?{encoding}?{words}?=")) == read_subject(decode_words(decode(data)))
