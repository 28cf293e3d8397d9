"""Headers of what we send, whatever names, subjects, file names and ids come in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maildesk.mail import Address, Attachment
from maildesk.outbound.compose import compose
from tests.letters import NOW, PRESS, a_draft, read

HOSTILE = st.text(st.one_of(st.characters(), st.sampled_from('\r\n\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"\\<>@,;:()=?\u202e')), max_size=300)
KNOWN = {"from", "to", "cc", "reply-to", "subject", "date", "message-id", "references", "thread-topic", "mime-version", "content-type"}


@given(names=st.lists(HOSTILE, min_size=2, max_size=2), subject=HOSTILE, filename=HOSTILE, identifier=HOSTILE)
def test_no_input_adds_a_header_or_a_recipient(names: list[str], subject: str, filename: str, identifier: str) -> None:
    """Hostile names, subjects, file names and ids: the letter is made, with exactly the headers and addresses meant."""
    draft = a_draft(
        to=(Address(names[0], "bob@customer.example"),),
        cc=(Address(names[1], "carol@customer.example"),),
        subject=subject,
        facts={**a_draft().facts, "subject": subject},
        attachments=(Attachment(filename, filename, b"content"),),
        thread_ids=(identifier, f"<{identifier}@x>"),
    )
    letter = compose(draft, PRESS, 1, NOW)
    head = letter.data.partition(b"\r\n\r\n")[0]
    found = [line.partition(b":")[0].decode().lower() for line in head.split(b"\r\n") if not line.startswith(b" ")]
    assert set(found) - {"in-reply-to"} <= KNOWN
    assert len(found) == len(set(found))
    assert b"\n" not in letter.data.replace(b"\r\n", b"")
    assert b"\r" not in letter.data.replace(b"\r\n", b"")
    assert max(map(len, letter.data.split(b"\r\n"))) <= 998
    mail = read(letter.data)
    assert [one.addr_spec for one in mail["To"].addresses] == ["bob@customer.example"]
    assert [one.addr_spec for one in mail["Cc"].addresses] == ["carol@customer.example"]
    assert letter.recipients == ("bob@customer.example", "carol@customer.example")
    [part] = [part for part in mail.walk() if part.get_content_disposition() == "attachment"]
    assert part.get_payload(decode=True) == b"content"


@given(names=st.lists(HOSTILE, min_size=1, max_size=3))
def test_a_strict_reader_finds_exactly_our_addresses(names: list[str]) -> None:
    """A parser of our own that knows only what RFC 5322 needs: quoted strings, encoded words, <addr-spec>."""
    copies = tuple(Address(name, f"c{number}@customer.example") for number, name in enumerate(names))
    head = compose(a_draft(cc=copies), PRESS, 1, NOW).data.partition(b"\r\n\r\n")[0].decode("ascii").replace("\r\n ", " ")
    [line] = [line for line in head.split("\r\n") if line.startswith("Cc: ")]
    assert strictly_read(line[4:]) == [one.address for one in copies]


def strictly_read(value: str) -> list[str]:
    found, outside, quoted = [], "", False
    for character in value + ",":
        if character == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif character == ",":
            found.append(outside.rsplit(maxsplit=1)[-1].strip("<>"))
            outside = ""
        else:
            outside += character
    return found
