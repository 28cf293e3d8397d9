"""Puts the story on a stage: in `var/demo/` on the usual ports, or in a temporary folder on free ones."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from maildesk.bootstrap import make_keyring
from maildesk.config.load import load_config
from maildesk.demo.stage import Stage, free_port
from maildesk.demo.story import play
from maildesk.errors import Refused
from maildesk.language import Said
from maildesk.system.privileges import become, hand_over

FOLDER = Path("var/demo")


def show(once: bool, smtp: int | None, http: int | None, as_root: bool, tell: Callable[[str], None]) -> None:
    """Plays the story; without `once` the daemon stays until Ctrl-C, for the newcomer to try things on."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="maildesk-demo-"))) if once else FOLDER.absolute()
        if not once:
            shutil.rmtree(folder, ignore_errors=True)
        owner = become(None, as_root)
        stage = Stage(folder, smtp or (free_port() if once else 2525), http or (free_port() if once else 8080), as_root)
        for port, option in ((stage.smtp, "--smtp-port"), (stage.http, "--http-port")):
            _refuse_taken(port, option)
        stage.build()
        make_keyring(load_config(stage.desk))
        if owner is not None:
            hand_over(folder, owner)
        tell(f"a desk in {folder}: SMTP on 127.0.0.1:{stage.smtp}, outgoing mail is kept in {folder / 'outgoing'}")
        with stage.open():
            play(stage, tell)
            _farewell(stage, once, tell)


def _refuse_taken(port: int, option: str) -> None:
    """The story must not be told to somebody else's server."""
    try:
        with socket.create_server(("127.0.0.1", port)):
            return
    except OSError as error:
        words = Said(
            "port {port} is taken ({errno}); name another: maildesk demo {option} {other}, or make demo ARGS='{option} {other}'",
            port=port,
            errno=os.strerror(error.errno or 0),
            option=option,
            other=_free_above(port),
        )
        raise Refused(words) from None


def _free_above(port: int) -> int:
    """A port near by that nobody has; with none of a hundred, the next one."""
    for other in range(port + 1, min(port + 100, 65536)):
        try:
            with socket.create_server(("127.0.0.1", other)):
                return other
        except OSError:
            continue
    return port + 1


def _farewell(stage: Stage, once: bool, tell: Callable[[str], None]) -> None:
    tell("")
    for line in stage.run("ticket", "show", "1").splitlines():
        tell(line)
    if once:
        return
    tell("")
    tell("The desk is yours until Ctrl-C. In another terminal, try:")
    for words in ("ticket list", "ticket do 2 '#assign ben #high'", f"explain {stage.folder / 'bob.eml'}"):
        tell(f"   .venv/bin/maildesk --desk {stage.desk} {words}")
    tell(f"or send it mail: SMTP on 127.0.0.1:{stage.smtp}, to support@example.com; the page is http://127.0.0.1:{stage.http}/")
    stage.wait()
