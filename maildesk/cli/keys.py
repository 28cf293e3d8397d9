"""`maildesk keys`: the keys that sign addresses and Message-IDs."""

from __future__ import annotations

import click

from maildesk.cli.call import Call
from maildesk.cli.output import say
from maildesk.errors import Refused
from maildesk.language import Said, _, ngettext


@click.group()
def keys() -> None:
    """The keys that sign the desk's addresses and Message-IDs."""


@keys.command()
@click.pass_obj
def make(call: Call) -> None:
    """Make the first key of a desk.yaml that was written by hand; a ring that is there is left alone."""
    from maildesk.bootstrap import make_keyring
    from maildesk.config.keyring import keyring_path

    config = call.config()
    path = keyring_path(config)
    if path.exists():
        raise Refused(Said("{path} is there already; add a key to it with: maildesk keys rotate", path=path))
    make_keyring(config)
    say(_("made {path}; keep it with your backups: without it no answer finds its ticket").format(path=path))


@keys.command()
@click.pass_obj
def rotate(call: Call) -> None:
    """Add a key that signs from now on; letters signed with older keys still find home."""
    import secrets

    from maildesk.config.keyring import keyring_path, load_keyring, write_keyring
    from maildesk.config.keyring import rotate as rotated

    path = keyring_path(call.config())
    ring = rotated(load_keyring(path), secrets.token_bytes)
    write_keyring(path, ring)
    words = ngettext(
        "{path} has a new key “{key}”; {count} key verifies. A running daemon takes it up within seconds.",
        "{path} has a new key “{key}”; {count} keys verify. A running daemon takes it up within seconds.",
        len(ring.keys),
    )
    say(words.format(path=path, key=ring.current, count=len(ring.keys)))
