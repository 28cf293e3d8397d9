"""Whole SMTP and LMTP dialogues, each a text file in tests/dialogs.

`C: ` is a line of the client's, `S: ` a whole reply it must hear (its lines joined by ` | `), `S~ ` the beginning of one, `S* ` what each of its lines begins
with, `S.` the end of the connection, `T.` the client begins TLS, `= N mails` what is in the spool at the end; `! ` sets a limit or
the protocol. In a client's line `{plain NAME PASSWORD}` and `{base64 WORDS}` stand for their base64; anna@example.com has the
password `correct horse battery`, and bo@example.com has none.
"""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import uvloop

from maildesk.config.ways import Listen
from maildesk.store.engine import Database
from tests.receiver import AGENTS, TRUSTING, Client, Receiver, config_of, give_password, receiving, submission

DIALOGS = sorted((Path(__file__).parent / "dialogs").glob("*.txt"))
LOOPS = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda path: path.stem)
def test_the_dialogue_goes_as_written(desk_database: Database, tmp_path: Path, dialog: Path, loop: str) -> None:
    """Every line of the server's is as the file says, on both event loops."""
    lines = [line for line in dialog.read_text().splitlines() if line and not line.startswith("#")]
    settings = [line[2:].split() for line in lines if line.startswith("!")]
    limits = {name: value for name, *values in settings for value in values}
    [protocol] = [words for words in settings if words[0] in ("lmtp", "submission")] or [["smtp"]]
    config = config_of(limits={name: value for name, value in limits.items() if name not in protocol}, agents=AGENTS)
    give_password(desk_database, "anna@example.com", "correct horse battery")

    async def play() -> None:
        async with receiving(desk_database, config, _listen(protocol, tmp_path)) as receiver, receiver.client() as client:
            if protocol == ["submission", "implicit"]:
                await client.secure(TRUSTING)
            for line in lines:
                await _step(line[:2], line[2:].removeprefix(" "), receiver, client)

    with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
        runner.run(play())


def _listen(protocol: list[str], folder: Path) -> Listen:
    match protocol:
        case ["lmtp"]:
            return Listen(lmtp=f"unix:{folder}/lmtp")
        case ["submission", tls]:
            return submission(folder, tls)
    return Listen(smtp="127.0.0.1:0")


def _filled(text: str) -> str:
    """What a client says, as it goes over the wire."""

    def value(found: re.Match[str]) -> str:
        words = "\0" + found[2].replace(" ", "\0", 1) if found[1] == "plain" else found[2]
        return base64.b64encode(words.encode()).decode()

    return re.sub(r"\{(plain|base64) ([^}]*)\}", value, text)


async def _step(kind: str, text: str, receiver: Receiver, client: Client) -> None:
    if kind == "C:":
        client.send(_filled(text).encode() + b"\r\n")
    elif kind == "T.":
        await client.secure(TRUSTING)
    elif kind == "= ":
        assert len(receiver.stored()) == int(text.split(maxsplit=1)[0])
    elif kind != "! ":
        heard = await client.reply()
        assert _MEANT[kind](heard, text), f"heard {heard!r}, not {text!r}"


# How what was heard is compared with what stands in the file.
_MEANT: dict[str, Callable[[str, str], bool]] = {
    "S:": lambda heard, text: heard == text,
    "S~": lambda heard, text: heard.startswith(text),
    "S*": lambda heard, text: all(line.startswith(text) for line in heard.split(" | ")),
    "S.": lambda heard, text: heard == "",
}
