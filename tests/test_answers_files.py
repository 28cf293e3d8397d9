"""What an answer brings along and whom it reaches: files alone, pictures alone, nested mails, copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.answering import CUSTOMERS_PICTURE, FILE, FILE_NAME, PICTURE, Sent, Stage, coded, copy_of, for_anna, plain

FILE_PART = "Content-Type: application/pdf; name*=UTF-8''Gr%C3%B6%C3%9Fen%20%E4%BB%B7%E7%9B%AE.pdf\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n"
PICTURE_PART = "Content-Type: image/png; name=new.png\nContent-ID: <new@anna>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\n"


@pytest.fixture
def stage(asked: tuple[Path, Sent], tmp_path: Path) -> Stage:
    return Stage(copy_of(asked[0], tmp_path / "desk"), seed=4)


def mixed(*parts: str) -> str:
    return "".join(f"--p\n{part}\n" for part in parts) + "--p--"


def html(text: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\n\n{text}"


def answered(stage: Stage, letter: Sent, body: str, kind: str = "mixed", headers: str = "") -> tuple[str, list[Sent]]:
    return stage.answer(plain(letter, body, headers, f"multipart/{kind}; boundary=p"))


def the_reply(letters: list[Sent]) -> Sent:
    [reply] = [one for one in letters if one.row.kind == "reply"]
    assert reply.row.state == "queued", reply.row.reason
    return reply


@pytest.mark.parametrize("words", ["", "#close\n", "-- \nAnna\n"])
def test_files_alone_are_an_answer(words: str, stage: Stage, notification: Sent) -> None:
    """With or without a command; the customer reads that there are files."""
    body = mixed(f"Content-Type: text/plain\n\n{words}", FILE_PART + coded(FILE))
    outcome, letters = answered(stage, notification, body)
    assert outcome == "ticketed"
    assert the_reply(letters).files == {FILE_NAME: FILE}


def test_a_picture_alone_is_an_answer(stage: Stage, notification: Sent) -> None:
    """A screenshot in the text, above the quote with the customer's picture: the new one leaves, the other does not."""
    page = html(
        f'<div><img src="cid:new@anna"></div><div class="gmail_quote">On 2 Mar, Example Support wrote:<blockquote>{notification.html}</blockquote></div>'
    )
    theirs = PICTURE_PART.replace("new", "blue").replace("blue@anna", "blue@bob") + coded(CUSTOMERS_PICTURE)
    outcome, letters = answered(stage, notification, mixed(page, PICTURE_PART + coded(PICTURE), theirs), "related")
    reply = the_reply(letters)
    assert outcome == "ticketed"
    assert reply.files == {"new.png": PICTURE}
    assert '<img src="cid:new@anna"' in reply.html


def test_a_picture_under_commands_alone_is_asked_about(stage: Stage, notification: Sent) -> None:
    """It may be a screenshot or stand in a signature: with #reply it leaves, without it nothing is done."""
    for command, outcome in (("#close", "held builtin:only-a-picture"), ("#close #reply", "ticketed")):
        page = html(f'<div>{command}</div><div><img src="cid:new@anna"></div>')
        ended, letters = answered(stage, notification, mixed(page, PICTURE_PART + coded(PICTURE)), "related")
        assert ended == outcome
    assert the_reply(letters).files == {"new.png": PICTURE}


def test_commands_over_a_quoted_picture_are_commands(stage: Stage, notification: Sent) -> None:
    """The customer's own picture, sent back by the mail program, makes no letter of a mail that only closes."""
    page = html(f'<div>#close</div><div class="gmail_quote">On 2 Mar, Example Support wrote:<blockquote>{notification.html}</blockquote></div>')
    theirs = PICTURE_PART.replace("new", "blue").replace("blue@anna", "blue@bob") + coded(CUSTOMERS_PICTURE)
    outcome, letters = answered(stage, notification, mixed(page, theirs), "related")
    assert (outcome, letters) == ("answered builtin:commands", [])


def test_a_picture_keeps_its_place_where_formatting_cannot(stage: Stage, notification: Sent) -> None:
    """The HTML says what the text does not: the plain words go alone, and the picture goes as a file."""
    page = html('<div>Look here, and this is hidden: <img src="cid:new@anna"></div>')
    alternative = f"Content-Type: multipart/alternative; boundary=q\n\n--q\nContent-Type: text/plain\n\nLook here:\n--q\n{page}\n--q--"
    _, letters = answered(stage, notification, mixed(alternative, PICTURE_PART + coded(PICTURE)), "related")
    reply = the_reply(letters)
    assert "hidden" not in reply.all_text
    assert reply.files == {"new.png": PICTURE}


def test_a_mail_as_a_file_arrives_as_it_was(stage: Stage, notification: Sent) -> None:
    """An .eml that names nobody of staff leaves byte for byte; our own notification as a file is held."""
    nested = b"From: shop@shop.example\r\nSubject: Invoice\r\n\r\nAs you asked.\r\n"
    part = "Content-Type: message/rfc822\nContent-Disposition: attachment; filename=invoice.eml\n\n"
    _, letters = answered(stage, notification, mixed("Content-Type: text/plain\n\nSee there.", part + nested.decode().replace("\r\n", "\n")))
    [content] = the_reply(letters).files.values()
    assert content.rstrip() == nested.rstrip()
    ours = notification.mail.as_string()
    _, letters = answered(stage, notification, mixed("Content-Type: text/plain\n\nSee there.", part + ours))
    assert next(one for one in letters if one.row.kind == "reply").row.state == "held"
    assert for_anna(letters, "held")


def test_big_files_of_the_customer_are_listed(stage: Stage) -> None:
    """12 MiB do not travel to every agent: name and size do; what fits travels."""
    big, small = b"x" * (12 << 20), b"y" * 1000
    parts = [
        f"Content-Type: application/zip; name={name}\nContent-Transfer-Encoding: base64\n\n{coded(data)}"
        for name, data in (("big.zip", big), ("small.zip", small))
    ]
    mail = "From: eve@customer.example\nTo: support@example.com\nSubject: Files\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=p\n\n"
    _, letters = stage.give((mail + mixed("Content-Type: text/plain\n\nHere.", *parts)).encode(), "eve@customer.example")
    told = for_anna(letters)
    assert told.files == {"small.zip": small}
    assert "big.zip (12.0 MiB)" in told.text
    assert "big.zip (12.0 MiB)" in told.html


def with_carol(stage: Stage, notification: Sent) -> Sent:
    """Carol becomes a participant; gives the notification that Anna answers then."""
    stage.answer(plain(notification, "#cc carol@customer.example\n#note\n\nShe pays for it."))
    return notification


@pytest.mark.parametrize(
    ("to", "cc", "reached"),
    [
        ("{desk}", "", {"bob@customer.example", "carol@customer.example"}),
        ("{desk}", "Carol <CAROL@customer.example>", {"bob@customer.example"}),
        ("{desk}, Bob <bob@customer.example>", "", {"carol@customer.example"}),
        ("{desk}", "bob@customer.example, carol@customer.example", set()),
        ("{desk}", "anna@example.com, support@example.com", {"bob@customer.example", "carol@customer.example"}),
    ],
)
def test_nobody_is_mailed_twice(to: str, cc: str, reached: set[str], stage: Stage, notification: Sent) -> None:
    """Whom the agent's own program wrote to has the answer already (PEERS case 82); the ticket keeps it in any case."""
    letter = with_carol(stage, notification)
    copies = f"Cc: {cc}\n" if cc else ""
    desk = str(letter.mail["Reply-To"])
    outcome, letters = stage.answer(plain(letter, "Please change the ink.", f"To: {to.format(desk=desk)}\n{copies}"))
    assert outcome == "ticketed"
    assert {one.address for letter in letters for one in letter.row.recipients} == reached
    assert "Please change the ink." in stage.history()


def test_a_quoted_picture_stays_at_home_in_a_plain_answer(stage: Stage, notification: Sent) -> None:
    """mutt and others send no HTML: the picture that our letter carried is known by its bytes."""
    theirs = "Content-Type: image/png; name=blue.png\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\n" + coded(CUSTOMERS_PICTURE)
    _, letters = answered(stage, notification, mixed("Content-Type: text/plain\n\nPlease wait.", theirs))
    assert the_reply(letters).files == {}


def test_the_notification_shows_the_customers_picture(notification: Sent) -> None:
    """Whole new text, formatting and picture: the agent has no other screen."""
    assert notification.files == {"blue.png": CUSTOMERS_PICTURE}
    assert 'src="cid:blue@bob"' in notification.html
    assert "<b>lost</b>" in notification.html


def test_an_empty_answer_makes_no_letter(stage: Stage, notification: Sent) -> None:
    """Only the quote came back: a slip of the thumb, of which the customer hears nothing."""
    outcome, letters = stage.answer(plain(notification, "\n".join(f"> {line}" for line in notification.text.splitlines())))
    assert outcome.startswith("answered builtin:")
    assert [one for one in letters if one.row.kind == "reply"] == []
