"""`maildesk backup` and `maildesk restore`: a desk is kept, and brought back without sending twice what it sent already."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from maildesk.cli.call import Call
from maildesk.cli.output import say, say_all
from maildesk.language import _, ngettext

if TYPE_CHECKING:
    from maildesk.upkeep.restore import Restored

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("path", type=_FOLDER)
@click.pass_obj
def backup(call: Call, path: Path) -> None:
    """Keep the desk in the new folder PATH: database, keys, desk.yaml, rules and templates. The daemon may run.

    From PostgreSQL, too, it is one file, as of one moment. Passwords and certificates that desk.yaml names are left out.
    """
    from maildesk.clock import SystemClock
    from maildesk.upkeep.backup import back_up

    os.umask(0o077)
    made = back_up(call.config(), call.file(), path, SystemClock().now())
    counted = (
        ngettext("{count} ticket", "{count} tickets", made.tickets).format(count=made.tickets),
        ngettext("{count} mail", "{count} mails", made.mails).format(count=made.mails),
    )
    say(_("{path} holds the desk as it was a moment ago: {found}").format(path=path, found=", ".join(counted)))
    for one in made.left_out:
        say(_("not in it: {path}").format(path=one))


@click.command()
@click.argument("path", type=_FOLDER)
@click.option("--anyway", is_flag=True, help="Even where the history in the backup does not hold together.")
@click.pass_obj
def restore(call: Call, path: Path, anyway: bool) -> None:
    """Bring back the desk that `maildesk backup PATH` kept, into an empty place. Nothing that waited then is sent: it is held.

    desk.yaml is taken from the backup where the one that --desk names is not there; where it is, it says where everything goes.
    """
    import secrets

    from maildesk.cli.broughtback import told
    from maildesk.clock import SystemClock
    from maildesk.config.find import named_desk
    from maildesk.upkeep.restore import restore as bring_back

    os.umask(0o077)
    restored = bring_back(path, named_desk(call.desk, os.environ), SystemClock().now(), secrets.token_bytes, anyway)
    ownerless = _give(restored)
    say_all(told(restored))
    if ownerless:
        say(ownerless)


def _give(restored: Restored) -> str:
    """What root restored becomes the daemon's user's, who may read the admin's files but not write them; what to know where there is no such user."""
    from maildesk.cli.serving import belongings
    from maildesk.errors import Refused
    from maildesk.system.privileges import DEFAULT_USER, become, hand_over

    try:
        entry = become(restored.config.user, as_root=False)
    except Refused:  # whom it should belong to, `serve` asks again
        whose = restored.config.user or DEFAULT_USER
        return _("all of it belongs to root, for there is no user “{user}”: make that user and restore again, or serve it with --as-root").format(
            user=whose
        )
    if entry is None:
        return ""
    for path in (*restored.folders, *belongings(restored.config)):
        hand_over(path, entry)
    for path in _each(restored.written):
        os.chown(path, 0, entry.pw_gid, follow_symlinks=False)
    return ""


def _each(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield path
        yield from path.rglob("*")
