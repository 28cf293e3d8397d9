"""V092: an answer to a challenge releases the one mail it was asked about, of the one agent, once, within a day; nothing else does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path

import pytest
from sqlalchemy import update

from maildesk.changes import Actor
from maildesk.decision.verdict import Verdict
from maildesk.errors import Refused, TryLater
from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.pipeline import consider, read
from maildesk.staffwork import release
from maildesk.store import challenges
from maildesk.tables import mails
from maildesk.threading.decision import Confirmed
from maildesk.ticket import Role
from maildesk.tokens import ALPHABET, TokenKind, letter_of, mint
from tests.desks import said
from tests.opened import opened
from tests.talk import Talk, make_desk, read_blocks

HERE = Path(__file__).parent.parent
ANNA = "anna@example.com"
HELD = """\
>>> anna@example.com
Subject: Chairs

Please order two.
"""


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Iterator[Talk]:
    """A desk that holds a mail in Anna's name and has asked her about it."""
    talk = Talk(make_desk(HERE / "conversations" / "desk.yaml", tmp_path), HERE / "conversations", tmp_path)
    talk.step(read_blocks(HELD)[0])
    yield talk
    talk.desk.database.close()


def state_of(talk: Talk, mail: int = 1) -> str:
    with talk.desk.database.read() as session:
        return f"{spool.shown(session, mail)[0].state}"


def judged(talk: Talk, data: str, to: str) -> Verdict:
    """What would be decided about a mail of Anna's."""
    raw = RawMail(data.encode(), Envelope(ANNA, (to,), "smtp"), talk.now)
    with talk.desk.database.read() as session:
        return consider(talk.desk, read(talk.desk, raw, talk.now), session)


def releases(verdict: Verdict) -> bool:
    return verdict.consequence.challenge is not None and verdict.consequence.told is None


def answer(talk: Talk, subject: str = "Re: Did you write this?", text: str = "yes", token: Callable[[str], str] = str) -> Verdict:
    """Anna's answer to the letter, as her mail program writes it; `token` alters the tokens in it."""
    letter = opened(talk.letters[0][1])
    to = token(parseaddr(str(letter["Reply-To"]))[1])
    head = [
        f"From: {ANNA}",
        f"To: {to}",
        f"Subject: {subject}",
        "Message-ID: <answer@example.com>",
        f"In-Reply-To: {token(str(letter['Message-ID']))}",
    ]
    return judged(talk, "\r\n".join([*head, "", text, ""]), to)


def test_the_answer_is_the_proof(talk: Talk) -> None:
    """What the other tests of this file take a piece away from."""
    assert all(
        releases(answer(talk, text=text))
        for text in (
            "yes",
            "Yes, that was me.",
            "“yes”",
            "*Yes*",
            "Ja.",
            "是的",
            "是\n\n发自我的手机",
            "yes\n-- \nAnna",
            "yes\n\nSent from my iPhone",
            "Yes\n\nAnna Bergmann\nExample Ltd",
        )
    )


def test_explain_says_what_the_answer_came_to(talk: Talk) -> None:
    """The token is a clue like another: it won, or it did not."""
    assert [one.said for one in answer(talk).clues if one.won] == [f"a token of ours in recipient address, won: it asks {ANNA} about mail 1"]
    talk.now += timedelta(hours=25)
    assert not any(one.won for one in answer(talk).clues)


def test_every_character_of_the_token_counts(talk: Talk) -> None:
    """Any one of its characters altered, in the address and the id alike: it names no letter, and releases nothing."""
    [(row, _)] = talk.letters
    token = mint(talk.desk.ring, TokenKind.CONFIRM, row.letter)
    altered = [token[:place] + other + token[place + 1 :] for place in range(len(token)) for other in f"{ALPHABET}01" if other != token[place]]

    assert not [one for one in altered for kind in TokenKind if letter_of(talk.desk.ring, kind, one) is not None]
    for place in range(len(token)):
        other = token[:place] + ("b" if token[place] == "a" else "a") + token[place + 1 :]
        assert not releases(answer(talk, token=lambda text, other=other: text.replace(token, other)))  # type: ignore[misc] - its default binds it now


@pytest.mark.parametrize("kind", [kind for kind in TokenKind if kind is not TokenKind.CONFIRM])
def test_no_other_kind_of_token_confirms(kind: TokenKind, talk: Talk) -> None:
    """A token of the very letter that is none of this kind: kinds never stand for each other."""
    [(row, _)] = talk.letters
    ours, other = (mint(talk.desk.ring, one, row.letter) for one in (TokenKind.CONFIRM, kind))

    assert not releases(answer(talk, token=lambda text: text.replace(ours, other)))


def _machines() -> list[tuple[str, str]]:
    """What answering machines write above and in their mails, each as its subject and its text."""
    subjects = (line.partition(" | ") for line in (HERE / "robots" / "subjects.txt").read_text("utf-8").splitlines() if " | " in line)
    away = (line.split(" | ")[-1] for line in (HERE / "away" / "phrases.txt").read_text("utf-8").splitlines() if " | " in line)
    said = [(subject, "yes") for head, _, subject in subjects if not head.startswith(("human", "new"))]
    return said + [(subject, text) for text in away for subject in ("Automatic reply: Did you write this?", "Re: Did you write this?")]


def test_no_machine_confirms(talk: Talk) -> None:
    """Whatever stands in its subject or text: it answers the letter, from Anna's own address, and quotes what it answers."""
    machines = _machines()

    assert len(machines) > 150
    assert not [said for said in machines if releases(answer(talk, *said))]


@pytest.mark.parametrize(
    "text",
    [
        "No.",
        "This was not me",
        "I didn't write that",
        "不是我写的",
        "Das war ich nicht",
        "#close",
        "",
        "\n-- \nAnna",
        "Thank you!",
        "ok",
        "OK\nTicket 4711 was created",
        "Received.",
        "Yes! Your request was received.",
        "Yes we got it",
        "Dear customer,\nyes\nwe got it",
        "yes\nbut I did not write it",
        "已收到",
        "I am on holiday until Monday.",
        "Ich bin bis Montag im Urlaub.",
        "Thank you for contacting us. Your request was received and is being looked at; we will come back to you within two days at the latest.",
    ],
)
def test_who_denies_it_or_says_more_than_yes_confirms_nothing(text: str, talk: Talk) -> None:
    """People answer such letters to say that it was not them, and machines have no mark but their words."""
    assert not releases(answer(talk, text=text))


def test_a_receipt_confirms_nothing(talk: Talk) -> None:
    """Her program tells that the letter was shown to her (RFC 8098): it names the letter, and says no word about the mail."""
    letter = opened(talk.letters[0][1])
    to = parseaddr(str(letter["Reply-To"]))[1]
    head = (
        f"From: {ANNA}\r\nTo: {to}\r\nSubject: Read: {letter['Subject']}\r\nMessage-ID: <read@example.com>\r\nIn-Reply-To: {letter['Message-ID']}\r\n"
    )
    kind = 'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary="x"\r\n\r\n'
    parts = "--x\r\nContent-Type: text/plain\r\n\r\nShown.\r\n--x\r\nContent-Type: message/disposition-notification\r\n\r\n"
    told = f"Final-Recipient: rfc822;{ANNA}\r\nOriginal-Message-ID: {letter['Message-ID']}\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n--x--\r\n"

    assert not releases(judged(talk, head + kind + parts + told, to))


def test_what_only_quotes_the_letter_confirms_nothing(talk: Talk) -> None:
    """The letter given back by a mail server, or forwarded: its id stands in the mail, and the mail does not answer it."""
    letter = talk.letters[0][1].decode()
    head = f"From: {ANNA}\r\nTo: support@example.com\r\nSubject: Fwd: look\r\nMessage-ID: <forward@example.com>\r\n"
    enclosed = (
        f'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n{letter}\r\n--x--\r\n'
    )
    quoted = "\r\n" + re.sub(r"(?m)^", "> ", letter)

    assert not any(releases(judged(talk, head + rest, "support@example.com")) for rest in (enclosed, quoted))


def test_it_is_bound_to_the_bytes_of_the_mail(talk: Talk) -> None:
    """The number of the mail stands for another one, as in a database that was put together by hand."""
    with talk.desk.database.write() as session:
        session.execute(update(mails).values(sha256="0" * 64))

    assert not releases(answer(talk))


def test_it_is_bound_to_the_agent(talk: Talk) -> None:
    """Another agent's answer, who got the letter forwarded and is proven otherwise, releases nothing; nor does one that is taken out."""
    talk.fresh.clear()
    for block in read_blocks(f">>> ben@example.com answers unproven of {ANNA}\nyes\n"):
        talk.step(block)
    assert state_of(talk) == "held"

    agents = tuple(agent for agent in talk.desk.config.agents if agent.address != ANNA)
    talk.desk = replace(talk.desk, config=talk.desk.config.model_copy(update={"agents": agents}))
    assert not releases(answer(talk))


def test_two_answers_at_once_release_one_mail(talk: Talk) -> None:
    """Both were decided about before either was written down."""
    verdict = answer(talk)
    assert isinstance(verdict.decision, Confirmed)
    with talk.desk.database.write() as session:
        challenges.answer(session, verdict.decision.challenge, talk.now)
    with pytest.raises(TryLater), talk.desk.database.write() as session:
        challenges.answer(session, verdict.decision.challenge, talk.now)
    assert state_of(talk) == "waiting"


def test_a_released_mail_is_the_agents_own_alone(talk: Talk) -> None:
    """What one agent confirmed counts for a mail with that agent in From; the word of an operator for any agent's."""
    raw = RawMail(f"From: {ANNA}\r\nMessage-ID: <x@example.com>\r\n\r\nHello\r\n".encode(), Envelope(ANNA, ("support@example.com",)), talk.now)
    with talk.desk.database.read() as session:
        agents = [
            consider(talk.desk, read(talk.desk, replace(raw, vouched=by), talk.now), session).seen.trust.agent
            for by in ("", f"challenge:{ANNA}", "challenge:ben@example.com", "operator:root")
        ]
    assert agents == [None, ANNA, None, ANNA]


def test_only_what_waits_for_a_proof_is_released(talk: Talk) -> None:
    """A mail that came to its end, or is none, is not processed a second time."""
    release(talk.desk.database, talk.desk.config, 1, Actor("operator:root", Role.ADMIN))
    for mail in (1, 99):
        with pytest.raises(Refused):
            release(talk.desk.database, talk.desk.config, mail, Actor("operator:root", Role.ADMIN))


def test_the_ticket_says_who_released_it(talk: Talk, tmp_path: Path) -> None:
    """By the real commands: the operator's word stands in the ticket's history, and beside the message how it was proven."""
    assert said("spool", "release", "1", desk=tmp_path / "desk.yaml").code == 0
    talk.work()
    shown = said("ticket", "show", "1", desk=tmp_path / "desk.yaml").out
    assert re.search(r"anna@example\.com>? wrote  \(sender proven by an operator's word\)", shown)
    assert re.search(r"mail 1 was held, because nothing proved its agent +\(operator:\w+, mail 1\)", shown)


def test_a_colleague_releases_nothing(talk: Talk, tmp_path: Path) -> None:
    """Whoever is no supervisor cannot vouch for another agent, on the command line either."""
    assert said("--as", "ben@example.com", "spool", "release", "1", desk=tmp_path / "desk.yaml").code != 0
    assert state_of(talk) == "held"
