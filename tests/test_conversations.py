"""Whole conversations: mails in, letters out, as text files a person can read (tests/talk.py says how)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.talk import play

FILES = sorted((Path(__file__).parent / "conversations").glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_conversation(path: Path, tmp_path: Path) -> None:
    """Each mail ends as the file says, and no letter leaves that it does not name."""
    play(path, tmp_path)
