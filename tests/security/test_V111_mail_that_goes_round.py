"""V111: a mail that goes round between servers ends here, whichever way it came."""

from __future__ import annotations

from pathlib import Path

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
