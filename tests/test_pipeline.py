"""What the path leaves behind beside tickets and letters: reasons, and a history nobody can rewrite."""

from __future__ import annotations

from pathlib import Path

from maildesk.intake import spool
from maildesk.store.audit import audited
from maildesk.store.engine import Database
from maildesk.store.events import events_of
from tests.servers import url_of
from tests.talk import Talk, make_desk, read_blocks

CONVERSATIONS = Path(__file__).parent / "conversations"


def played(folder: Path, database: Database, name: str) -> Talk:
    """A desk on which a conversation has been played to its end."""
    talk = Talk(make_desk(CONVERSATIONS / "desk.yaml", folder, url_of(database)), CONVERSATIONS, folder)
    for block in read_blocks((CONVERSATIONS / name).read_text(encoding="utf-8")):
        talk.step(block)
    return talk


def test_each_mail_keeps_its_reasons(tmp_path: Path, database: Database) -> None:
    """The nature, the proof, the place and every rule, with file and line, stand beside the outcome."""
    talk = played(tmp_path, database, "010-a-question-and-its-answer.txt")
    with talk.desk.database.read() as session:
        question, answer = spool.shown(session, 1)[0].trace, spool.shown(session, 2)[0].trace
    talk.desk.database.close()
    assert question[0].startswith("nature: human")
    assert "thread: a new ticket: nothing in the mail points to a ticket" in question
    assert any(line.startswith("rule 20-acknowledge.yaml:") and line.endswith("fired") for line in question)
    assert any("30-notify.yaml" in line and line.endswith("did not hold") for line in question)
    assert any("with a valid token" in line for line in answer)


def test_the_history_of_a_ticket_holds_together(tmp_path: Path, database: Database) -> None:
    """Each line carries the hash of the one before it, whoever acted."""
    talk = played(tmp_path, database, "010-a-question-and-its-answer.txt")
    with talk.desk.database.read() as session:
        history, done = events_of(session, 1), audited(session)
    talk.desk.database.close()
    assert len(history) > 10
    assert (done.lines, done.fault) == (len(history), None)
    assert {event.actor.partition(":")[0] for event in history} >= {"sender", "rule", "agent", "builtin"}
