"""`maildesk receive`: one mail from a mail server's pipe, kept before the server is told so."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from maildesk.cli.call import Call
from maildesk.errors import MaildeskError, TryLater
from maildesk.language import Said


class _ForServers(click.Command):
    """Called by a mail server, where a slip in its configuration must not send people's mail back: it is tried again."""

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        try:
            return super().make_context(*arguments, **options)
        except click.UsageError as error:
            raise TryLater(Said("{error}; see: maildesk receive --help", error=error.format_message())) from None


@click.command(cls=_ForServers)
@click.option("--sender", "-f", metavar="ADDRESS", help="The envelope sender, '' for none; else $SENDER.")
@click.argument("recipients", nargs=-1, metavar="[RECIPIENT]...")
@click.pass_obj
def receive(call: Call, sender: str | None, recipients: Sequence[str]) -> None:
    """Take one mail from standard input, for a mail server that delivers into a pipe.

    The envelope's recipients are the RECIPIENTs, else $ORIGINAL_RECIPIENT or $RECIPIENT, else what the mail itself says. Ends with 0
    when the mail is on disk, with 65 (bad mail), 67 (no such mailbox) or 77 (not for us) when it never will be, and with 75 for
    whatever may pass, so that the server tries again: a broken desk.yaml sends no mail back.
    """
    from maildesk.intake.pipe import Bounced

    if sys.stdin.isatty():
        raise TryLater(Said("write the mail to standard input: maildesk receive support@example.com < mail.eml"))
    try:
        _receive(call, sender, recipients)
    except Bounced:
        raise
    except MaildeskError as error:
        # The server may quote this to a stranger in the end (V007): the kind of trouble, and no path.
        raise TryLater(Said("4.3.0 the desk takes no mail now ({kind}); to see why: maildesk config check", kind=type(error).__name__)) from error
    except (Exception, MemoryError) as error:  # any bug ends in a mail that is tried again
        raise TryLater(Said("4.3.0 the desk takes no mail now, unexpected {kind}", kind=type(error).__name__)) from error


def _receive(call: Call, sender: str | None, recipients: Sequence[str]) -> None:
    import socket

    from maildesk.clock import SystemClock
    from maildesk.config.keyring import keyring_path, load_keyring
    from maildesk.intake.pipe import envelope_of, read_mail, take
    from maildesk.intake.smtp.admit import Admission
    from maildesk.mail import RawMail
    from maildesk.system import wake

    config = call.config()
    admission = Admission(config.served, load_keyring(keyring_path(config)))
    envelope = envelope_of(sender, recipients, os.environ, admission)
    content = read_mail(sys.stdin.buffer, config.limits, config.hostname or socket.gethostname())
    with call.database() as database:
        take(database, RawMail(content, envelope, SystemClock().now()), config.limits)
    wake.tell(config.state)
