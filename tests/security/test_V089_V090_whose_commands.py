"""Only an agent's own answer has commands: no robot's, no customer's (V089, V090)."""

from __future__ import annotations

import pytest

from maildesk.judged import NatureKind
from maildesk.letter import Letter
from maildesk.threading.decision import AgentAway, Append, Ignore
from tests.test_decide import ANNA, KIM, TO_ANNA, TO_KIM, decide, known


@pytest.mark.parametrize("kind", [NatureKind.OUT_OF_OFFICE, NatureKind.AUTO_REPLY])
@pytest.mark.parametrize("letters", [(TO_ANNA,), ()])
def test_v089_an_agents_robot_is_never_relayed(kind: NatureKind, letters: tuple[Letter, ...]) -> None:
    """Case 60: her holiday notice carries her token and her From, and still is not her answer."""
    decision = decide(ANNA, known(letters=letters), kind=kind)

    assert isinstance(decision, AgentAway | Ignore)
    assert isinstance(decision, AgentAway) == (
        bool(letters) and kind is NatureKind.OUT_OF_OFFICE
    )  # by her own letter's token alone it says where she is


def test_v090_a_customers_token_gives_no_commands() -> None:
    """Whatever a customer writes is an entry, never an answer with commands."""
    assert isinstance(decide(KIM, known(letters=(TO_KIM,))), Append)
