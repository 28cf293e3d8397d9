"""What `ticket new` is told: whose words they are and to which mailbox they belong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maildesk.config.schema import DeskConfig
from maildesk.errors import Refused
from maildesk.language import Said, _
from maildesk.mail import Address
from maildesk.plainaddress import is_plain_address

_NAMED = re.compile(r'\s*"?(?P<name>[^"<>]*?)"?\s*<(?P<address>[^<>]+)>\s*')


def person_of(text: str, config: DeskConfig) -> Address:
    """The requester, written as an address or as `Eve Miller <eve@example.net>`; raises Refused where it is none a letter could go to."""
    found = _NAMED.fullmatch(text)
    name, address = (found["name"], found["address"]) if found else ("", text)
    address = address.strip().lower()
    if not is_plain_address(address) or "." not in address.rpartition("@")[2]:
        raise Refused(Said("“{text}” is no mail address; write eve@example.net, or 'Eve Miller <eve@example.net>'", text=text))
    if address in config.own_addresses:
        raise Refused(Said("{address} is a mailbox of this desk; name the person who asks", address=address))
    return Address(" ".join(name.split()), address)


def mailbox_of(wanted: str | None, config: DeskConfig) -> str:
    """The mailbox a new ticket belongs to: the one that is named, or the only one; raises Refused with those there are."""
    known: Sequence[str] = [box.address for box in config.mailboxes]
    if wanted is None and len(known) == 1:
        return known[0]
    if wanted is None or wanted.lower() not in known:
        wrong = _("there is no mailbox {mailbox}").format(mailbox=wanted) if wanted else _("the desk has several mailboxes")
        raise Refused(Said("{wrong}; write --mailbox with one of: {known}", wrong=wrong, known=", ".join(known)))
    return wanted.lower()
