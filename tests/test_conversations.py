"""Whole conversations: mails in, letters out, as text files a person can read (tests/talk.py says how)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.talk import CONVERSATIONS, Stages


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    """Desks that are made once for all conversations."""
    stages = Stages(tmp_path_factory.mktemp("stages"))
    yield stages
    stages.close()


@pytest.mark.parametrize("path", CONVERSATIONS, ids=lambda path: path.stem)
def test_conversation(path: Path, stages: Stages) -> None:
    """Each mail ends as the file says, and no letter leaves that it does not name."""
    stages.play(path)
