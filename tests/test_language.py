"""Words in the reader's language: which one is chosen, that Chinese lacks none, and that nothing of it stays behind."""

from __future__ import annotations

import gettext
import json
import pickle
import re
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from babel.messages.catalog import Catalog

from maildesk.changes import CommandProblem
from maildesk.cli.wording import said
from maildesk.errors import MaildeskError, Problem, Wrong
from maildesk.language import Said, _, languages_of, lending, ngettext, speaking, told, words
from maildesk.letter import LetterKind, OutboxState
from maildesk.mail import MailState
from maildesk.store.engine import Database
from maildesk.ticket import Priority, Standing, Status
from tests.catalogue import ROOT, catalogue_files, faults, loose_texts, our_words, read_catalogue, words_for
from tests.desks import maildesk, put_mail, put_ticket, write_desk
from tests.desks import said as said_by


@pytest.mark.parametrize("path", catalogue_files(), ids=lambda path: path.parent.parent.name)
def test_every_marked_word_is_translated(path: Path) -> None:
    """A word that a person reads has its translation, not a guessed one, with the same placeholders. To mend: make catalogue."""
    assert list(faults(read_catalogue(path), our_words())) == []


def test_a_lost_placeholder_and_a_guess_are_found() -> None:
    """The check is no rubber stamp: a translation that would fail to say the number is told, and so is a fuzzy one."""
    known, wanted = Catalog("zh_CN"), Catalog()
    for word, translation, flags in (
        ("ticket {number}", "工单", ()),
        ("closed", "已关闭", ("fuzzy",)),
        ("open", "", ()),
        (("one of {count}", "{count}"), ("{count} 个",), ()),
    ):
        wanted.add(word)
        known.add(word, translation, flags=flags)

    assert list(faults(known, wanted)) == ["other placeholders: 'ticket {number}'", "only guessed (fuzzy): 'closed'", "not translated: 'open'"]


def test_no_text_of_a_lower_floor_is_made_where_no_translator_sees_it() -> None:
    """A reason that somebody reads is written out where it is `Said`, and so are the words in its places."""
    assert list(loose_texts()) == []


@pytest.mark.parametrize(
    ("kind", "names"),
    [(Problem, ("wrong", "right")), (Wrong.__init__, ("wrong", "right")), (MaildeskError.__init__, ("text",)), (CommandProblem, ("why",))],
)
def test_what_a_reader_is_told_can_be_translated(kind: Any, names: tuple[str, ...]) -> None:
    """What says why something is wrong takes no plain text, on any floor: mypy refuses it."""
    assert {get_type_hints(kind)[name] for name in names} == {Said}


def test_what_was_said_is_english_to_a_program_and_any_language_to_a_reader() -> None:
    """The same value is a text for logs and JSON, comes whole through another process, and is told with all that stands in its places."""
    said = Said("letter {letter} is {state}; it cannot be called back", letter=7, state=OutboxState.SENT)
    both = pickle.loads(pickle.dumps(Said.joined("\n", (said, Said.as_is("{sent}"), Said("there is no ticket {number}", number="{letter}")))))

    assert json.loads(json.dumps(both)) == "letter 7 is sent; it cannot be called back\n{sent}\nthere is no ticket {letter}"
    assert told(both, words("zh_CN")) == "信 7 的状态为“已寄出”，无法撤回\n{sent}\n没有工单 {letter}"
    assert (told(both), told("sent", words("zh_CN")), told(Said.joined("", ()), words("zh_CN"))) == (str(both), "sent", "")


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({}, ()),
        ({"LANG": "zh_CN.UTF-8"}, ("zh_CN.UTF-8",)),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, ("zh_CN.UTF-8",)),
        ({"LC_ALL": "zh_CN", "LC_MESSAGES": "de_DE", "LANG": "en_US"}, ("zh_CN",)),
        ({"LC_ALL": "", "LANG": "zh_CN"}, ("zh_CN",)),
        ({"LANG": "de_DE", "LANGUAGE": "zh_CN:en"}, ("zh_CN", "en")),
        ({"LANG": "C", "LANGUAGE": "zh_CN"}, ()),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, ()),
    ],
)
def test_the_language_is_chosen_as_gettext_chooses(environment: dict[str, str], chosen: tuple[str, ...]) -> None:
    """LC_ALL before LC_MESSAGES before LANG; LANGUAGE before all of them, but not where the locale is C."""
    assert languages_of(environment) == chosen


def test_whoever_reads_english_first_gets_english() -> None:
    """English has no catalogue, and Chinese is not the second best for it; a language without one falls to the next."""
    assert [words(*one).gettext("Options") for one in (("en_GB", "zh_CN"), ("de",), (), ("de", "zh_CN.UTF-8"))] == ["Options"] * 3 + ["选项"]


def test_a_language_is_spoken_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """`_` and `ngettext` speak it within the block; afterwards nothing of it is left, in our words or in a library's."""
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    with speaking(words("zh_CN")), lending(("zh_CN",)):
        assert (_("Options"), gettext.gettext("Options")) == ("选项", "选项")
        assert ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1) == "多余的参数（{args}）"
    assert (_("Options"), gettext.gettext("Options"), gettext.textdomain()) == ("Options", "Options", "messages")


def test_help_and_misuse_are_said_in_chinese() -> None:
    """A terminal in Chinese gets help and complaints in Chinese, ours and click's; the exit codes stay."""
    shown = maildesk("ticket", "list", "--help", LC_ALL="zh_CN.UTF-8")
    wrong = maildesk("ticket", "show", LC_ALL="zh_CN.UTF-8")

    assert "用法：" in shown.out
    assert "最近有改动的工单，最新的在前。" in shown.out
    assert "显示本说明并退出。" in shown.out
    assert "缺少参数" in wrong.err
    assert (shown.code, wrong.code) == (0, 2)


@pytest.mark.parametrize("kind", [Status, Priority, Standing, MailState, LetterKind, OutboxState])
def test_every_state_that_a_table_shows_has_words(kind: type[StrEnum]) -> None:
    """No value of ours stands in English in a Chinese table."""
    with speaking(words("zh_CN")):
        assert [value for value in kind if said(value) == value] == []


def test_what_is_wrong_with_files_and_commands_is_said_in_chinese(desk_database: Database, tmp_path: Path) -> None:
    """Refusals of every floor are in the reader's language, with file, line and column; the exit codes stay."""
    desk, number = write_desk(tmp_path), put_ticket(desk_database)
    assert said_by("keys", "make", desk=desk).code == 0
    wrong = said_by("ticket", "do", str(number), "#clsoe; #priority soon; #assign nora", desk=desk, LC_ALL="zh_CN.UTF-8")
    gone = said_by("outbox", "retry", "99", desk=desk, LC_ALL="zh_CN.UTF-8")
    desk.write_text(desk.read_text().replace("language: en", "language: xx") + "\nlimts: {}\n")
    config = said_by("config", "check", desk=desk, LC_ALL="zh_CN.UTF-8")

    assert "#clsoe 不是命令；是否指 #close" in wrong.err
    assert "“soon”不是优先级；请写 低、普通、高、紧急（low、normal、high、urgent）或 1 到 5" in wrong.err
    assert gone.err.strip() == "没有信 99；`maildesk outbox list` 列出现有的信"
    assert "未知的键 'limts'；是否指 limits？" in config.err
    assert not re.search("[a-z]{3,} [a-z]{3,}", config.err.replace(str(desk), ""))
    assert (wrong.code, gone.code, config.code) == (1, 1, 78)


def test_a_ticket_and_a_mail_are_shown_in_chinese(desk_database: Database, tmp_path: Path) -> None:
    """Every name of a fact is Chinese; what customers wrote, addresses and the lines of history stay as they are."""
    desk, number = write_desk(tmp_path), put_ticket(desk_database)
    mail = put_mail(desk_database, b"Subject: x\r\n\r\n")
    for command in (("ticket", "show", str(number)), ("spool", "show", str(mail))):
        facts = said_by(*command, desk=desk, LC_ALL="zh_CN.UTF-8").out.split("\n\n")[0].splitlines()[1:]
        assert [line for line in facts if line[2:3].isascii()] == []
    assert "邮件 1 等待中" in said_by("ledger", desk=desk, LC_ALL="zh_CN.UTF-8").out


def test_a_chinese_reader_is_told_chinese_commands() -> None:
    """A letter whose card says `#备注` says `#note` nowhere else; what stands in quotes is for a shell, and copied as it is."""
    known = [message.string for path in catalogue_files() for message in read_catalogue(path) if message.id and isinstance(message.string, str)]
    letters = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "templates" / "zh_CN").iterdir())]
    named = [(word, text) for text in (*known, *letters) for word in re.findall(r"#([a-z]+)", re.sub(r"'#[^']*'", "", text))]

    assert [(word, text) for word, text in named if words_for(word, "zh_CN")] == []
