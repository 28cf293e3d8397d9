"""The card in every notification: twelve commands, in the reader's language, none that the reader may not use."""

from __future__ import annotations

import pytest

from maildesk.commands.block import read_commands
from maildesk.commands.words import verb_named
from maildesk.ticket import Role
from maildesk.verbs.card import card_for
from maildesk.verbs.questions import QUESTIONS
from maildesk.verbs.table import SHORT_FORMS, VERBS
from maildesk.verbs.vocabulary import Language, languages
from tests.test_blocks import DIRECTORY

TWELVE = ("take", "assign", "note", "close", "wait", "snooze", "priority", "tag", "cc", "merge", "ask", "undo")


def test_the_card_has_the_twelve_in_their_order() -> None:
    """Those of them that are verbs already appear by themselves."""
    assert tuple(languages()[0].card) == TWELVE
    assert len(card_for(Role.AGENT, "en")) == sum(name in VERBS for name in TWELVE)


@pytest.mark.parametrize("language", ["en", "zh_CN", "de", "es", "fr", "ja"])
def test_each_command_of_the_card_can_be_sent_as_it_stands(language: str) -> None:
    """In each language it is read as the verb that it stands for."""
    cards = {one.name: one.card for one in languages()}
    for name, written in cards[language.partition("_")[0]].items():
        if name in VERBS:
            block = read_commands(written, DIRECTORY)
            assert block.problems == ()
            assert [change.verb for change in block.changes] == ([] if name == "note" else [name])
    assert len(" ".join(card_for(Role.ADMIN, language))) < 200  # the screen of a phone is for the customer's words


@pytest.mark.parametrize(("role", "card"), [(None, ()), (Role.OBSERVER, ("#note",))])
def test_nobody_is_shown_what_he_may_not_do(role: Role | None, card: tuple[str, ...]) -> None:
    """An observer's card is short."""
    assert card_for(role, "en") == card


@pytest.mark.parametrize("one", languages()[1:], ids=lambda one: one.name)
def test_a_language_has_a_word_for_everything(one: Language) -> None:
    """Who writes in it needs no English for any command, question or priority; a word of its own does what the verb does."""
    assert set(one.verbs) == set(VERBS)
    assert set(one.questions) == set(QUESTIONS)
    assert set(one.short_forms) == set(SHORT_FORMS)
    assert not [(verb, word) for verb, words in one.verbs.items() for word in words if verb_named(word) != verb]
