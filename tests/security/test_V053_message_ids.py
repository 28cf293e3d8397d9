"""V053: ids are bounded in length and number before anything looks them up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse

LIMITS = Limits()


def test_an_endless_id_is_none() -> None:
    """An index never sees a megabyte."""
    mail = parse(b"Message-ID: <" + b"x" * 2_000_000 + b"@h.example>\n\nHello.", Limits(header=4 << 20, headers=8 << 20))
    assert mail.message_id is None


def test_of_many_references_the_first_and_the_last_count() -> None:
    """The conversation's root stands first, the nearest ancestors last (RFC 5322 §3.6.4)."""
    ids = [f"<{number}@h.example>" for number in range(1500)]
    mail = parse(f"References: {' '.join(ids)}\n\nHello.".encode(), LIMITS)
    assert mail.references == (*ids[:5], *ids[5 - LIMITS.references :])


@given(st.text(max_size=200))
def test_any_value_gives_bounded_ids(value: str) -> None:
    """No id is longer than a line of mail may be, none has white space, none comes twice."""
    header = value.replace("\n", " ").replace("\r", " ")
    mail = parse(f"Message-ID: {header}\nReferences: {header}\nIn-Reply-To: {header}\n\nHello.".encode("utf-8", "replace"), LIMITS)
    found = (*mail.references, *([mail.message_id] if mail.message_id else []))
    assert all(len(one) < 1000 and one[0] == "<" and one[-1] == ">" and not any(map(str.isspace, one)) for one in found)
    assert len(set(mail.references)) == len(mail.references)
