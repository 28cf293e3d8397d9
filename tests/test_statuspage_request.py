"""What a customer sees who opens the link of a letter: how it stands, when who wrote, what happens next; and no word of anybody."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from maildesk.carriers import message_id, page_link, reply_address
from maildesk.changes import Notify
from maildesk.config.schema import Mailbox
from maildesk.config.schema import StatusPage as PageConfig
from maildesk.letter import LetterKind, OutboxState
from maildesk.outbound.compose import Press, compose
from maildesk.statuspage import DaemonFacts
from maildesk.store import apply as store
from maildesk.store.engine import Database
from maildesk.tables import letters, outbox, tickets
from maildesk.ticket import MessageKind, Participant, Standing
from tests.letters import ASKED as ASKED_BY_BOB
from tests.letters import BOB, DESK, RING, SUPPORT, TEMPLATES, TICKET, a_draft, answered, asked, markup, plain, written
from tests.pages import a_desk, ask, serving
from tests.showcase import AGAIN, ANSWERED, ASKED, HOUR, LINK, NOTED, NOW, PUBLIC, a_request

PUBLISHED = Press(DESK.model_copy(update={"status_page": PageConfig(public_url=PUBLIC + "/")}), RING, TEMPLATES)
LIVE = DaemonFacts(workers=1)


def words(page: str) -> str:
    """A page as it reads, a line an element."""
    return "\n".join(filter(None, (line.strip() for line in html.unescape(re.sub(r"<[^>]*>", "\n", page)).split("\n"))))


@pytest.mark.parametrize(
    ("ticket", "said", "state"),
    [
        ({"unanswered": NOW - 30 * HOUR}, (ASKED,), "We have your request"),
        ({"unanswered": NOW - 30 * HOUR, "status": "junk"}, (ASKED,), "We have your request"),
        ({"unanswered": NOW - 30 * HOUR, "status": "waiting", "wait_until": NOW + HOUR}, (ASKED, NOTED), "We have your request"),
        ({"unanswered": NOW - 10 * HOUR}, (ASKED, ANSWERED, AGAIN), "We are working on it"),
        ({}, (ASKED, ANSWERED), "We are working on it"),
        ({"status": "waiting", "wait_until": NOW + HOUR}, (ASKED, ANSWERED), "We are working on it"),
        ({"status": "waiting"}, (ASKED, ANSWERED), "We are waiting for your answer"),
        ({"status": "closed", "closed": NOW}, (ASKED, ANSWERED), "Your request is done"),
    ],
)
async def test_the_status_is_said_in_the_words_of_a_customer(desk_database: Database, ticket: Any, said: Any, state: str) -> None:
    """What is put off, noted or taken for junk inside is not said outside; a moment has its zone; one step is the current one."""
    a_request(desk_database, said, **ticket)
    async with serving(desk_database, lambda: LIVE, PUBLIC) as port:
        answer = await ask(port, LINK, host="desk.example.com")
    page = words(answer.body)
    assert answer.status == 200
    assert f"Request 4711\n{state}\n" in page
    assert f"Opened\n{NOW - 31 * HOUR:%Y-%m-%d %H:%M UTC}" in page
    assert ("Last answer from us\nnone yet" in page) is (ANSWERED not in said)
    assert answer.body.count("aria-current") == 1
    for word in ("script", "alert", "bob", "anna", "Anna", "junk", "until", "4712"):
        assert word not in answer.body


async def test_a_customer_reads_his_mailbox_language_and_zone(desk_database: Database) -> None:
    """Whatever the browser says: the mailbox's customers are written to in one language."""
    chinese = DESK.model_copy(update={"mailboxes": (Mailbox(address=SUPPORT.address, name="客服", language="zh_CN", timezone="Asia/Shanghai"),)})
    a_request(desk_database, (ASKED,), unanswered=NOW)
    async with serving(a_desk(desk_database, chinese), lambda: LIVE, PUBLIC) as port:
        page = words((await ask(port, LINK, host="desk.example.com", more="Accept-Language: en\r\n")).body)
    assert "请求 4711\n我们已收到您的请求" in page
    assert "CST" in page
    assert re.findall(r"[A-Za-z]{4,}", page) == []


@pytest.mark.parametrize(
    ("closed", "promise"), [("reopen", "is opened again"), ("new", "becomes a new request"), ({"new_after": "30d"}, "opened again")]
)
async def test_what_happens_next_is_what_will_happen(desk_database: Database, closed: Any, promise: str) -> None:
    """After the end it depends on how the mailbox treats an answer to a closed ticket."""
    config = DESK.model_copy(update={"mailboxes": (Mailbox(address=SUPPORT.address, name="Support", closed=closed),)})
    a_request(desk_database, (ASKED, ANSWERED), status="closed", closed=NOW)
    async with serving(a_desk(desk_database, config), lambda: LIVE, PUBLIC) as port:
        assert promise in (await ask(port, LINK, host="desk.example.com")).body


async def test_a_merged_ticket_leads_to_where_it_went(database: Database) -> None:
    """Whoever came along sees the other ticket; for anybody else the link stays where it is, and tells no number of it."""
    a_request(database, (ASKED,))
    with database.write() as session:
        into = store.save(session, replace(TICKET, number=0, requester="carol@customer.example"), (), NOW)
        session.execute(update(tickets).where(tickets.c.number == 4711).values(merged_into=into.number))
    async with serving(database, lambda: LIVE, PUBLIC) as port:
        before = words((await ask(port, LINK, host="desk.example.com")).body)
        with database.write() as session:
            store.add_participants(session, into.number, (replace(BOB, standing=Standing.PARTICIPANT),))
        after = words((await ask(port, LINK, host="desk.example.com")).body)
    assert "Request 4711\n" in before
    assert f"Request {into.number}\nYour request 4711 is part of it now." in after


@pytest.mark.parametrize(("state", "answered"), [("held", False), ("dropped", False), ("given up", False), ("queued", True), ("sent", True)])
async def test_an_answer_that_did_not_leave_is_none(database: Database, state: str, answered: bool) -> None:
    """What we hold back has not answered the customer, whatever stands on the ticket."""
    a_request(database, (ASKED, (MessageKind.REPLY, 0)))
    with database.write() as session:
        session.execute(update(outbox).values(state=state))
        session.execute(update(letters).values(created=NOW))
    async with serving(database, lambda: LIVE, PUBLIC) as port:
        page = words((await ask(port, LINK, host="desk.example.com")).body)
    assert ("Last answer from us\nnone yet" not in page) is answered


async def test_who_is_not_on_the_ticket_any_more_sees_nothing(desk_database: Database) -> None:
    """A link ends with the part its reader has in the ticket; a third party never has one."""
    a_request(desk_database, (ASKED,))
    async with serving(desk_database, lambda: LIVE, PUBLIC) as port:
        for standing, status in ((Standing.PARTICIPANT, 200), (Standing.THIRD_PARTY, 404)):
            with desk_database.write() as session:
                session.exec_driver_sql("DELETE FROM participants")
                store.add_participants(session, 4711, (Participant(BOB.address, "", standing),))
            assert (await ask(port, LINK, host="desk.example.com")).status == status


# ---------------------------------------------------------------- the link in the letter
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("kind", [LetterKind.REPLY, LetterKind.ACKNOWLEDGEMENT])
def test_a_letter_to_a_customer_bears_its_link(kind: LetterKind, language: str) -> None:
    """On a line of its own in the text, which no mail program breaks, and as a link in the HTML; the letter may leave with it."""
    letter = compose(a_draft(kind=kind, template=str(kind), language=language), PUBLISHED, 12345, NOW)
    link = page_link(RING, PUBLIC, 12345)
    assert letter.state is OutboxState.QUEUED
    assert link in plain(letter.data).splitlines()
    assert f'href="{link}"' in markup(letter.data)
    assert re.fullmatch(r"https://desk\.example\.com/t/p1[a-z2-7]{29}", link)


@pytest.mark.parametrize("page", [None, PageConfig(), PageConfig(staff_url="https://inside.example.com")])
def test_without_a_public_page_there_is_no_link(page: PageConfig | None) -> None:
    """Nothing is promised that is not there."""
    press = Press(DESK.model_copy(update={"status_page": page}), RING, TEMPLATES)
    assert "/t/" not in plain(compose(a_draft(), press, 12345, NOW).data)


def test_staff_get_no_link() -> None:
    """They have the ticket itself."""
    letters = written(replace(asked(), effects=(Notify("team"),)), PUBLISHED)
    assert [one.letter.kind for one in letters] == [LetterKind.NOTIFICATION] * 2
    assert all("/t/" not in plain(one.data) for one in letters)


OTHER = page_link(RING, PUBLIC, 999)


@pytest.mark.parametrize(("known", "state"), [((), OutboxState.HELD), ((message_id(RING, SUPPORT, 999),), OutboxState.QUEUED)])
def test_a_link_of_another_letter_is_for_the_person_it_went_to(known: tuple[str, ...], state: OutboxState) -> None:
    """Who quotes our last letter quotes its link, which shows its reader nothing new; in a letter to anybody else it is a leak (law 7)."""
    draft = a_draft(facts={**a_draft().facts, "text": f"As it says at {OTHER}"}, thread_ids=known)
    assert compose(draft, PUBLISHED, 12345, NOW).state is state


def test_a_reply_address_is_a_leak_even_of_the_same_person() -> None:
    """Only the page may come back: an address would let whoever is in Cc answer in his name."""
    draft = a_draft(facts={**a_draft().facts, "text": reply_address(RING, SUPPORT, 999)}, thread_ids=(message_id(RING, SUPPORT, 999),))
    assert compose(draft, PUBLISHED, 12345, NOW).state is OutboxState.HELD


def test_the_quote_with_the_link_of_another_person_is_left_out() -> None:
    """A customer who quotes what was not his to see does not get it repeated, and the answer leaves without it."""
    happening = answered(history=(replace(ASKED_BY_BOB, text=OTHER, reply=OTHER),))
    [letter] = [one for one in written(happening, PUBLISHED) if one.letter.kind is LetterKind.REPLY]
    assert (letter.state, OTHER in plain(letter.data)) == (OutboxState.QUEUED, False)
