"""`explain` over real files, and the commands that make and check a desk."""

from __future__ import annotations

import json
import os
import pty
import re
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from maildesk.recording.reasons import DECISIONS
from maildesk.threading.decide import Decision
from tests.desks import said
from tests.talk import Block, Talk, make_desk

MAIL = b"From: Eve <eve@example.net>\r\nTo: support@example.com\r\nSubject: No paper\r\nMessage-ID: <1@example.net>\r\n\r\nHelp.\r\n"
KEYS = [
    "file",
    "mail",
    "nature",
    "trust",
    "junk",
    "clues",
    "thread",
    "also",
    "event",
    "commands",
    "rules",
    "changes",
    "health",
    "letters",
    "evidence",
]


@pytest.fixture
def mails(tmp_path: Path) -> list[str]:
    """A mail and a file that is none; relative to `tmp_path` they are `good.eml` and `bad.eml`."""
    (tmp_path / "good.eml").write_bytes(MAIL)
    (tmp_path / "bad.eml").write_bytes(bytes(range(256)) * 10)
    return [str(tmp_path / "good.eml"), str(tmp_path / "bad.eml")]


def test_the_example_of_the_documents(tmp_path: Path) -> None:
    """Each step of the path with what won and what lost, the rules with their file and line."""
    page = (Path(__file__).parent.parent / "docs" / "understanding.md").read_text(encoding="utf-8")
    [(mail, shown)] = re.findall(r"^```eml\n(.*?)^```\n\n```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "letter.eml").write_text(mail, encoding="utf-8")
    [_, *lines] = said("explain", "--no-desk", str(tmp_path / "letter.eml")).out.splitlines()
    assert [line for line in lines if not re.match(r"  rule .*: missed", line)] == shown.splitlines()


def test_the_reasons_are_told_in_the_readers_language(mails: list[str], tmp_path: Path) -> None:
    """Every step of the path and why, in Chinese; no name of the code's is shown; JSON keeps English."""
    mail = tmp_path / "robot.eml"
    mail.write_bytes(
        b"From: noreply@customer.example\r\nTo: support@example.com\r\nSubject: Out of office: x\r\nAuto-Submitted: auto-replied\r\n\r\n\r\n"
    )
    shown = said("explain", "--no-desk", mails[0], str(mail), "/nowhere", LC_ALL="zh_CN.UTF-8")
    [line] = said("explain", "--no-desk", "--json", str(mail), LC_ALL="zh_CN.UTF-8").lines

    assert "  归属        新工单\n              因为 邮件中没有指向任何工单的线索\n" in shown.out
    assert "  性质        外出通知，不可自动回复\n" in shown.out
    assert "              因为 机器人地址 noreply@customer.example\n" in shown.out
    assert "  归属        忽略\n              因为 不属于任何工单的外出通知\n  结局        忽略 builtin:out-of-office\n" in shown.out
    assert (shown.code, shown.err) == (1, "/nowhere：无法读取：No such file or directory\n")
    assert (line["thread"]["decision"], line["thread"]["why"]) == ("Ignore", "an out-of-office notice that belongs to no ticket")


def test_a_letter_is_called_by_the_readers_word(mails: list[str], tmp_path: Path) -> None:
    """As `try` and the tables call it, and not by the name of its template."""
    desk = tmp_path / "desk" / "desk.yaml"
    assert said("init", str(desk.parent)).code == 0
    shown = said("explain", mails[0], desk=desk, LC_ALL="zh_CN.UTF-8").out
    assert "  信          收信确认，寄给 eve@example.net：No paper\n  信          通知，寄给 anna@example.com：No paper\n" in shown


def test_a_mail_that_gets_no_acknowledgement_is_told_why(mails: list[str], tmp_path: Path) -> None:
    """A rule asks for one, and the mail is not addressed to us, as its envelope tells: no letter, and the reason. Without an envelope it counts as sent to us."""
    words = "our address stands in neither To nor Cc"
    entries = tmp_path / "list"
    entries.write_text(json.dumps({"file": mails[0], "rcpt_to": ["help@example.org"]}), encoding="utf-8")
    [line, unknown] = said("explain", "--no-desk", "--json", "--list", str(entries), mails[0]).lines[::-1]
    assert (line["nature"]["may_answer"], line["nature"]["no_answer"], line["letters"]) == (True, words, [])
    assert [(one["of"], one["won"]) for one in line["evidence"]["may_answer"]] == [(words, True)]
    assert (unknown["nature"]["no_answer"], [one["template"] for one in unknown["letters"]]) == ("", ["acknowledgement"])
    shown = said("explain", "--no-desk", "--list", str(entries), LC_ALL="zh_CN.UTF-8").out
    assert shown.endswith("              不自动答复：To 和 Cc 中都没有我们的地址\n")


def test_every_decision_has_a_name_for_people() -> None:
    """A new kind of decision is called by words, not by its class."""
    assert {kind.__name__ for kind in get_args(Decision)} <= set(DECISIONS)


def test_a_line_a_file_in_order(mails: list[str]) -> None:
    """Whatever the bytes are, a file has its line, in the promised shape."""
    ended = said("explain", "--no-desk", "--json", *mails)
    assert ended.code == 0
    assert [line["file"] for line in ended.lines] == mails
    assert all(list(line) == KEYS for line in ended.lines)


def test_standard_input_is_a_mail() -> None:
    """A mail client can pipe what it shows."""
    (line,) = said("explain", "--no-desk", "--json", "-", typed=MAIL.decode()).lines
    assert line["mail"]["subject"] == "No paper"


def test_a_list_says_what_is_known_of_the_envelope(mails: list[str], tmp_path: Path) -> None:
    """The null sender of a list entry counts, and so do its recipients."""
    entry = {"file": mails[0], "mail_from": "", "rcpt_to": ["help@example.org"]}
    (tmp_path / "list").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    (line,) = said("explain", "--no-desk", "--json", "--list", str(tmp_path / "list")).lines
    assert line["nature"]["may_answer"] is False


def test_a_file_went_to_whom_it_names(tmp_path: Path) -> None:
    """Without an envelope To and Cc say which mailbox it is and which letter's address; a token in the list's envelope says so, too."""
    cases = Path(__file__).parent / "cases"
    talk = Talk(make_desk(cases / "desk.yaml", tmp_path), cases, tmp_path)
    talk.now = datetime.now(UTC)
    talk.play(
        "lamp",
        ">>> bob@customer.example\nSubject: Lamp\n\nIt is dark.\n<<< acknowledgement to bob@customer.example\n<<< notification to anna@example.com",
    )
    to = "bob@customer.example to {address acknowledgement bob@customer.example}"
    raw = talk.composed(Block(0, ">>>", to, ["Subject: Oh", "", "It is dusty."]))
    (tmp_path / "answer.eml").write_bytes(raw.data)
    (tmp_path / "other.eml").write_bytes(MAIL.replace(b"support@", b"billing@"))
    (tmp_path / "list").write_text(json.dumps({"file": str(tmp_path / "answer.eml"), "rcpt_to": raw.envelope.rcpt_to}), encoding="utf-8")
    talk.desk.database.close()

    answer, other = said("explain", str(tmp_path / "answer.eml"), str(tmp_path / "other.eml"), desk=tmp_path / "desk.yaml").out.split("other.eml")
    listed = said("explain", "--list", str(tmp_path / "list"), desk=tmp_path / "desk.yaml").out
    assert "a token of ours in recipient address #1, won: a letter to bob@customer.example" in answer
    assert "notification to cleo@example.com: No paper" in other
    assert listed == answer.replace(str(tmp_path / "other.eml"), "").removesuffix(f"{tmp_path}/")


@pytest.mark.parametrize(
    ("text", "place"), [("{}\n", ":1:1:"), ('{"file": "good.eml"}\nnothing\n', ":2:1:"), ("[]\n", ":1:1:"), ('{"file": 1}\n', ":1:1:")]
)
def test_a_faulty_list_is_told_with_its_line(tmp_path: Path, text: str, place: str) -> None:
    """The line that is no entry, and what one looks like."""
    (tmp_path / "list").write_text(text, encoding="utf-8")
    ended = said("explain", "--no-desk", "--list", str(tmp_path / "list"))
    assert (ended.code, place in ended.err, '{"file": "mail.eml"}' in ended.err) == (1, True, True)


def test_a_missing_file_is_one_line() -> None:
    """Which file, and why; no traceback."""
    ended = said("explain", "--no-desk", "/nowhere/at/all.eml")
    assert (ended.code, ended.err) == (1, "/nowhere/at/all.eml: unreadable: No such file or directory\n")


def test_a_fresh_desk_is_right_as_it_stands(tmp_path: Path) -> None:
    """`init` makes a desk that passes every check and can be looked at; a second `init` overwrites nothing."""
    made = said("init", str(tmp_path / "new"))
    desk = tmp_path / "new" / "desk.yaml"
    assert (made.code, str(desk) in made.out) == (0, True)
    before = desk.read_bytes()
    assert said("config", "check", desk=desk).code == 0
    assert said("rules", "check", desk=desk).code == 0
    assert said("rules", "list", "--json", desk=desk).lines[0]["file"].endswith(".yaml")
    assert said("ledger", desk=desk).out.startswith("0 accepted = ")
    assert said("db", "upgrade", desk=desk).code == 0
    again = said("init", str(tmp_path / "new"))
    assert (again.code, desk.read_bytes()) == (1, before)


def test_a_broken_rule_is_told_with_its_place(tmp_path: Path) -> None:
    """Exit 78, and every problem of the folder in one run."""
    said("init", str(tmp_path))
    (tmp_path / "rules.d").mkdir()
    (tmp_path / "rules.d" / "10.yaml").write_text("- name: a\n  on: [created]\n  when: {subjct: x}\n  then: [clsoe]\n", encoding="utf-8")
    desk = tmp_path / "desk.yaml"
    desk.write_text(desk.read_text(encoding="utf-8").replace("# rules: rules.d", "rules: rules.d"), encoding="utf-8")
    ended = said("rules", "check", desk=desk)
    assert ended.code == 78
    assert [line.split(": ")[0].rpartition("/")[2] for line in ended.err.splitlines()] == ["10.yaml:3:10", "10.yaml:4:10"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for somebody else")
def test_init_for_a_user_who_is_not_there_makes_nothing(tmp_path: Path) -> None:
    """The user can be made and the same command given again."""
    refused = said("init", str(tmp_path / "new"), "--user", "nosuchuser")
    assert refused.code == 1
    assert "no user “nosuchuser”; make it first" in refused.err
    assert not (tmp_path / "new").exists()


def test_init_asks_no_password_for_a_desk_that_is_there(tmp_path: Path) -> None:
    """Nothing is overwritten, and that is said before anything is typed."""
    (tmp_path / "desk.yaml").touch()
    terminal, typed = pty.openpty()
    wishes = ("--mailbox", "support@example.com", "--agent", "anna@example.net", "--imap", "imap.example.com")
    done = subprocess.run(
        [sys.executable, "-m", "maildesk", "init", str(tmp_path), *wishes], stdin=typed, capture_output=True, text=True, check=False
    )
    os.close(typed)
    os.close(terminal)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{tmp_path / 'desk.yaml'} is there already, and nothing is ever overwritten: choose another folder\n"


def test_a_server_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    """A host that has no address, and one where nobody listens, at their lines of desk.yaml; no number of an error is shown."""
    said("init", str(tmp_path))
    desk = tmp_path / "desk.yaml"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        here = f"other: {{host: 127.0.0.1, port: {taken.getsockname()[1]}, tls: 'off'}}"
        text = desk.read_text().replace("  default: {capture: outgoing/}", f"  {here}\n  default: {{host: mail.desk.invalid}}")
        imap = '  - imap: {host: imap.desk.invalid, user: u, password_file: password}\n  - smtp: "127.0.0.1:2525"'
        desk.write_text(text.replace('  - smtp: "127.0.0.1:2525"', imap))
        (tmp_path / "password").touch(0o600)
        (tmp_path / "password").write_text("secret")
        shown = said("config", "check", "--connect", desk=desk)
    assert shown.code == 78
    for named in ("this relay: 127.0.0.1 refuses the connection", "mail.desk.invalid", "imap.desk.invalid"):
        assert named in shown.err
    assert len(re.findall("there is no host|cannot be looked up now", shown.err)) == 2
    assert "Errno" not in shown.err
