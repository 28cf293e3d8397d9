"""V143, V144: YAML makes no objects and springs no surprises."""

from __future__ import annotations

import pytest

from maildesk.config.yamlfile import DEEPEST, parse_yaml


def _problem(text: str) -> str:
    document = parse_yaml(text.encode(), "rules.yaml")
    assert len(document.problems) == 1
    return str(document.problems[0])


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: !!python/object/apply:os.system ['touch /tmp/owned']",
        "a: 1\nb: !!python/name:os.system",
        "a: 1\nb: !!python/object/new:tuple [[1]]",
        "a: 1\nb: !!binary aGVsbG8=",
        "a: 1\nb: !!str text",
        "a: 1\nb: !own {x: 1}",
    ],
)
def test_tags_make_no_objects(text: str) -> None:
    """Every tag is refused at its place, the harmless ones too: nobody has to know which are harmless."""
    problem = _problem(text)

    assert problem.startswith("rules.yaml:2:4: the tag ")
    assert problem.endswith("write plain values without tags")


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    """Billions of laughs cost nothing: neither anchor nor alias is taken."""
    bomb = "a: &a [x, x]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True))

    assert _problem(bomb) == "rules.yaml:1:4: the anchor &a is not taken; write the value out where it is needed"
    assert _problem("a: [*b]") == "rules.yaml:1:5: the alias *b is not taken; write the value out; a text that begins with * stands in quotes"
    assert "anchor" in _problem("a: &a [*a]")


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000], ids=["lists", "mappings", "dashes", "keys"])
def test_deep_nesting_is_refused(text: str) -> None:
    """A file of brackets ends in a problem, not in the parser's stack."""
    assert _problem(text)


def test_the_deepest_that_is_taken() -> None:
    """The bound is exact."""
    deep = "[" * DEEPEST + "]" * DEEPEST

    assert parse_yaml(deep.encode(), "x").problems == ()
    assert "nested deeper" in _problem(f"[{deep}]")


def test_merge_keys_are_words() -> None:
    """`<<` merges nothing: it is a key like any other, so a schema refuses it."""
    assert parse_yaml(b"<<: {a: 1}", "x").data == {"<<": {"a": 1}}
