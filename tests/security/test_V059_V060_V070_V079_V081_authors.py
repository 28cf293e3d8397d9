"""V059, V060, V070, V079, V081: whom From means, grammar by grammar (authors.txt); a doubt makes nobody, and least of all an agent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse
from maildesk.intake.trust.judge import Presented, judge_trust
from maildesk.mail import Envelope
from maildesk.threading.decision import Answer
from tests.proving import TOKEN_ALONE
from tests.test_decide import ANNA, DIRECTORY, NOW, TO_ANNA, decide, known

_MARKS = {"NUL": b"\0", "CR": b"\r", "LF": b"\n", "FF": b"\xff"}


def written(text: str) -> bytes:
    """The headers of a case as they stand in a mail."""
    data = re.sub(r"\{U\+([0-9A-F]{4,6})\}", lambda found: chr(int(found[1], 16)), text).encode().replace(b"\n", b"\r\n")
    return re.sub(rb"\{(NUL|CR|LF|FF)\}", lambda found: _MARKS[found[1].decode()], data)


def cases() -> list[tuple[str, str | None]]:
    """The headers of each case, and the identity that they have."""
    text = (Path(__file__).parent / "authors.txt").read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip("\n")
    parted = (case.rpartition("\n= ") for case in re.split(r"\n{2,}", text))
    return [(headers.strip("\n"), None if who == "nobody" else who) for headers, _, who in parted]


CASES = cases()


@pytest.mark.parametrize(("headers", "who"), CASES, ids=[repr(headers)[1:-1] for headers, _ in CASES])
def test_whom_from_means(headers: str, who: str | None) -> None:
    """The strict reading is as the file says, and the token of Anna's letter makes an agent of Anna alone."""
    mail = parse(written(headers) + b"\r\nTo: support@example.com\r\n\r\n#close\r\n", Limits())
    assert mail.sender == who

    trust = judge_trust(Presented(mail, Envelope(via="smtp"), (TO_ANNA,)), DIRECTORY, NOW, TOKEN_ALONE)
    assert trust.agent == (ANNA if who == ANNA else None)
    shown = mail.from_.address if mail.from_ else ""
    assert isinstance(decide(mail.sender, known(letters=(TO_ANNA,)), shown=shown), Answer) == (who == ANNA)


def test_there_are_enough_of_them() -> None:
    """Most are odd, and some are what programs write."""
    assert len(CASES) >= 160
    assert len({headers for headers, _ in CASES}) == len(CASES)
    assert sum(who == ANNA for _, who in CASES) >= 15
