"""Names are asked of a real server, a bounded number of times and for a bounded time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from maildesk.errors import TryLater
from maildesk.resolver import Questions, Resolver
from tests.nameserver import Zone, nameserver


@pytest.fixture(name="zone")
def _zone() -> Iterator[Zone]:
    with nameserver(Zone()) as zone:
        yield zone


def test_a_long_text_is_put_together(zone: Zone) -> None:
    """A key is longer than one string of a TXT record may be (RFC 1035 §3.3.14)."""
    zone.add("a.example", "TXT", 'k="x"; p=' + "A" * 700)
    zone.add("a.example", "MX", "10 mail.a.example.")
    resolver = Resolver((zone.server,))
    assert resolver.ask("A.example", "TXT", 2) == ('k="x"; p=' + "A" * 700,)
    assert resolver.ask("a.example", "MX", 2) == ("10 mail.a.example.",)


def test_what_is_not_there_is_nothing(zone: Zone) -> None:
    """No such name, no such record, and names that cannot be one."""
    zone.add("b.a.example", "TXT", "x")
    resolver = Resolver((zone.server,))
    assert [resolver.ask(name, "TXT", 2) for name in ("none.example", "a.example", "a..example", "x" * 64 + ".example", "")] == [()] * 5


def test_no_answer_is_no_answer(zone: Zone) -> None:
    """A server that fails or keeps silent says nothing about the name."""
    zone.broken.add("broken.example")
    zone.silent.add("silent.example")
    resolver = Resolver((zone.server,))
    for name in ("broken.example", "silent.example"):
        with pytest.raises(TryLater, match=name):
            resolver.ask(name, "TXT", 0.2)


def test_answers_are_kept(zone: Zone) -> None:
    """A busy desk asks once a minute for the key of a busy customer."""
    zone.add("a.example", "TXT", "x")
    resolver = Resolver((zone.server,))
    for _ in range(3):
        resolver.ask("a.example", "TXT", 2)
    assert len(zone.asked) == 1


def test_a_mail_asks_ten_names_at_most(zone: Zone) -> None:
    """However many signatures it bears (V074); what was asked already is still known."""
    questions = Questions(Resolver((zone.server,)))
    assert [questions.txt(f"{number}.example") for number in range(10)] == [()] * 10
    with pytest.raises(TryLater, match="too much"):
        questions.txt("11.example")
    assert questions.txt("3.EXAMPLE.") == ()
    assert len(zone.asked) == 10


def test_a_mail_asks_for_so_long_and_no_longer(zone: Zone) -> None:
    """The clock of one mail runs over all its questions."""
    clock = iter((0.0, 1.0, 6.0))
    questions = Questions(Resolver((zone.server,)), clock=lambda: next(clock))
    assert questions.txt("a.example") == ()
    with pytest.raises(TryLater, match="too much"):
        questions.txt("b.example")
