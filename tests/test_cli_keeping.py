"""What an operator keeps: the chain of history, and the keys."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from maildesk.bootstrap import make_keyring
from maildesk.carriers import letter_of_message_id, message_id
from maildesk.config.keyring import keyring_path, load_keyring
from maildesk.config.load import load_config
from maildesk.store.engine import Database
from maildesk.tables import events
from tests.desks import put_ticket, said, write_desk


def test_a_rewritten_line_of_history_is_named(desk_database: Database, tmp_path: Path) -> None:
    """`audit verify` is content with what was written, and names the ticket and the line where somebody changed it since."""
    desk = write_desk(tmp_path)
    put_ticket(desk_database)
    content = said("audit", "verify", desk=desk)
    assert (content.code, content.err) == (0, "")
    with desk_database.write() as session:
        session.execute(update(events).where(events.c.ticket == 1, events.c.number == 1).values(detail="nothing happened"))
    found = said("audit", "verify", desk=desk)
    assert found.code == 1
    assert "ticket 1 is broken at line 1" in found.err


def test_a_new_key_signs_and_the_old_one_still_verifies(tmp_path: Path) -> None:
    """`keys rotate` loses no letter that is out in the world (F39)."""
    desk = write_desk(tmp_path)
    config = load_config(desk)
    make_keyring(config)
    old = load_keyring(keyring_path(config))
    letter = message_id(old, config.mailboxes[0], 4711)
    assert said("keys", "rotate", desk=desk).code == 0
    new = load_keyring(keyring_path(config))
    assert new.current != old.current
    assert letter_of_message_id(new, letter) == 4711
    assert letter_of_message_id(old, message_id(new, config.mailboxes[0], 4711)) is None


def test_a_desk_written_by_hand_gets_its_first_key(tmp_path: Path) -> None:
    """`keys make` makes one where there is none, and leaves a ring alone that is there."""
    desk = write_desk(tmp_path)
    path = keyring_path(load_config(desk))
    assert said("keys", "make", desk=desk).code == 0
    ring = path.read_bytes()
    again = said("keys", "make", desk=desk)
    assert (again.code, "keys rotate" in again.err, path.read_bytes()) == (1, True, ring)
