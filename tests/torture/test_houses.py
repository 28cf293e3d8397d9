"""All conversations in every house: `make torture`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.houses import HOUSES
from tests.test_challenges_are_rare import PLAYED, lived_in, name_servers


@pytest.mark.parametrize("name", HOUSES)
def test_no_genuine_agent_is_asked(name: str, tmp_path: Path) -> None:
    """Of agents' mails in all that is played no more than one in a hundred is held for want of a proof."""
    with name_servers() as servers:
        count = lived_in(name, PLAYED, servers, tmp_path)
    assert count.mails > 100
    print(f"{name}: {len(count.held)} of {count.mails} mails held, {len(count.astray)} of {len(PLAYED)} conversations otherwise")  # noqa: T201 - with -rP
