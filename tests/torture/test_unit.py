"""The unit as it is packaged, run by a real systemd: it becomes ready, reloads, is given its password, and is killed when it stands still."""

from __future__ import annotations

import asyncio
import smtplib
from pathlib import Path

import pytest

from tests.booted import ROOT, Booted, booted, why_not
from tests.nexthop import NextHop, next_hop

DESK = """\
mailboxes: [{{address: support@example.com, name: Example Support, team: support}}]
teams: {{support: {{members: [anna@example.com]}}}}
agents: [{{address: anna@example.com, name: Anna}}]
listen: [{{smtp: "127.0.0.1:{port}"}}]
database: sqlite:////var/lib/maildesk/maildesk.db
state: /var/lib/maildesk/state
relays: {{default: {{host: localhost, port: {relay}, ca_file: ca.pem, user: desk, credential: relay}}}}
proof: {{gives_up: [signature, confirmation]}}
"""
# The unit itself is the packaged one; a test does not wait for a minute.
DROP_IN = """\
[Service]
LoadCredential=relay:/etc/maildesk/relay-password
WatchdogSec=4
RestartSec=100ms
StandardError=append:/run/maildesk.log
"""
MAIL = "From: bob@customer.example\r\nTo: support@example.com\r\nSubject: Printer\r\nMessage-ID: <1@customer.example>\r\n\r\nIt is broken.\r\n"


async def test_the_unit_runs(tmp_path: Path, free_port: int) -> None:
    """By the words of the unit alone; what it shows of itself is what systemd saw."""
    if why := why_not():
        pytest.skip(why)
    async with next_hop(tmp_path) as relay:
        await asyncio.to_thread(_lived, tmp_path, free_port, relay)


def _lived(folder: Path, port: int, relay: NextHop) -> None:
    unit = (ROOT / "packaging" / "maildesk.service").read_text(encoding="utf-8")
    files = {
        "desk.yaml": DESK.format(port=port, relay=relay.port),
        "ca.pem": relay.ca_file.read_text(encoding="ascii"),
        "relay-password": "secret\n",
    }
    with booted(folder / "machine", {"maildesk.service": unit, "maildesk.service.d/test.conf": DROP_IN}, files) as machine:
        for words in (("db", "upgrade"), ("keys", "make")):
            made = machine.run("setpriv", "--reuid=maildesk", "--regid=maildesk", "--clear-groups", "/opt/maildesk/bin/maildesk", *words)
            assert made.returncode == 0, made.stderr
        _becomes_ready(machine, port)
        _is_given_its_password(machine, port, relay)
        _reloads(machine)
        _is_killed_when_it_stands_still(machine, port)
        assert machine.run("systemctl", "stop", "maildesk").returncode == 0
        assert machine.told("maildesk", "Result") == "success"


def _becomes_ready(machine: Booted, port: int) -> None:
    """`systemctl start` ends when the daemon has said READY, and then it takes mail."""
    started = machine.run("systemctl", "start", "maildesk")
    assert started.returncode == 0, started.stderr + machine.run("cat", "/run/maildesk.log").stdout
    assert machine.told("maildesk", "ActiveState") == "active"
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
        client.sendmail("bob@customer.example", ["support@example.com"], MAIL)


def _is_given_its_password(machine: Booted, port: int, relay: NextHop) -> None:
    """LoadCredential: the file is root's alone, and the daemon logs in with what stands in it."""
    assert machine.run("stat", "-c", "%U %a", "/etc/maildesk/relay-password").stdout == "root 600\n"
    machine.wait_for(lambda: len(relay.received) >= 2)
    assert set(relay.logins) == {("desk", b"secret")}


def _reloads(machine: Booted) -> None:
    """`systemctl reload` fails where an edit is broken, and the daemon goes on; it ends well where it is right."""
    before = machine.told("maildesk", "MainPID")
    file = machine.etc / "desk.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "nonsense: 1\n", encoding="utf-8")
    assert machine.run("systemctl", "reload", "maildesk").returncode != 0
    assert machine.told("maildesk", "ActiveState") == "active"
    file.write_text(text.replace("name: Example Support", "name: Another Name"), encoding="utf-8")
    reloaded = machine.run("systemctl", "reload", "maildesk")
    assert reloaded.returncode == 0, reloaded.stderr
    assert machine.told("maildesk", "MainPID") == before


def _is_killed_when_it_stands_still(machine: Booted, port: int) -> None:
    """The watchdog: a stopped process says nothing; it is killed with all its workers, and another one takes mail."""
    before = machine.told("maildesk", "MainPID")
    machine.run("kill", "-STOP", before)
    machine.until("maildesk", "NRestarts", "1")
    machine.until("maildesk", "ActiveState", "active")
    assert machine.told("maildesk", "MainPID") != before
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
        assert client.noop()[0] == 250
