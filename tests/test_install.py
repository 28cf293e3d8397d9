"""docs/install.md is carried out as it stands, with a real Postfix: from the empty machine to the customer's answer."""

from __future__ import annotations

import email
import email.policy
import os
import pwd
import re
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests import postfix, servers
from tests.letters import read
from tests.postfix import Postfix
from tests.service import Service

DOCUMENT = Path(__file__).parent.parent / "docs" / "install.md"
# Lines for the machine as a whole: the wheel is tried in test_wheel.py, user, folders and unit in test_packaging.py.
ELSEWHERE = ("pip wheel", "python3 -m venv", "/opt/maildesk/bin/pip", "ln -s", "install -m", "systemd-")
SERVE = "systemctl enable --now maildesk"


def commands(heading: str) -> list[str]:
    """The command lines of one section, in their order."""
    [section] = re.findall(rf"^## {heading}\n(.*?)^## ", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line[4:] for line in section.splitlines() if line.startswith("    ")]


class Machine:
    """The folders of a machine below one of our own, and its Postfix."""

    def __init__(self, folder: Path, server: Postfix) -> None:
        self._folder, self.postfix = folder, server
        program = folder / "bin" / "maildesk"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m maildesk "$@"\n')
        program.chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MAILDESK")}
        self._environment = kept | {"PATH": f"{program.parent}:/usr/sbin:{os.environ['PATH']}", "MAIL_CONFIG": str(server.config)}

    @property
    def desk(self) -> Path:
        return self._folder / "etc" / "maildesk" / "desk.yaml"

    @property
    def data(self) -> Path:
        return self._folder / "var"

    def run(self, lines: list[str]) -> str:
        """Carries out lines as one shell session; fails with all that was said."""
        script = "\n".join(self._here(line) for line in lines)
        done = subprocess.run(["sh", "-eu", "-c", script], capture_output=True, text=True, env=self._environment, timeout=100, check=False)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}\n{self.postfix.log()}"
        return done.stdout

    def _here(self, line: str) -> str:
        """The line with the places, the user and the port of this machine."""
        places = {"/etc/postfix": self.postfix.config, "/var/spool/postfix": self.postfix.queue, "/etc/maildesk": self.desk.parent}
        for there, here in {**places, "/var/lib/maildesk": self.data}.items():
            line = line.replace(there, str(here))
        return re.sub(r"(-o|--user) maildesk\b", r"\1 nobody", line).replace("--relay localhost", f"--relay localhost:{self.postfix.port}")


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    if not postfix.is_installed():
        pytest.skip("Postfix is not installed, or this is not root: apt-get install postfix")
    with postfix.postfix("zoe@customer.example", "anna@example.org") as server:
        server.start()
        yield Machine(tmp_path, server)


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


@pytest.mark.slow
def test_from_the_package_to_the_customers_answer(machine: Machine) -> None:
    """Every command of the page does what it says: a mail by LMTP, an acknowledgement, the agent's letter, and her answer by its plus address."""
    lines = [line for line in commands("A service behind Postfix") if not line.startswith(ELSEWHERE)]
    serves, sends = lines.index(SERVE), next(number for number, line in enumerate(lines) if line.startswith("printf"))
    told = machine.run(lines[:serves])
    assert "each relay and account that it names lets us in" in told
    kept = [machine.data / name for name in ("state", "state/keys", "maildesk.db")]
    assert {path.stat().st_uid for path in (*kept, machine.data)} == {pwd.getpwnam("nobody").pw_uid}
    assert (machine.desk.stat().st_uid, machine.desk.stat().st_mode & 0o777) == (0, 0o640)
    text = machine.desk.read_text(encoding="utf-8")
    machine.desk.write_text(text.replace("127.0.0.1:8080", f"127.0.0.1:{servers.free_port()}"), encoding="utf-8")
    served = Service(machine.desk, 0)
    try:
        served.begin()
        served.wait_for("listening")
        machine.run(lines[serves + 1 : sends])
        machine.run([lines[sends]])
        acknowledged = read(machine.postfix.mail_of("zoe@customer.example")[0])
        assert str(acknowledged["From"]) == "Example Support <support@example.com>"
        letter = read(machine.postfix.mail_of("anna@example.org")[0])
        assert "The printer is out." in text_of(letter)
        assert "No paper" in machine.run(["export MAILDESK_DESK=/etc/maildesk/desk.yaml", *lines[sends + 1 :]])
        to = email.utils.parseaddr(str(letter["Reply-To"]))[1]
        assert to.startswith("support+")
        head = f"From: anna@example.org\nTo: {to}\nSubject: Re: {letter['Subject']}\nIn-Reply-To: {letter['Message-ID']}\n"
        machine.postfix.send("anna@example.org", to, f"{head}\nPaper is on its way.\n")
        answer = read(machine.postfix.mail_of("zoe@customer.example", 2)[1])
        assert "support@example.com" in str(answer["From"])
        assert "Paper is on its way." in text_of(answer)
        assert "anna@example.org" not in answer.as_string()
        assert served.stop() == 0
    finally:
        served.kill_all()
