"""What looks like going on with an earlier mail: enough to ask a person, never to join."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.store import apply as store
from maildesk.store.engine import Database
from maildesk.store.tickets import Earlier
from maildesk.threading.likeness import same_matter, same_subject
from tests.desks import put_ticket, said, write_desk
from tests.test_decide import TICKET

LEAK = "Water comes out below the coffee machine since this morning."
CLOSING = "Cheers, Kim\nAcme pumps since 1954\nEvery drop counts\n\nAcme accepts orders in writing only. Prices are per piece plus freight."
ALIKE = {
    "the same subject": ("Coffee machine leaks", LEAK, "Coffee machine leaks", "Any news?"),
    "a subject that was marked": ("Coffee machine leaks", LEAK, "[EXT] coffee machine leaks!", "Today, too."),
    "half a subject, the same words": ("Coffee machine leaks", LEAK, "Machine in the kitchen", LEAK),
    "the same words under a robot's subject": ("Coffee machine leaks", LEAK, "New message from the form", LEAK),
    "a signature that the same words stand above": ("Hello", f"{LEAK}\n\n{CLOSING}", "Coffee", f"{LEAK}\n{CLOSING}"),
    "nothing but the same lines": ("Form", f"Order: 4711\n{LEAK}", "Message", LEAK),
    "Chinese, where no spaces are": ("三楼的咖啡机漏水", "今天早上开始漏水。", "咖啡机漏水", "今天又漏水了。"),
}
OTHER = {
    "another matter": ("Coffee machine leaks", LEAK, "Parking card", "I need a second one."),
    "common words alone": ("Question about my order", "Where is it?", "Question", "How do I get to your shop by train and bus from here?"),
    "another matter above the same signature": (
        "Printer",
        f"The printer is broken.\n\n{CLOSING}",
        "Chair",
        f"The third chair is broken, too.\n{CLOSING}\n",
    ),
    "nothing to compare": ("", "", "", ""),
    "another matter in Chinese": ("三楼的咖啡机漏水", "今天早上开始漏水。", "停车卡", "我需要第二张。"),
}


def earlier(subject: str, words: str) -> Earlier:
    return Earlier(replace(TICKET, subject=subject), words)


@pytest.mark.parametrize("case", ALIKE)
def test_what_agents_are_asked_about(case: str) -> None:
    """Subject and words together, in any script."""
    subject, words, new_subject, new_words = ALIKE[case]
    assert same_matter(earlier(subject, words), new_subject, new_words)


@pytest.mark.parametrize("case", OTHER)
def test_what_nobody_is_asked_about(case: str) -> None:
    """A question that is always asked is one that nobody reads."""
    subject, words, new_subject, new_words = OTHER[case]
    assert not same_matter(earlier(subject, words), new_subject, new_words)


def test_a_subject_names_a_matter() -> None:
    """Signs and case count for nothing, what others put around it neither; an empty one names no other matter."""
    assert same_subject("DOOR (squeaks)", "door squeaks")
    assert same_subject("[house] Door squeaks", "Door squeaks")
    assert same_subject("", "Door squeaks")
    assert not same_subject("Window", "Door squeaks")
    assert not same_subject("Adoption", "Ad")


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_texts_are_compared(subject: str, words: str, new_subject: str, new_words: str) -> None:
    """Nothing raises, and which of the two came first does not matter."""
    assert same_matter(earlier(subject, words), new_subject, new_words) == same_matter(earlier(new_subject, new_words), subject, words)


def test_a_ticket_shows_what_it_may_belong_to(tmp_path: Path, desk_database: Database) -> None:
    """With the call that makes the two one, the newer part of the older; JSON has the kind of the link."""
    desk = write_desk(tmp_path)
    first, second = put_ticket(desk_database), put_ticket(desk_database)
    with desk_database.write() as session:
        store.suggest(session, second, (first,))

    assert f"maildesk ticket merge {second} {first}" in said("ticket", "show", str(first), desk=desk).out
    assert said("ticket", "show", "--json", str(second), desk=desk).lines[0]["links"] == [{"ticket": first, "kind": "similar"}]
