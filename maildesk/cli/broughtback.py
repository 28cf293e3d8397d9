"""What an operator is told of a desk that was brought back, by `restore` or by other means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from maildesk.cli.visible import when
from maildesk.language import _, ngettext

if TYPE_CHECKING:
    from maildesk.upkeep.restore import Restored


def told(restored: Restored) -> Iterator[str]:
    """What an operator has to know and to do before the daemon starts."""
    yield _("the desk is back as it was at {moment}; its next ticket is #{number}").format(moment=when(restored.made), number=restored.next_ticket)
    for path in restored.written:
        yield _("wrote {path}").format(path=path)
    for path in restored.left:
        yield _("left as it is: {path}").format(path=path)
    for path in restored.missing:
        yield _("missing, for no backup holds it: {path}").format(path=path)
    if restored.fault:
        yield _("its history does not hold together; see: maildesk audit verify")
    if not restored.held:
        yield _("no letter waited to leave")
        return
    yield ngettext(
        "{count} letter waited then, may have left since, and is held:",
        "{count} letters waited then, may have left since, and are held:",
        restored.held,
    ).format(count=restored.held)
    yield "  maildesk outbox list --state held"
    yield "  maildesk outbox retry --restored    " + _("sends all of them")
    yield "  maildesk outbox drop --restored     " + _("sends none of them")
