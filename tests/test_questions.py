"""What `#help` says is what the documents say, and nothing that its reader may not do."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from maildesk.commands.block import read_commands
from maildesk.commands.questions import question_in
from maildesk.commands.words import command_words, question_words
from maildesk.directory import MailboxEntry, Prepared
from maildesk.language import words
from maildesk.outbound.historywords import line_in
from maildesk.ticket import Role
from maildesk.verbs.examples import example_of
from maildesk.verbs.helptext import card_rows, explained, language_of, verb_rows
from maildesk.verbs.kinds import Argument
from maildesk.verbs.questions import QUESTIONS
from maildesk.verbs.table import VERBS, Verb
from tests.test_blocks import DIRECTORY

BOXES = replace(
    DIRECTORY,
    mailboxes=(MailboxEntry("support@example.com", "Support", "support"),),
    prepared=Prepared(("greeting",), ("ink",), (("vip", "#tag vip"),)),
)
ROOT = Path(__file__).parent.parent


def test_help_all_and_the_agents_reference_say_the_same() -> None:
    """Each command with its argument, its words and what it does, as docs/agents-reference.md has them."""
    rows = re.findall(r"^\| `(#[^`]+)`(?: ★)? \| ([^|]+) \|([^|]*)\|$", (ROOT / "docs/agents-reference.md").read_text(), re.MULTILINE)
    page = {(command, does.strip(), frozenset(re.findall(r"#\w+", also))) for command, does, also in rows}
    mail = {(row["command"], row["does"], frozenset(row["also"].split())) for row in verb_rows(Role.ADMIN, "en", words("en"))}

    assert {row for row in mail if row[0].split()[0][1:] in VERBS} == page
    asking = re.findall(r"^\| `(#[^`]+)` \| ([^|]+) \|$", (ROOT / "docs/agents-reference.md").read_text(), re.MULTILINE)
    assert {(command, does.strip()) for command, does in asking} == {(f"{one.written} {one.takes}".strip(), one.help) for one in QUESTIONS.values()}


def test_help_in_chinese_is_chinese() -> None:
    """Every verb says what it does in the reader's language, by the card's word where it has one, with the English ones beside it."""
    rows = verb_rows(Role.ADMIN, "zh_CN", words("zh_CN"))
    assert [row["command"] for row in rows if row["does"].isascii() or row["command"].split()[0].isascii()] == []
    assert "#close" in next(row for row in rows if row["command"] == "#关闭")["also"]
    assert [row["command"].split()[0] for row in rows if "#assign" in row["also"].split()] == ["#指派"]
    assert card_rows(Role.AGENT, "zh_CN", words("zh_CN"))[0]["command"] == "#接手"


@pytest.mark.parametrize(
    ("line", "language", "close"),
    [("#Hilfe alles", "de", "#schließen"), ("#ayuda todo", "es", "#cerrar"), ("#aide tout", "fr", "#fermer"), ("＃ヘルプ　すべて", "ja", "#閉じる")],
)
def test_help_answers_in_the_words_it_was_asked_in(line: str, language: str, close: str) -> None:
    """An agent who asks by a word of his own language reads the others of it; what they do is told in a language there are letters in."""
    assert language_of(line) == language
    told = {row["command"].split()[0]: row for row in verb_rows(Role.ADMIN, language_of(line), words("en"))}
    assert (told[close]["does"], told[close]["also"].split()[-1]) == ("close the ticket", "#done")
    assert [row["command"] for row in card_rows(Role.AGENT, language, words("en"))][3] == close
    assert language_of("#help all") == language_of("help") == language_of("") == ""


def test_the_example_is_one_of_the_askers_language() -> None:
    """A line to copy: the card's, with the desk's own names where such belong there; in English as ever."""
    told = [explained(name, Role.ADMIN, "zh_CN", DIRECTORY, words("zh_CN"))[0]["example"] for name in ("snooze", "assign", "due")]
    assert told == ["#推迟 周一 9:00", f"#指派 {DIRECTORY.agents[0].address}", "#due fri 17:00"]
    assert explained("snooze", Role.ADMIN, "en", DIRECTORY, words("en"))[0]["example"] == "#snooze mon 9:00"


def test_nobody_is_told_of_a_command_he_may_not_use() -> None:
    """An observer's help is short."""
    told = {row["command"].split()[0] for row in verb_rows(Role.OBSERVER, "en", words("en"))}
    assert "#note" in told
    assert "#close" not in told
    assert "#help" in told


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("#help", [("help", "")]),
        ("＃帮助　全部", [("help", "all")]),
        ("#Help all.", [("help", "all")]),
        ("#help snooze", [("help", "snooze")]),
        ("#help #close", [("help", "close")]),
        ("#Hilfe schließen", [("help", "close")]),
        ("#help High", [("help", "priority")]),
        ("#help find", [("help", "find")]),
        ("#show #history", [("show", ""), ("history", "")]),
        ("#show 12\n#history #13", [("show", "12"), ("history", "13")]),
        ("#查看 12。", [("show", "12")]),
        ("#pourquoi", [("why", "")]),
        ("#why?", [("why", "")]),
        ("#queue", [("queue", "")]),
        ("#queue?", [("queue", "")]),
        ("#Queue ?", [("queue", "")]),
        ("＃队列？", [("queue", "")]),
        ("#find printer “does not” status:open", [("find", "printer “does not” status:open")]),
        ("#find the #1 printer", [("find", "the #1 printer")]),
        ("#查找　打印机", [("find", "打印机")]),
    ],
)
def test_a_question_is_read_like_a_command(text: str, asked: list[tuple[str, str]]) -> None:
    """In any language, and it is no change."""
    block = read_commands(text, DIRECTORY)
    assert ([(one.name, one.text) for one in block.questions], block.changes, block.problems) == (asked, (), ())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("#show printer", "is no ticket number"),
        ("#find", "needs the words to look for"),
        ("#help clsoe", "#close"),
        ("#why not", "is no ticket number"),
        ("#close?", "with a question mark asks nothing"),
        ("#high?", "with a question mark asks nothing"),
        ("#note? Is it ours?", "with a question mark asks nothing"),
        ("#show 1\n" * 6, "more than 5 questions"),
    ],
)
def test_what_is_no_question_is_asked_about(text: str, why: str) -> None:
    """And nothing is guessed: `#close?` closes nothing."""
    block = read_commands(text, DIRECTORY)
    assert why in block.problems[0].why
    assert not block.changes


def test_queue_with_a_mailbox_is_a_verb() -> None:
    """The word of a question may be a verb's where that needs something behind it."""
    assert [change.verb for change in read_commands("#queue support", BOXES).changes] == ["queue"]
    both = set(question_words()) & set(command_words())
    assert both <= {word for word in both if VERBS[command_words()[word]].argument is Argument.MAILBOX}


@pytest.mark.parametrize("name", VERBS)
def test_each_command_has_an_example_that_is_one(name: str) -> None:
    """`#help NAME` shows it, and whoever copies it is understood."""
    block = read_commands(example_of(name, BOXES), BOXES)
    assert (block.problems, block.stray, block.rest.strip() if name not in ("note", "reply") else "") == ((), (), "")
    assert name in {change.verb for change in block.changes} or name in (block.visibility, "macro")


@pytest.mark.parametrize("line", ["show 12", "History 12", "why 12", "help close", "find printer", "queue", "#queue?", "Hilfe", "队列", "#show 12."])
def test_the_address_for_agents_reads_questions_without_a_sign(line: str) -> None:
    """Nothing but commands and questions is written there."""
    assert question_in(line) is not None


@pytest.mark.parametrize("line", ["Why not?", "Show me", "Help wanted", "Queue Systems Ltd", "Find", "why", "Best regards"])
def test_words_of_a_signature_are_no_question(line: str) -> None:
    """Though they begin with the word of one."""
    assert question_in(line) is None


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: verb.name)
def test_a_line_of_history_is_told_in_the_readers_language(verb: Verb) -> None:
    """What each verb wrote, with a value and without one, comes out as its translation says it; nothing is guessed at."""
    spoken = words("zh_CN")
    for template in filter(None, (verb.says, verb.off)):
        for value in ("", "4711"):
            if value or "{value}" not in template or "[" in template:
                kept, told = (
                    re.sub(r"\[(.*)\]", r"\1" if value else "", text).replace("{value}", value) for text in (template, spoken.gettext(template))
                )
                assert line_in(verb.name, kept.strip(), spoken) == told.strip()
    assert line_in(verb.name, "something else", spoken) == "something else" or verb.says.startswith("{value}")
