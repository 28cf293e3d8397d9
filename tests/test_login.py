"""A token that a login gets and the daemon renews: asked for by a code, kept where nobody else reads it (case 90)."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from maildesk.clock import SystemClock
from maildesk.config.load import load_config
from maildesk.config.schema import DeskConfig
from maildesk.config.secret import read_secret
from maildesk.config.tokenfile import keep, kept
from maildesk.errors import BadConfiguration
from maildesk.eventlog import EventLog
from maildesk.service.renewal import renew_due, servers_of
from maildesk.system.oauth import Grant
from tests.desks import said
from tests.provider import provider

ACCOUNT = "support@example.com@outlook.example"
PENDING: dict[str, object] = {"error": "authorization_pending"}
FIRST: dict[str, object] = {"access_token": "canary-one", "refresh_token": "canary-refresh", "expires_in": 3600}
NEXT: dict[str, object] = {"access_token": "canary-two", "expires_in": 3600}
REFUSED: dict[str, object] = {"error": "invalid_grant", "error_description": "AADSTS70008: it has expired.\r\nTrace: 1"}


@pytest.fixture
def desk(tmp_path: Path) -> Callable[[str], Path]:
    """A desk with an account and a relay that share one token."""

    def make(authority: str, more: str = "") -> Path:
        oauth = f"auth: xoauth2, password_file: token, oauth: {{client: my-client, tenant: example.com, authority: '{authority}'}}"
        text = f"""
mailboxes: [{{address: support@example.com, name: Example Support}}]
listen: [{{imap: {{host: outlook.example, user: support@example.com, {oauth}}}}}]
relays: {{default: {{host: smtp.outlook.example, port: 587, user: support@example.com, {oauth}}}}}
{more}"""
        (tmp_path / "desk.yaml").write_text(text)
        return tmp_path / "desk.yaml"

    return make


def test_a_code_brings_a_token_that_nobody_else_reads(desk: Callable[[str], Path], tmp_path: Path) -> None:
    """The page and the code are shown, the provider is asked until the person has finished, and the secrets stand in private files alone (case 90)."""
    with provider(PENDING, FIRST) as microsoft:
        file = desk(microsoft.url)
        ended = said("login", ACCOUNT, desk=file)
    assert (ended.code, "https://microsoft.example/devicelogin" in ended.out, "ABCD-EFGH" in ended.out) == (0, True, True)
    assert "canary" not in ended.out + ended.err
    assert [one["path"] for one in microsoft.asked] == [f"/example.com/oauth2/v2.0/{name}" for name in ("devicecode", "token", "token")]
    assert {one["client_id"] for one in microsoft.asked} == {"my-client"}
    assert "offline_access" in microsoft.asked[0]["scope"]
    config = load_config(file)
    assert {read_secret(server, {}).reveal() for server in servers_of(config).values()} == {"canary-one"}
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("token*")} == {"token": 0o600, "token.renewal": 0o600}


def _renewed(config: DeskConfig) -> list[dict[str, object]]:
    stream = io.StringIO()
    renew_due(config, SystemClock(), EventLog(SystemClock(), stream, as_json=True))
    assert "canary" not in stream.getvalue()
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_token_is_renewed_before_it_runs_out(desk: Callable[[str], Path], tmp_path: Path) -> None:
    """Not long before; once where two servers share it; and where the provider says no, the one there is stays, and the log says why (case 90)."""
    soon = SystemClock().now() + timedelta(minutes=15)
    with provider(NEXT, REFUSED) as microsoft:
        config = load_config(desk(microsoft.url))
        assert _renewed(config) == []  # nobody has logged in yet
        keep(tmp_path / "token", Grant("canary-one", "canary-refresh", soon + timedelta(minutes=15)))
        assert _renewed(config) == []
        keep(tmp_path / "token", Grant("canary-one", "canary-refresh", soon))
        assert [(line["event"], line["server"]) for line in _renewed(config)] == [("token_renewed", ACCOUNT)]
        assert microsoft.asked[-1]["refresh_token"] == "canary-refresh"
        known = kept(tmp_path / "token")
        assert known is not None
        assert (known[0], known[1] > soon) == ("canary-refresh", True)  # the provider sent no other
        keep(tmp_path / "token", Grant("canary-two", "canary-refresh", soon))
        failed = _renewed(config)
    assert {line["event"] for line in failed} == {"token_failed"}
    assert "AADSTS70008: it has expired." in str(failed[0]["why"])
    assert (tmp_path / "token").read_text() == "canary-two\n"
    assert "gives no token now" in str(_renewed(config)[0]["why"])  # the provider is away


@pytest.mark.parametrize(
    ("arguments", "says", "words"),
    [
        (["somebody@example.com"], FIRST, f"is no account or relay with oauth in desk.yaml; those are: {ACCOUNT}, default"),
        ([ACCOUNT], REFUSED, "says no: AADSTS70008: it has expired."),
    ],
)
def test_what_keeps_a_login_from_succeeding(desk: Callable[[str], Path], arguments: list[str], says: dict[str, object], words: str) -> None:
    """In a line, with the provider's words."""
    with provider(says) as microsoft:
        ended = said("login", *arguments, desk=desk(microsoft.url))
    assert ended.code == 1
    assert words in ended.err


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("auth: xoauth2, ", "", "oauth needs a place for its token"),
        ("authority: '", "authority: 'http://login.example/#", "is no address of a web server"),
        ("authority: 'https://login.example'", "authority: 'http://login.example'", "no token travels in clear"),
    ],
)
def test_a_mistake_about_it_is_told(desk: Callable[[str], Path], old: str, new: str, words: str) -> None:
    """Before anything depends on it."""
    file = desk("https://login.example")
    file.write_text(file.read_text().replace(old, new))
    with pytest.raises(BadConfiguration, match=words):
        load_config(file)
