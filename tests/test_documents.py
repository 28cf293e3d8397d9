"""The documents stay true: path table, words of the commands, examples and links are held against the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from maildesk.commands.block import read_commands
from maildesk.commands.several import read_several
from maildesk.config.load import check_config
from maildesk.directory import AgentEntry, Directory
from maildesk.language import words
from maildesk.ticket import Role
from maildesk.verbs.card import card_for
from maildesk.verbs.questions import QUESTIONS
from maildesk.verbs.table import SHORT_FORMS, VERBS
from maildesk.verbs.vocabulary import languages
from tests.catalogue import words_for

ROOT = Path(__file__).parent.parent
CODE = ROOT / "maildesk"
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))

# What stands between the pipeline and a stage: all that the file of this function calls counts as called here.
_WHOLE_FILES = {"letters_after": "transcript.py", "letters_about": "recording/correspond.py", "written": "recording/written.py"}


def _stages(readme: str) -> list[tuple[int, str, str]]:
    """Number, file and function of each row of the path table."""
    rows = re.findall(r"^\| (\d+) \|.*\| `([\w/]+\.py)` `(\w+)` \|$", (ROOT / readme).read_text(), re.MULTILINE)
    return [(int(number), file, function) for number, file, function in rows]


def _defined(path: Path) -> dict[str, ast.AST]:
    named = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name: node for node in ast.parse(path.read_text()).body if isinstance(node, named)}


def _calls(node: ast.AST) -> Iterator[str]:
    """The names a piece of code calls in the order it stands, those of the steps between included."""
    calls = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if isinstance(call.func, ast.Name) and name in ("read", "consider", "consider_everywhere"):
            yield from _calls(_defined(CODE / "pipeline.py")[name])
        elif name in _WHOLE_FILES:
            yield from _calls(ast.parse((CODE / _WHOLE_FILES[name]).read_text()))
        else:
            yield name


@pytest.mark.parametrize("readme", READMES)
def test_each_stage_stands_in_the_file_the_table_names(readme: str) -> None:
    """The table has fifteen rows, and each names a file and what to read in it."""
    stages = _stages(readme)

    assert [number for number, _, _ in stages] == list(range(1, 16))
    assert [(file, name) for _, file, name in stages if not (CODE / file).exists() or name not in _defined(CODE / file)] == []


def test_the_table_is_the_pipeline() -> None:
    """`process_one` calls stages 3 to 14 in the order of the table (rules are run once)."""
    called = list(_calls(_defined(CODE / "pipeline.py")["process_one"]))
    stages = [name for number, _, name in _stages("README.md") if 3 <= number <= 14]

    places = [called.index(name) for name in stages if name in called]
    assert [name for name in stages if name not in called] == []
    assert places == sorted(places), f"the pipeline calls them in the order {[called[place] for place in sorted(places)]}"


def test_both_readmes_tell_the_same_path() -> None:
    """The Chinese table points to the same code."""
    assert _stages("README.md") == _stages("README.zh-CN.md")


def test_each_decision_has_a_number_of_its_own() -> None:
    """One number names one decision, in the file's name as in its heading."""
    headings = {path.name[:4]: path.read_text().split(" ", 2)[1] for path in (ROOT / "docs" / "decisions").glob("*.md")}
    assert headings == {number: number for number in headings}
    assert len(headings) == len(list((ROOT / "docs" / "decisions").glob("*.md")))


def test_each_room_of_the_readme_is_what_its_package_says() -> None:
    """Every package of ours has a row, in its own words; the Chinese page has the same rows."""
    said = {
        f"{path.parent.relative_to(CODE).as_posix()}/": (ast.get_docstring(ast.parse(path.read_text())) or "").split(".\n")[0].rstrip(".")
        for path in CODE.rglob("*/__init__.py")
        if "migrations" not in path.parts
    }
    english, chinese = (dict(re.findall(r"^\| `((?:\w+/)+)` \| (.*) \|$", (ROOT / readme).read_text(), re.MULTILINE)) for readme in READMES)

    assert english == said
    assert list(chinese) == list(english)


@pytest.mark.parametrize("readme", READMES)
def test_the_desk_of_the_readme_is_valid(readme: str, tmp_path: Path) -> None:
    """Who copies the example has a desk without a problem."""
    [example] = re.findall(r"^```yaml\n(.*?)^```", (ROOT / readme).read_text(), re.MULTILINE | re.DOTALL)
    (tmp_path / "desk.yaml").write_text(example)
    (tmp_path / "relay-password").touch(mode=0o600)

    config, problems = check_config(tmp_path / "desk.yaml")
    assert [str(problem) for problem in problems] == []
    assert config is not None


_AGENTS = {"en": "docs/agents.md", "zh_CN": "docs/agents.zh-CN.md"}
_REFERENCES = {"en": "docs/agents-reference.md", "zh_CN": "docs/agents-reference.zh-CN.md"}


def _command_rows(page: str) -> list[tuple[str, bool, str, str]]:
    """Each row of a table of commands: how it is written, whether it is marked as an everyday one, what it does and other words for it."""
    rows = re.findall(r"^\| `(#[^`]+)`( ★)? \| ([^|]+) \|([^|]*)\|$", (ROOT / page).read_text(), re.MULTILINE)
    return [(command, bool(mark), does, also) for command, mark, does, also in rows]


def test_the_agents_reference_lists_every_verb_as_the_table_does() -> None:
    """Argument, help and aliases of each verb, word for word, and nothing that is not a verb."""
    shorts = {name: {f"#{short}" for short, change in SHORT_FORMS.items() if change.verb == name} for name in VERBS}
    wanted = {
        (f"#{verb.name} {verb.argument}".strip(), verb.help, frozenset({f"#{alias}" for alias in verb.aliases} | shorts[verb.name]))
        for verb in VERBS.values()
    }

    rows = _command_rows(_REFERENCES["en"])
    assert {(command, does, frozenset(re.findall(r"`(#\w+)`", also))) for command, _, does, also in rows} == wanted


def test_the_chinese_agents_reference_lists_every_verb() -> None:
    """No verb, no argument and no Chinese word for it is missing, and none is invented."""
    spoken = words("zh_CN")
    asked = [(one.written, one.takes, one.written[1:]) for one in QUESTIONS.values()]
    wanted = {
        (f"{command} {spoken.gettext(takes)}" if takes else command, frozenset(words_for(name, "zh_CN")))
        for command, takes, name in [*((f"#{verb.name}", str(verb.argument), verb.name) for verb in VERBS.values()), *asked]
    }
    for short, change in SHORT_FORMS.items():
        [found] = [one for one in wanted if re.match(rf"#{change.verb}\b", one[0])]
        wanted = wanted - {found} | {(found[0], found[1] | set(words_for(short, "zh_CN")))}

    rows = _command_rows(_REFERENCES["zh_CN"])
    assert {(command, frozenset(re.findall(r"`#(\w+)`", also))) for command, _, _, also in rows} == wanted


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_agents_page_teaches_the_card(language: str) -> None:
    """The commands that every notification shows, as they stand there, and the reference marks the same ones."""
    card = card_for(Role.ADMIN, language)
    rows = re.findall(r"^\| `(#[^`]+)` \| [^|]+ \|$", (ROOT / _AGENTS[language]).read_text(), re.MULTILINE)
    marked = {command.split()[0] for command, mark, _, _ in _command_rows(_REFERENCES[language]) if mark}

    assert tuple(rows) == card
    assert marked == {f"#{name}" for name in languages()[0].card}


def test_the_agents_page_takes_five_minutes() -> None:
    """At 180 words a minute; what else there is stands in the reference."""
    english, chinese = (re.sub(r"\]\([^)]*\)", "]", (ROOT / page).read_text()) for page in _AGENTS.values())
    assert len(re.findall(r"[^\W_][\w'’-]*", english)) <= 900
    assert len(re.findall(r"[\u4e00-\u9fff]", chinese)) <= 1500


@pytest.mark.parametrize("page", [*_AGENTS.values(), *_REFERENCES.values()])
def test_the_mails_of_the_agents_pages_are_understood(page: str) -> None:
    """Each example, typed as it stands, is carried out without a correction."""
    directory = Directory((AgentEntry("li@example.com", "Li Na", Role.AGENT),))
    text = (ROOT / page).read_text()
    mails = [re.sub("^    ", "", mail, flags=re.MULTILINE) for mail in re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE)]
    lines = re.findall(r"`(#\w+[; ][^`|]*[.\w。])`(?! \||(?: ★))", text)

    several = [mail for mail in mails if mail.lstrip().startswith(("#on ", "#针对 "))]
    assert [read_several("", mail, directory).problems for mail in several] == [()] * (page in _REFERENCES.values())
    blocks = {example: read_commands(example.strip(), directory) for example in (*mails, *lines) if example not in several}
    assert {example: block.problems for example, block in blocks.items() if block.problems or block.stray} == {}
    assert sum(bool(block.lines) for block in blocks.values()) >= 2
    assert any(block.rest for block in blocks.values())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    """A link to a file of ours finds it."""
    path = ROOT / document
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", path.read_text())

    assert [link for link in links if not (path.parent / link).exists()] == []


def _anchors(document: Path) -> set[str]:
    """What a link may name behind `#`: the headings, as the usual readers of Markdown write them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_into_a_document_find_their_heading(document: str) -> None:
    """The part of a link behind `#` is a heading of the file it names."""
    path = ROOT / document
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)", path.read_text())

    assert [link for link in links if link[1] not in _anchors(path.parent / link[0] if link[0] else path)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_a_document_names_are_there(document: str) -> None:
    """`maildesk/….py`, `bench/…` and the like in a text are files or folders of this checkout."""
    named = re.findall(r"`((?:maildesk|bench|packaging|tests|templates|rules\.d|docs)/[\w./-]*)`", (ROOT / document).read_text())

    assert [name for name in named if not (ROOT / name).exists()] == []


_GROUPS = ("ticket", "spool", "outbox", "rules", "db", "config")


def _documented_commands() -> set[str]:
    """The commands the documents show, without the options before and the arguments behind: `ticket show`, `serve` …"""
    found: set[str] = set()
    for document in DOCUMENTS:
        for line in re.findall(r"(?:`|^ {4}(?:\S*/bin/)?)maildesk ((?!@|&)[^`\n]+)", (ROOT / document).read_text(), re.MULTILINE):
            words = re.sub(r"^(?:--(?:desk|as) \S+ |--\S+ )*", "", line.strip() + " ").split()
            found.add(" ".join(words[: 2 if words and words[0] in _GROUPS else 1]))
    return found - {""}


@pytest.mark.parametrize("command", sorted(_documented_commands()))
def test_the_commands_of_the_documents_exist(command: str) -> None:
    """Who types what a document shows is understood."""
    done = subprocess.run([sys.executable, "-m", "maildesk", *command.split(), "--help"], capture_output=True, text=True, cwd=ROOT, check=False)

    assert done.returncode == 0, done.stderr
