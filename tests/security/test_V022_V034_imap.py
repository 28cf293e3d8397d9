"""A hostile or broken IMAP server gets no secret in clear, no memory without end, and no mail lost or doubled (V022 to V030, V032, V034)."""

from __future__ import annotations

import logging
import ssl
from pathlib import Path

import pytest

from maildesk.config.limits import Limits
from maildesk.config.secret import read_secret
from maildesk.errors import Refused
from maildesk.intake.imap.connection import Patience
from maildesk.intake.imap.watermarks import Origin
from maildesk.intake.imap.whole import Sought, bring
from maildesk.store.engine import Database
from tests.fakeimap import FakeServer, fake_server
from tests.fetching import QUICK, watching

MAIL = b"Return-Path: <>\r\nSubject: one\r\n\r\n" + b"line\r\n" * 20
HASTE = Patience(connect=1, command=1, idle=1)


async def told(server: FakeServer, database: Database, many: int = 1, patience: Patience = HASTE, **changes: object) -> str:
    """What the log says about the account's failure; nothing may have come in."""
    async with fake_server(server), watching(database, server.account(**changes), patience=patience) as watched:
        why = await watched.failed(many)
        assert watched.rows() == ()
        return why


@pytest.mark.parametrize("tls", [True, False])
@pytest.mark.parametrize(
    "greeting",
    [b"* PREAUTH welcome\r\n", b"* BYE go away\r\n", b"\r\n", b"SSH-2.0-OpenSSH\r\n", b"", b"* OKAY\r\n", b"\x00\xff" * 40 + b"\r\n"],
    ids=["preauth", "bye", "empty", "other protocol", "silence", "nearly", "garbage"],
)
async def test_an_odd_greeting_hears_nothing_from_us(desk_database: Database, tmp_path: Path, greeting: bytes, tls: bool) -> None:
    """Whatever is no plain OK ends the connection before we have said a word (V022, V024)."""
    server = FakeServer(tmp_path, greeting=greeting, tls=tls)
    assert await told(server, desk_database, 2)
    assert server.heard == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("{tag} OK begin\r\nA1 OK logged in\r\n", "in clear|makes no sense"),
        ("{tag} OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", "in clear"),
        ("{tag} OK begin\r\n* CAPA", "in clear"),
        ("{tag} NO not today\r\n", "STARTTLS"),
        ("{tag} BAD what?\r\n", "STARTTLS"),
    ],
)
async def test_starttls_is_all_or_nothing(desk_database: Database, tmp_path: Path, answer: str, words: str) -> None:
    """What is slipped in before the handshake ends the connection; a server without STARTTLS gets no password (V022, V023)."""
    server = FakeServer(tmp_path, tls=False, twists={"STARTTLS": lambda tag: answer.format(tag=tag).encode()})
    why = await told(server, desk_database, 2)
    assert set(server.heard) == {"STARTTLS"}
    assert any(word in why for word in words.split("|"))


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("wrong", ["authority", "host", "version"])
async def test_an_unproven_server_hears_nothing(desk_database: Database, tmp_path: Path, wrong: str) -> None:
    """An authority nobody named, a certificate for another host, TLS 1.1: no password is sent (V032)."""
    server = FakeServer(tmp_path, host="elsewhere.example" if wrong == "host" else "localhost")
    if wrong == "version":
        server.newest_tls = ssl.TLSVersion.TLSv1_1
    changes = {"ca_file": None} if wrong == "authority" else {}
    assert await told(server, desk_database, **changes)
    assert server.heard == []


@pytest.mark.parametrize("size", ["99999999999", "4294967295", "9" * 5000, "70000"])
@pytest.mark.parametrize("command", ["UID SEARCH", "SELECT", "CAPABILITY"])
async def test_a_huge_literal_is_not_begun(desk_database: Database, tmp_path: Path, command: str, size: str) -> None:
    """The connection ends at the announcement; nothing of it is read (V025)."""
    server = FakeServer(tmp_path, twists={command: lambda tag: f"* OK {{{size}}}\r\nxxxx".encode()})
    assert "more than it was asked for" in await told(server, desk_database)


async def test_a_mail_that_lies_about_its_size(desk_database: Database, tmp_path: Path) -> None:
    """It announces more than the desk takes: its headers are tried, then it is noted, and the mails around it come in (V025, PEERS 32)."""

    def huge(tag: str) -> bytes:
        return b"* 2 FETCH (UID 2 BODY[] {999999999}\r\nxxx"

    server = FakeServer(tmp_path, mails={1: MAIL, 2: b"Subject: two\r\n\r\n", 3: MAIL + b"3"}, twists={"UID FETCH 2 (UID BODY": huge})
    async with fake_server(server), watching(desk_database, server.account(since="2020-01-01"), Limits(message=1 << 16)) as watched:
        await watched.has(3)
    one, two, three = watched.kept()
    assert (one, three) == (MAIL, MAIL + b"3")
    assert b"INBOX, UID 2" in two
    assert b"could not be fetched" in two


async def test_a_mail_the_server_refuses_hides_no_other(desk_database: Database, tmp_path: Path) -> None:
    """After a few refusals a note stands for it in the ledger, and what is behind it comes in (case 91)."""
    server = FakeServer(
        tmp_path, mails={uid: MAIL + b"%d" % uid for uid in (1, 2, 3)}, twists={"UID FETCH 2 (UID BODY": lambda tag: f"{tag} NO broken\r\n".encode()}
    )
    async with fake_server(server), watching(desk_database, server.account(since="2020-01-01")) as watched:
        await watched.has(3)
    assert watched.kept()[0::2] == [MAIL + b"1", MAIL + b"3"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("UID FETCH 2 (UID BODY", "* 2 FETCH (UID 2 BODY[] NIL)"),
        ("UID FETCH 2 (UID BODY", '* 2 FETCH (UID 2 BODY[] "")'),
        ("UID FETCH 2 (UID RFC822.SIZE", "* OK done"),
    ],
)
async def test_a_mail_of_which_the_server_says_nothing(desk_database: Database, tmp_path: Path, asked: str, said: str) -> None:
    """While it is there it is not passed over as one that somebody took away: it is asked for again, and in the end a note stands for it (case 91)."""
    server = FakeServer(tmp_path, mails={1: MAIL})
    async with fake_server(server), watching(desk_database, server.account(since="2020-01-01"), poll=0.05) as watched:
        await watched.has(1)
        server.twists = {asked: lambda tag: f"{said}\r\n{tag} OK\r\n".encode()}
        server.mails |= {2: MAIL + b"2"}
        await watched.has(2)
        server.twists = {}
        server.mails |= {3: MAIL + b"3"}
        await watched.has(3)
    assert watched.kept()[0::2] == [MAIL, MAIL + b"3"]
    assert b"INBOX, UID 2" in watched.kept()[1]


async def test_pieces_that_never_end(tmp_path: Path) -> None:
    """A server that gives the beginning of a mail, whatever piece is asked for, fills no disk; what was begun is gone."""
    server = FakeServer(tmp_path, mails={1: MAIL * 100})
    server.twists = {"UID FETCH 1 (UID BODY": lambda tag: b"* 1 FETCH (UID 1 BODY[]<0> {9}\r\nSubject: )\r\n%b OK\r\n" % tag.encode()}
    async with fake_server(server):
        account = server.account()
        with pytest.raises(Refused, match="more than twice the"):
            await bring(Sought(account, Origin(account.account, "INBOX", 7, 1), ""), read_secret(account, {}), tmp_path / "whole.eml")
    assert not (tmp_path / "whole.eml").exists()


@pytest.mark.parametrize("found", ["1:4294967295", "4294967295:1", "1:*", "99999999999999999999", "-1", "ü", "(" * 1000])
async def test_ranges_are_not_written_out(desk_database: Database, tmp_path: Path, found: str) -> None:
    """Only plain numbers are read from an answer (V026)."""
    server = FakeServer(tmp_path, mails={5: MAIL}, twists={"UID SEARCH": lambda tag: f"* SEARCH {found} 5\r\n{tag} OK\r\n".encode()})
    async with fake_server(server), watching(desk_database, server.account(since="2020-01-01")) as watched:
        await watched.has(1)


@pytest.mark.parametrize("line", [b"* 5 FETCH (FLAGS ())\r\n", b"* OK still here\r\n", b"* 7 EXISTS\r\n", b"* SEARCH 1\r\n"])
@pytest.mark.parametrize("command", ["UID SEARCH", "UID FETCH 1 (UID BODY", "SELECT"])
async def test_thousands_of_lines_in_one_go(desk_database: Database, tmp_path: Path, command: str, line: bytes) -> None:
    """Five thousand lines nobody asked for stand before the answer, which is read all the same (V028)."""
    server = FakeServer(tmp_path, mails={1: MAIL})
    server.twists = {command: lambda tag: line * 5000 + (plain.answer(tag, sent[command]) or b"")}
    plain = FakeServer(tmp_path, mails=server.mails)
    sent = {"UID SEARCH": "UID SEARCH UID 1:*", "UID FETCH 1 (UID BODY": "UID FETCH 1 (UID BODY.PEEK[])", "SELECT": 'SELECT "INBOX"'}
    async with fake_server(server), watching(desk_database, server.account(since="2020-01-01")) as watched:
        await watched.has(1)
    assert watched.kept() == [MAIL]
    assert watched.events("account_failed") == []


@pytest.mark.parametrize(
    "said", [b"* " + b"(" * 1_000_000 + b"\r\n", b'* 1 FETCH (ENVELOPE ("((((" NIL\r\n', b"*\r\n* \r\n \r\n", b"* 1 FETCH\r\n* FETCH\r\n"]
)
async def test_syntax_that_makes_no_sense(desk_database: Database, tmp_path: Path, said: bytes) -> None:
    """A million brackets and half an answer are passed over (V034)."""
    server = FakeServer(tmp_path, mails={1: MAIL})
    plain = FakeServer(tmp_path, mails=server.mails)
    server.twists = {"UID FETCH 1 (UID BODY": lambda tag: said + (plain.answer(tag, "UID FETCH 1 (UID BODY.PEEK[])") or b"")}
    async with fake_server(server), watching(desk_database, server.account(since="2020-01-01")) as watched:
        await watched.has(1)
    assert watched.kept() == [MAIL]


@pytest.mark.parametrize("piece", [b"x" * 4096, b"* OK still here\r\n" * 300], ids=["line", "lines"])
async def test_an_answer_without_end_is_cut(desk_database: Database, tmp_path: Path, piece: bytes) -> None:
    """Neither a line nor a row of lines fills the memory (V028)."""
    server = FakeServer(tmp_path, twists={"UID SEARCH": lambda tag: b"* SEARCH " + piece * 4000})
    why = await told(server, desk_database, patience=QUICK, since="2020-01-01")
    assert "without an end" in why or "no end" in why


@pytest.mark.slow
async def test_the_line_breaks_at_every_byte(desk_database: Database, tmp_path: Path) -> None:
    """Cut after any number of bytes of the answer, a mail comes in once and whole, after the next connection (V029, F24)."""
    mail, server = b"Subject: %03d\r\n\r\ntext * with a star\r\n", FakeServer(tmp_path)
    server.mails = {1: mail % 1}
    answer = len(server.answer("ABCD12", "UID FETCH 1 (UID BODY.PEEK[])") or b"")
    server.mails = {}
    async with fake_server(server), watching(desk_database, server.account(since="2020-01-01"), poll=0.01) as watched:
        await watched.begun()
        for number in range(1, answer + 1):
            server.cut_after, server.mails = number - 1, {number: mail % number}
            await watched.has(number)
    assert watched.kept() == [mail % number for number in range(1, answer + 1)]


async def test_a_mail_in_quotes_is_the_same_mail(desk_database: Database, tmp_path: Path) -> None:
    """A server may send a short mail as a quoted string; nothing of it is lost on the way."""
    server = FakeServer(tmp_path, mails={1: b"x"})
    server.twists = {"UID FETCH 1 (UID BODY": lambda tag: b'* 1 FETCH (BODY[] "a * b \\"c\\" (" UID 1)\r\n%b OK\r\n' % tag.encode()}
    async with fake_server(server), watching(desk_database, server.account(since="2020-01-01")) as watched:
        await watched.has(1)
    assert watched.kept() == [b'a * b "c" (']


@pytest.mark.parametrize("answer", ["{tag} NO [OVERQUOTA] full\r\n", "{tag} NO [UNAVAILABLE] come later\r\n", "* BYE too many\r\n", None])
async def test_a_server_in_trouble_is_tried_again(desk_database: Database, tmp_path: Path, answer: str | None) -> None:
    """Refusal, farewell and a cut line in place of an answer lose nothing (F24)."""
    server = FakeServer(tmp_path, mails={1: MAIL})
    server.twists = {"UID SEARCH": lambda tag: answer.format(tag=tag).encode() if answer else None}
    async with fake_server(server), watching(desk_database, server.account(since="2020-01-01"), patience=HASTE) as watched:
        await watched.failed(2)
        server.twists = {}
        await watched.has(1)
    assert watched.kept() == [MAIL]


@pytest.mark.parametrize(("after", "refused"), [("flag", "UID STORE"), ({"move": "Taken"}, "UID COPY")])
async def test_mail_comes_in_though_it_cannot_be_tidied(desk_database: Database, tmp_path: Path, after: object, refused: str) -> None:
    """A server without IDLE, MOVE, UIDPLUS and ESEARCH that refuses to flag or to copy (case 91) is told of once.

    What comes in later comes in, and is tidied when the server lets it be; nothing is expunged that people have marked.
    """
    server = FakeServer(tmp_path, mails={1: MAIL}, twists={refused: lambda tag: f"{tag} NO [NOPERM] not yours\r\n".encode()})
    async with fake_server(server), watching(desk_database, server.account(after=after), poll=0.05) as watched:
        await watched.has(1)
        await watched.until(lambda: len([command for command in server.heard if command.startswith(refused)]) > 2)
        server.mails |= {2: MAIL + b"2"}
        await watched.has(2)
        assert watched.events("account_failed") == []
        [told] = watched.events("folder_untidy")
        assert "not yours" in str(told["why"])
        server.twists = {}
        await watched.until(lambda: _untidied(desk_database) == 0)
    assert not any("EXPUNGE" in command for command in server.heard)


def _untidied(database: Database) -> int:
    with database.read() as session:
        return int(session.exec_driver_sql("SELECT count(*) FROM imap_mails WHERE tidied = 0").scalar() or 0)


async def test_the_library_logs_no_secret(desk_database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """With every logger at its most talkative neither the password, plain or in base64, nor a mail stands in the log (V149)."""
    caplog.set_level(logging.DEBUG)
    server = FakeServer(tmp_path, mails={1: MAIL})
    async with fake_server(server), watching(desk_database, server.account(since="2020-01-01")) as watched:
        await watched.has(1)
    login = next(line for line in server.heard if line.startswith("AUTHENTICATE"))
    for secret in ("canary", login.split()[-1], "Subject: one"):
        assert secret not in caplog.text + watched.stream.getvalue()
