"""`maildesk backup` and `maildesk restore`: a desk is kept while it is at work, and comes back whole, silent, and with numbers nobody has yet."""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import re
import secrets
import shlex
import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from maildesk.config.keyring import begin_anew, load_keyring, new_keyring, write_keyring
from maildesk.config.load import load_config
from maildesk.letter import OutboxState
from maildesk.outbound.claims import due_relays
from maildesk.outbound.outbox import counts
from maildesk.store import schema
from maildesk.store.alone import daemon_lock, only_daemon
from maildesk.store.audit import audited
from maildesk.store.copying import COPIED
from maildesk.store.counters import counters
from maildesk.store.engine import Database
from maildesk.tables import outbox
from maildesk.tokens import ALPHABET, KeyRing
from maildesk.upkeep.restore import number_behind_gap
from tests import golden
from tests.desks import Ended, put_mail, said
from tests.servers import url_of
from tests.talk import take_keys

STOPPED = datetime.now(UTC) - timedelta(hours=1)
ROOT = Path(__file__).parent.parent
WAITING = ("queued", "sending")


@dataclass(frozen=True)
class Kept:
    """The golden desk of today, which has letters that wait and one that is being sent, and a backup of it."""

    desk: Path
    backup: Path

    def run(self, *words: str) -> Ended:
        return said(*words, desk=self.desk)

    @contextmanager
    def database(self) -> Iterator[Database]:
        with closing(Database(load_config(self.desk).database)) as database:
            yield database


def make_desk(folder: Path, url: str) -> Path:
    """Its files; rules and templates are the admin's, and one of them is closed to others."""
    (folder / "rules.d").mkdir(parents=True)
    yaml = (golden.FOLDER / "desk.yaml").read_text(encoding="utf-8").replace("sqlite:///desk.db", url)
    (folder / "desk.yaml").write_text(f"{yaml}rules: rules.d\ntemplates: words\n", encoding="utf-8")
    rule = folder / "rules.d" / "10-mine.yaml"
    rule.write_text("- {name: mine, on: created, when: {subject: printer}, then: [tag: printer]}\n", encoding="utf-8")
    rule.chmod(0o640)
    (folder / "words" / "en").mkdir(parents=True)
    shutil.copy(ROOT / "templates" / "en" / "reply.txt", folder / "words" / "en")
    take_keys(load_config(folder / "desk.yaml"), golden.KEYS)
    return folder / "desk.yaml"


@pytest.fixture
def kept(blank: Database, tmp_path: Path) -> Kept:
    """On each of the two databases, kept while its daemon is at work."""
    golden.load(schema.HEAD, blank, STOPPED)
    found = Kept(make_desk(tmp_path / "old", url_of(blank)), tmp_path / "backup")
    with only_daemon(daemon_lock(blank, load_config(found.desk).state)):
        ended = found.run("backup", str(found.backup))
    assert (ended.code, ended.err) == (0, "")
    return found


@pytest.fixture
def place(kept: Kept, blank: Database, request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where it is to stand again: nothing is there, or for PostgreSQL a desk.yaml that names an empty database."""
    desk = tmp_path / "new" / "desk.yaml"
    if blank.sqlite:
        kept_yaml = kept.desk.read_text(encoding="utf-8").replace(url_of(blank), "sqlite:///again.db")
    else:
        kept_yaml = kept.desk.read_text(encoding="utf-8").replace(url_of(blank), url_of(request.getfixturevalue("another_postgres")))
    desk.parent.mkdir()
    desk.write_text(kept_yaml, encoding="utf-8")
    return desk


def rows_of(database: Database) -> dict[str, list[str]]:
    """All that is kept but what a restore alters: the outbox."""
    with database.read() as session:
        tables = [(table, [column for column in table.columns if column.name != "searched_version"]) for table in COPIED if table is not outbox]
        return {table.name: sorted(repr(tuple(row)) for row in session.execute(select(*columns))) for table, columns in tables}


def test_a_desk_comes_back_whole(kept: Kept, place: Path, blank: Database) -> None:
    """From and to each database: every row, the admin's files with their modes, the keys; and what waited to leave is held."""
    ended = said("restore", str(kept.backup), desk=place)
    assert (ended.code, ended.err) == (0, "")

    with closing(Database(load_config(place).database)) as again:
        assert rows_of(again) == rows_of(blank)
        with again.read() as session, blank.read() as before:
            waited = [row.letter for row in before.execute(select(outbox)) if row.state in WAITING]
            held = [row for row in session.execute(select(outbox)) if row.letter in waited]
            assert audited(session).fault is None
            assert counters(session)["tickets"] == 999
    many = len(waited)
    assert many > 10
    assert {(row.state, row.reason[:9], row.due, row.lease) for row in held} == {("held", "restored:", None, None)}
    assert (place.parent / "rules.d" / "10-mine.yaml").read_text(encoding="utf-8").startswith("- {name: mine")
    assert stat.S_IMODE((place.parent / "rules.d" / "10-mine.yaml").stat().st_mode) == 0o640
    assert (place.parent / "words" / "en" / "reply.txt").exists()
    assert f"{many} letters waited then" in ended.out
    assert "its next ticket is #1000" in ended.out
    assert said("config", "check", desk=place).code == 0
    assert_nothing_leaves_until_somebody_says_so(place, many)
    assert_other_means_are_as_safe(kept, blank, many)


def assert_nothing_leaves_until_somebody_says_so(place: Path, many: int) -> None:
    """Not in a year; then all of them at once, or one by one."""
    with closing(Database(load_config(place).database)) as database:
        with database.read() as session:
            assert due_relays(session, datetime.now(UTC) + timedelta(days=365)) == ()
            first = session.execute(select(outbox.c.letter).where(outbox.c.state == "held", outbox.c.reason.startswith("restored"))).scalars().first()
            own = counts(session)[OutboxState.HELD] - many

        assert said("outbox", "drop", str(first), desk=place).out == f"letter {first} is dropped\n"
        assert said("outbox", "retry", "--restored", desk=place).out.count(" is queued") == many - 1
        with database.read() as session:
            assert (counts(session)[OutboxState.QUEUED], counts(session)[OutboxState.HELD]) == (many - 1, own)
    assert said("outbox", "drop", "--restored", desk=place).err == "no letter is held because the desk was restored\n"
    assert said("outbox", "drop", desk=place).code == 2


def assert_other_means_are_as_safe(kept: Kept, blank: Database, many: int) -> None:
    """`pg_restore` knows nothing of letters: `db restored` holds them and moves the numbers on; not below a running daemon."""
    with only_daemon(daemon_lock(blank, load_config(kept.desk).state)):
        assert "another maildesk serves this desk" in kept.run("db", "restored").err
    ended = kept.run("db", "restored")

    assert (ended.code, ended.err) == (0, "")
    assert f"{many} letters waited then" in ended.out
    with blank.read() as session:
        assert counters(session)["tickets"] == 999
        assert (counts(session)[OutboxState.QUEUED], counts(session)[OutboxState.SENDING]) == (0, 0)
    ring = load_keyring(load_config(kept.desk).state / "keys")
    assert len(ring.keys) == 2


@pytest.fixture
def plain(tmp_path: Path) -> Kept:
    """The same on SQLite alone, for what has nothing to do with the database."""
    with closing(Database(f"sqlite:///{tmp_path}/old/desk.db")) as database:
        desk = make_desk(tmp_path / "old", "sqlite:///desk.db")
        golden.load(schema.HEAD, database, STOPPED)
    found = Kept(desk, tmp_path / "backup")
    assert found.run("backup", str(found.backup)).code == 0
    return found


def test_all_of_it_is_closed_to_others(plain: Kept) -> None:
    """Every mail and the keys stand in it. Passwords and certificates do not: they are named."""
    assert [path.name for path in (plain.backup, *plain.backup.rglob("*")) if path.stat().st_mode & 0o077] == []
    assert {path.relative_to(plain.backup).as_posix() for path in plain.backup.rglob("*") if path.is_file()} == {
        *("maildesk.db", "keys", "desk.yaml", "manifest.json", "rules/10-mine.yaml", "templates/en/reply.txt")
    }
    text = plain.desk.read_text(encoding="utf-8").replace('tls: "off"', "user: desk, password_file: word")
    plain.desk.write_text(text, encoding="utf-8")
    (plain.desk.parent / "word").touch(mode=0o600)
    ended = plain.run("backup", str(plain.backup.with_name("second")))

    assert ended.out.endswith(f"not in it: {plain.desk.parent / 'word'}\n")
    elsewhere = plain.desk.parent.parent / "elsewhere" / "desk.yaml"
    restored = said("restore", str(plain.backup.with_name("second")), desk=elsewhere)
    assert f"missing, for no backup holds it: {elsewhere.parent / 'word'}" in restored.out


def test_a_backup_is_of_one_moment(plain: Kept, tmp_path: Path) -> None:
    """Others write without a pause meanwhile: the history in it holds together, and each mail has its bytes."""
    stop = threading.Event()

    def write() -> None:
        with plain.database() as database:
            while not stop.is_set():
                put_mail(database, b"Subject: x\n\n" + b"x" * 50_000)

    writing = threading.Thread(target=write)
    writing.start()
    try:
        assert plain.run("backup", str(tmp_path / "busy")).code == 0
    finally:
        stop.set()
        writing.join()
    assert said("restore", str(tmp_path / "busy"), desk=tmp_path / "new" / "desk.yaml").code == 0
    ledger = said("ledger", "--json", desk=tmp_path / "new" / "desk.yaml").lines
    assert ledger[-1]["balanced"]
    with closing(Database(f"sqlite:///{tmp_path}/new/desk.db")) as database, database.read() as session:
        lost = session.execute(text("SELECT count(*) FROM mails WHERE id NOT IN (SELECT mail FROM raws)")).scalar()
    assert lost == 0


def test_what_is_no_whole_backup_is_refused(plain: Kept, tmp_path: Path) -> None:
    """In one line that says what to do, and nothing is put in place."""
    new = tmp_path / "new" / "desk.yaml"
    manifest = plain.backup / "manifest.json"
    whole, database = manifest.read_bytes(), (plain.backup / "maildesk.db").read_bytes()

    def refused(words: str) -> None:
        ended = said("restore", str(plain.backup), desk=new)
        assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
        assert words in ended.err
        assert not new.parent.exists() or [path.name for path in new.parent.iterdir() if path.name not in ("state", "desk.db-daemon")] == []

    manifest.unlink()
    refused("not finished: it has no manifest.json")
    manifest.write_bytes(whole[:100])
    refused("manifest.json cannot be read")
    manifest.write_bytes(whole.replace(b'"format": 1', b'"format": 2'))
    refused("a newer maildesk")
    manifest.write_bytes(whole.replace(b'"keys"', b'"../keys"'))
    refused("is not there, as the backup says")
    manifest.write_bytes(whole)
    (plain.backup / "maildesk.db").write_bytes(database[:-1] + b"x")
    refused("maildesk.db is not as it was written")
    (plain.backup / "maildesk.db").write_bytes(database)
    assert said("restore", str(plain.backup), desk=new).code == 0


def altered(plain: Kept, *statements: str) -> None:
    """Somebody altered the database in the backup and made the manifest fit."""
    with closing(sqlite3.connect(plain.backup / "maildesk.db")) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    facts = json.loads((plain.backup / "manifest.json").read_text())
    data = (plain.backup / "maildesk.db").read_bytes()
    facts["files"]["maildesk.db"] |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (plain.backup / "manifest.json").write_text(json.dumps(facts))


def test_a_history_that_was_altered_is_told(plain: Kept, tmp_path: Path) -> None:
    """The line is named, and nothing is put in place, unless the operator wants it anyway."""
    altered(plain, "UPDATE events SET actor = 'agent:eve@example.net' WHERE ticket = 2 AND number = 1")
    ended = said("restore", str(plain.backup), desk=tmp_path / "new" / "desk.yaml")

    assert (ended.code, ended.out) == (1, "")
    assert "the history of ticket 2 is broken at line 1" in ended.err
    assert not (tmp_path / "new" / "desk.yaml").exists()
    anyway = said("restore", "--anyway", str(plain.backup), desk=tmp_path / "new" / "desk.yaml")
    assert (anyway.code, "its history does not hold together" in anyway.out) == (0, True)


def test_the_backup_of_an_older_maildesk_is_brought_up(plain: Kept, tmp_path: Path) -> None:
    """To the revision of the program that restores it."""
    older = tmp_path / "older.db"
    with closing(Database(f"sqlite:///{older}")) as database:
        golden.load("0004", database, STOPPED)
        database.checkpoint()
    (plain.backup / "maildesk.db").write_bytes(older.read_bytes())
    altered(plain)
    assert said("restore", str(plain.backup), desk=tmp_path / "new" / "desk.yaml").code == 0
    with closing(Database(f"sqlite:///{tmp_path}/new/desk.db")) as database:
        schema.check(database)


def test_nothing_is_written_over(plain: Kept, tmp_path: Path) -> None:
    """Neither a database, nor what is left of one, nor the admin's files, nor a backup; and not below a running daemon."""
    again = plain.run("backup", str(plain.backup))
    assert (again.code, again.err) == (1, f"{plain.backup} is not empty; name a new folder: nothing is ever written over\n")
    there = plain.run("restore", str(plain.backup))
    assert (there.code, "desk.db is there already; move it away" in there.err) == (1, True)
    new = tmp_path / "new"
    new.mkdir()
    (new / "desk.db-wal").write_bytes(b"the newest part of a lost database")
    assert "desk.db-wal is there already" in said("restore", str(plain.backup), desk=new / "desk.yaml").err
    (new / "desk.db-wal").unlink()
    with only_daemon(new / "desk.db-daemon"):
        assert "another maildesk serves this desk" in said("restore", str(plain.backup), desk=new / "desk.yaml").err
    (new / "rules.d").mkdir()
    ended = said("restore", str(plain.backup), desk=new / "desk.yaml")
    assert (ended.code, f"left as it is: {new / 'rules.d'}" in ended.out, list((new / "rules.d").iterdir())) == (0, True, [])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_root_restores_for_the_daemons_user(plain: Kept, tmp_path: Path) -> None:
    """The database, the keys and their folder are the user's; what the admin edits stays root's, and the user may read it."""
    desk = plain.desk.read_text(encoding="utf-8")
    plain.desk.write_text(f"user: nobody\n{desk}", encoding="utf-8")
    plain.desk.chmod(0o640)
    plain.run("backup", str(tmp_path / "second"))
    new = tmp_path / "new"
    before = os.umask(0o077)
    try:
        assert said("restore", str(tmp_path / "second"), desk=new / "desk.yaml").code == 0
    finally:
        os.umask(before)
    user = pwd.getpwnam("nobody")
    for name in ("", "desk.db", "state", "state/keys"):
        assert (new / name).stat().st_uid == user.pw_uid, name
    for name, mode in (("desk.yaml", 0o640), ("rules.d", 0o755), ("rules.d/10-mine.yaml", 0o640), ("words/en/reply.txt", None)):
        found = (new / name).stat()
        assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (0, user.pw_gid, mode or found.st_mode & 0o777), name


def test_what_a_killed_restore_left_does_not_stand_in_the_way(plain: Kept, tmp_path: Path) -> None:
    """The database comes last: without it the same command goes on, whatever is there already."""
    new = tmp_path / "new"
    assert said("restore", str(plain.backup), desk=new / "desk.yaml").code == 0
    keys = load_keyring(new / "state" / "keys")
    (new / "desk.db").rename(new / "desk.db.restoring")
    (new / "desk.db.restoring").write_bytes(b"half of it")
    (new / "words").rename(new / "words.restoring")

    assert said("restore", str(plain.backup), desk=new / "desk.yaml").code == 0
    assert (new / "words" / "en" / "reply.txt").exists()
    assert {**load_keyring(new / "state" / "keys").keys} | keys.keys == {**load_keyring(new / "state" / "keys").keys}
    assert [path.name for path in new.rglob("*.restoring*")] == []


@pytest.mark.parametrize(
    ("last", "lately", "following"),
    [(0, 0, 1000), (17, 2, 1000), (899, 0, 1000), (900, 0, 2000), (4711, 0, 5000), (4711, 400, 9000)],
)
def test_numbers_go_on_behind_a_gap(last: int, lately: int, following: int) -> None:
    """A round number that can be seen, and ten times as far as the desk had come in as long a time."""
    assert number_behind_gap(last, lately) == following


def test_a_restored_ring_signs_with_a_key_of_its_own() -> None:
    """The keys of the backup verify; the new one has an id that `rotate` hardly gave after the backup. A full ring stays as it is."""
    ring = new_keyring(secrets.token_bytes)
    ids = set()
    for _ in range(200):
        fresh = begin_anew(ring, secrets.token_bytes)
        assert fresh.keys.items() > ring.keys.items()
        ids.add(fresh.current)
    full = KeyRing("a", dict.fromkeys(ALPHABET, b"k" * 32))

    assert len(ids) > 20
    assert begin_anew(full, secrets.token_bytes) is full


def test_a_ring_that_outlived_the_database_is_kept(plain: Kept, tmp_path: Path) -> None:
    """With the keys that were made after the backup; one of another desk is refused."""
    new = tmp_path / "new"
    grown = KeyRing("b", {**load_keyring(plain.desk.parent / "state" / "keys").keys, "b": b"n" * 32})
    write_keyring(new / "state" / "keys", KeyRing("a", {"a": b"x" * 32}))
    assert "is the key ring of another desk" in said("restore", str(plain.backup), desk=new / "desk.yaml").err
    write_keyring(new / "state" / "keys", grown)

    assert said("restore", str(plain.backup), desk=new / "desk.yaml").code == 0
    assert load_keyring(new / "state" / "keys").keys.items() > grown.keys.items()


def test_the_operators_page_works(plain: Kept, tmp_path: Path) -> None:
    """Its commands, as they stand there, with folders of this test's."""
    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    section = page.partition("## Backup and restore\n")[2].partition("\n## ")[0]
    commands = [line.strip().partition("  #")[0] for line in section.splitlines() if line.startswith("    maildesk ")]
    new = tmp_path / "etc" / "desk.yaml"
    assert len(commands) >= 5
    for command in commands:
        written = command.replace("2026-08-17", "$(date +%F)").replace("/var/backups/maildesk/$(date +%F)", str(tmp_path / "today"))
        words = re.sub(r" > .*", "", written).replace("/etc/maildesk/desk.yaml", str(new))
        ended = said(*shlex.split(words)[1:], desk=None if "--desk" in words else plain.desk)
        assert (ended.code, ended.err) == (0, ""), command
