"""Golden pairs: each mail of `tests/mails` is read as its `.yml` beside it says; a bug report becomes another pair."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from maildesk.clock import rfc3339
from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse
from maildesk.intake.nature.judge import judge_nature
from maildesk.judged import Nature
from maildesk.mail import Address, Envelope, ParsedMail
from maildesk.newwords import SplitText
from maildesk.threading.split import split

MAILS = sorted((Path(__file__).parent / "mails").glob("*.eml"))


def person(address: Address | None) -> dict[str, str] | None:
    return {"name": address.name, "address": address.address} if address else None


# What a .yml may say → what is read; `…_has` and `…_lacks` look for parts, `attachments` and `reports` compare the named fields.
READ: dict[str, Callable[[ParsedMail, Nature, SplitText], Any]] = {
    "from": lambda mail, _, __: person(mail.from_),
    "sender": lambda mail, _, __: mail.sender,
    "subject": lambda mail, _, __: mail.subject,
    "date": lambda mail, _, __: rfc3339(mail.date) if mail.date else None,
    "message_id": lambda mail, _, __: mail.message_id,
    "in_reply_to": lambda mail, _, __: list(mail.in_reply_to),
    "references": lambda mail, _, __: list(mail.references),
    "text": lambda mail, _, __: mail.text,
    "html": lambda mail, _, __: mail.html,
    "defects": lambda mail, _, __: list(mail.defects),
    "attachments": lambda mail, _, __: mail.attachments,
    "calendar": lambda mail, _, __: str(mail.calendar),
    "invite": lambda mail, _, __: list(mail.invite),
    "nature": lambda _, nature, __: str(nature.kind),
    "may_answer": lambda _, nature, __: nature.may_answer,
    "reports": lambda _, nature, __: nature.reports,
    "reply": lambda _, __, parts: parts.reply,
    "answer": lambda _, __, parts: parts.answer,
    "quoted": lambda _, __, parts: parts.quoted,
    "signature": lambda _, __, parts: parts.signature,
    "reply_html": lambda _, __, parts: parts.reply_html,
    "forwarded": lambda _, __, parts: (
        {"subject": parts.forwarded.subject, "text": parts.forwarded.text, "from": person(parts.forwarded.from_)} if parts.forwarded else None
    ),
}


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_mail_is_read_as_written_beside_it(path: Path) -> None:
    """Every expectation of the pair holds."""
    expected = yaml.safe_load(path.with_suffix(".yml").read_text("utf-8"))
    mail = parse(path.read_bytes(), Limits(), through=expected.pop("through", False))
    envelope = Envelope(**expected.pop("envelope", {}))
    read = (mail, judge_nature(mail, envelope, frozenset({"support@desk.example"}), own_id=False), split(mail))
    wrong = [problem for name, wanted in expected.items() if (problem := disagreement(name, wanted, read))]
    assert not wrong, "\n".join(wrong)


def test_every_mail_has_its_expectations() -> None:
    """No mail stands without a .yml and none of them is empty."""
    assert len(MAILS) >= 40
    assert all(yaml.safe_load(path.with_suffix(".yml").read_text("utf-8")) for path in MAILS)


def disagreement(name: str, wanted: Any, read: tuple[ParsedMail, Nature, SplitText]) -> str:
    """What is wrong with one expectation, "" where it holds."""
    field, _, how = name.rpartition("_") if name.endswith(("_has", "_lacks")) else (name, "", "")
    got = READ[field](*read)
    if how:
        found = [part for part in wanted if (part in got) is (how == "lacks")]
        return f"{name}: {found} in {got!r}" if found else ""
    if name in ("attachments", "reports"):
        got = [{key: getattr(entry, key) for key in part} for entry, part in zip(got, wanted, strict=False)] if len(got) == len(wanted) else list(got)
    return "" if got == wanted else f"{name}: wanted {wanted!r}, read {got!r}"
