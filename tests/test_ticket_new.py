"""A ticket that a member of staff writes down: it takes the one path, and its history is read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from maildesk.outbound import outbox
from maildesk.store.engine import Database
from tests.desks import keyed_desk, said

CALL = ("ticket", "new", "--from", "Eve Miller <Eve@example.net>", "--subject", "No paper")


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """The file of a desk whose database is `desk_database`, with its keys."""
    return keyed_desk(tmp_path)


def posted(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(row.kind, row.person) for row in outbox.listed(session, None, 100)]


def test_what_was_said_on_the_telephone_becomes_a_ticket(desk: Path, desk_database: Database) -> None:
    """The words are the customer's, the note is internal, the team hears of both; the customer, who was spoken to, gets no letter."""
    made = said(*CALL, "--note", "She sounded upset.", "--json", desk=desk, typed="The printer is out.\nSince Monday.")
    assert (made.code, made.err) == (0, "")
    [ticket] = made.lines
    assert [ticket[name] for name in ("requester", "subject", "status", "team")] == ["eve@example.net", "No paper", "open", "support"]
    [whole] = said("ticket", "show", "1", "--json", desk=desk).lines
    assert [(one["kind"], one["author"], one["text"], one["flags"]) for one in whole["messages"]] == [
        ("inbound", "eve@example.net", "The printer is out.\nSince Monday.", ["written-down"]),
        ("note", whole["messages"][1]["author"], "She sounded upset.", []),
    ]
    assert whole["participants"] == [{"address": "eve@example.net", "name": "Eve Miller", "standing": "requester"}]
    assert posted(desk_database) == [("notification", "anna@example.com")]
    [row] = said("outbox", "list", "--json", desk=desk).lines
    letter = said("outbox", "show", "--raw", str(row["letter"]), desk=desk).out
    assert "She sounded upset." in letter
    assert "a colleague wrote it down; the customer sent no mail" in letter.replace("=\n", "")


def test_an_urgent_word_is_heard_by_the_rules(desk: Path) -> None:
    """The shipped rules run as for a mail; what they leave out is said in the history, with its reason."""
    assert said("ticket", "new", "--from", "eve@example.net", "--subject", "Urgent: no paper", "Help.", desk=desk).code == 0
    history = said("ticket", "history", "1", desk=desk).out
    assert said("ticket", "list", "--json", desk=desk).lines[0]["priority"] == "high"
    assert "not written: no mail is behind it" in history


def test_an_agent_is_not_told_of_what_he_wrote_down(desk: Path, desk_database: Database) -> None:
    """Whoever took the call knows of it."""
    assert said("--as", "anna@example.com", *CALL, "Help.", desk=desk).code == 0
    assert posted(desk_database) == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--as", "olaf@example.com", *CALL, "Help."), "needs the role agent"),
        ((*CALL, ""), "there is no text"),
        ((*CALL, "#close\nHelp."), "begins with the command “#close”"),
        ((*CALL, "--note", "#assign anna", "Help."), "begins with the command “#assign anna”"),
        (
            (*CALL, "--mailbox", "sales@example.com", "Help."),
            "there is no mailbox sales@example.com; write --mailbox with one of: support@example.com",
        ),
        (("ticket", "new", "--from", "eve", "--subject", "x", "Help."), "“eve” is no mail address"),
        (("ticket", "new", "--from", "support@example.com", "--subject", "x", "Help."), "support@example.com is a mailbox of this desk"),
    ],
)
def test_what_makes_no_ticket(desk: Path, arguments: tuple[str, ...], why: str) -> None:
    """Each refusal says why in one line, and nothing is made."""
    refused = said(*arguments, desk=desk)
    assert refused.code == 1
    assert why in refused.err
    assert said("ticket", "list", "--json", desk=desk).lines == []


def test_a_rule_that_ignores_somebody_is_named(desk: Path, tmp_path: Path) -> None:
    """Where rules would throw the mail away there is no ticket, and the rule is told."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "10.yaml").write_text("- name: no eve\n  when: {from: eve@example.net}\n  ignore: true\n", encoding="utf-8")
    desk.write_text(desk.read_text() + "rules: rules\n", encoding="utf-8")
    refused = said(*CALL, "Help.", desk=desk)
    assert (refused.code, refused.err) == (1, "the rule “no eve” ignores what eve@example.net writes: no ticket was made\n")


def test_history_says_when_who_what_and_why(desk: Path) -> None:
    """A line an event in the mailbox's zone; the same as JSON Lines in UTC; a number that is no ticket is refused."""
    said("--as", "anna@example.com", *CALL, "Help.", desk=desk)
    shown = said("ticket", "history", "1", desk=desk).out.splitlines()
    assert shown[0].split() == ["WHEN", "WHO", "WHAT", "WHY"]
    assert "+0800  agent:anna@example.com" in shown[1]
    assert "created at support@example.com" in shown[1]
    assert shown[1].endswith("command line")
    lines = said("ticket", "history", "1", "--json", desk=desk).lines
    assert [one["what"] for one in lines][:2] == ["created", "received"]
    assert lines[0]["at"].endswith("Z")
    assert said("ticket", "history", "2", desk=desk).code == 1
