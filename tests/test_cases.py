"""tests/cases/README.md names every case, and what holds it; nothing stands there that is not so."""

from __future__ import annotations

import re
from pathlib import Path

CASES = Path(__file__).parent / "cases"
COUNT = 92
_ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
_LINK = re.compile(r"\[[^]]+\]\(([^)#]+)\)(?: `(test_\w+)`)?")
ROWS = {int(number): held for number, _, held in _ROW.findall((CASES / "README.md").read_text(encoding="utf-8"))}


def test_every_case_is_named_once() -> None:
    """Their numbers are those that files and docstrings bear."""
    assert list(ROWS) == list(range(1, COUNT + 1))


def test_what_holds_a_case_says_so() -> None:
    """A file that begins with the number, or one in which the test or the mail names it; else a reason why it is not held yet."""
    for number, held in ROWS.items():
        found = _LINK.findall(held)
        assert found or held.startswith("not yet: "), number
        for target, test in found:
            assert target.startswith(f"{number:02}-") or re.search(rf"\b[Cc]ases?\b[^\n]*\b{number}\b", _words(target, test)), (number, target)


def _words(target: str, test: str) -> str:
    """A file, or one test of it."""
    words = (CASES / target).read_text(encoding="utf-8")
    return next(iter(re.findall(rf"^(?:async )?def {test}\(.*?(?=^[^\s)]|\Z)", words, re.MULTILINE | re.DOTALL)), "") if test else words


def test_every_file_of_a_case_is_named() -> None:
    """Nothing lies there that nobody finds."""
    named = {target for held in ROWS.values() for target, _ in _LINK.findall(held)}
    assert {path.name for path in CASES.glob("[0-9]*.txt")} <= named
