"""Whatever is done on a desk, by whom and how: nothing internal leaves, nothing undecided leaves, and it goes to the people of the ticket (law 7)."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from maildesk.resolver import Resolver
from maildesk.verbs.kinds import Argument
from maildesk.verbs.table import VERBS
from tests.leaving import AGENTS, CUSTOMERS, Step, Watcher, words_for_staff
from tests.nameserver import Zone, nameserver
from tests.signing import signer
from tests.talk import Stages, Talk, empty

_HERE = Path(__file__).parent / "conversations"
EXAMPLES = int(os.environ.get("MAILDESK_EXAMPLES", "12"))  # for a night of it: a thousand

# What may follow a verb on the tickets at hand, right or wrong; a verb of a new kind goes bare until something is written here.
ARGUMENTS: dict[str, tuple[str, ...]] = {
    Argument.UNTIL: ("", "3d"),
    Argument.WHO_OR_NOBODY: ("ben", "support", "stores", "nobody"),
    Argument.PRIORITY: ("high",),
    Argument.STATUS: ("closed",),
    Argument.TAGS: ("inner-tag", "-inner-tag"),
    Argument.TAG_NAMES: ("inner-tag",),
    Argument.FIELD: ("matter=inner-matter",),
    Argument.TEXT: ("The inner-title",),
    Argument.OPTIONAL_TEXT: ("",),
    Argument.AUDIENCE: ("ben@example.com", "team"),
    Argument.ADDRESS_LIST: ("eve@elsewhere.example",),
    Argument.CORRESPONDENT: ("tess@vendor.example Toner",),
    Argument.PASSING_ON: ("tess@vendor.example Toner", "tess@vendor.example all"),
    Argument.SPAN: ("25m",),
    Argument.MAILBOX: ("kefu@example.com",),
    Argument.LINK: ("2", "2 blocks"),
    Argument.MERGER: ("1", "2", "2 both", "1 both"),
    Argument.TICKET: ("1", "2"),
    Argument.SENDING: ("now", "at 3d"),
    Argument.OPTIONAL_AGENT: ("", "anna@example.com"),
    Argument.WHEN: ("3d",),
    Argument.REMINDER: ("3d inner-reminder",),
    Argument.CANNED: ("reset",),
    Argument.MACRO: ("vpn", "quiet"),
    Argument.ARTICLE: ("vpn",),
    Argument.HIDDEN: ("blue", "/st.p/"),
    Argument.WORD: ("inner-kind",),
    Argument.OPTIONAL_SUBJECT: ("", "The other printer"),
    Argument.OPTIONAL_ADDRESS: ("", "bob@customer.example"),
    Argument.ADDRESS: ("dave@customer.example",),
    Argument.ADDRESSES: ("dave@customer.example", "eve@elsewhere.example -dave@customer.example", "anna@example.com"),
}
_LINES = st.sampled_from([f"#{verb.name} {argument}".strip() for verb in VERBS.values() for argument in ARGUMENTS.get(verb.argument, ("",))])
_ODD = st.sampled_from(["#frobnicate", "#撤回", "#note the inner-note of a line", "＃关闭", "#备注", "#回复", "#high #take", "#end"])
_KINDS = st.sampled_from(["notification", "notification", "notification", "receipt", "correction", "held"])


OWN, NOBODYS, ANOTHERS = "example.com", "", "evil.example"
# How agents are proven there: by a letter's token alone, or as the whole table asks for it, by the domain's signature beside.
DESKS = ("leaving.yaml", "leaving-signed.yaml")


@dataclass(frozen=True)
class Wish:
    """What is drawn of a step; its words are made when its turn comes, so that each step has its own."""

    who: str
    way: str
    lines: tuple[str, ...] = ()
    body: str = "words"  # none, words, stray, html, between, pasted
    subject: str = "Printer"
    signed: str = OWN  # whose key signs it, on the desk that looks at signatures


_AGENT = st.builds(
    Wish,
    st.sampled_from(AGENTS),
    st.builds(lambda kind, submitted: f"{submitted}answers {kind}", _KINDS, st.sampled_from(["", "", "submits "]))
    | st.just("does 1")
    | st.just("does 2"),
    st.lists(_LINES | _ODD, max_size=3).map(tuple),
    st.sampled_from(["words", "words", "none", "stray", "html", "between", "address", "pasted"]),
)
# By a link of a letter, by the subject alone, to the address for agents, a customer's mail passed on, and the answer to a challenge.
_BY_ANOTHER_WAY = (
    st.builds(
        Wish,
        st.sampled_from(AGENTS),
        st.sampled_from(["taps answer", "taps answer", "taps close", "taps take", "taps snooze", "taps spam", "taps undo", "taps release"]),
        st.lists(st.sampled_from(["#reply", "#note", "#tag inner-tag", "#high"]), max_size=1).map(tuple),
        st.sampled_from(["words", "none"]),
    )
    | st.one_of(
        *(
            st.builds(Wish, st.sampled_from(AGENTS), st.just(way), st.lists(lines, min_size=1, max_size=2).map(tuple), st.just(body))
            for way, lines, body in (
                ("answers notification", _LINES, "heading"),
                ("submits to desk@example.com", _LINES, "several"),
                ("submits to support@example.com", _LINES, "forward"),
                ("submits to support@example.com", st.sampled_from(["#reply", "#note", "#high", "#tag inner-tag"]), "forward"),
                ("to support@example.com", st.sampled_from(["#note", "#high", "#tag inner-tag"]), "forward"),
                ("answers notification", st.sampled_from(["#note", "#high", "#reply"]), "forward"),
            )
        )
    )
    | st.builds(Wish, st.sampled_from(AGENTS), st.just("answers unproven"))
)
_IMPOSTOR = st.builds(
    Wish, st.sampled_from(AGENTS), st.just("") | st.just("answers notification of anna@example.com"), st.lists(_LINES, max_size=2).map(tuple)
)
# Who has got hold of an agent's letter, and not of the domain's key.
_THIEF = st.builds(
    Wish,
    st.sampled_from(AGENTS),
    st.sampled_from(["answers notification", "taps answer", "to support@example.com"]),
    st.lists(_LINES, max_size=2).map(tuple),
    st.sampled_from(["words", "forward"]),
    signed=st.sampled_from([NOBODYS, ANOTHERS]),
)
_CUSTOMER = st.builds(
    Wish,
    st.sampled_from(CUSTOMERS),
    st.sampled_from(
        [
            "",
            "to kefu@example.com",
            "to billing@example.com",
            "answers acknowledgement",
            "answers reply",
            "answers reply of bob@customer.example",
            "refers",
        ]
    ),
    st.just(()),
    st.sampled_from(["words", "html", "address"]),
    st.sampled_from(["Printer", "Printer again", "Invoice"]),
)
_TIME = st.builds(Wish, st.just("nobody"), st.just("waits"))
_WISHES = st.lists(st.one_of(_AGENT, _AGENT, _AGENT, _BY_ANOTHER_WAY, _BY_ANOTHER_WAY, _CUSTOMER, _IMPOSTOR, _THIEF, _TIME), min_size=3, max_size=9)
# A desk on which much has happened already: two customers, an answer, a note, and a stranger who came by a link in somebody else's letter.
_FIRST = (
    Wish("bob@customer.example", ""),
    Wish("eve@elsewhere.example", "to kefu@example.com"),
    Wish("anna@example.com", "does 1", ("#reply", "#tag inner-tag", "#assign ben"), "end"),
    Wish("mallory@strangers.example", "answers reply of bob@customer.example"),
    Wish("ben@example.com", "answers notification", ("#note",)),
)


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    stages = Stages(tmp_path_factory.mktemp("stages"))
    yield stages
    stages.close()


@pytest.fixture(scope="module")
def resolver() -> Iterator[Resolver]:
    """A name server that knows the house's key, and a stranger's."""
    zone = Zone()
    for domain in (OWN, ANOTHERS):
        zone.add(signer(domain).name, "TXT", signer(domain).record)
        zone.add(f"_dmarc.{domain}", "TXT", "v=DMARC1; p=reject")
    with nameserver(zone):
        yield Resolver((zone.server,))


@pytest.mark.timeout(600 if EXAMPLES <= 12 else 0)
@settings(max_examples=EXAMPLES, report_multiple_bugs=False)
@given(st.sampled_from(DESKS), _WISHES)
def test_nothing_leaves_that_should_not(stages: Stages, resolver: Resolver, yaml: str, wishes: list[Wish]) -> None:
    """The watcher's promises hold after each step of a conversation that nobody has thought of (case 72)."""
    desk = stages.kept(_HERE / yaml, _HERE / "leaving-rules.yaml")
    asks = resolver if desk.config.proof.asks_dns else None
    watcher = Watcher(Talk(replace(desk, random_bits=random.Random(4711).getrandbits, resolver=asks), _HERE, stages.folder))
    try:
        for number, wish in enumerate((*_FIRST, *wishes)):
            step = step_of(wish, number, watcher)
            note(f"{step.who} {step.way} {step.signed}: " + " | ".join(step.body))
            watcher.take(step)
            if wish.who in CUSTOMERS and step.public:
                watcher.remember(step.public)
        watcher.nothing_unwritten()
    finally:
        empty(desk.database)


def step_of(wish: Wish, number: int, watcher: Watcher) -> Step:
    if wish.way == "waits":
        return Step(wish.who, wish.way, ())
    if wish.way == "answers unproven":
        return watcher.confirmed(wish.who)
    if wish.who in CUSTOMERS:
        return _customers(wish, number, watcher)
    step = _agents(wish, number, watcher)
    return replace(step, signed=wish.signed) if _looks_at_signatures(watcher) and not wish.way.startswith("does") else step


def _customers(wish: Wish, number: int, watcher: Watcher) -> Step:
    words = f"Asked in step {number}: it prints only blue."
    head, way = [f"Subject: {wish.subject}"], wish.way
    if way == "refers":  # to what somebody else wrote
        head, way = [*head, "In-Reply-To: <1@customer.example>"], ""
    text = [words, "I wrote to anna@example.com before."] if wish.body == "address" else [words]
    body = _marked_up(head, text) if wish.body == "html" else [*head, "", *text]
    return Step(wish.who, way, tuple(body), words, may_robot=True)


def _agents(wish: Wish, number: int, watcher: Watcher) -> Step:
    words = f"Told in step {number}: please change the ink."
    rests = {
        "none": [],
        "end": ["#end", words],
        "stray": [words, "", "#close"],
        "between": ["> It was quoted.", words],
        "address": [words, "Ask ben@example.com"],
        "pasted": [words, "", *watcher.pasted(wish.who)],
    }
    body = [*wish.lines, *rests.get(wish.body, [words])] or ([] if wish.way.startswith("taps") else ["#take"])
    if wish.body == "heading":
        body = [f"Subject: [{' '.join(wish.lines)}] Re: Printer", "", words]
    elif wish.body == "several":
        body = ["Subject: Commands", "", "#on 1 2", *wish.lines]
    elif wish.body == "forward":
        body = ["Subject: Fwd: The lamp", "", *wish.lines, words, *_PASSED_ON]
    kept = _kept_inside(wish, watcher) or not watcher.may_answer(wish.who, _number_of(wish, watcher))
    inner = (*(line for line in wish.lines if not _is_visibility(line)), *((words,) if kept else ()))
    if wish.body == "html" and not wish.way.startswith("does"):
        body = _marked_up(["X-Made-By: a mail program"], body)
    freed = any(line.startswith("#notjunk") for line in wish.lines)
    asked = {line.split()[1] for line in wish.lines if _word(line) in ("ask", "forward")} if _may_speak(wish, watcher) else set()
    passes_on = any(_word(line) == "forward" for line in wish.lines)
    robot = freed or _passes_on(wish) or wish.way == "taps release"
    return Step(wish.who, wish.way, tuple(body), words, inner, not kept, robot, frozenset(asked), passes_on)


_PASSED_ON = (
    "",
    "---------- Forwarded message ---------",
    "From: Dave <dave@customer.example>",
    "Date: Mon, Feb 2, 2026 at 10:00 AM",
    "Subject: The lamp",
    "To: Anna <anna@example.com>",
    "",
    "It flickers.",
)


def _looks_at_signatures(watcher: Watcher) -> bool:
    return watcher.talk.desk.resolver is not None


def _may_speak(wish: Wish, watcher: Watcher) -> bool:
    """Whether it is an agent who may write to somebody outside."""
    return not _is_unproven(wish, watcher) and watcher.may_answer(wish.who, _number_of(wish, watcher))


def _is_unproven(wish: Wish, watcher: Watcher) -> bool:
    """Whether nothing proves that it was the agent; what is passed on needs the signature alone, where signatures are looked at."""
    if wish.way.startswith(("submits", "does")):
        return False
    if _looks_at_signatures(watcher) and wish.signed != OWN:
        return True
    passes_on = _looks_at_signatures(watcher) and wish.body == "forward"
    return (not wish.way.startswith(("answers", "taps")) and not passes_on) or (" of " in wish.way and not wish.way.endswith(wish.who))


def _kept_inside(wish: Wish, watcher: Watcher) -> bool:
    """Whether the agent asked for it, or nothing proves that it was the agent: on all these no customer may get a letter."""
    noted = any(_word(line) in ("note", "备注", "撤回", "undo", "silent", "ask", "forward") for line in wish.lines)
    said = {_word(line) for line in wish.lines}
    if wish.way.startswith("taps") and wish.way != "taps answer":
        noted = noted or not said & {"reply", "回复"}
    inside = wish.body == "several" or (_passes_on(wish) and not said & {"reply", "回复"}) or "#macro quiet" in wish.lines
    return _is_unproven(wish, watcher) or noted or inside or wish.body in ("none", "stray") or "#frobnicate" in wish.lines


def _passes_on(wish: Wish) -> bool:
    return wish.body == "forward" and not wish.way.startswith(("answers", "taps"))


def _word(line: str) -> str:
    return line.lstrip("#＃").partition(" ")[0]


def _is_visibility(line: str) -> bool:
    return _word(line) in ("note", "reply", "end", "备注", "回复")


def _number_of(wish: Wish, watcher: Watcher) -> int:
    """The ticket that is answered or named."""
    if wish.way.startswith("does"):
        return int(wish.way.split()[1])
    if wish.way.startswith("taps"):
        return watcher.linked(wish.who, wish.way.split()[1])
    if wish.body == "several" or _passes_on(wish):
        return 1
    kind = wish.way.split()[1 if wish.way.startswith("answers") else 2] if wish.way else ""
    return next((row.ticket or 1 for row, _ in reversed(watcher.talk.letters) if row.kind == kind and row.person == wish.who), 1)


def _marked_up(head: list[str], lines: list[str]) -> list[str]:
    markup = "".join(f"<div>{line}</div>" for line in lines)
    parts = [("plain", lines), ("html", [markup])]
    body = [line for kind, text in parts for line in ("--part", f"Content-Type: text/{kind}; charset=utf-8", "", *text, "")]
    return [*head, 'Content-Type: multipart/alternative; boundary="part"', "MIME-Version: 1.0", "", *body, "--part--"]


def test_the_watcher_knows_what_stands_in_letters_to_staff() -> None:
    """It reads the templates themselves: the card, whom an answer goes to, what came before."""
    known = " ".join(words_for_staff())
    for words in ("Your answer goes to", "Commands, one a line at the top of your answer", "您的回复将发给", "命令：写在回复最上方"):
        assert words in known
