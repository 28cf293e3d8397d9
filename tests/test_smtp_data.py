"""The content after DATA: whatever the blocks, what is kept is what the author wrote."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.intake.smtp import replies
from maildesk.intake.smtp.data import DataReader, goes_round
from maildesk.intake.smtp.replies import Reply

# The bytes that matter to the end of data, and a few that do not.
_PIECES = st.sampled_from([b"\r\n", b".", b"\r", b"\n", b"\r\n.", b"..", b"a", b"\0", b"\xff", b"some words", b"\r\n.\r", b"\n.\n"])
_CONTENT = st.lists(_PIECES, max_size=30).map(b"".join)
_CUTS = st.lists(st.integers(1, 7), min_size=1, max_size=10)


def _stuffed(content: bytes) -> bytes:
    """What a client sends: a dot before each line that begins with one, CRLF at the end (RFC 5321 §4.5.2)."""
    whole = content if content.endswith(b"\r\n") or not content else content + b"\r\n"
    return (b"\r\n" + whole).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n"


def _read(sent: bytes, cuts: list[int], limits: Limits) -> tuple[DataReader, bytes]:
    """A reader that got the bytes in blocks of these sizes, in turn; and what came after its end."""
    reader, at, turn = DataReader(limits), 0, 0
    while at < len(sent) and not reader.done:
        size = cuts[turn % len(cuts)]
        reader.feed(sent[at : at + size])
        at, turn = at + size, turn + 1
    return reader, reader.rest + sent[at:]


@given(_CONTENT, _CUTS, _CONTENT)
def test_what_is_sent_is_what_is_kept(content: bytes, cuts: list[int], after: bytes) -> None:
    """Stuffed, cut into any blocks and read, a content comes back; not a byte behind the end is lost or taken for it."""
    reader, rest = _read(_stuffed(content) + after, cuts, Limits())

    assert (reader.done, reader.refused, rest) == (True, None, after)
    assert reader.content() == (content if content.endswith(b"\r\n") or not content else content + b"\r\n")


@given(_CONTENT, _CUTS, st.integers(0, 40))
@settings(max_examples=300)
def test_a_mail_over_the_limit_is_refused_at_its_end(content: bytes, cuts: list[int], size: int) -> None:
    """Past the size the end of data is still found where it is, and the answer says what is wrong."""
    limits = Limits.model_construct(message=size, line=1000)
    sent = _stuffed(content)
    reader, rest = _read(sent + b"RSET\r\n", cuts, limits)

    assert (reader.done, rest) == (True, b"RSET\r\n")
    assert reader.refused is (replies.TOO_BIG if len(sent) - len(b".\r\n") > size else None)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12), _CUTS, st.sampled_from([25, 10_000]))
def test_a_long_line_is_found_and_no_other(lengths: list[int], cuts: list[int], size: int) -> None:
    """A line of more bytes than the limit ends the reading, also while an oversized mail is only skipped."""
    limits = Limits.model_construct(message=size, line=40)
    reader, _ = _read(b"".join(b"x" * length + b"\r\n" for length in lengths) + b".\r\n", cuts, limits)

    assert (reader.refused is replies.LINE_TOO_LONG) == any(length > 40 for length in lengths)


def test_a_reader_that_refuses_keeps_almost_nothing() -> None:
    """Memory stays flat while a mail that is not wanted is read to its end."""
    reader = DataReader(Limits.model_construct(message=1000, line=1000))
    for _ in range(10_000):
        reader.feed(b"x" * 70 + b"\r\n")
        assert len(reader.content()) <= 1100
    reader.feed(b".\r\n")

    assert (reader.done, reader.refused, reader.taken) == (True, replies.TOO_BIG, 720_003)


@pytest.mark.parametrize("reply", [value for value in vars(replies).values() if isinstance(value, Reply)], ids=lambda reply: reply.text[:30])
def test_every_reply_is_one_line_of_its_class(reply: Reply) -> None:
    """An answer fits in 512 octets, its enhanced code is of the class of its code, and 421 always ends the session."""
    assert len(reply.line) <= 512
    assert reply.line.count(b"\r\n") == 1
    assert reply.line.isascii()
    assert reply.enhanced[:1] in ("", str(reply.code)[0])
    assert (reply.code == 421) <= reply.closes


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (b"", 0),
        (b"Received: a\r\nreceived :b\r\nX: Received: c\r\n\r\nReceived: d\r\n", 2),
        (b"Received-SPF: pass\r\nReceived: a\r\n folded: Received: b\r\n", 1),
        (b"Received: a\nReceived: b\n", 2),
    ],
)
def test_hops_are_counted_in_the_header_only(content: bytes, count: int) -> None:
    """A quoted header in the body is no hop."""
    assert not goes_round(content, Limits(hops=max(count, 1)), "")
    assert count < 2 or goes_round(content, Limits(hops=count - 1), "")
