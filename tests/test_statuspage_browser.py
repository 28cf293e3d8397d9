"""The pages in a real browser, as people meet them: on a wall, at night, on a phone, on paper, in Chinese, and with the keyboard alone.

With MAILDESK_PICTURES=FOLDER a picture of each is kept: `make pictures` does it for the documents.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from maildesk.config.schema import Mailbox
from maildesk.errors import Place, Problem
from maildesk.eventlog import Contact, Trouble
from maildesk.statuspage import DaemonFacts
from maildesk.store.engine import Database
from tests.blank import write_blank
from tests.browser import Browser, View, browsing, chromium
from tests.letters import DESK
from tests.pages import a_desk, serving
from tests.showcase import ANSWERED, ASKED, HOUR, LINK, NOW, TEAM, a_request, fill

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALM = DaemonFacts(workers=2, worked=NOW)
MINUTE = HOUR / 60
NIGHT = DaemonFacts(
    workers=2,
    worker_deaths=1,
    relays={"default": Contact(well=NOW - MINUTE), "bulk": Contact(NOW - 5 * HOUR, NOW - 2 * MINUTE, NOW - 2 * HOUR, 17)},
    accounts={"support@imap.example.com": Contact(well=NOW - 30 * HOUR)},
    troubles=(
        Trouble("relay_failed", "bulk", NOW - 2 * HOUR, NOW - 2 * MINUTE, 17),
        Trouble("mail_quarantined", "171", NOW - 30 * HOUR, NOW - 30 * HOUR),
        Trouble("worker_died", "worker-1", NOW - 30 * HOUR, NOW - 30 * HOUR),
    ),
    worked=NOW,
    loaded=NOW - 100 * HOUR,
    problems=(Problem(Place("/etc/maildesk/rules.d/20-billing.yaml", 14, 7), "there is no verb 'asign'", "did you mean assign?"),),
)
CHINESE = DESK.model_copy(
    update={"mailboxes": (Mailbox(address="support@example.com", name="Example 客服", language="zh_CN", timezone="Asia/Shanghai"),)}
)

WALL = View("wall", 1600, 1200)
NARROW = View("phone", 320, 640, phone=True)


@dataclass(frozen=True)
class Sight:
    """A page (which desk serves it, its path) and how it is looked at."""

    name: str
    desk: str
    path: str
    view: View


SIGHTS = (
    Sight("now", "busy", "/", WALL),
    Sight("now-dark", "busy", "/", replace(WALL, scheme="dark")),
    Sight("now-chinese", "busy", "/", replace(WALL, languages="zh-CN")),
    Sight("now-phone", "busy", "/", NARROW),
    Sight("now-paper", "busy", "/", View("paper", 1000, 700, medium="print")),
    Sight("now-renewing", "busy", "/?refresh=300", WALL),
    Sight("now-calm", "calm", "/", WALL),
    Sight("now-calm-dark", "calm", "/", replace(WALL, scheme="dark")),
    Sight("unseen", "lost", "/", WALL),
    Sight("ticket", "english", LINK, replace(NARROW, width=390, height=760)),
    Sight("ticket-dark", "english", LINK, replace(NARROW, width=390, height=760, scheme="dark")),
    Sight("ticket-wide", "english", LINK, WALL),
    Sight("ticket-paper", "english", LINK, View("paper", 700, 700, medium="print")),
    Sight("ticket-done", "done", LINK, NARROW),
    Sight("ticket-chinese", "chinese", LINK, replace(NARROW, width=390, height=760)),
    Sight("nowhere", "english", "/t/p1nothing", NARROW),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """One browser for all of them."""
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    async with browsing(program, tmp_path_factory.mktemp("chromium") / "profile") as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desks(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, str]]:
    """Where each desk shows itself."""
    folder = tmp_path_factory.mktemp("desks")

    def database(name: str) -> Database:
        write_blank(folder / name)
        return Database(f"sqlite:///{folder / name}")

    busy, calm, english, done = (database(name) for name in ("busy", "calm", "english", "done"))
    fill(busy, NOW)
    a_request(english, (ASKED, ANSWERED), status="waiting")
    a_request(done, (ASKED, ANSWERED), status="closed", closed=NOW)
    lost = Database("sqlite:////nowhere/at/all.db")
    shown = {
        "busy": (a_desk(busy, TEAM), NIGHT),
        "calm": (a_desk(calm, TEAM), CALM),
        "lost": (a_desk(lost, TEAM), CALM),
        "english": (a_desk(english), CALM),
        "done": (a_desk(done), CALM),
        "chinese": (a_desk(english, CHINESE), CALM),
    }
    async with contextlib.AsyncExitStack() as stack:
        yield {
            name: f"http://localhost:{await stack.enter_async_context(serving(desk, lambda known=facts: known))}"
            for name, (desk, facts) in shown.items()
        }
    for one in (busy, calm, english, done):
        one.close()


@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)
async def test_a_page_is_quiet_whole_and_open_to_everybody(browser: Browser, desks: dict[str, str], sight: Sight) -> None:
    """The security policy and the console report nothing, no other host is asked, nothing is wider than the screen, and axe finds no barrier."""
    here = desks[sight.desk]
    seen = await browser.visit(here + sight.path, sight.view)
    expected = [one for one in seen.complaints if "404 (Not Found)" not in one and "503 (Service Unavailable)" not in one]
    assert expected == []
    assert {urlsplit(url).netloc for url in seen.requests} == {urlsplit(here).netloc}
    assert len(seen.requests) >= 2  # the stylesheet came
    assert await browser.ask("document.documentElement.scrollWidth") <= sight.view.width
    assert await browser.barriers() == []
    await _keep(browser, sight.name)


async def _keep(browser: Browser, name: str) -> None:
    folder = os.environ.get("MAILDESK_PICTURES")
    if folder:
        (Path(folder) / f"{name}.png").write_bytes(await browser.picture())


# The element that has the focus, what it says, and whether one sees that it has it.
_FOCUS = """(() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.right > 0 && box.bottom > 0 && box.width > 0;
  return [one.tagName, one.getAttribute('href'), shown];
})()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_keyboard_reaches_every_link(browser: Browser, desks: dict[str, str], scheme: str) -> None:
    """In the order they stand in, each with a focus that is seen; the first one skips to the figures."""
    await browser.visit(desks["busy"] + "/?refresh=60", replace(WALL, scheme=scheme))
    links = await browser.ask("[...document.querySelectorAll('a')].map(one => one.getAttribute('href'))")
    reached = []
    for _ in links:
        await browser.press_tab()
        reached.append(await browser.ask(_FOCUS))
    assert reached == [["A", link, True] for link in links]
    assert links[0] == "#figures"


async def test_what_is_checked_would_be_found(browser: Browser, desks: dict[str, str]) -> None:
    """The checks are no rubber stamp: a picture from another host, without words for it, is told by the policy and by axe."""
    seen = await browser.visit(desks["calm"] + "/", WALL)
    await browser.ask("document.body.insertAdjacentHTML('beforeend', '<img src=http://other.invalid/x.png>')")
    while not seen.complaints:
        await browser.ask("1")
    assert "other.invalid" in "".join(seen.complaints)
    assert any(found.startswith("image-alt") for found in await browser.barriers())
