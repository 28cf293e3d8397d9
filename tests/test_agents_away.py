"""An agent's machine answers, as programs and providers write it: nothing of it goes to a customer, the agent is away until the day named, a colleague is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from maildesk.store.absences import absent
from tests.talk import Block, Stages, Talk, empty

HERE = Path(__file__).parent / "conversations"
BOB, ANNA, BEN = "bob@customer.example", "anna@example.com", "ben@example.com"
ABSENT = "2026-03-10"  # the end of the day that each names: of one who is back then nobody knows the hour

SHAPES = {
    "RFC 3834": ["Subject: Auto: Lamp", "Auto-Submitted: auto-replied", "", "I am out of the office until 9 March."],
    "Exchange": [
        *("Subject: Automatic reply: Lamp", "X-Auto-Response-Suppress: All", "X-MS-Exchange-Inbox-Rules-Loop: anna@example.com", ""),
        "I am out of office. I will be back on 9 March.",
    ],
    "Outlook in German": ["Subject: Automatische Antwort: Lamp", "Auto-Submitted: auto-generated", "", "Ich bin bis zum 9. März nicht im Büro."],
    "Gmail": ["Subject: Out of office Re: Lamp", "Precedence: bulk", "X-Autoreply: yes", "", "I am on vacation until March 9."],
    "vacation(1)": [
        "Subject: away from my mail",
        "Precedence: bulk",
        "Auto-Submitted: auto-replied (vacation)",
        "",
        "I am away until March 9, 2026.",
    ],
    "Zimbra": ["Subject: Re: Lamp", "Auto-Submitted: auto-replied (zimbra; vacation)", "Precedence: bulk", "", "I am on leave until 2026-03-09."],
    "French": ["Subject: Réponse automatique : Lamp", "Auto-Submitted: auto-replied", "", "Je suis absente jusqu'au 9 mars."],
    "Spanish": ["Subject: Respuesta automática: Lamp", "Auto-Submitted: auto-replied", "", "Estoy fuera de la oficina hasta el 9 de marzo."],
    "Chinese": ["Subject: 自动回复: Lamp", "X-Autoreply: yes", "", "我休假至3月9日。"],
    "in HTML": [
        *("Subject: Automatic reply: Lamp", "Auto-Submitted: auto-replied", "MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8", ""),
        "<html><body><p>I am <b>out of the office</b> until 9 March 2026.</p><p>Anna<br>anna@example.com</p></body></html>",
    ],
}


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    stages = Stages(tmp_path_factory.mktemp("away"))
    yield stages
    stages.close()


@pytest.mark.parametrize("shape", SHAPES)
def test_the_agent_is_away_and_the_customer_hears_nothing_of_it(stages: Stages, shape: str) -> None:
    """From the ticket that is hers to the next mail about it, which goes to whoever stands in; her own word brings her back."""
    desk = stages.kept(HERE / "desk.yaml")
    talk = Talk(desk, HERE, stages.folder)
    try:
        for who, lines in ((BOB, ["Subject: Lamp", "", "It is dark."]), (f"{ANNA} answers notification", ["#take"]), (BOB, again("Any news?"))):
            said(talk, who, lines)

        told = said(talk, f"{ANNA} answers notification", SHAPES[shape])
        assert told == [("notification", BEN)]
        with desk.database.read() as session:
            [absence] = absent(session, talk.now).values()
        assert (absence.address, f"{absence.until:%Y-%m-%d}") == (ANNA, ABSENT)

        assert said(talk, BOB, again("Hello?")) == [("notification", BEN)]
        assert said(talk, f"{ANNA} answers notification", ["#note", "I am here."]) == []
        assert said(talk, BOB, again("Still dark.")) == [("notification", ANNA)]
    finally:
        empty(desk.database)


def again(words: str) -> list[str]:
    return ["Subject: Re: Lamp", "In-Reply-To: <1@customer.example>", "", words]


def said(talk: Talk, who: str, lines: list[str]) -> list[tuple[str, str]]:
    """The letters that a mail causes, by kind and reader."""
    talk.fresh = []
    talk.step(Block(0, ">>>", who, lines))
    return [(str(row.kind), row.person) for row, _ in talk.fresh]
