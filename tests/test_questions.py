"""What `#help` says is what the documents say, and nothing that its reader may not do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from maildesk.commands.block import read_commands
from maildesk.language import words
from maildesk.ticket import Role
from maildesk.verbs.helptext import card_rows, verb_rows
from maildesk.verbs.questions import QUESTIONS, Asked
from maildesk.verbs.table import VERBS
from tests.test_blocks import DIRECTORY

ROOT = Path(__file__).parent.parent


def test_help_all_and_the_agents_reference_say_the_same() -> None:
    """Each command with its argument, its words and what it does, as docs/agents-reference.md has them."""
    rows = re.findall(r"^\| `(#[^`]+)`(?: ★)? \| ([^|]+) \|([^|]*)\|$", (ROOT / "docs/agents-reference.md").read_text(), re.MULTILINE)
    page = {(command, does.strip(), frozenset(re.findall(r"#\w+", also))) for command, does, also in rows}
    mail = {(row["command"], row["does"], frozenset(row["also"].split())) for row in verb_rows(Role.ADMIN, "en", words("en"))}

    assert {row for row in mail if row[0].split()[0][1:] in VERBS} == page
    asking = re.findall(r"^\| `(#[^`]+)` \| ([^|]+) \|$", (ROOT / "docs/agents-reference.md").read_text(), re.MULTILINE)
    assert {(command, does.strip()) for command, does in asking} == {(f"#{one.name} {one.takes}".strip(), one.help) for one in QUESTIONS.values()}


def test_help_in_chinese_is_chinese() -> None:
    """Every verb says what it does in the reader's language, with that language's words beside it."""
    rows = verb_rows(Role.ADMIN, "zh_CN", words("zh_CN"))
    assert [row["command"] for row in rows if row["does"].isascii()] == []
    assert "#关闭" in next(row for row in rows if row["command"] == "#close")["also"]
    assert card_rows(Role.AGENT, "zh_CN", words("zh_CN"))[0]["command"] == "#接手"


def test_nobody_is_told_of_a_command_he_may_not_use() -> None:
    """An observer's help is short."""
    told = {row["command"].split()[0] for row in verb_rows(Role.OBSERVER, "en", words("en"))}
    assert "#note" in told
    assert "#close" not in told
    assert "#help" in told


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("#help", (Asked("help"),)),
        ("＃帮助　全部", (Asked("help", everything=True),)),
        ("#Help all.", (Asked("help", everything=True),)),
        ("#show #history", (Asked("show"), Asked("history"))),
        ("#pourquoi", (Asked("why"),)),
    ],
)
def test_a_question_is_read_like_a_command(text: str, asked: tuple[Asked, ...]) -> None:
    """In any language, and it is no change."""
    block = read_commands(text, DIRECTORY)
    assert (block.questions, block.changes, block.problems) == (asked, (), ())


def test_a_question_takes_nothing_else() -> None:
    """`#show 12` may mean another ticket: it is asked about."""
    assert "takes no argument" in read_commands("#show 12", DIRECTORY).problems[0].why
