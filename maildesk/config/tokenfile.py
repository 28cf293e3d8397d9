"""An access token on disk as a login left it, and beside it what renews it; both are private to their owner."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from maildesk.config.secret import read_private
from maildesk.config.ways import Imap, Oauth, Relay
from maildesk.durable import sync_folder
from maildesk.errors import BadConfiguration
from maildesk.system.oauth import Grant, Provider

_BESIDE = ".renewal"


def provider_of(oauth: Oauth) -> Provider:
    """Microsoft's two addresses, at whichever authority desk.yaml names."""
    base = f"{oauth.authority.rstrip('/')}/{oauth.tenant}/oauth2/v2.0"
    return Provider(f"{base}/devicecode", f"{base}/token", oauth.client, oauth.scopes)


def token_path(server: Imap | Relay) -> Path | None:
    """Where the server's token lies, None where none is got by a login of ours."""
    return server.password_file if server.oauth else None


def keep(path: Path, grant: Grant) -> None:
    """Writes both, the renewal first: a token without it would be the last one."""
    _write(path.with_name(path.name + _BESIDE), json.dumps({"refresh": grant.refresh, "until": grant.until.isoformat()}))
    _write(path, f"{grant.access}\n")
    sync_folder(path.parent)


def kept(path: Path) -> tuple[str, datetime] | None:
    """What renews the token and until when that one is good; None before the first login."""
    try:
        found = json.loads(read_private(path.with_name(path.name + _BESIDE)))
        return str(found["refresh"]), datetime.fromisoformat(found["until"])
    except (BadConfiguration, ValueError, TypeError, KeyError):
        return None


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
