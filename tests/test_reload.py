"""A running daemon takes up its files when they change: all of them or none, and no mail notices."""

from __future__ import annotations

import asyncio
import email
import email.policy
import io
import os
import signal
import smtplib
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import trustme

from maildesk.bootstrap import read_edition
from maildesk.clock import SystemClock
from maildesk.config.init import initialise
from maildesk.edition import Edition, Reading
from maildesk.errors import Place, Problem, TryLater
from maildesk.eventlog import EventLog
from maildesk.outbound.outbox import post
from maildesk.recording.staffletters import letters_about_broken_edit
from maildesk.service.reload import Reloaded, Reloader
from maildesk.system import control
from tests import servers
from tests.aftermath import all_is_well
from tests.desks import maildesk, write_desk
from tests.opened import opened
from tests.poison import DESK
from tests.reloading import RULE, Edited, edited
from tests.service import service
from tests.talk import make_desk
from tests.traffic import Traffic


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edited]:
    with edited(tmp_path_factory.mktemp("reload") / "desk") as found:
        yield found


@pytest.fixture
def desk(daemon: Edited) -> Edited:
    """The one daemon of this file, with its first files in use."""
    daemon.restore()
    return daemon


def test_the_next_mail_follows_an_edited_rule(desk: Edited) -> None:
    """Nobody tells the daemon: it sees that a rule file was added. One that is taken away counts no longer."""
    desk.send("one fire")
    assert desk.ticket("one fire").priority == "normal"
    desk.write("rules.d/20.yaml", RULE % ("fire", "fire"))
    desk.until(lambda: desk.events("reloaded"))
    desk.send("two fires")
    assert desk.ticket("two fires").priority == "urgent"
    (desk.folder / "rules.d" / "20.yaml").unlink()
    assert desk.reload()["changed"]
    desk.send("three fires")
    assert desk.ticket("three fires").priority == "normal"


def test_a_broken_edit_leaves_everything_as_it_was(desk: Edited) -> None:
    """Of an edit with one mistake nothing is in use, whatever else is in it; log, page, metrics and one letter say where it is (F28)."""
    before = len(desk.letters("broken_edit"))
    desk.write("rules.d/20.yaml", RULE % ("water", "water"))
    desk.write("rules.d/30.yaml", (RULE % ("gas", "gas")).replace("priority:", "prioritty:"))
    desk.edit("name: Example Support", "name: Another Name")
    found = desk.reload()
    assert (found["changed"], [one["place"]["line"] for one in found["problems"]]) == (False, [3])
    desk.send("water everywhere")
    assert desk.ticket("water everywhere").priority == "normal"
    [event] = desk.events("edit_refused")
    place = f"{desk.folder}/rules.d/30.yaml:3:10"
    assert event["place"] == place
    assert place in desk.shown("/")
    assert "maildesk_file_problems 1\n" in desk.shown("/metrics")
    desk.until(lambda: desk.events("edit_told"))
    for _ in range(3):
        assert desk.reload()["problems"] == found["problems"]
    [(person, letter)] = desk.letters("broken_edit")[before:]
    said = email.message_from_string(letter, policy=email.policy.default).get_body(("plain",))
    assert said is not None
    assert person == "root@example.com"
    assert place in said.get_content()
    assert "did you mean priority?" in said.get_content()
    (desk.folder / "rules.d" / "30.yaml").unlink()
    assert desk.reload()["changed"]
    assert desk.events("reloaded")[0]["mended"] is True
    assert "maildesk_file_problems 0\n" in desk.shown("/metrics")
    desk.send("more water")
    assert desk.ticket("more water").priority == "urgent"


def test_a_worker_that_is_replaced_knows_the_last_good_files(desk: Edited) -> None:
    """A worker dies while the files are broken: the one after it does not read them, and works on."""
    desk.write("rules.d/10.yaml", "- name: [\n")
    assert desk.reload()["problems"]
    workers = desk.served.workers()
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    desk.until(lambda: len(desk.events("worker_started")) >= len(workers))
    desk.send("still smoke")
    assert desk.ticket("still smoke").priority == "urgent"


def test_a_template_is_taken_up(desk: Edited) -> None:
    """An acknowledgement has the words that stand in the folder when it is written."""
    desk.write("rules.d/20.yaml", "- name: answer\n  then: {reply: acknowledgement}\n")
    desk.write("templates/en/acknowledgement.txt", "Subject: Re: {{ subject }}\n\nWe are on holiday.\n")
    desk.write("templates/en/acknowledgement.html", "<p>We are on holiday.</p>\n")
    assert desk.reload() == {"changed": True, "problems": []}
    desk.send("a template")
    number = desk.ticket("a template").number
    assert number
    assert "We are on holiday." in desk.letters("acknowledgement")[0][1]


def test_a_mailbox_comes_and_goes_within_a_session(desk: Edited) -> None:
    """A server in front of us keeps its session open: the next MAIL in it knows the mailboxes of now, one under way those it began with."""
    with smtplib.SMTP("127.0.0.1", desk.served.port) as client:
        client.ehlo()
        client.mail("zoe@example.org")
        assert client.rcpt("sales@example.com")[0] == 550
        desk.edit("mailboxes: [", "mailboxes: [{address: sales@example.com, name: Sales}, ")
        assert desk.reload()["changed"]
        assert client.rcpt("sales@example.com")[0] == 550
        client.rset()
        client.mail("zoe@example.org")
        assert client.rcpt("sales@example.com")[0] == 250
        desk.write("desk.yaml", desk.text)
        assert desk.reload()["changed"]
        assert client.data("Subject: to sales\r\n\r\nHello\r\n")[0] == 250
        client.mail("zoe@example.org")
        assert client.rcpt("sales@example.com")[0] == 550
    assert desk.ticket("to sales").mailbox in ("sales@example.com", "support@example.com")


def test_a_storm_of_signals_during_a_mail(desk: Edited) -> None:
    """SIGHUP again and again while a mail is being said: the session goes on, and the mail is accepted once (F34)."""
    with socket.create_connection(("127.0.0.1", desk.served.port), 30) as line:
        stream = line.makefile("rb")

        def say(words: bytes) -> bytes:
            line.sendall(words)
            while (answer := stream.readline())[3:4] == b"-":
                pass
            return answer[:3]

        assert stream.readline()[:3] == b"220"
        assert say(b"EHLO client.example.org\r\n") == b"250"
        assert say(b"MAIL FROM:<storm@example.org>\r\n") == b"250"
        assert say(b"RCPT TO:<support@example.com>\r\n") == b"250"
        assert say(b"DATA\r\n") == b"354"
        process = desk.served.process
        assert process is not None
        for number in range(30):
            desk.write("rules.d/20.yaml", RULE % (f"storm {number}", "nothing"))
            process.send_signal(signal.SIGHUP)
            line.sendall(f"X-Line: {number}\r\n".encode())
        assert say(b"Subject: storm\r\n\r\nHello\r\n.\r\n") == b"250"
    assert desk.ticket("storm")
    assert desk.reload()["problems"] == []
    assert [one.subject for one in desk.tickets()].count("storm") == 1
    assert desk.served.ended() is None


def test_a_place_to_listen_comes_goes_and_is_in_the_way(desk: Edited) -> None:
    """A new line is listened at, one that is gone is not; where a place is taken nothing of the edit is in use."""
    port = servers.free_port()
    desk.edit("listen: [", f'listen: [{{smtp: "127.0.0.1:{port}"}}, ')
    assert desk.reload()["changed"]
    desk.send("by the new door", port=port)
    desk.write("desk.yaml", desk.text)
    assert desk.reload()["changed"]
    with pytest.raises(ConnectionRefusedError):
        desk.send("by no door", port=port)
    with socket.create_server(("127.0.0.1", port)):
        desk.write("rules.d/20.yaml", RULE % ("door", "door"))
        desk.edit("listen: [", f'listen: [{{smtp: "127.0.0.1:{port}"}}, ')
        [problem] = desk.reload()["problems"]
        assert "in use by another program" in Problem.from_plain(problem).wrong
        assert problem["place"]["file"] == str(desk.served.file)
        desk.send("by the old door")
        assert desk.ticket("by the old door").priority == "normal"


def test_a_renewed_certificate_is_shown_to_the_next_client(desk: Edited) -> None:
    """The door stays open and its sessions too; a certificate whose key is still the old one is a problem of its line (F40)."""
    authority = trustme.CA()
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)

    def put(certificate: trustme.LeafCert, key: trustme.LeafCert) -> None:
        desk.write("cert.pem", certificate.cert_chain_pems[0].bytes().decode())
        desk.write("key.pem", key.private_key_pem.bytes().decode())

    def session() -> tuple[smtplib.SMTP, bytes]:
        client = smtplib.SMTP("localhost", desk.served.port)
        client.starttls(context=trusting)
        assert isinstance(client.sock, ssl.SSLSocket)
        return client, client.sock.getpeercert(binary_form=True) or b""

    first, second = authority.issue_cert("localhost"), authority.issue_cert("localhost")
    put(first, first)
    place = f'smtp: "127.0.0.1:{desk.served.port}"'
    desk.edit(place, f"{place}, tls_certificate: cert.pem, tls_key: key.pem")
    assert desk.reload()["changed"]
    client, shown = session()
    put(second, first)
    [problem] = desk.reload()["problems"]
    assert "both are PEM files of one key" in Problem.from_plain(problem).wrong
    put(second, second)
    assert desk.reload()["problems"] == []
    later, shown_later = session()
    assert (shown != shown_later, client.noop()[0], desk.events("closed")) == (True, 250, [])
    client.quit()
    later.quit()


def test_the_page_moves(desk: Edited) -> None:
    """The page is shown where the file says now, and no longer where it said before."""
    place = f"127.0.0.1:{servers.free_port()}"
    desk.edit(desk.page, place)
    assert desk.reload()["changed"]
    before, desk.page = desk.page, place
    try:
        assert desk.shown("/healthz") == "ok\n"
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(before.rpartition(":")[2])), 5).close()
    finally:
        desk.page = before


@pytest.mark.sqlite_alone("the line that is edited names it")
def test_what_takes_a_restart_is_said_in_one_line(desk: Edited) -> None:
    """Another database is no edit for a running daemon: the line says what to do, and all else of the edit waits too."""
    desk.edit("database: sqlite:///desk.db", "database: sqlite:///other.db")
    [problem] = desk.reload()["problems"]
    assert (Problem.from_plain(problem).wrong, problem["place"]["line"]) == ("database cannot change while the daemon runs", 6)
    assert not (desk.folder / "other.db").exists()


def test_the_command_says_what_came_of_it(desk: Edited) -> None:
    """0 where the files are in use, 78 with each problem where they are not, 1 where no daemon is."""
    file = desk.served.file
    already = "nothing has changed: the files were in use already\n"
    assert maildesk("reload", desk=file).out == already
    desk.write("rules.d/20.yaml", RULE % ("gas", "gas"))
    assert maildesk("reload", desk=file).out in ("the files are in use\n", already)  # the daemon looks by itself, and may have been quicker
    desk.write("rules.d/20.yaml", "- name: gas\n")
    ended = maildesk("reload", desk=file)
    assert (ended.code, ended.out) == (78, "")
    assert ended.err.startswith(f"{desk.folder}/rules.d/20.yaml:1:3: this rule does nothing; ")


def test_nobody_answers_where_no_daemon_is(tmp_path: Path) -> None:
    """The place that was asked stands in the line."""
    ended = maildesk("reload", desk=write_desk(tmp_path))
    assert ended.code == 1
    assert ended.err.startswith(f"no daemon of this desk answers at {tmp_path}/state/reload: ")


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_while_the_files_change(tmp_path: Path) -> None:
    """Workers, relays and page are replaced again and again under mail: each has its ticket, its acknowledgement and its notification once."""
    with service(tmp_path / "busy") as served:
        served.start()
        text, traffic = served.file.read_text(encoding="utf-8"), Traffic((served.port,), mails=60, customers=4, pace=0.0)
        with ThreadPoolExecutor(1) as pool:
            sent = pool.submit(traffic.send_all)
            number = 0
            while number < 4 or not sent.done():
                served.file.write_text(text.replace("Example Support", f"Support {number}"), encoding="utf-8")
                assert control.ask(served.file.parent / "state", 60)["problems"] == []
                number += 1
            sent.result()
        all_is_well(served.database, traffic.accepted, served.file.parent / "outgoing")
        assert served.stop() == 0
        assert len(traffic.accepted) == 60
        assert b"worker_died" not in served.log.read_bytes()


def test_letters_leave_by_the_relay_of_now(desk: Edited) -> None:
    """A relay that desk.yaml names anew takes the letters from the next one on."""
    desk.edit("default: {capture: outgoing}", "default: {capture: elsewhere}")
    desk.write("rules.d/20.yaml", "- name: answer\n  then: {reply: acknowledgement}\n")
    assert desk.reload()["changed"]
    desk.send("another way out")
    desk.until(lambda: any(b"another way out" in path.read_bytes() for path in (desk.folder / "elsewhere").glob("new/*")))


class _Taker:
    """A daemon that takes up whatever it is given."""

    def __init__(self) -> None:
        self.taken: list[Edition] = []
        self.told: list[tuple[Problem, ...]] = []

    async def adopt(self, edition: Edition) -> None:
        self.taken.append(edition)

    async def tell(self, problems: tuple[Problem, ...]) -> None:
        if not self.told:
            self.told.append(())
            raise TryLater("the database is busy")
        self.told.append(problems)


async def test_a_file_that_goes_away_while_it_is_read_ends_nothing(tmp_path: Path) -> None:
    """It is a problem like any other, told of once however often the database has no time for it; the next look may find the file again."""
    initialise(tmp_path)
    readings = iter([FileNotFoundError(2, "No such file or directory", "rules.d/10.yaml"), None])

    def read() -> Reading:
        error = next(readings)
        if error is not None:
            raise error
        return read_edition(tmp_path / "desk.yaml")

    daemon, log = _Taker(), io.StringIO()
    reloader = Reloader(read_edition(tmp_path / "desk.yaml"), read, daemon, EventLog(SystemClock(), log))
    running = asyncio.create_task(reloader.run())
    async with asyncio.timeout(30):
        first = await reloader.call()
        assert [str(one) for one in first.problems] == ["rules.d/10.yaml:1:1: the file cannot be read: No such file or directory"]
        while len(daemon.told) < 2:
            await asyncio.sleep(0.02)
        assert daemon.told[1:] == [first.problems]
        assert await reloader.call() == Reloaded(changed=False)
    assert len(daemon.taken) == 1
    assert reloader.problems == ()
    pending = reloader.call()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert pending.cancelled()


def test_supervisors_hear_where_there_is_no_admin(tmp_path: Path) -> None:
    """The letter names the host and the first thirty problems; a file that is broken anew all the time is told of ten times an hour."""
    (tmp_path / "given.yaml").write_text(DESK % 2525)
    desk = make_desk(tmp_path / "given.yaml", tmp_path)
    problems = tuple(Problem(Place("/etc/maildesk/rules.d/10.yaml", line), "there is no verb 'asign'") for line in range(1, 41))
    written = []
    with desk.database.write() as session:
        for _ in range(12):
            letters = letters_about_broken_edit(session, desk, ("mail.example.com", "/etc/maildesk/desk.yaml"), problems, SystemClock().now())
            post(session, letters)
            written += letters
    desk.database.close()
    said = opened(written[0].data).get_body(("plain",))
    assert said is not None
    assert ({one.letter.person for one in written}, len(written)) == ({"sue@example.com"}, 10)
    for words in ("on mail.example.com were changed", "10.yaml:30:1", "And 10 more."):
        assert words in said.get_content()
    assert "10.yaml:31:1" not in said.get_content()
