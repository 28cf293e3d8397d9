"""The README's way to a first answered mail is walked as it stands, with a provider that has IMAP and SMTP, both in TLS and with a password."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests import servers
from tests.dovecot import PASSWORD, Dovecot, dovecot
from tests.nexthop import NextHop, next_hop
from tests.opened import opened
from tests.service import Service

ROOT = Path(__file__).parent.parent
READMES = {"README.md": "Your own mailbox in fifteen minutes", "README.zh-CN.md": "十五分钟接上自己的邮箱"}


def commands(readme: str) -> list[str]:
    """The command lines of the section, without those that fetch and build."""
    [section] = re.findall(rf"^## {READMES[readme]}\n(.*?)^## ", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = [line[4:] for line in section.splitlines() if line.startswith("    ")]
    return [line for line in lines if line.startswith("maildesk")]


def test_both_readmes_walk_the_same_way() -> None:
    """Command by command."""
    first, second = map(commands, READMES)
    assert first == second


@pytest.fixture
def provider() -> Iterator[Dovecot]:
    with dovecot() as found:
        yield found


class Newcomer:
    """Somebody at a terminal, in a folder of his own, whose provider has these two servers."""

    def __init__(self, folder: Path, provider: Dovecot, hop: NextHop) -> None:
        self.folder = folder
        bundle = folder / "ca.pem"
        bundle.write_bytes(provider.ca_file.read_bytes() + hop.ca_file.read_bytes())
        self._hosts = {"imap.example.com": f"localhost:{provider.tls}", "smtp.example.com": f"localhost:{hop.port} --ca-file {bundle}"}

    def types(self, line: str, answer: str = "") -> tuple[int, str]:
        """Runs a command line at a terminal, answering what it asks for; its exit code, and all that the terminal showed."""
        for there, here in self._hosts.items():
            line = line.replace(there, here)
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.folder)
            os.environ["MAILDESK_DESK"] = str(self.folder / "mydesk" / "desk.yaml")
            os.execv(sys.executable, [sys.executable, "-m", *line.split()])
        shown = b""
        while True:
            try:
                shown += os.read(terminal, 1000)
            except OSError:  # the other end is closed
                break
            if answer and b"password of support@example.com" in shown:
                os.write(terminal, f"{answer}\n".encode())
                answer = ""
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode().replace("\r\n", "\n")


def _mail(sender: str, subject: str, text: str, answers: EmailMessage | None = None) -> bytes:
    """A mail as the provider delivers it."""
    about = f"In-Reply-To: {answers['Message-ID']}\r\nReferences: {answers['Message-ID']}\r\n" if answers else ""
    head = f"Return-Path: <{sender}>\r\nFrom: {sender}\r\nTo: support@example.com\r\nSubject: {subject}\r\nMessage-ID: <{hash(text)}@{sender.partition('@')[2]}>\r\n{about}"
    return f"{head}\r\n{text}\r\n".encode()


async def _letter(hop: NextHop, to: str, words: str) -> EmailMessage:
    """The letter to that person with these words in it, once it has come."""
    async with asyncio.timeout(60):
        while True:
            for one in hop.received:
                mail = opened(one.data)
                part = mail.get_body(("plain",)) if isinstance(mail, EmailMessage) else None
                if one.recipients == [to] and part is not None and words in part.get_content():
                    assert isinstance(mail, EmailMessage)
                    return mail
            await asyncio.sleep(0.02)


@pytest.mark.slow
async def test_the_first_mail_is_answered(provider: Dovecot, tmp_path: Path) -> None:
    """Made, checked and served with the commands of the README; the customer has an acknowledgement and the agent's answer."""
    init, check, serve = commands("README.md")
    assert serve == "maildesk serve"
    async with next_hop(tmp_path, NextHop(password=PASSWORD.encode())) as hop:
        newcomer = Newcomer(tmp_path, provider, hop)
        code, said = await asyncio.to_thread(newcomer.types, init, PASSWORD)
        assert (code, PASSWORD in said) == (0, False), said
        code, said = await asyncio.to_thread(newcomer.types, check)
        assert (code, said.splitlines()[-1]) == (0, "each relay and account that it names lets us in"), said
        desk = tmp_path / "mydesk" / "desk.yaml"
        desk.write_text(desk.read_text().replace("127.0.0.1:8080", f"127.0.0.1:{servers.free_port()}"))
        served = Service(desk, 0)
        try:
            served.begin()
            await asyncio.to_thread(served.wait_for, "account_ok")
            with provider.person("support@example.com") as mailbox:
                mailbox.put(_mail("zoe@customer.example", "No paper", "The printer is out."))
                await _letter(hop, "zoe@customer.example", "Thank you")
                letter = await _letter(hop, "anna@example.org", "The printer is out.")
                mailbox.put(_mail("anna@example.org", f"Re: {letter['Subject']}", "Paper is on its way.", letter))
            answer = await _letter(hop, "zoe@customer.example", "Paper is on its way.")
            assert "support@example.com" in str(answer["From"])
            assert {(one.tls, login) for one in hop.received for login, _ in hop.logins} == {(True, "support@example.com")}
            assert served.stop() == 0
        finally:
            served.kill_all()


@pytest.mark.slow
async def test_what_keeps_a_server_from_being_used_is_said_before(provider: Dovecot, tmp_path: Path) -> None:
    """A wrong password, a relay that is not there: each at its line of desk.yaml, with the server's words, and 78."""
    init, check, _ = commands("README.md")
    async with next_hop(tmp_path, NextHop()) as hop:
        newcomer = Newcomer(tmp_path, provider, hop)
        await asyncio.to_thread(newcomer.types, init, "wrong")
        code, said = await asyncio.to_thread(newcomer.types, check)
    lines = (tmp_path / "mydesk" / "desk.yaml").read_text().splitlines()
    account, relay = lines.index("  - imap:") + 1, lines.index("  default:") + 2
    assert code == 78, said
    assert f"mydesk/desk.yaml:{account}:" in said
    assert f"mydesk/desk.yaml:{relay}:" in said
