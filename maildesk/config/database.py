"""What the URL of a database may say, and whether its server is on this machine."""

from __future__ import annotations

from ipaddress import ip_address

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from maildesk.language import Said

_KINDS = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
_MODES = ("verify-full", "verify-ca", "require", "prefer", "allow", "disable")
VERIFIED = _MODES[0]


def fault_of(url: str) -> tuple[Said, Said] | None:
    """What is wrong with a URL and what would be right; None where nothing is. Repeats nothing of it: it may hold a password."""
    if not url.startswith(_KINDS) or url in _KINDS:
        return _NO_DATABASE
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return _NO_DATABASE
    if parsed.get_backend_name() == "sqlite":
        return None
    if "sslmode" in parsed.query:
        return (
            None if parsed.query["sslmode"] in _MODES else (Said("there is no such sslmode"), Said("write one of {known}", known=", ".join(_MODES)))
        )
    return _UNPROVEN if not all(map(_here, _hosts(parsed))) else None


_NO_DATABASE = (Said("this is no database"), Said("write sqlite:///maildesk.db or postgresql://user@host/name"))
# libpq alone would take `prefer`: whoever stands between answers that he speaks no TLS, and is given everything (V156).
_UNPROVEN = (
    Said("the database is on another machine, and nothing says how that machine is proven"),
    Said(
        "end the URL with ?sslmode=verify-full&sslrootcert=FILE (FILE: its authority's certificate), or ?sslmode=disable where only you use the network"
    ),
)


def surely_here(url: URL) -> bool:
    """Whether a PostgreSQL URL names this machine; one without a host does not: PGHOST or a service file may name any."""
    hosts = _hosts(url)
    return bool(hosts) and all(map(_here, hosts))


def _hosts(url: URL) -> list[str]:
    """The hosts that libpq will be told, of the address as of the options; both may be lists."""
    _, told = url.get_dialect()().create_connect_args(url)
    return [host for key in ("host", "hostaddr") if key in told for host in str(told[key]).split(",")]


def _here(host: str) -> bool:
    if host == "localhost" or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
