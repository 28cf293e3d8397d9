"""Reports of mail servers: the dialects in tests/reports, and laws that hold for whatever a report says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse
from maildesk.intake.nature.bouncetext import status_report
from maildesk.intake.nature.judge import judge_nature
from maildesk.judged import DeliveryReport, Nature
from maildesk.mail import Address, Envelope, ParsedMail

REPORTS = Path(__file__).parent / "reports"
HEAD = "To: support@desk.example\nDate: Mon, 2 Feb 2026 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n"
REASONS = {"user-unknown", "user-disabled", "mailbox-full", "mailbox-unavailable", "message-too-large", "host-unknown", "network", "expired"}
REASONS |= {"complaint", "rate-limited", "relay-denied", "policy", "spam", "loop", "unknown"}


def dialects(table: Path) -> Iterator[tuple[str, str, str]]:
    """What sent a mail, what is to be read in it, and the mail."""
    for row in re.split(r"^==== ", table.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, _, mail = row.partition("\n")
        name, _, expected = title.partition(" → ")
        yield name, expected, mail


def nature_of(mail: str, null_sender: bool = False) -> Nature:
    return judge_nature(parse(mail.encode(), Limits()), Envelope(mail_from="" if null_sender else None), frozenset(), own_id=False)


def whole(mail: str) -> str:
    """The mail of a row: parts that stand below “++++ type” lines are those of a report."""
    head, _, text = mail.partition("\n\n")
    if "\n++++ " not in text and "\nContent-Type: " not in f"\n{head}":
        return HEAD + mail
    first, *parts = re.split(r"^\+\+\+\+ ", text, flags=re.MULTILINE)
    if not parts:
        return f"{HEAD.rpartition('Content-Type')[0]}{mail}"
    kind = "" if "Content-Type: " in head else "Content-Type: multipart/report; report-type=delivery-status; boundary=x=\n"
    body = "".join(f"--x=\nContent-Type: {part.replace(chr(10), chr(10) * 2, 1)}\n" for part in parts)
    return f"{HEAD.rpartition('Content-Type')[0]}{kind}{head}\n\n--x=\nContent-Type: text/plain; charset=utf-8\n\n{first}{body}--x=--\n"


@pytest.mark.parametrize("table", sorted(path.name for path in REPORTS.glob("*.txt") if path.name != "diagnostics.txt"))
def test_dialects_of_mail_servers(table: str) -> None:
    """Each says what kind of mail it is, and of each recipient why the mail did not come to him; code, action and Message-ID where the row names them."""
    wrong = []
    for name, expected, mail in dialects(REPORTS / table):
        nature = nature_of(whole(mail), name.startswith("null"))
        kind, *rows = expected.split(", ")
        said = [f"{one.recipient} {one.status} {one.reason} {one.smtp_code} {one.action} {one.original_message_id}" for one in nature.reports]
        holds = len(said) == len(rows) and all(is_said(row, one) for row, one in zip(rows, said, strict=True))
        wrong += [f"{name}: {', '.join([str(nature.kind), *said])}"] if kind != nature.kind or not holds else []
        assert all(map(agrees_with_itself, nature.reports)), name
    assert not wrong, "\n".join(wrong)


def is_said(row: str, said: str) -> bool:
    """Recipient, status and reason as they stand; what else the row names somewhere behind them."""
    words = row.split(" ")
    return words[:3] == said.split(" ")[:3] and set(words) <= set(said.split(" "))


def test_people_who_write_in_the_words_of_machines() -> None:
    """Whole mails: what a text says bears out a subject or speaks against it, and who passes a report on is no server."""
    tables = [REPORTS.parent / "robots" / name for name in ("mails.txt", "people.txt", "machines.txt")]
    rows = [
        (f"{name}: {mail[:120]}", expected, str(nature_of(whole(mail), name.startswith("null")).kind))
        for table in tables
        for name, expected, mail in dialects(table)
    ]
    assert [row for row in rows if row[1] != row[2]] == []
    assert len(rows) > 200


def agrees_with_itself(report: DeliveryReport) -> bool:
    """Whether status, action and permanence say the same (RFC 3463 §3.1), and the reason is one of ours."""
    lasting = report.action == "failed" and not report.status.startswith("4")
    return report.permanent == lasting and report.reason in REASONS and re.fullmatch(r"(?:[245]\.\d{1,3}\.\d{1,3})?", report.status) is not None


def rows_of(table: str) -> list[list[str]]:
    lines = (REPORTS.parent / table).read_text("utf-8").splitlines()
    return [line.split(" | ", 2) for line in lines if " | " in line and not line.startswith("#")]


def test_what_servers_answer() -> None:
    """The words of one diagnostic code tell the reason, and its code the status where the report's own is vague."""
    wrong = []
    for plain, expected, said in rows_of("reports/diagnostics.txt"):
        report = status_report("bob@other.example", "failed", plain, said.partition(";")[2] or said, "")
        found = f"{report.status} {report.reason}"
        wrong += [f"{said}: {found}"] if found != expected else []
        assert agrees_with_itself(report), said
    assert not wrong, "\n".join(wrong)


def test_no_machine_answers_a_machine() -> None:
    """Whose address says that nobody reads there gets no automatic answer; who is only called like that does."""
    found = [
        (who, address, nature_of(f"From: {address}\nMessage-ID: <1@x.example>\n{HEAD}\nHello").may_answer)
        for who, address in rows_of("robots/senders.txt")
    ]
    assert [row for row in found if row[2] != (row[0] == "person")] == []
    assert len(found) > 30


@pytest.mark.parametrize(("method", "answered"), [("REPLY", False), ("COUNTER", False), ("REQUEST", True)])
def test_a_tap_on_an_invitation_is_not_answered(method: str, answered: bool) -> None:
    """Who accepts or declines writes no letter; who invites does."""
    calendar = f"BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\nSUMMARY:Visit\nEND:VEVENT\nEND:VCALENDAR\n"
    nature = nature_of(
        f"From: bob@other.example\nMessage-ID: <1@x.example>\n{HEAD}".replace("text/plain", f"text/calendar; method={method}") + "\n" + calendar
    )
    assert (nature.kind, nature.may_answer) == ("human", answered)


REPORT = (
    "Message-ID: {name}\nContent-Type: multipart/report; report-type=delivery-status; boundary=y\n\n--y\nContent-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; bob@other.example\nAction: failed\nStatus: 5.1.1\n\n--y--\n"
)


@pytest.mark.parametrize(("name", "kind"), [("<1@x.example>", "bounce"), ("<2@x.example>", "human")])
def test_a_report_that_a_gateway_wrapped(name: str, kind: str) -> None:
    """With words of its own below, under the report's own Message-ID; who passes a report on writes a mail of another one."""
    mail = f"From: ruth@other.example\nMessage-ID: <1@x.example>\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n{REPORT}\n--x\n\nConfidential.\n--x--\n"
    nature = nature_of(mail.format(name=name))
    assert (nature.kind, [(one.recipient, one.status) for one in nature.reports]) == (kind, [("bob@other.example", "5.1.1")] * (kind == "bounce"))


@pytest.mark.parametrize(("author", "kind"), [("mailer-daemon@other.example", "bounce"), ("ruth@other.example", "human")])
def test_a_status_in_a_file(author: str, kind: str) -> None:
    """Some gateways make a plain file of it; in a person's mail the same file is what the person asks about."""
    status = "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; bob@other.example\nAction: failed\nStatus: 5.1.1\n"
    part = f"--x\nContent-Type: text/plain; name=details.txt\nContent-Disposition: attachment\n\n{status}\n--x--\n"
    head = f"From: {author}\nSubject: Returned mail\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nYour mail could not be delivered.\n"
    nature = nature_of(head + part)
    assert (nature.kind, [(one.recipient, one.status) for one in nature.reports]) == (kind, [("bob@other.example", "5.1.1")] * (kind == "bounce"))


STATUSES = st.from_regex(r"[245]\.[0-9]\.[0-9]{1,2}( \(.{0,10}\))?|[a-z]{0,5}", fullmatch=True).filter(str.isprintable)
SAID = st.sampled_from(
    ["", "smtp; 550 5.1.1 no such user", "smtp;452 4.2.2 mailbox full", "X-Notes; loop", "smtp; 554", "250 2.0.0 OK", "x-unix; quota exceeded"]
)
ACTIONS = st.sampled_from(["failed", "Failed", "delayed", "delivered", "relayed", "expanded", "delivered (to mailbox)", "odd", ""])


@settings(max_examples=40)
@given(st.lists(st.tuples(ACTIONS, STATUSES, SAID), min_size=1, max_size=5))
def test_every_recipient_of_a_status_report_is_told_once_and_without_contradiction(rows: list[tuple[str, str, str]]) -> None:
    """Whatever combination a server writes, permanence follows the class of the status."""
    blocks = "\n\n".join(
        f"Final-Recipient: rfc822; r{number}@other.example\nAction: {action}\nStatus: {status}\nDiagnostic-Code: {said}"
        for number, (action, status, said) in enumerate(rows)
    )
    nature = nature_of(
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n--x\nContent-Type: message/delivery-status\n\n\n{blocks}\n--x--\n'
    )
    assert [one.recipient for one in nature.reports] == [f"r{number}@other.example" for number in range(len(rows))]
    assert all(map(agrees_with_itself, nature.reports))
    assert not nature.may_answer


def test_answering_machines_are_known_by_their_subjects_and_people_are_not_taken_for_one() -> None:
    """In thirty languages, where no header says it; everyday words only in what is shaped like an answer."""
    rows = [line.partition(" | ") for line in (REPORTS.parent / "robots" / "subjects.txt").read_text("utf-8").splitlines() if " | " in line]
    wrong = []
    for head, _, subject in rows:
        wanted = head.split()[0]
        answers: list[tuple[str, ...]] = (
            [()] if wanted == "new" else [("<ours@desk.example>",), ()] if wanted == "human" or wanted.endswith("!") else [("<ours@desk.example>",)]
        )
        wanted = wanted.replace("new", "human")
        ids = ["<x@weber.example>", None] if wanted == "human" else ["<x@weber.example>"]  # the forms of web sites have none
        mails = (
            ParsedMail(Address("", "ruth@weber.example"), subject=subject, in_reply_to=answer, message_id=one) for answer in answers for one in ids
        )
        found = {str(judge_nature(mail, Envelope("ruth@weber.example"), frozenset(), own_id=False).kind) for mail in mails}
        wrong += [f"{head} | {subject}: {found}"] if found != {wanted.rstrip("!")} else []
    assert len(rows) > 150
    assert not wrong, "\n".join(wrong)
