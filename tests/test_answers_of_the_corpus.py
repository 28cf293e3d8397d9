"""Answers that other projects collected, sent to a desk of ours: read where they stand beside the project, never copied into it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from maildesk.decision.twice import LATELY
from maildesk.mail import Envelope, RawMail
from maildesk.pipeline import consider, read
from maildesk.threading.decision import Append
from tests.answering import NOTE, Sent, Stage, copy_of, plain
from tests.leaving import words_for_staff
from tests.opened import opened

_REPLIES = next((place for parent in Path(__file__).resolve().parents if (place := parent / "shared" / "corpus" / "replies").is_dir()), None)
PROJECTS = ("crisp-email-reply-parser", "github-email-reply-parser", "talon")
# What says in `expected.json` that an answer has new words.
_NEW = (
    "reply",
    "visible_text",
    "first_fragment",
    "reply_contains",
    "nothing_quoted",
    "reply_text_ignoring_white_space",
    "reply_html_ignoring_white_space",
)
# All of it stands in a quote, its project's new words, too; staff are shown all of it.
_QUOTE_ALONE = {"html-readable_html_empty.html"}
_WORDLESS = _QUOTE_ALONE | {"html-empty_body.html"}  # an agent who sends no word and no command is told so
_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Collected:
    """One answer, its kind, and whether its project says that it has new words."""

    name: str
    body: str
    kind: str
    new: bool


def collected(project: str) -> Iterator[Collected]:
    """All of a project's answers."""
    folder = _REPLIES / project if _REPLIES else None
    if folder is None or not folder.is_dir():
        pytest.skip("../shared/corpus is not here: its answers were not sent")
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    for path in sorted(one for one in folder.iterdir() if one.name != "expected.json"):
        said = expected.get(path.name, {})
        new = any(said.get(key) for key in _NEW) or path.name.startswith("signature-")
        new = new and path.name not in _QUOTE_ALONE
        body, kind = path.read_text("utf-8", "replace"), _HTML if path.suffix == ".html" else _TEXT
        if path.suffix == ".eml":
            part = opened(path.read_bytes()).get_body(("plain",))
            body = str(part.get_content()) if part else ""
        yield Collected(path.name, body.replace("\r\n", "\n"), kind, new)


@pytest.fixture
def stage(asked: tuple[Path, Sent], tmp_path: Path) -> Iterator[Stage]:
    """A desk on which Bob asked twice, and nobody has answered yet."""
    stage = Stage(copy_of(asked[0], tmp_path / "desk"), seed=2)
    yield stage
    stage.close()


@pytest.mark.parametrize("project", PROJECTS)
def test_a_customers_answer_lands_on_its_ticket_with_its_new_words(stage: Stage, notification: Sent, project: str) -> None:
    """By the address alone, with what its program wrote of an older mail below; new words are there wherever its project sees any."""
    _, letters = stage.answer(plain(notification, "Please change the ink."))
    [reply] = [one for one in letters if one.row.kind == "reply"]
    to = str(reply.mail["Reply-To"])
    astray, empty, many = [], [], 0
    for many, one in enumerate(collected(project), 1):
        head = f"From: Bob <bob@customer.example>\nTo: {to}\nSubject: Re: Sample\nMessage-ID: <{many}@sample.example>\nContent-Type: {one.kind}\n"
        data = f"{head}MIME-Version: 1.0\n\n{one.body}\n".replace("\n", "\r\n").encode()
        raw = RawMail(data, Envelope("bob@customer.example", (to.rpartition("<")[2].rstrip(">"),), "smtp"), stage.now)
        with stage.desk.database.read() as session:
            verdict = consider(stage.desk, read(stage.desk, raw, stage.now), session)
        astray += [] if isinstance(verdict.decision, Append) and verdict.decision.ticket.number == 1 else [(one.name, verdict.decision)]
        message = verdict.consequence.message
        empty += [one.name] if one.new and not (message and message.reply.strip()) else []
    assert (astray, empty) == ([], [])
    assert many > 20


@pytest.mark.parametrize("shape", ["marked", "below"])
@pytest.mark.parametrize("project", PROJECTS)
def test_an_agents_answer_leaks_nothing_of_the_notification(stage: Stage, notification: Sent, project: str, shape: str) -> None:
    """What was quoted is the notification now: no letter to Bob has a word of it that was meant for staff, and none that says anything is kept back."""
    token = str(notification.mail["Reply-To"]).partition("+")[2].partition("@")[0]
    frame = [_squeezed(words) for words in (*words_for_staff(), NOTE, token)]
    kept, leaks, every = [], [], list(collected(project))
    for one in every:
        stage.now += LATELY  # some of them say the same
        outcome, letters = stage.answer(plain(notification, _quoting(one, notification, shape), type_=one.kind))
        replies = [letter for letter in letters if letter.row.kind == "reply"]
        kept += [] if replies and replies[0].row.state == "queued" else [(one.name, outcome, [letter.row.reason for letter in replies])]
        shown = " ".join(_squeezed(reply.all_text) for reply in replies)
        leaks += [(one.name, words) for words in frame if words in shown]
    assert leaks == []
    assert [one for one in kept if one[0] not in _WORDLESS] == []


def _quoting(one: Collected, notification: Sent, shape: str) -> str:
    """The answer with the notification for what it quotes: in the place of its marked lines or of what its block quotes hold, or below all of it."""
    if one.kind == _HTML:
        inner = re.sub(r"(?s)\A.*<body[^>]*>|</body>.*\Z", "", notification.html).strip()
        quoted, found = re.subn(r"(?s)(<blockquote[^>]*>).*(</blockquote>)", lambda tag: tag[1] + inner + tag[2], one.body, count=1)
        return quoted if found and shape == "marked" else re.sub(r"(?i)(</body>|\Z)", lambda end: f"<div>{inner}</div>{end[1]}", one.body, count=1)
    marked = "\n".join(f"> {line}".rstrip() for line in notification.text.rstrip().split("\n"))
    lines = one.body.split("\n")
    first = next((place for place, line in enumerate(lines) if line.lstrip().startswith(">")), None)
    if shape == "below" or first is None:
        return f"{one.body}\n{notification.text if shape == 'below' else marked}"
    own = [line for line in lines[first:] if not line.lstrip().startswith(">")]
    return "\n".join([*lines[:first], marked, *own])


def _squeezed(text: str) -> str:
    return re.sub(r"[\s>]+", "", text).lower()
