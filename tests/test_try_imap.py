"""`maildesk try imaps://…` against a real Dovecot: the mails are tried, and the server is what it was."""

from __future__ import annotations

import asyncio
import imaplib
import os
import pty
import re
import select
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from maildesk.config.limits import Limits
from maildesk.config.secret import Secret
from maildesk.errors import Refused, TryLater, Unproven
from maildesk.intake.imap.look import Place, newest, read_url
from tests.desks import maildesk, said
from tests.dovecot import PASSWORD, TOKEN, Dovecot, dovecot
from tests.fakeimap import FakeServer, fake_server

USER = "support@example.com"
URL = "imaps://support%40example.com@localhost:{port}/{folder}"


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as found:
        yield found


@pytest.fixture(scope="module")
def url(server: Dovecot) -> str:
    """A folder with five mails, the first read, the second flagged and deleted; two have just been delivered."""
    with server.person(USER) as person:
        for number in range(1, 4):
            person.put(mail(number))
        person.do("STORE", "1", "+FLAGS", r"(\Seen)")
        person.do("STORE", "2", "+FLAGS", r"(\Deleted \Flagged $Work)")
    new = server.mail_of(USER) / "new"
    for number in (4, 5):
        delivered = new / f"17000000{number}.M1P1.localhost"
        delivered.write_bytes(mail(number))
        os.chown(delivered, new.stat().st_uid, new.stat().st_gid)
    return URL.format(port=server.tls, folder="INBOX")


def mail(number: int) -> bytes:
    head = f"Return-Path: <c{number}@customer.example>\nFrom: c{number}@customer.example\nTo: {USER}\nSubject: question {number}\n"
    return f"{head}Message-ID: <{number}@customer.example>\nDate: Mon, 5 Jan 2026 10:0{number}:00 +0000\n\nHello\n".replace("\n", "\r\n").encode()


def options(server: Dovecot) -> list[str]:
    return ["--ca-file", str(server.ca_file), "--password-file", str(server.folder / "secret")]


def state(server: Dovecot) -> tuple[list[bytes], list[object], list[str]]:
    """All that a mail program and the disk can tell of the folder; this looking opens it by EXAMINE, after STATUS has told what is recent."""
    context = ssl.create_default_context(cafile=str(server.ca_file))
    with imaplib.IMAP4_SSL("localhost", server.tls, ssl_context=context) as client:
        client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        status = client.status("INBOX", "(MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN HIGHESTMODSEQ)")[1]
        client.select("INBOX", readonly=True)
        flags = client.uid("FETCH", "1:*", "(FLAGS MODSEQ INTERNALDATE)")[1]
    files = sorted(str(path.relative_to(server.mail_of(USER))) for part in ("cur", "new") for path in (server.mail_of(USER) / part).iterdir())
    return status, flags, files


def test_the_newest_mails_are_tried_and_nothing_is_altered(server: Dovecot, url: str) -> None:
    """Without a desk: each mail's ticket and letters; flags, what is unread and recent, sequence numbers and files are the same before and after."""
    before = state(server)
    ended = maildesk("try", "--json", "--last", "4", "--no-desk", USER, *options(server), url)
    assert ended.code == 0, ended.err
    *mails, total = ended.lines
    assert [(one["subject"], one["new"], one["acknowledgement"]) for one in mails] == [
        (f"question {number}", True, f"c{number}@customer.example") for number in range(2, 6)
    ]
    assert mails[0]["file"] == f"{USER}@localhost/INBOX;UID=2"
    assert (total["mails"], total["acknowledgements"]) == (4, 4)
    assert state(server) == before
    assert "RECENT 2" in str(before[0])


@pytest.mark.usefixtures("url")  # its mails are on the server
def test_over_starttls_with_a_token_and_beside_files(server: Dovecot, tmp_path: Path) -> None:
    """imap:// is STARTTLS or nothing; an access token does for a password; files and folders go together."""
    (tmp_path / "one.eml").write_bytes(mail(9))
    plain = f"imap://support%40example.com@localhost:{server.plain}"
    *mails, _ = maildesk("try", "--json", "--no-desk", USER, *options(server), plain, str(tmp_path / "one.eml")).lines
    assert [one["subject"][-1] for one in mails] == ["9", "1", "2", "3", "4", "5"]
    token = ["--xoauth2", "--ca-file", str(server.ca_file), "--password-file", str(server.secret("access-token", TOKEN))]
    assert maildesk("try", "--json", "--no-desk", USER, *token, f"imaps://tokens@localhost:{server.tls}").lines[-1]["mails"] == 0


def test_the_password_is_typed_unseen(server: Dovecot, url: str) -> None:
    """On a terminal it is asked for with the account's name, and does not appear."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "maildesk", "try", "--no-desk", USER, "--ca-file", str(server.ca_file), url]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    os.close(slave)
    shown = b""
    while not shown.rstrip().endswith(b":"):
        assert select.select([master], [], [], 30)[0], shown
        shown += os.read(master, 1000)
    assert f"Password of {USER}@localhost" in shown.decode()
    os.write(master, PASSWORD.encode() + b"\n")
    while select.select([master], [], [], 60)[0]:
        try:
            shown += os.read(master, 65536)
        except OSError:  # Linux's way of saying that nobody writes any more
            break
    assert process.wait(30) == 0, shown
    os.close(master)
    assert b"5 mails: 5 new tickets" in shown
    assert PASSWORD.encode() not in shown


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("imaps://zoe:canary@imap.example.com", "a password never stands in a URL"),
        ("imaps://imap.example.com/INBOX", "names no user"),
        ("https://zoe@imap.example.com/INBOX", "names no user and server; write it like imaps://"),
        ("imaps://zoe@imap.example.com:notaport/", "this is no URL"),
        ("imaps://zoe%0d%0a@imap.example.com/", "cannot be used"),
        ("imaps://zoe@imap.example.com/IN%0D%0ABOX", "no control characters"),
    ],
)
def test_a_url_that_is_none(url: str, words: str) -> None:
    """It is told in one line with what would be right, and a password in it is not repeated."""
    ended = said("try", "--no-desk", USER, url)
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err
    assert "canary" not in ended.err


def test_what_the_server_refuses_is_told(server: Dovecot, url: str) -> None:
    """A wrong password, a folder that is not there, an authority nobody named: one line each, without the secret."""
    wrong = ["--ca-file", str(server.ca_file), "--password-file", str(server.secret("wrong", "canary"))]
    ended = said("try", "--no-desk", USER, *wrong, url)
    assert (ended.code, ended.out) == (1, "")
    assert "AUTHENTICATIONFAILED" in ended.err
    assert "check the name in the URL and the password: many providers want one made for programs" in ended.err
    assert "canary" not in ended.err
    with pytest.raises(Refused, match="the server says no: EXAMINE"):
        next(newest(Place(server.imap(USER), "Nowhere"), Secret(PASSWORD), 5, Limits()))


def test_a_certificate_of_nobody_is_told_with_the_way_out(server: Dovecot, url: str) -> None:
    """Trying again would not help, so it is not 75; the option that helps stands in the line. By STARTTLS as by TLS, and under another name."""
    secret = ["--password-file", str(server.folder / "secret")]
    ended = maildesk("try", "--no-desk", USER, *secret, url)
    assert (ended.code, ended.out) == (78, "")
    assert re.match(r"the certificate of localhost is of no authority that is trusted here \(.+\); .*: --ca-file FILE\n\Z", ended.err)
    with pytest.raises(Unproven, match="--ca-file FILE"):
        next(newest(Place(server.imap(USER, tls="starttls", port=server.plain, ca_file=None), "INBOX"), Secret(PASSWORD), 5, Limits()))
    with pytest.raises(Unproven, match=r"the certificate of 127\.0\.0\.1 is for other names; name the server as its certificate does"):
        next(newest(Place(server.imap(USER, host="127.0.0.1"), "INBOX"), Secret(PASSWORD), 5, Limits()))


def test_the_check_of_a_desk_names_the_key_that_helps(server: Dovecot, tmp_path: Path) -> None:
    """At the line of the account; a refused login says what to look at."""
    said("init", str(tmp_path))
    desk, fresh = tmp_path / "desk.yaml", (tmp_path / "desk.yaml").read_text()
    secret = server.secret("wrong", "canary")
    account = f"imap: {{host: localhost, port: {server.tls}, user: {USER}, password_file: {secret}"
    for more, words in (("", "trusted here"), (f", ca_file: {server.ca_file}", "is not let in")):
        desk.write_text(fresh.replace('smtp: "127.0.0.1:2525"', f"{account}{more}}}"))
        ended = said("config", "check", "--connect", desk=desk)
        assert (ended.code, words in ended.err) == (78, True), ended.err
        assert ("ca_file: FILE" if not more else "an app password") in ended.err
        assert "canary" not in ended.err


def test_a_password_is_not_read_from_a_pipe(url: str) -> None:
    """Where nobody can be asked, the file is named as the way."""
    ended = said("try", "--no-desk", USER, url)
    assert ended.code == 1
    assert "--password-file FILE" in ended.err


async def test_in_clear_nothing_is_asked_of_tls(tmp_path: Path) -> None:
    """Where a person wants it so, on this machine; without that the same server gets no password."""
    server = FakeServer(tmp_path, mails={7: mail(7)}, tls=False, twists={"STARTTLS": lambda tag: f"{tag} NO\r\n".encode()})
    async with fake_server(server):
        place = read_url(f"imap://zoe@127.0.0.1:{server.port}", clear=True)
        [looked] = await asyncio.to_thread(lambda: list(newest(place, Secret("secret"), 5, Limits())))
        assert looked.data == mail(7)
        heard = len(server.heard)
        with pytest.raises(TryLater):
            await asyncio.to_thread(lambda: list(newest(replace(place, clear=False), Secret("secret"), 5, Limits())))
        assert server.heard[heard:] == ["STARTTLS"]


@pytest.mark.parametrize("user", ["support@example.com", "support%40example.com", "Support%40Example.com"])
def test_a_login_that_is_an_address(user: str) -> None:
    """It may be written as it is, and keeps its capitals; a folder may have odd letters."""
    place = read_url(f"imaps://{user}@imap.example.com/处理%20neu")

    assert (place.imap.user, place.imap.host, place.folder) == (unquote(user), "imap.example.com", "处理 neu")


def test_without_tls_only_on_this_machine() -> None:
    """Asked for in words, to loopback alone."""
    assert read_url("imap://zoe@127.0.0.1", clear=True).clear
    assert read_url("imap://zoe@[::1]", clear=True).imap.port == 143
    with pytest.raises(Refused, match="over TLS or not at all"):
        read_url("imap://zoe@imap.example.com", clear=True)


def test_a_large_mail_is_looked_at_by_its_headers(server: Dovecot) -> None:
    """As the daemon would have taken it."""
    with server.person("large") as person:
        person.put(mail(1) + b"x" * (1 << 17))
    place = Place(server.imap("large"), "INBOX")
    [looked] = newest(place, Secret(PASSWORD), 5, Limits(message=1 << 16))
    assert b"Subject: question 1" in looked.data
    assert re.search(rb"large@localhost/INBOX;UID=1", looked.data)
    assert looked.envelope.mail_from == "c1@customer.example"
