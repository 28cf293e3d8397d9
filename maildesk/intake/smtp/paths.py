"""Reads the lines of the dialogue: how a command is spelt, and the path and parameters of MAIL and RCPT (RFC 5321 §4.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from maildesk.intake.smtp import replies
from maildesk.intake.smtp.replies import Reply

LONGEST_COMMAND = 4096  # bytes; RFC 5321 asks for 512, its extensions for some hundreds more
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_WITH_ADDRESS = ("MAIL", "RCPT", "VRFY", "EXPN")  # the commands that may hold UTF-8 (RFC 6531 §3.4)

# No route before the address and no `>` inside it, quoted or not: such paths are read differently by different programs.
_PATH = re.compile(r"(?:FROM|TO): ?<([^<>]*)>((?: +[!-~]+)*) *", re.IGNORECASE)


def misspelt(line: bytes) -> Reply | None:
    """What is wrong with how a command is written, before anything of it is understood."""
    if not line.endswith(b"\r\n"):
        return replies.BARE_LINE_FEED
    if len(line) > LONGEST_COMMAND:
        return replies.COMMAND_TOO_LONG
    try:
        text = line[:-2].decode()
    except UnicodeDecodeError:
        return replies.NOT_TEXT
    spelt = text.isascii() or text.upper().startswith(_WITH_ADDRESS)
    return replies.NOT_TEXT if _CONTROL.search(text) or not spelt else None


@dataclass(frozen=True, slots=True)
class Path:
    """An address ("" for the null sender) and what was said beside it, keywords in capitals."""

    address: str
    parameters: Mapping[str, str]


def read_path(keyword: str, argument: str) -> Path | None:
    """The path after FROM: or TO:, None where it is not written as one; what is no address stays as it is."""
    found = _PATH.fullmatch(argument)
    if found is None or not argument.upper().startswith(keyword):
        return None
    pairs = (word.partition("=") for word in found[2].split())
    return Path(found[1], {name.upper(): value for name, _, value in pairs})


def _any(value: str) -> bool:
    return True


# What may stand beside a path, and which values it may have. AUTH (RFC 4954 §5) and DSN (RFC 3461) are understood
# and not used: a server in front of us sends them whether or not they are offered.
_OF_SENDER: Mapping[str, Callable[[str], bool]] = {
    "SIZE": lambda value: value.isascii() and value.isdigit() and len(value) <= 20,
    "BODY": lambda value: value.upper() in ("7BIT", "8BITMIME"),
    "SMTPUTF8": lambda value: not value,
    "AUTH": _any,
    "RET": lambda value: value.upper() in ("FULL", "HDRS"),
    "ENVID": _any,
}
_OF_RECIPIENT: Mapping[str, Callable[[str], bool]] = {"NOTIFY": _any, "ORCPT": _any}


def sender_parameters_refused(parameters: Mapping[str, str], largest: int) -> Reply | None:
    """What is wrong beside a sender; `largest` is the limit of a mail in bytes (RFC 1870)."""
    refused = _refused(parameters, _OF_SENDER)
    if refused is None and int(parameters.get("SIZE") or 0) > largest:
        return replies.TOO_BIG
    return refused


def recipient_parameters_refused(parameters: Mapping[str, str]) -> Reply | None:
    """What is wrong beside a recipient."""
    return _refused(parameters, _OF_RECIPIENT)


def _refused(parameters: Mapping[str, str], known: Mapping[str, Callable[[str], bool]]) -> Reply | None:
    if not parameters.keys() <= known.keys():
        return replies.UNKNOWN_PARAMETER
    return None if all(known[name](value) for name, value in parameters.items()) else replies.BAD_PARAMETER
