"""An address that only looks like an agent's (V079, V081)."""

from __future__ import annotations

import pytest

from maildesk.threading.decision import Answer, Hold
from tests.test_decide import TO_ANNA, TO_KIM, decide, known

LOOKALIKES = {
    "Cyrillic a": "\u0430nna@example.com",
    "Kelvin sign": "an\u212aa@example.com",
    "soft hyphen": "an\u00adna@example.com",
    "wide at": "anna\uff20example.com",
    "Cyrillic domain": "anna@ex\u0430mple.com",
    "plus": "anna+x@example.com",
    "dot": "an.na@example.com",
    "blank": " anna@example.com",
}


@pytest.mark.parametrize("lookalike", LOOKALIKES.values(), ids=LOOKALIKES)
def test_v079_v081_a_lookalike_is_no_agent(lookalike: str) -> None:
    """No letter, mark or extension may stand for another: an agent is her plain address, case apart, and nothing else."""
    for sender in (lookalike, None):
        decision = decide(sender, known(letters=(TO_ANNA,)), shown=lookalike)
        assert not isinstance(decision, Answer)


@pytest.mark.parametrize("shown", ["an\u00adna@example.com", "anna\uff20example.com", "ＡＮＮＡ@example.com"])
def test_v079_what_is_shown_as_an_agent_is_held(shown: str) -> None:
    """Where only invisible or wide characters make the difference, a reader is deceived: it is held."""
    assert isinstance(decide(None, known(letters=(TO_KIM,)), shown=shown), Hold)


def test_v081_case_does_not_matter() -> None:
    """A phone that capitalises her address still is Anna's."""
    assert isinstance(decide("Anna@Example.COM", known(letters=(TO_ANNA,))), Answer)
