"""IMAP as a way in, against a real Dovecot: everything new comes in once, whatever happens to the connection or the mailbox."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maildesk.config.limits import Limits
from maildesk.config.secret import Secret
from maildesk.config.ways import Listen
from maildesk.errors import Refused
from maildesk.intake import spool
from maildesk.intake.imap import watermarks
from maildesk.intake.imap.account import first_contact
from maildesk.intake.imap.folder import FolderState
from maildesk.intake.imap.watermarks import Fetched, Folder, Overtaken
from maildesk.intake.imap.whole import Sought, bring, sought_of
from maildesk.intake.mime.parse import parse
from maildesk.mail import Envelope, RawMail
from maildesk.store.engine import Database
from tests.dovecot import PASSWORD, TOKEN, Dovecot, dovecot
from tests.fetching import watching
from tests.letters import DESK

_numbers = itertools.count(1)
DAY = 86400


@pytest.fixture(scope="session")
def server() -> Iterator[Dovecot]:
    with dovecot() as found:
        yield found


@pytest.fixture
def user() -> str:
    """A mailbox nobody has used yet."""
    return f"user{next(_numbers)}"


def mail(word: object, size: int = 0) -> bytes:
    return f"Return-Path: <zoe@example.org>\r\nSubject: {word}\r\n\r\n".encode() + b"x" * size + b"\r\n"


async def test_what_comes_after_the_first_contact_comes_in(server: Dovecot, user: str, database: Database) -> None:
    """What was there before is left alone; a new mail is here at once, byte by byte, with the sender the server wrote down, and stays unread."""
    with server.person(user) as person:
        person.put(mail("old"))
        async with watching(database, server.imap(user), poll=30) as watched:
            await watched.begun()
            person.put(mail("new"))
            await watched.has(1)
            person.put(mail("newer"))
            await watched.has(2)
        assert b"Seen" not in person.do("FETCH", "1:*", "(FLAGS)")
    assert watched.kept() == [mail("new"), mail("newer")]
    row = watched.rows()[0]
    assert (row.via, row.peer, row.mail_from, row.rcpt_to) == ("imap", f"{user}@localhost", "zoe@example.org", ())


async def test_a_mail_somebody_has_read_comes_in_all_the_same(server: Dovecot, user: str, desk_database: Database) -> None:
    """How far we are is our own knowledge, not the flag that people set by reading (case 31), nor the day: the desk was down for months (case 38)."""
    with server.person(user) as person:
        async with watching(desk_database, server.imap(user)) as watched:
            await watched.begun()
        person.put(mail("read"), arrived=time.time() - 90 * 86_400)
        person.do("STORE", "1", "+FLAGS", r"(\Seen)")
        async with watching(desk_database, server.imap(user)) as watched:
            await watched.has(1)


async def test_five_hundred_at_once_and_restarts_in_the_middle(server: Dovecot, user: str, database: Database) -> None:
    """However often it is stopped on the way, each of five hundred mails is here once, in order."""
    with server.person(user) as person:
        async with watching(database, server.imap(user)) as watched:
            await watched.begun()
        for number in range(500):
            person.put(mail(number))
        for upto in (1, 150, 300):
            async with watching(database, server.imap(user)) as watched:
                await watched.until(lambda upto=upto: len(watched.rows()) >= upto)
        async with watching(database, server.imap(user)) as watched:
            await watched.has(500)
            await watched.until(lambda: watched.events("account_ok") != [])
    assert watched.kept() == [mail(number) for number in range(500)]


async def test_a_mailbox_that_is_numbered_anew(server: Dovecot, user: str, database: Database) -> None:
    """The server forgets its numbers: nothing is lost, nothing comes twice, and what was there before us stays out (V030)."""
    with server.person(user) as person:
        person.put(mail("long ago"), arrived=time.time() - 30 * DAY)
        async with watching(database, server.imap(user)) as watched:
            await watched.begun()
            for number in range(3):
                person.put(mail(number))
            await watched.has(3)
        person.put(mail("while we were away"))
    await asyncio.sleep(1.1)  # Dovecot's UIDVALIDITY is the second in which a folder is made
    for path in server.mail_of(user).glob("dovecot*"):
        path.unlink()
    async with watching(database, server.imap(user)) as watched:
        await watched.has(4)
        await watched.until(lambda: watched.events("account_ok") != [])
        with server.person(user) as person:
            person.put(mail("moved here by hand"), arrived=time.time() - 30 * DAY)
        await watched.has(5)
    assert sorted(watched.kept()) == sorted([*map(mail, range(3)), mail("while we were away"), mail("moved here by hand")])


async def test_mail_that_a_person_moves_about(server: Dovecot, user: str, database: Database) -> None:
    """Moved to another folder we watch, and back: it is the same mail. What is gone before we see it is nobody's loss of ours."""
    with server.person(user) as person:
        person.client.create("Done")
        async with watching(database, server.imap(user, folders=["INBOX", "Done"])) as watched:
            await watched.begun(2)
            person.put(mail("wanders"))
            await watched.has(1)
            person.do("MOVE", "1", "Done")
            person.put(mail("next"))
            await watched.has(2)
            person.client.select("Done")
            person.do("MOVE", "1", "INBOX")
            person.put(mail("last"), "Done")
            await watched.has(3)
            await asyncio.sleep(1)
    assert watched.kept() == [mail("wanders"), mail("next"), mail("last")]


async def test_the_bytes_tell_mails_apart(server: Dovecot, user: str, database: Database) -> None:
    """Two mails of one sender, subject and second, without a Message-ID, are two; the same bytes put there twice are one mail (V031, F26)."""
    one, other = (b"From: printer@example.org\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\nSubject: page\r\n\r\n%d\r\n" % page for page in (1, 2))
    with server.person(user) as person:
        async with watching(database, server.imap(user)) as watched:
            await watched.begun()
            for data in (one, other, one):
                person.put(data)
            person.put(mail("last"))
            await watched.has(3)
    assert watched.kept() == [one, other, mail("last")]


async def test_a_folder_that_is_not_there_holds_up_no_other(server: Dovecot, user: str, desk_database: Database) -> None:
    """It is told once, the other folder is fetched from, and when it appears, what comes to it comes in (F25)."""
    with server.person(user) as person:
        async with watching(desk_database, server.imap(user, folders=["处理 & more", "INBOX"])) as watched:
            await watched.begun()
            person.put(mail("inbox"))
            await watched.has(1)
            person.client.create('"&WQR0Bg- &- more"')
            await watched.begun(2)
            person.put(mail("folder"), '"&WQR0Bg- &- more"')
            await watched.has(2)
    assert len(watched.events("folder_absent")) == 1


@pytest.mark.parametrize("after", ["flag", "move"])
async def test_what_is_safe_is_flagged_or_moved(server: Dovecot, user: str, desk_database: Database, after: str) -> None:
    """A later step, taken up again after a restart: mails taken under `keep` are left alone, later ones carry the keyword or are in the folder."""
    wish = "flag" if after == "flag" else {"move": "Taken/2026"}
    with server.person(user) as person:
        async with watching(desk_database, server.imap(user)) as watched:
            await watched.begun()
            person.put(mail("kept"))
            await watched.has(1)
        async with watching(desk_database, server.imap(user, after=wish)) as watched:
            await watched.until(lambda: watched.events("account_ok") != [])
            person.put(mail("tidied"))
            await watched.has(2)
            await asyncio.sleep(1)
        inbox = person.uids()
        if after == "flag":
            assert person.do("SEARCH", "KEYWORD", "$Maildesk") == b"2"
        else:
            assert inbox == [1]
            assert len(person.uids('"Taken/2026"')) == 1


async def test_since_brings_older_mail_in_as_an_archive(server: Dovecot, user: str, database: Database) -> None:
    """Mail from that day on is taken and marked as an archive; what comes after the first contact is new mail."""
    with server.person(user) as person:
        for days in (90, 10, 5):
            person.put(mail(days), arrived=time.time() - days * DAY)
        since = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 30 * DAY))
        async with watching(database, server.imap(user, since=since)) as watched:
            await watched.has(2)
            person.put(mail("new"))
            await watched.has(3)
    assert watched.kept() == [mail(10), mail(5), mail("new")]
    assert [row.via for row in watched.rows()] == ["archive", "archive", "imap"]


async def test_junk_is_told_by_its_folder_and_stays_there(server: Dovecot, user: str, desk_database: Database) -> None:
    """What the server puts into the folder of junk comes in as such, of old junk nothing; it is never moved out, which would tell the server that it is none."""
    wish = {"junk_folders": ["Junk Mail"], "after": {"move": "Taken"}, "since": "2020-01-01"}
    with server.person(user) as person:
        person.client.create('"Junk Mail"')
        person.client.create("Taken")
        person.put(mail("old junk"), '"Junk Mail"')
        async with watching(desk_database, server.imap(user, **wish)) as watched:
            await watched.begun(2)
            person.put(mail("pens"), '"Junk Mail"')
            await watched.has(1)
            person.put(mail("ink"))
            await watched.has(2)
            await watched.until(lambda: len(person.uids("Taken")) == 1)
            person.client.select('"Junk Mail"')
            person.do("MOVE", "2", "INBOX")
            await watched.until(lambda: len(person.uids("Taken")) == 2)
    assert [(row.via, row.peer) for row in watched.rows()] == [("imap-junk", f"{user}@localhost"), ("imap", f"{user}@localhost")]
    assert watched.kept() == [mail("pens"), mail("ink")]


async def test_a_mail_that_is_too_large_comes_with_its_headers_and_its_text(
    server: Dovecot, user: str, desk_database: Database, tmp_path: Path
) -> None:
    """It is no silent loss: sender, subject and text are here, with a note where the rest is; its neighbours are whole (case 36)."""
    with server.person(user) as person:
        async with watching(desk_database, server.imap(user), Limits(message=1 << 17)) as watched:
            await watched.begun()
            head = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\n"
            film = b"--x\r\nContent-Type: video/mp4; name=film.mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n" + (b"AAAA" * 18 + b"\r\n") * 3000
            large = (
                head
                + mail("large").replace(b"\r\n\r\n", b"\r\nMessage-ID: <large@example.org>\r\n\r\n--x\r\n\r\nLook at this film.\r\n", 1)
                + film
                + b"--x--\r\n"
            )
            for data in (mail("before"), large, mail("after")):
                person.put(data)
            await watched.has(3)
    before, noted, after = watched.kept()
    assert (before, after) == (mail("before"), mail("after"))
    found = parse(noted, Limits())
    assert found.subject == "large"
    assert f"{user}@localhost, INBOX, UID 2" in found.text
    assert "Only its beginning is here" in found.text
    assert "Look at this film." in found.text
    assert [one.filename for one in found.attachments] == ["film.mp4"]
    assert len(noted) < len(large) / 2
    with desk_database.read() as session:
        origin = watermarks.origin_of(session, watched.rows()[1].id)
        sought = sought_of(session, DESK.model_copy(update={"listen": (Listen(imap=server.imap(user)),)}), watched.rows()[1].id)
    assert origin is not None
    assert sought == Sought(server.imap(user), origin, "<large@example.org>")
    with server.person(user) as person:  # an operator wants all of it, and somebody has moved it to where `after` says
        for place, after in (("here.eml", "keep"), ("moved.eml", {"move": "Archive"})):
            await bring(Sought(server.imap(user, after=after), origin, "<large@example.org>"), Secret(PASSWORD), tmp_path / place, 50_000)
            assert (tmp_path / place).read_bytes() == large
            person.client.create("Archive")
            person.client.uid("MOVE", "2", "Archive")
    with pytest.raises(Refused, match="no more in INBOX of"):
        await bring(Sought(server.imap(user), origin, "<large@example.org>"), Secret(PASSWORD), tmp_path / "gone.eml")
    with pytest.raises(Refused, match="File exists"):
        await bring(Sought(server.imap(user, after=after), origin, "<large@example.org>"), Secret(PASSWORD), tmp_path / "here.eml")
    assert sorted(path.name for path in tmp_path.glob("*.eml")) == ["here.eml", "moved.eml"]


async def test_starttls_and_a_shared_secret_with_odd_letters(server: Dovecot, user: str, desk_database: Database) -> None:
    """The same over STARTTLS."""
    assert not PASSWORD.isascii()
    with server.person(user) as person:
        async with watching(desk_database, server.imap(user, tls="starttls", port=server.plain)) as watched:
            await watched.begun()
            person.put(mail("new"))
            await watched.has(1)


async def test_a_shared_mailbox_is_opened_by_somebody_elses_login(server: Dovecot, user: str, desk_database: Database) -> None:
    """Login and mailbox are two settings: what comes to the mailbox comes in, by the name and password of one who may open it (case 90)."""
    shared = f"shared-{user}"
    with server.person(shared) as person:
        async with watching(desk_database, server.imap(user, mailbox=shared)) as watched:
            await watched.begun()
            person.put(mail("for all of us"))
            await watched.has(1)
    assert watched.rows()[0].peer == f"{shared}@localhost"


async def test_a_wrong_password_is_told_and_tried_again(server: Dovecot, user: str, desk_database: Database) -> None:
    """The daemon lives on, the log has the server's words and never the secret; a password that is mended is taken up."""
    path = server.secret(f"{user}-secret", "canary-wrong")
    async with watching(desk_database, server.imap(user, password_file=path)) as watched:
        assert "AUTHENTICATIONFAILED" in await watched.failed()
        server.secret(path.name, PASSWORD)
        await watched.begun()
    assert "canary" not in watched.stream.getvalue()


@pytest.mark.parametrize(("token", "good"), [(TOKEN, True), ("canary-expired", False)])
async def test_xoauth2(server: Dovecot, desk_database: Database, token: str, good: bool) -> None:
    """A good token opens the mailbox; a refused one is a clear refusal and no silence."""
    imap = server.imap("tokens", auth="xoauth2", password_file=server.secret(f"token-{good}", token))
    async with watching(desk_database, imap) as watched:
        if good:
            await watched.begun()
        else:
            assert "AUTHENTICATE: NO" in await watched.failed()
    assert "canary" not in watched.stream.getvalue()


async def test_a_token_that_ran_out_is_told_and_its_next_one_used(server: Dovecot, desk_database: Database) -> None:
    """The mailbox stays shut and mail waits on the server, until the provider's tool has written the file anew: no restart, nothing lost (case 90)."""
    imap = server.imap("tokens", auth="xoauth2", password_file=server.secret("token-of-an-hour", TOKEN))
    async with watching(desk_database, imap) as watched:
        await watched.begun()
    server.secret("token-of-an-hour", "canary-expired")
    with server.person("tokens") as person:
        async with watching(desk_database, imap) as watched:
            assert "AUTHENTICATE: NO" in await watched.failed(2)
            person.put(mail("meanwhile"))
            assert watched.rows() == ()
            server.secret("token-of-an-hour", TOKEN)
            await watched.has(1)
    assert "canary" not in watched.stream.getvalue()


async def test_a_full_disk_leaves_the_mail_on_the_server(server: Dovecot, user: str, desk_database: Database) -> None:
    """Nothing is fetched while there is no room, and everything when there is again (F08)."""
    with server.person(user) as person:
        async with watching(desk_database, server.imap(user)) as watched:
            await watched.begun()
            watched.room = False
            person.put(mail("waits"))
            assert "disk" in await watched.failed()
            assert watched.rows() == ()
            watched.room = True
            await watched.has(1)


async def test_of_two_daemons_one_fetches(server: Dovecot, user: str, postgres_database: Database) -> None:
    """On one PostgreSQL the other waits without a word of trouble, and takes over when the first ends."""
    imap, database = server.imap(user), postgres_database
    with server.person(user) as person:
        async with watching(database, imap, holder="two") as two:
            async with watching(database, imap, holder="one") as one:
                await one.until(lambda: len(one.events("folder_begun")) + len(two.events("folder_begun")) >= 1)
                for number in range(60):
                    person.put(mail(number))
                await one.has(60)
            person.put(mail("later"))
            await two.has(61)
    assert sorted(two.kept()) == sorted([*map(mail, range(60)), mail("later")])
    assert one.events("account_failed") + two.events("account_failed") == []


def test_the_slower_of_two_keeps_nothing(database: Database) -> None:
    """Where a lease ended too early, the watermark says that another was quicker: all of the second commit is taken back."""
    folder, now = Folder("support@imap.example.com", "INBOX"), datetime(2026, 1, 5, tzinfo=UTC)
    before = first_contact(FolderState(1, 1), None, now)
    after = replace(before, uid=1)
    fetched = [Fetched(1, RawMail(mail("once"), Envelope(via="imap"), now))]
    with database.write() as session:
        watermarks.begin(session, folder, None, before)
        watermarks.take(session, folder, (before, after), fetched, tidy=False)
    with pytest.raises(Overtaken), database.write() as session:
        watermarks.take(session, folder, (before, after), fetched, tidy=False)
    with pytest.raises(Overtaken), database.write() as session:
        watermarks.begin(session, folder, None, before)
    with database.read() as session:
        assert spool.ledger(session).waiting == 1
        assert watermarks.watermark(session, folder) == after


async def test_a_mailbox_that_is_deleted_and_made_again(server: Dovecot, user: str, desk_database: Database) -> None:
    """The daemon lives on and goes on with the new one (F25)."""
    async with watching(desk_database, server.imap(user)) as watched:
        await watched.begun()
        with server.person(user) as person:
            person.put(mail("first"))
            await watched.has(1)
        await asyncio.sleep(1.1)  # Dovecot's UIDVALIDITY is the second in which a folder is made
        server.mail_of(user).rename(server.mail_of(user).with_name("gone"))
        with server.person(user) as person:
            person.put(mail("second"))
            await watched.has(2)
