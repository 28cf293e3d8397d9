"""A command that its author may not have seen, or did not mean, is never carried out and never leaves (V088, V091)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.commands.block import differs, read_commands
from maildesk.commands.words import is_command_word
from tests.test_blocks import DIRECTORY

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz关闭备注", min_size=1, max_size=12)


@pytest.mark.parametrize("html", ["Dear Kim", "#close\nDear Kim", "#close #high #take\nDear Kim", "Hello\n#close #high\nDear Kim"])
def test_v088_a_command_in_one_part_alone_is_seen(html: str) -> None:
    """Whether it is too few in the HTML, too many, or below a greeting."""
    assert differs(read_commands("#close #high\nDear Kim", DIRECTORY), html)


def _begins_with_a_command(word: str) -> bool:
    """Chinese writes no blank behind one: `#备注text` is a note."""
    return is_command_word(word) or any(is_command_word(word[:end]) for end in range(1, len(word)) if word[end - 1] > "\u2fff")


@given(WORDS, st.sampled_from(["#{}", "＃{}", "• #{}", "Sent from my iPhone\n#{}", "#take #{}", "#{} now"]))
def test_v091_an_unknown_word_in_a_commands_place_stops_the_mail(word: str, form: str) -> None:
    """However it is written: there is a problem, and it stands in no words for the customer."""
    if _begins_with_a_command(word):
        return
    block = read_commands(form.format(word) + "\nDear Kim", DIRECTORY)
    assert block.problems
    assert f"#{word}" not in block.rest


@given(WORDS, st.sampled_from(["[#{}]", "[#{} #high]"]))
def test_v091_nor_does_one_in_the_subject(word: str, form: str) -> None:
    """The subject's commands are refused like those of the text."""
    if _begins_with_a_command(word):
        return
    assert read_commands("Dear Kim", DIRECTORY, (form.format(word).strip("[]"),)).problems
