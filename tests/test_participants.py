"""Whom a letter goes to is fixed when it is written (case 73): what is altered on the ticket later alters no letter that waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from maildesk.outbound import outbox
from tests.opened import opened
from tests.talk import Block, Stages, Talk

CASES = Path(__file__).parent / "cases"
BOB, CAROL, ANNA = "bob@customer.example", "carol@customer.example", "anna@example.com"


@pytest.mark.parametrize("later", [f"#cc -{CAROL}", "#customer dave@customer.example", f"#customer {CAROL}", "#queue billing", "#close"])
def test_what_waits_goes_to_those_it_was_written_to(tmp_path: Path, later: str) -> None:
    """Case 73: an answer to Bob and Carol stays theirs, in its envelope as in its headers; the next one goes as things stand then."""
    stages = Stages(tmp_path)
    talk = Talk(stages.desk(CASES / "desk.yaml"), CASES, tmp_path)
    try:
        said = [(BOB, ["Subject: Lamp", "", "Dark."]), (f"{ANNA} answers notification", [f"#cc {CAROL}", "A new one comes."])]
        for who, lines in said:
            talk.fresh = []
            talk.step(Block(0, ">>>", who, lines))
        before = waiting(talk)
        talk.fresh = []
        talk.step(Block(0, ">>>", f"{ANNA} answers notification", [later]))
        assert waiting(talk) == before
        letter = opened(before[1])
        assert (str(letter["To"]), str(letter["Cc"])) == (BOB, CAROL)
        assert before[0] == (BOB, CAROL)
    finally:
        stages.close()


def waiting(talk: Talk) -> tuple[tuple[str, ...], bytes]:
    """Whom the answer goes to by its envelope, and its bytes."""
    number = next(row.letter for row, _ in talk.letters if row.kind == "reply")
    with talk.desk.database.read() as session:
        row, data = outbox.shown(session, number)
    assert row.state == "queued"
    return tuple(one.address for one in row.recipients), data
