"""YAML files: plain values, a place for each of them, and nothing that YAML 1.1 makes of a word behind its writer's back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.yamlfile import LARGEST, Data, Document, parse_yaml, read_yaml
from maildesk.errors import Place


def _parsed(text: str) -> Document:
    return parse_yaml(text.encode(), "desk.yaml")


def _problems(text: str) -> list[str]:
    return [str(problem) for problem in _parsed(text).problems]


@pytest.mark.parametrize(
    "word", ["NO", "no", "off", "on", "yes", "1:30", "12:30:45", "007", "0x1f", "1_000", "1e3", "1.5", "2026-01-31", "<<", "True", "~x"]
)
def test_words_stay_what_was_written(word: str) -> None:
    """Country codes, times, dates and version numbers are text; only true and false are booleans (V144)."""
    assert _parsed(f"key: {word}").data == {"key": word}
    assert _parsed(f"{word}: value").data == {word: "value"}


def test_plain_values() -> None:
    """true, false, null and whole numbers have their types; in quotes they are text."""
    text = "[true, false, null, ~, 25, -3, 0, 'true', \"25\", '', a b]"

    assert _parsed(text).data == [True, False, None, None, 25, -3, 0, "true", "25", "", "a b"]


def test_every_value_and_key_has_its_place() -> None:
    """Lines and columns count from 1, in characters, and an unknown route gets the place around it."""
    document = _parsed("名字: {größe: 1, b: [x, y]}\nlast:\n  - z\n")

    assert document.key_place(("名字", "größe")) == Place("desk.yaml", 1, 6)
    assert document.place(("名字", "b", 1)) == Place("desk.yaml", 1, 23)
    assert document.place(("last", 0)) == Place("desk.yaml", 3, 5)
    assert document.place(("last", 0, "not", "there")) == Place("desk.yaml", 3, 5)


def test_a_byte_order_mark_is_no_character() -> None:
    """Editors on Windows write one; the first key is the key all the same."""
    assert parse_yaml(b"\xef\xbb\xbfkey: 1\r\n", "desk.yaml").data == {"key": 1}


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"a: \xff\n", "desk.yaml:1:4: this is no UTF-8 text; save the file as UTF-8"),
        (b"a: 1\nb: \x07\n", "desk.yaml:2:4: a character stands here that no YAML file may hold; take it away"),
    ],
)
def test_bytes_that_are_no_text(raw: bytes, problem: str) -> None:
    """What an editor cannot show is named by its place."""
    assert [str(found) for found in parse_yaml(raw, "desk.yaml").problems] == [problem]


def test_two_equal_keys_are_a_problem_each_time() -> None:
    """The last one would silently win; both places are named, at any depth, and reading goes on."""
    text = "a: {x: 1, x: 2}\nb: 1\na: 3\n"

    assert _problems(text) == [
        "desk.yaml:1:11: the key 'x' stands twice; the first is in line 1; keep one",
        "desk.yaml:3:1: the key 'a' stands twice; the first is in line 1; keep one",
    ]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """So is a folder: a problem with the path, never an exception."""
    assert [problem.wrong for problem in read_yaml(tmp_path / "no.yaml").problems] == ["there is no such file"]
    assert [problem.wrong for problem in read_yaml(tmp_path).problems] == ["this is a folder, no file"]


_VALUES: st.SearchStrategy[Data] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3),
    max_leaves=12,
)


def _written(value: Data) -> str:
    """The value in flow style, all text in quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"'{key}': {_written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return {None: "null", True: "true", False: "false"}.get(value, str(value)) if value is None or isinstance(value, bool) else str(value)


@given(_VALUES)
def test_what_is_written_is_read(value: Data) -> None:
    """Whatever is written in plain YAML comes back as it was, without a problem."""
    document = _parsed(_written(value))

    assert (document.data, document.problems) == (value, ())


@given(st.binary(max_size=200) | st.text("{}[]:,-&*!|>'\"#%@` \n\tab1", max_size=60).map(str.encode))
def test_reading_is_total(raw: bytes) -> None:
    """Any bytes give values or problems with a place in the file, never an exception."""
    document = parse_yaml(raw, "desk.yaml")

    assert document.data is None or not document.problems or document.values
    assert all(problem.place.line >= 1 and problem.place.column >= 1 for problem in document.problems)


def test_a_large_file_is_refused() -> None:
    """One byte over the bound is told, without parsing."""
    assert "larger" in _problems("#" * (LARGEST + 1))[0]
