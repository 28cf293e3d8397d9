"""Whole conversations: mails in, letters out, as text files a person can read (tests/talk.py says how)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from maildesk.commands.lines import pieces
from maildesk.commands.words import question_named, verb_named
from maildesk.verbs.questions import QUESTIONS
from maildesk.verbs.table import VERBS
from tests.talk import CONVERSATIONS, Stages, read_blocks


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


def test_every_command_is_written_by_mail_in_some_conversation() -> None:
    """A verb, or a question, that no agent of a conversation writes could be broken on the way from a mail to its effect."""
    written: set[str] = set()
    for path in CONVERSATIONS:
        for block in read_blocks(path.read_text(encoding="utf-8")):
            if block.mark == ">>>" and "@example.com" in block.rest.partition(" ")[0]:
                top = [line for line in block.body if line.startswith(("#", "＃"))]
                words = [piece.word for line in top for piece in pieces(line)]
                written |= {name for word in words for name in (verb_named(word), f"{question_named(word)}?") if name}
    assert sorted({*VERBS, *(f"{name}?" for name in QUESTIONS)} - written) == []
