"""Each decision about a mail says what won and what lost, and what it says is what was decided."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from maildesk.config.limits import Limits
from maildesk.config.proving import Proving
from maildesk.decision.weighcommands import weigh_commands
from maildesk.evidence import Evidence
from maildesk.intake.mime.parse import parse
from maildesk.intake.nature.judge import judge_nature
from maildesk.intake.trust.judge import good_for
from maildesk.intake.weighing.nature import weigh_nature, weigh_silence
from maildesk.intake.weighing.parts import weigh_bytes
from maildesk.intake.weighing.trust import weigh_trust
from maildesk.judged import NO_PROOF, Nature, Trust
from maildesk.mail import Envelope, ParsedMail
from maildesk.pipeline import consider, read
from maildesk.risk import Risk
from maildesk.threading.inside import repeating, with_answers_inside
from maildesk.threading.signature.closings import closing_of
from maildesk.threading.split import split
from maildesk.threading.weighing.inside import weigh_inside
from maildesk.threading.weighing.split import weigh_split
from tests.talk import Talk, make_desk, read_blocks

MAILS = sorted((Path(__file__).parent / "mails").glob("*.eml"))
LIMITS = Limits()
NOTHING = {"no quote", "no signature", "nothing is passed on"}
HEAD = "From: Kim Hill <kim@hill.example>\nTo: support@desk.example\nSubject: Printer\nMessage-ID: <1@hill.example>\n"


def gathered(data: bytes, earlier: tuple[str, ...] = ()) -> dict[str, tuple[Evidence, ...]]:
    mail, nature = judged(data)
    read, text = weigh_bytes(data, LIMITS, ()), weigh_split(mail, False, None, tuple(map(closing_of, earlier)))
    return {
        **{name: getattr(read, name) for name in ("author", "sender", "parts", "charset")},
        **{name: getattr(text, name) for name in ("quote", "signature", "forwarded")},
        "nature": weigh_nature(mail, Envelope(), nature, frozenset()),
        "silence": tuple(weigh_silence(mail)),
    }


def judged(data: bytes) -> tuple[ParsedMail, Nature]:
    mail = parse(data, LIMITS)
    return mail, judge_nature(mail, Envelope(), frozenset(), own_id=False)


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_what_is_said_to_have_won_is_what_was_decided(path: Path) -> None:
    """Of each golden mail: something won where there is something, and nothing where there is none."""
    data = path.read_bytes()
    mail, nature = judged(data)
    words, found = split(mail), gathered(data)
    decided = {
        "author": mail.from_,
        "sender": mail.sender,
        "parts": mail.text.strip(),
        "quote": words.quoted or words.context,
        "signature": words.signature,
        "forwarded": words.forwarded,
    }
    assert {name: any(one.won and one.of not in NOTHING for one in found[name]) for name in decided} == {
        name: bool(value) for name, value in decided.items()
    }
    assert found["nature"][0].won
    assert nature.kind == "human" or nature.kind in found["nature"][0].why


# Headers beside those of HEAD, the body, the decision, and what spoke in it.
CASES = {
    "a header that names the author": (
        "Reply-To: office@hill.example\nSender: robot@hill.example\n",
        "Help.",
        "author",
        [
            "+ From: Kim Hill <kim@hill.example>: the first From that names an address",
            "- Reply-To: office@hill.example: an answer goes there; who wrote it stands in From",
            "- Sender: robot@hill.example: a surer header says who wrote it",
        ],
    ),
    "a forwarder in the author's place": (
        'From: "carla@customer.example" <desk@relay.example>\nReturn-Path: <SRS0=Ab1c=XY=customer.example=carla@relay.example>\nReply-To: office@customer.example\n',
        "Help.",
        "author",
        [
            "+ Return-Path: SRS0=Ab1c=XY=customer.example=carla@relay.example: a forwarder stands in From, and it names whom the forwarder took the place of",
            '- From: "carla@customer.example" <desk@relay.example>: a forwarder put itself in the author\'s place',
            "- Reply-To: office@customer.example: the way that the mail came names another",
        ],
    ),
    "a list in the author's place": (
        'From: "Carla Jones via Help" <help@lists.example>\nReply-To: carla@customer.example\nSender: help@lists.example\n',
        "Help.",
        "author",
        [
            "+ Reply-To: carla@customer.example: a list stands in From, and it names whom the list took the place of",
            "- From: Carla Jones via Help <help@lists.example>: a list put itself in the author's place",
            "- Sender: help@lists.example: a surer header says who wrote it",
        ],
    ),
    "two authors": (
        "From: Eve <eve@example.net>\n",
        "Help.",
        "sender",
        ["- from: it stands more than once, and programs read different ones"],
    ),
    "a file beside the text": (
        'Content-Type: multipart/mixed; boundary="b"\n',
        '--b\nContent-Type: text/plain\n\nHelp.\n--b\nContent-Type: text/plain; name="log.txt"\nContent-Disposition: attachment\n\n1\n--b\nContent-Type: text/plain; name="log.txt"\n\n2\n--b--\n',
        "parts",
        [
            "+ part 1, text/plain: it is a text that nobody attached",
            "- part 2, text/plain, “log.txt”: it is attached",
            "- part 3, text/plain, “log.txt”: it bears a file's name",
        ],
    ),
    "two alternatives that differ": (
        'Content-Type: multipart/alternative; boundary="b"\n',
        "--b\nContent-Type: text/plain\n\nYour program cannot show this.\n--b\nContent-Type: text/html\n\n<p>The printer swallows paper every morning.</p>\n--b--\n",
        "parts",
        [
            "+ part 1, text/plain: of alternatives the plain one is the text",
            "+ part 2, text/html: it says something else than the plain text beside it, so both are read",
        ],
    ),
    "a charset that is another": (
        "Content-Type: text/plain; charset=us-ascii\n",
        "Für Größe",
        "charset",
        ["+ part 1: us-ascii, Content-Type, read as utf-8: every byte is a letter of it"],
    ),
    "a charset whose neighbour is meant": (
        "Content-Type: text/plain; charset=iso-8859-2\nContent-Transfer-Encoding: quoted-printable\n",
        "=8Eena =9Aije =9Aaty",
        "charset",
        ["+ part 1: iso-8859-2, Content-Type, read as cp1250: every byte is a letter of it"],
    ),
    "a charset that the bytes are not in": (
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n",
        "F=FCr Gr=F6=DFe",
        "charset",
        [
            "+ part 1: a guess: so its letters stand together best",
            "- part 1: utf-8, Content-Type: some bytes are none of its letters",
            "- part 1: UTF-8: some bytes are none of its letters",
            "- part 1: what is declared, but for a few bytes: too many bytes are none of its letters",
            "- part 1: UTF-8, and the West's charset between: too few letters are UTF-8",
        ],
    ),
    "what the page says against what the mail says": (
        "Content-Type: text/html; charset=us-ascii\nContent-Transfer-Encoding: quoted-printable\n",
        '<meta charset=3D"windows-1251"><p>=CF=F0=E8=E2=E5=F2</p>',
        "charset",
        [
            "+ part 1: windows-1251, the HTML itself, read as cp1251: every byte is a letter of it",
            "- part 1: us-ascii, Content-Type: the bytes are none of its, and something else names a charset",
        ],
    ),
    "a charset nobody knows": (
        "Content-Type: text/plain; charset=klingon\n",
        "Für Größe",
        "charset",
        ["+ part 1: UTF-8: every byte is a letter of it", "- part 1: klingon, Content-Type: it is no charset's name"],
    ),
    "a letter quoted as a whole": (
        "",
        "Yes.\n\n-----Original Message-----\nFrom: Support <support@desk.example>\nSent: Monday, 2 February 2026 10:00\nTo: Kim Hill\nSubject: Printer\n\nIs it on?",
        "quote",
        ["+ line 3 “-----Original Message-----”: a line that says a mail follows"],
    ),
    "answers between quoted lines": (
        "",
        "> Which model?\n\nThe big one.\n\n> Since when?\n\nMonday.",
        "quote",
        [
            "+ line 1 “> Which model?”: a quote mark",
            "+ line 5 “> Since when?”: a quote mark",
            "- quoted lines with words below them: they stay beside the words that answer them: 2",
        ],
    ),
    "what only looks like a quote": (
        "",
        "It says:\n--- Error message ---\nPaper jam\n>>> look here <<<\nFrom: the beginning it was loud\n",
        "quote",
        [
            "+ no quote: no line introduces one, and none has a quote mark",
            "- line 2 “--- Error message ---”: people draw such lines, too, and no quote follows it",
            "- line 4 “>>> look here <<<”: an ornament",
            "- line 5 “From: the beginning it was loud”: a header's line alone is no header block",
        ],
    ),
    "a signature behind its delimiter": (
        "",
        "Help.\n\n-- \nKim Hill\nHill & Sons",
        "signature",
        ["+ line 3 “--”: the delimiter of signatures"],
    ),
    "a greeting that was not learned": (
        "",
        "Help.\n\nBest regards\nKim",
        "signature",
        [
            "+ no signature: no line looks like the beginning of one",
            "- line 3 “Best regards”: a greeting begins a signature where two earlier mails ended alike",
        ],
    ),
    "a forward without a header": (
        "",
        "See below.\n\n---------- Forwarded message ---------\nNo header here.",
        "forwarded",
        ["- line 3 “---------- Forwarded message ---------”: no header of a mail stands below it"],
    ),
    "a list of one": (
        "List-Unsubscribe: <https://hill.example/off>\nAuto-Submitted: no\nPrecedence: bulk\n",
        "I am out of office today.",
        "nature",
        [
            "+ a person: no mark of a machine, a list or a report counts",
            "- auto-submitted: no: a person's mail may say so, too",
            "- precedence: bulk: it asks for silence, and makes no machine of the sender",
            "- list-unsubscribe: ordinary senders offer it; a list names itself, too",
            "- says “out of office”: people write so, too, and no machine's mark stands beside it",
        ],
    ),
    "an answering machine on a list": (
        "Auto-Submitted: auto-replied\nList-Id: <all.hill.example>\n",
        "I am out of office until Monday.",
        "nature",
        [
            "+ says “out of office”: it stands for out-of-office",
            "- list-id: it would stand for list, but a surer mark decided",
            "- auto-submitted: auto-replied: it would stand for auto-reply, but a surer mark decided",
        ],
    ),
    "no wish for silence": (
        "X-Auto-Response-Suppress: None\n",
        "Help.",
        "silence",
        ["- x-auto-response-suppress: None: that value asks for no silence"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_won_and_what_lost(case: str) -> None:
    """In the words that `explain` shows."""
    headers, body, decision, expected = CASES[case]
    head = HEAD.split("\n", 1)[1] if decision == "author" and headers.startswith("From:") else HEAD
    data = f"{head}{headers}\n{body}".encode()
    assert [f"{'+' if one.won else '-'} {one.of}: {one.why}" for one in gathered(data)[decision]] == expected


OURS = """Dear Bob,

which of our printers do you have?
Since when has it been broken?

When may we come to look at it?

Anna"""
MARKS = ("password", "login", "internal", "own domain", "upstream", "own letter", "word", "lately")
GOOD_FOR = {Risk.USUAL: "good for answers and usual commands", Risk.HIGH: "good for everything"}
COMMANDS = """\
>>> bob@customer.example
Subject: Printer

#close
It is broken.
>>> anna@example.com answers notification
#high
#clsoe
We come.
>>> anna@example.com answers notification
#high
We come.
>>> anna@example.com answers notification
We came.
"""
ABOVE = "From: Example Support <support@example.com>\nSent: Monday, March 2, 2026 10:03 AM\nTo: bob@customer.example\nSubject: Re: Printer\n\n"
INSIDE = {
    "said": (
        "Please see below.",
        OURS.replace("have?", "have?\nThe big one."),
        "+ words inside of our letter, or below it, in lines: 1: the words above say",
    ),
    "between": (
        "Hello.",
        OURS.replace("have?", "have?\nThe big one."),
        "+ words inside of our letter, or below it, in lines: 1: they stand between two",
    ),
    "nothing": ("The big one.", OURS, "- our letter, which is quoted without marks: nothing is told inside of it"),
}


@pytest.mark.parametrize("case", INSIDE)
def test_answers_inside_of_our_letter_say_why_they_count(case: str) -> None:
    """Where programs put no marks before what they quote."""
    above, quoted, expected = INSIDE[case]
    mail = parse(f"{HEAD}In-Reply-To: <2@example.com>\n\n{above}\n\n{ABOVE}{quoted}\n".encode(), LIMITS)
    before = split(mail)
    [found] = weigh_inside(before, with_answers_inside(mail, before, ParsedMail(text=OURS)))
    assert f"{'+' if found.won else '-'} {found.of}: {found.why}".startswith(expected)


def test_what_we_sent_says_why_it_is_a_quote() -> None:
    """Where nothing but its lines says that it is one; and why nothing is folded where answers are announced among others' words."""
    bare = parse(f"{HEAD}\n\nThe big one.\n\n{OURS}\n".encode(), LIMITS)
    [found] = weigh_inside(split(bare), repeating(bare, split(bare), ParsedMail(text=OURS)), answers_ours=False)
    assert (found.won, str(found.why)) == (True, "its lines stand there in order, from the first to the end")
    mail = parse(f"{HEAD}\n\nSee below, in red.\n\n{ABOVE}{OURS}\n".encode(), LIMITS)
    [found] = weigh_inside(split(mail), split(mail, first=True), answers_ours=False)
    assert (found.won, str(found.of)) == (True, "nothing is folded")
    assert not list(weigh_inside(split(mail), split(mail), answers_ours=False))


@pytest.mark.parametrize("given_up", [(), ("signature",), ("confirmation",), ("signature", "confirmation")])
def test_the_proofs_that_won_are_those_that_prove(given_up: tuple[str, ...]) -> None:
    """Whatever is there of them: something won exactly where the agent is proven, and it is good for the same."""
    wanted = Proving(gives_up=given_up, dns=True)
    for marks in itertools.chain.from_iterable(itertools.combinations(MARKS, count) for count in range(len(MARKS) + 1)):
        up_to = good_for({name: name in marks for name in MARKS}, given_up)
        found = weigh_trust(Trust(named="anna@example.com", up_to=up_to, marks=frozenset(marks)), NO_PROOF, wanted)
        won = {str(one.why).partition(",")[0] for one in found if one.won}
        assert won == ({GOOD_FOR[up_to]} if up_to else set())
        assert found or up_to is Risk.HIGH


def test_commands_say_which_line_kept_a_mail_from_being_carried_out(tmp_path: Path) -> None:
    """An agent's mail with one line misspelt, one without a fault, and a customer's that begins so."""
    desks = Path(__file__).parent / "conversations"
    talk = Talk(make_desk(desks / "desk.yaml", tmp_path), desks, tmp_path)
    shown = []
    for block in read_blocks(COMMANDS):
        raw = talk.composed(block)
        with talk.desk.database.read() as session:
            found = weigh_commands(consider(talk.desk, read(talk.desk, raw, talk.now), session))
        shown.append([f"{'+' if one.won else '-'} {one.of}: {one.why}" for one in found])
        talk.step(block)
        talk.fresh.clear()
    talk.desk.database.close()
    assert shown == [
        ["- #close: commands are read in mail of proven agents alone"],
        [
            "- #high: all commands of a mail are carried out, or none",
            "- #clsoe: #clsoe is no command; perhaps #close, #also is meant",
            "- the whole mail: builtin:correction keeps it from being carried out",
        ],
        ["+ #high: it is carried out"],
        ["+ no command: the new words begin with none"],
    ]


def test_what_earlier_mails_ended_with_is_a_signature() -> None:
    """Twice may be chance."""
    ended = "\n\nKind regards\nKim"
    [learned] = gathered(f"{HEAD}\nThird mail.{ended}".encode(), (f"First.{ended}", f"Second.{ended}"))["signature"]
    once = gathered(f"{HEAD}\nThird mail.{ended}".encode(), (f"First.{ended}",))["signature"]
    assert (learned.won, learned.of, learned.why) == (True, "line 3 “Kind regards”", "earlier mails of the sender ended so, too")
    assert [one.of for one in once if not one.won] == ["what earlier mails of the sender ended with", "line 3 “Kind regards”"]
