"""Answers that may not leave as they are: what is held, what the agent hears of it, and how it leaves after all (law 7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from maildesk.outbound import outbox
from tests.answering import NOTE, Sent, Stage, copy_of, for_anna, plain, written


@pytest.fixture
def stage(asked: tuple[Path, Sent], tmp_path: Path) -> Stage:
    return Stage(copy_of(asked[0], tmp_path / "desk"), seed=3)


def test_the_agent_is_told_of_an_answer_that_would_leak(stage: Stage, notification: Sent) -> None:
    """A live token, a private address, the words of a note: the letter is held, and Anna gets the reason and her own words."""
    cases = {
        f"Write to {notification.mail['Reply-To']} next time.": "another letter",
        "Call me, or write to anna@example.com instead.": "private address of an agent stands in it: anna@example.com",
        f"My colleague says: {NOTE}": "internal note",
    }
    for words, why in cases.items():
        outcome, letters = stage.answer(plain(notification, words))
        assert outcome == "ticketed"
        [reply] = [one for one in letters if one.row.kind == "reply"]
        told = for_anna(letters, "held")
        assert reply.row.state == "held"
        assert why in reply.row.reason
        assert why in " ".join(told.text.split())
        assert f"maildesk outbox retry {reply.row.letter}" in told.text
        assert words.split("\n", maxsplit=1)[0] in told.text


def test_a_held_letter_leaves_when_it_is_released(stage: Stage, notification: Sent) -> None:
    """`maildesk outbox retry` sends the very bytes that were held."""
    _, letters = stage.answer(plain(notification, "Call me at anna@example.com."))
    held = next(one for one in letters if one.row.kind == "reply")
    with stage.desk.database.write() as session:
        outbox.retry(session, held.row.letter, stage.now)
        row, data = outbox.shown(session, held.row.letter)
    assert row.state == "queued"
    assert b"Call me at anna@example.com." in data


def test_the_answer_to_the_word_of_it_leaves(stage: Stage, notification: Sent) -> None:
    """Anna answers the mail that told her, without her address."""
    _, letters = stage.answer(plain(notification, "Call me at anna@example.com."))
    told = for_anna(letters, "held")
    quote = "\n".join(f"> {line}" for line in told.text.splitlines())
    _, letters = stage.answer(plain(told, f"Call us.\n\n{quote}"))
    [reply] = [one for one in letters if one.row.kind == "reply"]
    assert (reply.row.state, "anna@" in reply.all_text) == ("queued", False)
    assert reply.text.startswith("Call us.")


def test_a_signature_with_a_private_address_is_left_away(stage: Stage, notification: Sent) -> None:
    """Behind the delimiter of RFC 3676 stands nothing for the customer; the mailbox has a signature of its own."""
    words = "Please change the ink.\n\n-- \nAnna Miller\nanna@example.com"
    _, letters = stage.answer(plain(notification, words))
    [reply] = [one for one in letters if one.row.kind == "reply"]
    assert reply.row.state == "queued"
    assert "Example Support, Monday to Friday" in reply.text


def test_each_of_many_held_answers_is_told(stage: Stage, notification: Sent) -> None:
    """An agent whose program signs every mail with the private address hears of each one."""
    for _ in range(5):
        _, letters = stage.answer(plain(notification, "Call me at anna@example.com."))
        assert for_anna(letters, "held")


def test_a_packed_outlook_mail_is_held(stage: Stage, notification: Sent) -> None:
    """winmail.dat that cannot be read may hold the quote of our notification, so it does not leave unseen."""
    body = '--t\nContent-Type: text/plain\n\nSee there.\n--t\nContent-Type: application/ms-tnef; name="winmail.dat"\n\nno TNEF at all\n--t--'
    outcome, letters = stage.answer(plain(notification, body, type_="multipart/mixed; boundary=t"))
    [reply] = [one for one in letters if one.row.kind == "reply"]
    assert (outcome, reply.row.state) == ("ticketed", "held")
    assert "winmail.dat" in for_anna(letters, "held").text


@pytest.mark.parametrize("shape", ["gmail-web", "outlook-com", "apple-mail", "thunderbird-top", "qq"])
@pytest.mark.parametrize("command", ["#clsoe", "#assign stranger", "#priority purple"])
def test_a_slip_in_a_command_lets_nothing_leave(shape: str, command: str, stage: Stage, notification: Sent) -> None:
    """The agent is told which line is wrong, and gets the words back to send again."""
    outcome, letters = stage.answer(written(shape, notification, command))
    assert outcome == "answered builtin:correction"
    assert {one.row.kind for one in letters} == {"correction"}
    assert command in letters[0].text
    assert "ink cartridge" in letters[0].text.replace("*", "")


@pytest.mark.parametrize("shape", ["gmail-android", "outlook-com", "iphone", "thunderbird-top", "yahoo"])
def test_a_command_below_a_greeting_is_asked_about(shape: str, stage: Stage, notification: Sent) -> None:
    """A banner or a greeting came first: nothing leaves, and the agent is asked."""
    answer = written(shape, notification).decode("latin-1")
    answer = answer.replace("You need:", "You need:\r\n#close\r\n", 1).replace("You need:</", "You need:<br>#close<br></", 1)
    outcome, letters = stage.answer(answer.encode("latin-1"))
    assert outcome == "held builtin:stray-command"
    assert {one.row.kind for one in letters} == {"held"}
