"""V111: a mail that goes round between servers ends here, whichever way it came."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from maildesk.config.limits import Limits
from maildesk.intake.pipe import Bounced, read_mail
from maildesk.intake.smtp.data import goes_round
from maildesk.store.engine import Database
from tests.receiver import HELLO, RCPT, Client, config_of, receiving
from tests.talk import play

DESK = Path(__file__).parent.parent / "conversations" / "desk.yaml"


def played(text: str, folder: Path) -> None:
    """Plays a conversation on the desk of tests/conversations."""
    (folder / "desk.yaml").write_text(DESK.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "talk.txt").write_text(text, encoding="utf-8")
    (folder / "desk").mkdir()
    play(folder / "talk.txt", folder / "desk")


def test_a_fetched_mail_with_too_many_hops_is_held(tmp_path: Path) -> None:
    """SMTP and a pipe refuse it (tests/dialogs/009); an IMAP server has it already, so it is put aside and nobody is answered."""
    hops = "".join(f"Received: from a{number}.example by b{number}.example; Mon, 2 Mar 2026 09:00:00 +0000\n" for number in range(26))
    played(f">>> bob@customer.example\nSubject: Round\n{hops}\nAnd round.\n<<< nothing\n--- held builtin:mail-loop\n", tmp_path)


def test_a_long_way_is_no_loop(tmp_path: Path) -> None:
    """25 servers are allowed."""
    hops = "".join(f"Received: from a{number}.example by b{number}.example; Mon, 2 Mar 2026 09:00:00 +0000\n" for number in range(25))
    letters = "<<< acknowledgement to bob@customer.example\n<<< notification to anna@example.com\n<<< notification to ben@example.com\n"
    played(f">>> bob@customer.example\nSubject: Far\n{hops}\nFrom far away.\n{letters}--- ticketed\n", tmp_path)


def test_our_own_letter_that_comes_back_is_known(tmp_path: Path) -> None:
    """Our signed Message-ID is the mark no relay takes off: whoever sends it back, it makes no ticket and no letter."""
    text = """\
>>> bob@customer.example
Subject: Hello

A question.
<<< acknowledgement to bob@customer.example
<<< notification to anna@example.com
<<< notification to ben@example.com

>>> bob@customer.example
Message-ID: {id acknowledgement bob@customer.example}
Subject: Hello

A question.
<<< nothing
--- ignored builtin:own-mail
"""
    played(text, tmp_path)


OURS = "Received: from localhost (localhost [127.0.0.1])\r\n\tby Desk.Example.Com (Postfix) with ESMTP id {number};\r\n\tMon, 2 Mar 2026 09:00:00 +0000\r\n"
OTHERS = "Received: from desk.example.com by mx{number}.desk.example.com.other.example; Mon, 2 Mar 2026 09:00:00 +0000\r\n"


def round_mail(ours: int, others: int) -> bytes:
    """So many lines of this host and of others, in any order."""
    lines = [OURS.format(number=number) for number in range(ours)] + [OTHERS.format(number=number) for number in range(others)]
    random.Random(ours * 100 + others).shuffle(lines)
    return ("".join(lines) + "Subject: Round\r\n\r\n" + OURS * 9).encode()


async def _hand_in(client: Client, mail: bytes) -> str:
    for command in (b"MAIL FROM:<bob@customer.example>\r\n", RCPT, b"DATA\r\n"):
        await client.ask(command)
    return (await client.ask(mail + b"\r\n.\r\n"))[:9]


async def test_what_this_host_had_again_and_again_is_refused(desk_database: Database) -> None:
    """A server in front and its filters write our name too, five times at most; names that only contain it, and what is quoted, do not count."""
    async with receiving(desk_database, config_of(hostname="desk.example.com")) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        answers = [await _hand_in(client, round_mail(*many)) for many in ((5, 15), (6, 0), (0, 25), (0, 26))]
    assert answers == ["250 2.0.0", "554 5.4.6", "250 2.0.0", "554 5.4.6"]


def test_a_pipe_refuses_it_too() -> None:
    """With the code that has the server send it back, whatever its line ends."""
    assert read_mail(io.BytesIO(round_mail(5, 3)), Limits(), "desk.example.com")
    with pytest.raises(Bounced, match="goes round"):
        read_mail(io.BytesIO(round_mail(6, 3).replace(b"\r\n", b"\n")), Limits(), "desk.example.com")


def test_a_name_that_is_everybodys_proves_nothing() -> None:
    """`by localhost` stands in half of all mail."""
    mail = round_mail(9, 0).replace(b"Desk.Example.Com", b"localhost")
    assert not goes_round(mail, Limits(), "localhost")
    assert not goes_round(mail, Limits(), "desk.example.com")
