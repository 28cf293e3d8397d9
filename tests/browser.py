"""A real browser, driven over the pipe of its DevTools: Debian's Chromium, without a driver or a library in between."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

_ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # the suite runs as root in containers, and the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
_LONGEST = 64 << 20  # bytes of one message: a screenshot is one

Json = dict[str, Any]


def chromium() -> str | None:
    """The program, None where it is not installed."""
    return shutil.which("chromium")


@dataclass(frozen=True)
class View:
    """How a page is looked at: pixels of the window, the medium, the colours asked for and the languages."""

    name: str
    width: int = 1280
    height: int = 800
    medium: str = "screen"
    scheme: str = "light"
    languages: str = "en"
    phone: bool = False


@dataclass
class Seen:
    """What happened while a page was loaded."""

    complaints: list[str] = field(default_factory=list)  # of the console and the security policy
    requests: list[str] = field(default_factory=list)


class Browser:
    """One browser with one tab. Its calls are those of the DevTools protocol."""

    def __init__(self, reader: asyncio.StreamReader, out: int) -> None:
        self._reader, self._out = reader, out
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Json]] = {}
        self._session: str | None = None
        self._loaded = asyncio.Event()
        self.seen = Seen()

    async def listen(self) -> None:
        """Reads what the browser says until it ends; then whoever waits for an answer hears of it."""
        try:
            while True:
                self._hear(json.loads((await self._reader.readuntil(b"\0"))[:-1]))
        except asyncio.IncompleteReadError:
            for answer in self._answers.values():
                answer.set_exception(ConnectionError("the browser is gone"))

    def _hear(self, message: Json) -> None:
        if "id" in message:
            answer = self._answers.pop(message["id"])
            if "error" in message:
                answer.set_exception(RuntimeError(message["error"]["message"]))
            else:
                answer.set_result(message["result"])
            return
        facts = message.get("params", {})
        match message["method"]:
            case "Page.loadEventFired":
                self._loaded.set()
            case "Network.requestWillBeSent":
                self.seen.requests.append(facts["request"]["url"])
            case "Audits.issueAdded" | "Log.entryAdded" | "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.seen.complaints.append(json.dumps(facts)[:500])

    async def call(self, method: str, **parameters: Any) -> Json:
        number = next(self._numbers)
        message: Json = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        os.write(self._out, json.dumps(message).encode() + b"\0")
        return await answer

    async def open_tab(self) -> None:
        target = await self.call("Target.createTarget", url="about:blank")
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            await self.call(f"{domain}.enable")

    async def visit(self, url: str, view: View) -> Seen:
        """Loads a page and tells what happened on the way."""
        features = [{"name": "prefers-color-scheme", "value": view.scheme}]
        await self.call("Emulation.setEmulatedMedia", media=view.medium, features=features)
        await self.call("Emulation.setDeviceMetricsOverride", width=view.width, height=view.height, deviceScaleFactor=1, mobile=view.phone)
        await self.call("Network.setExtraHTTPHeaders", headers={"Accept-Language": view.languages})
        self._loaded.clear()
        self.seen = Seen()
        await self.call("Page.navigate", url=url)
        await self._loaded.wait()
        return self.seen

    async def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page; a promise is waited for."""
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    async def press_tab(self) -> None:
        key = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
        await self.call("Input.dispatchKeyEvent", type="keyDown", **key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **key)

    async def barriers(self) -> list[str]:
        """What axe finds that keeps somebody from using the page."""
        await self.ask((files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8"))
        found = await self.ask("axe.run().then(found => found.violations.map(one => [one.id, one.nodes.map(node => node.html)]))")
        return [f"{rule}: {nodes}" for rule, nodes in found]

    async def picture(self) -> bytes:
        """The whole page as PNG."""
        taken = await self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(taken["data"])


@contextlib.asynccontextmanager
async def browsing(program: str, profile: Path) -> AsyncIterator[Browser]:
    """A browser for the length of the block; `profile` is an empty folder."""
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    # The browser wants its pipe at 3 and 4; a shell puts it there.
    command = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
    arguments = ("bash", "-c", command, "bash", program, *_ARGUMENTS, f"--user-data-dir={profile}")
    errors = await asyncio.to_thread((profile.parent / "chromium.log").open, "wb")
    with errors:
        process = await asyncio.create_subprocess_exec(*arguments, stdout=errors, stderr=errors, pass_fds=(theirs_in, theirs_out))
    for end in (theirs_in, theirs_out):
        os.close(end)
    reader = asyncio.StreamReader(limit=_LONGEST)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(ours_in, "rb"))
    browser = Browser(reader, ours_out)
    listening = asyncio.create_task(browser.listen())
    try:
        await browser.open_tab()
        yield browser
    finally:
        os.close(ours_out)  # the end of the pipe is the end of the browser
        await process.wait()
        await listening
        transport.close()
