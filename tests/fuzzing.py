"""What must hold for any mail and any SMTP session: the laws that the fuzzers try to break."""

from __future__ import annotations

import random
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType

from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.intake.mime.parse import parse
from maildesk.intake.nature.judge import judge_nature
from maildesk.mail import Envelope, RawMail
from maildesk.pipeline import process_one
from maildesk.threading.clues import read_clues
from maildesk.threading.mingled import told_apart
from maildesk.threading.split import answers_nothing, quotes, split
from maildesk.threading.weighing.split import weigh_split
from tests import texts
from tests.mutations import USUAL, command, mutated
from tests.receiver import HELLO, MAIL, RCPT, Client, Receiver
from tests.talk import START

LONGEST = 2.0  # seconds of CPU for one mail
_ENVELOPE = Envelope("zoe@example.org", ("support@example.com",), "smtp", "192.0.2.1", "client.example.org")
_ALONE = b"VRFY\r\n"  # asked after each command: its answer is like no other
_ITS_ANSWER = "252 2.5.0 Send some mail and see"


class TooSlow(AssertionError):
    """One mail took more CPU than any may."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises `TooSlow` after that much CPU of ours: what others do to this machine does not count."""

    def over(_: int, __: FrameType | None) -> None:
        raise TooSlow(f"more than {seconds} s of CPU")

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def read_everything(desk: Desk, data: bytes) -> None:
    """The pure stages one by one: parse, nature, clues, split."""
    mail = parse(data, desk.config.limits)
    judge_nature(mail, _ENVELOPE, desk.config.own_addresses, own_id=False)
    read_clues(mail, _ENVELOPE, desk.ring, desk.config)
    for first in (True, False):
        split(mail, first=first)


def take_and_process(desk: Desk, data: bytes) -> None:
    """The whole path of one mail; it must have an outcome and its bytes afterwards."""
    with desk.database.write(durable=False) as session:
        [number] = spool.accept(session, [RawMail(data, _ENVELOPE, START)])
        claimed = spool.claim(session, "fuzz", START, timedelta(minutes=1))
    assert claimed is not None
    process_one(desk, claimed, START)
    with desk.database.read() as session:
        row, stored = spool.shown(session, number)
    assert (row.state != "waiting", stored) == (True, data)


def fuzz_reading(desk: Desk, seeds: Iterable[int]) -> None:
    """Only the pure stages, for many mails. Fails with the seed of the mail that broke a law; `mutated(seed)` gives its bytes."""
    for seed in seeds:
        _held_to(read_everything, desk, seed)


def _held_to(law: Callable[[Desk, bytes], None], desk: Desk, seed: int) -> None:
    data = mutated(seed)
    try:
        with at_most(LONGEST):
            law(desk, data)
    except Exception as error:
        raise AssertionError(f"tests.mutations.mutated({seed}): {type(error).__name__}: {error}") from error


def fuzz_mails(desk: Desk, seeds: Iterable[int]) -> None:
    """The whole path, stages first; fails as `fuzz_reading` does."""
    for seed in seeds:
        _held_to(read_everything, desk, seed)
        _held_to(take_and_process, desk, seed)
    with desk.database.read() as session:
        assert spool.ledger(session).balanced


def fuzz_texts(seeds: Iterable[int]) -> None:
    """Texts of lines of every kind: no letter of them is lost or doubled, none takes long, and what weighs and asks says what splitting does."""
    for seed in seeds:
        mail, letter = texts.answer(random.Random(seed))
        said, marks = _letters(mail.text), _letters("".join(_INITIALS.findall(mail.text)))
        with at_most(LONGEST):
            for by_agent in (False, True):
                parts = split(mail, letter=letter, by_agent=by_agent)
                found = (parts.reply, parts.quoted, parts.signature, *(line for one in parts.context for line in one.quoted))
                assert _letters("".join(found)) <= said, f"doubled: tests.texts.answer({seed})"
                assert said - _letters("".join(found)) <= marks, f"lost: tests.texts.answer({seed})"
            assert quotes(mail) == bool((told := split(mail)).quoted.strip() or told.context), f"tests.texts.answer({seed})"
            answers_nothing(mail)
            weigh_split(mail, first=False, letter=letter, closings=())


def fuzz_quoted_letters(seeds: Iterable[int]) -> None:
    """Agents' answers among the lines of a letter to staff: nothing of that letter leaves, and no word of the agent's is lost without a question."""
    for seed in seeds:
        mail, letter = texts.quoted_letter(random.Random(seed))
        with at_most(LONGEST):
            parts = told_apart(mail, split(mail, letter=letter, by_agent=True), letter, ())
        assert "secret" not in parts.reply.casefold(), f"leaves: tests.texts.quoted_letter({seed})"
        below = parts.signature if "Sent from" in parts.signature else ""  # what a card ends that stands below a phone's line
        told = f"{parts.reply}\n{parts.mingled}\n{below}"
        assert told.count(texts.MEANT) >= mail.text.count(texts.MEANT), f"lost: tests.texts.quoted_letter({seed})"


# Somebody's initials before a line are a mark, which goes with what it marks.
_INITIALS = re.compile(r"^[ \t>|:]*([\w.-]{1,20})>", re.MULTILINE)


def _letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


async def fuzz_session(receiver: Receiver, seed: int) -> int:
    """One client that says odd things: each command has one answer, or ends the session. Gives how many mails were taken."""
    chance, taken = random.Random(seed), 0
    async with receiver.client() as client:
        assert (await client.reply()).startswith("220 ")
        for _ in range(chance.randint(1, 25)):
            try:
                answers = await _said(client, chance)
                taken += sum(", kept as mail " in answer for answer in answers)
                after = await client.ask(_ALONE) if answers[-1] else ""
            except ConnectionError:
                return taken  # it was ended while we talked
            if after != _ITS_ANSWER:
                # A last word before the end is no second answer (RFC 5321 §3.8).
                over = not after or (after.startswith("421 ") and await client.closed())
                assert over, f"seed {seed}: {answers} were followed by {after}"
                return taken
    return taken


async def _said(client: Client, chance: random.Random) -> list[str]:
    """The answers to one command, to a mail, or to several commands in one packet; the last is "" where the session ended."""
    kind = chance.random()
    if kind < 0.2:
        group = [line for line in (command(chance) for _ in range(chance.randint(2, 12))) if line[:4].upper() != b"DATA"]
        return await _said_at_once(client, group or [b"NOOP"])
    before = await _said_at_once(client, [b"RSET", *USUAL[:3]]) if kind < 0.4 else []
    line = USUAL[3] if before else command(chance)
    answer = await client.ask(line + (b"\r\n" if chance.random() < 0.98 else b"\n"))
    if not answer.startswith("354 "):
        return [*before, answer]
    return [await client.ask(_stuffed(mutated(chance.getrandbits(32))) + b"\r\n.\r\n")]


async def _said_at_once(client: Client, lines: list[bytes]) -> list[str]:
    client.send(b"".join(line + b"\r\n" for line in lines))
    answers: list[str] = []
    while len(answers) < len(lines) and (not answers or answers[-1]):
        answers.append(await client.reply())
    return answers


def _stuffed(content: bytes) -> bytes:
    return (b"\r\n" + content).replace(b"\r\n.", b"\r\n..").removeprefix(b"\r\n")


async def fuzz_sessions(receiver: Receiver, seeds: Iterable[int]) -> None:
    """Sessions one after the other, then an honest one; all mails that were taken are stored, and no other."""
    taken = 0
    for seed in seeds:
        taken += await fuzz_session(receiver, seed)
    async with receiver.client() as client:
        await client.begin(HELLO, MAIL, RCPT, b"DATA\r\n")
        assert (await client.ask(b"Subject: honest\r\n\r\nHello\r\n.\r\n")).startswith("250 ")
    with receiver.database.read() as session:
        assert spool.ledger(session).accepted == taken + 1
