"""An agent's signature as each mail program writes it, with a picture, an address and a telephone: it stays at home, seen for the first time or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.answering import Sent, Stage, copy_of, encoded, filled

SHAPES = sorted((Path(__file__).parent / "signed").glob("*.eml"), key=lambda path: path.stem)
OWN = ("+49", "Head of", "anna@example.com", "Long Street", "iPhone", "Anna Miller", "cid:", "<hr")


@pytest.fixture
def stage(asked: tuple[Path, Sent], tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(copy_of(asked[0], tmp_path / "desk"), seed=2)
    yield stage
    stage.close()


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: path.stem)
def test_the_mailboxs_signature_takes_its_place(shape: Path, stage: Stage, notification: Sent) -> None:
    """Of a mail whose signature nobody has seen before: the words with their formatting arrive, nothing of the signature does, in neither part."""
    outcome, letters = stage.answer(encoded(filled(shape.read_text(encoding="utf-8"), notification)))

    assert outcome == "ticketed"
    [reply] = [one for one in letters if one.row.kind == "reply"]
    assert reply.row.state == "queued", reply.row.reason
    words = reply.text.partition("\n-- \n")[0]
    assert [line for line in words.splitlines() if line][:2] == ["Dear Bob,", "please change the ink."]
    assert "please change the <b>ink</b>." in reply.html
    for form in (reply.text, reply.html):
        assert [one for one in OWN if one in form] == []
        assert form.count("Example Support, Monday to Friday") == 1
    assert reply.files == {}
