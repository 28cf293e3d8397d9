"""What an admin prepared for agents: wrong ones show with their place before anybody uses them, and the command line puts them in, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from maildesk.store.engine import Database
from maildesk.store.tickets import messages_of
from maildesk.ticket import MessageKind
from tests.desks import keyed_desk, put_ticket, said

PREPARED = """\
canned:
  reset: |
    Dear {{ customer }}, about “{{ subject }}”:
    press the button.
macros: {vpn: "#tag vpn; #close"}
articles: {ink: {title: Ink, url: "https://kb.example.com/ink"}}
"""

WRONG = """\
canned:
  calls: "{{ customer.name }}"
  names: {en: "Dear {{ custmer }}", zh_CN: "{% if %}"}
  grows: "{{ customer * 1000 }}"
macros:
  misspelt: "#clsoe"
  itself: "#macro itself"
  words: "Dear Bob"
  asks: "#show; #close"
"""


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """A whole desk with ticket 1, and texts, lists and articles."""
    path = keyed_desk(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + PREPARED, encoding="utf-8")
    put_ticket(desk_database)
    return path


def test_what_is_wrong_is_told_with_its_place(desk: Path) -> None:
    """Each text is filled, each list is read, when the files are checked; nobody finds out by a customer's letter."""
    before = desk.read_text(encoding="utf-8").removesuffix(PREPARED)
    desk.write_text(before + WRONG, encoding="utf-8")
    begins = before.count("\n") + 2

    ended = said("config", "check", desk=desk)
    told = [line.removeprefix(f"{desk}:") for line in ended.err.splitlines()]
    assert ended.code == 78
    assert [line.partition(":")[0] for line in told] == [str(begins + number) for number in (0, 1, 1, 2, 4, 5, 6, 7)]
    assert "'custmer' is undefined; it may use number, subject, customer, requester, agent, mailbox" in told[1]
    assert "#clsoe is no command; did you mean #close?" in told[4]
    assert "the macro itself names another macro" in told[5]
    assert "there is no command in it; write commands as an agent does" in told[6]
    assert "#show; #close asks something, and a macro only does" in told[7]


def test_the_command_line_puts_them_in(desk: Path, desk_database: Database) -> None:
    """Below the words of the line, as a reply or a note: which one must be said."""
    unsaid = said("--as", "anna@example.com", "ticket", "do", "1", "#canned reset", desk=desk)
    assert (unsaid.code, unsaid.out) == (1, "")
    assert "say whom the text is for" in unsaid.err

    asked = said("ticket", "do", "1", "#show #close", desk=desk)
    assert (asked.code, asked.out) == (1, "")
    assert "here that is maildesk ticket show" in asked.err

    done = said("--as", "anna@example.com", "ticket", "do", "1", "#reply Hello; #canned reset; #kb ink; #macro vpn", desk=desk)
    assert (done.code, done.err) == (0, "")
    assert done.out == "#1 replied; with the text reset; with the article ink; macro vpn; tagged vpn; closed\n"
    said("ticket", "do", "1", "#note; #kb ink", desk=desk)

    with desk_database.read() as session:
        written = [(entry.kind, entry.text) for entry in messages_of(session, 1)[1:]]
    assert written == [
        (MessageKind.REPLY, "Hello\n\nDear Eve No paper, about “No paper”:\npress the button.\n\nInk: https://kb.example.com/ink"),
        (MessageKind.NOTE, "Ink: https://kb.example.com/ink"),
    ]


def test_a_rule_names_a_list(desk: Path) -> None:
    """Its commands stand in its place; one that is for people alone, or of no such name, shows when the files are checked."""
    before = desk.read_text(encoding="utf-8")
    desk.write_text(before.replace("macros: {", 'macros: {mine: "#take", ') + "rules: rules\n", encoding="utf-8")
    rules = desk.parent / "rules"
    rules.mkdir()
    for macro, wrong in (("vpn", ""), ("vpm", "vpn"), ("mine", "#take, which is for people alone")):
        (rules / "10.yaml").write_text(f"- {{name: lists, when: {{}}, then: {{macro: {macro}}}}}\n", encoding="utf-8")
        done = said("config", "check", desk=desk)
        assert (done.code == 0) is (wrong == ""), done.err
        assert wrong in done.err
