"""The places on a network that stand in a desk.yaml (servers, networks, where to listen): what each may look like, and what would be right."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from maildesk.config.values import Whole
from maildesk.errors import Wrong
from maildesk.language import Said
from maildesk.plainaddress import is_plain_address


def _network(value: str) -> str:
    try:
        ipaddress.ip_network(value)
    except ValueError:
        raise Wrong(Said("{value!r} is no network", value=value), Said("write it like 127.0.0.0/8 or ::1/128")) from None
    return value


Network = Annotated[str, AfterValidator(_network)]


def _name_server(value: str) -> str:
    host, port = host_and_port(value)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        raise Wrong(Said("{value!r} is no name server", value=value), Said("write its address, like 127.0.0.1, 127.0.0.1:5353 or [::1]:53")) from None
    if not 0 < port < 65536:
        raise Wrong(Said("{value!r} has no port that exists", value=value), Said("write it like 127.0.0.1:5353"))
    return value


def host_and_port(value: str, port: int = 53) -> tuple[str, int]:
    """The two parts of ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT."""
    found = re.fullmatch(r"\[([^\[\]]+)\]:([0-9]{1,5})|([^:\[\]]+):([0-9]{1,5})", value, re.ASCII)
    if found is None:
        return value, port
    return found[1] or found[3], int(found[2] or found[4])


NameServerAddress = Annotated[str, AfterValidator(_name_server)]


def _domain(value: str) -> str:
    if not is_plain_address(f"x@{value}"):
        raise Wrong(Said("{value!r} is no domain", value=value), Said("write it like example.com"))
    return value.lower()


Domain = Annotated[str, AfterValidator(_domain)]


def _host_name(value: str) -> str:
    """The name or address of a server, alone (RFC 1123 §2.1; in the house also with an underscore)."""
    if re.fullmatch(r"[\w-]([\w.-]{0,253}\w)?\.?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%\w]*", value):
        return value
    server, colon, port = value.rpartition(":")
    if colon and port.isdecimal() and _host_named(server):
        raise Wrong(Said("{value!r} is a server with its port", value=value), Said("write host: {server} and port: {port}", server=server, port=port))
    raise Wrong(Said("{value!r} is no name of a server", value=value), Said("write it like mail.example.com"))


def _host_named(value: str) -> bool:
    return re.fullmatch(r"[\w.-]+", value) is not None


HostName = Annotated[str, AfterValidator(_host_name)]

_SERVER = re.compile(r"(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


def _server_name(value: str) -> str:
    if not _SERVER.fullmatch(value):
        raise Wrong(Said("{value!r} is no name of a server", value=value), Said("write it like mx.example.com or *.example.com"))
    return value.lower()


ServerName = Annotated[str, AfterValidator(_server_name)]


def _authserv_id(value: str) -> str:
    """One token of RFC 2045, which is how servers write it."""
    if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,255}", value, re.ASCII):
        raise Wrong(Said("{value!r} is no authserv-id", value=value), Said("write what Authentication-Results begins with, like mx.example.com"))
    return value


AuthservId = Annotated[str, AfterValidator(_authserv_id)]

Port = Annotated[Whole, Field(ge=1, le=65535)]

_ANY_PLACE = Said("write 127.0.0.1:2525, [::1]:2525 or unix:/run/maildesk/lmtp")


def listen_address(value: str, right: Said = _ANY_PLACE) -> tuple[str, int] | Path:
    """(host, port) or the path of a unix socket; raises Wrong with what would be right."""
    if value.startswith("unix:"):
        return Path(value.removeprefix("unix:"))
    host, colon, port = value.rpartition(":")
    if not colon or not port.isdecimal() or not port.isascii():
        raise Wrong(Said("{value!r} is no place to listen", value=value), right)
    if int(port) > 65535:
        raise Wrong(Said("{value!r}: there is no port {port}, ports end at 65535", value=value, port=port), right)
    return host.strip("[]"), int(port)


def _place(right: Said) -> AfterValidator:
    def checked(value: str) -> str:
        listen_address(value, right)
        return value

    return AfterValidator(checked)


SmtpPlace = Annotated[str, _place(Said("write 127.0.0.1:2525, [::1]:2525 or unix:/run/maildesk/smtp"))]
LmtpPlace = Annotated[str, _place(Said("write unix:/run/maildesk/lmtp or 127.0.0.1:2424"))]
SubmissionPlace = Annotated[str, _place(Said("write 0.0.0.0:465 or [::]:465"))]
PagePlace = Annotated[str, _place(Said("write 127.0.0.1:8080 or [::1]:8080")), Field(examples=["127.0.0.1:8080"])]

_WEB_ADDRESS = re.compile(r"https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?(/[A-Za-z0-9._/-]*)?")


def _web_address(value: str) -> str:
    """Kept without its last slash; nothing in it that a mail program breaks or a token could hide behind."""
    if not _WEB_ADDRESS.fullmatch(value):
        raise Wrong(Said("{value!r} is no address of a web server", value=value), Said("write it like https://desk.example.com"))
    return value.rstrip("/")


WebAddress = Annotated[str, AfterValidator(_web_address)]
