"""Access tokens from a provider: asked for by a code that a person types in at its page (RFC 8628), and renewed without one (RFC 6749 §6)."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from maildesk.errors import Refused, TryLater
from maildesk.language import Said

_SECONDS, _LARGEST = 30, 64 << 10
_HOUR = 3600  # a token's life where its provider does not tell
_BY_CODE = "urn:ietf:params:oauth:grant-type:device_code"
_PATIENT = frozenset({"authorization_pending", "slow_down"})


@dataclass(frozen=True, slots=True)
class Provider:
    """Where to ask, as which registered client, and for what."""

    device: str
    token: str
    client: str
    scopes: Sequence[str]


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """What a person has to do: open `page` and type `code`; `secret` is what we ask with meanwhile, every `interval` seconds until then."""

    page: str
    code: str
    secret: str
    interval: float
    until: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Grant:
    """What lets us in until then, and what gets the next one."""

    access: str
    refresh: str
    until: datetime


def ask(provider: Provider, now: datetime) -> Asked:
    """Begins a login; raises `Refused` with the provider's words, `TryLater` where it is away."""
    said = _post(provider.device, {"client_id": provider.client, "scope": " ".join(provider.scopes)})
    page = str(said.get("verification_uri") or said.get("verification_url") or "")
    code, secret = str(said.get("user_code", "")), str(said.get("device_code", ""))
    if not (page and code and secret):
        raise _refused(provider.device, said)
    return Asked(page, code, secret, _number(said.get("interval"), 5), now + timedelta(seconds=_number(said.get("expires_in"), 900)))


def answered(provider: Provider, asked: Asked, now: datetime) -> Grant | None:
    """What came of it so far, None while the person has not finished."""
    said = _post(provider.token, {"grant_type": _BY_CODE, "client_id": provider.client, "device_code": asked.secret})
    return None if said.get("error") in _PATIENT else _granted(provider, said, "", now)


def renewed(provider: Provider, refresh: str, now: datetime) -> Grant:
    """The next token; a provider that sends no other means of renewal leaves the one there is."""
    fields = {"grant_type": "refresh_token", "client_id": provider.client, "refresh_token": refresh, "scope": " ".join(provider.scopes)}
    return _granted(provider, _post(provider.token, fields), refresh, now)


def _granted(provider: Provider, said: Mapping[str, Any], refresh: str, now: datetime) -> Grant:
    access = said.get("access_token")
    if not isinstance(access, str) or not access.isprintable() or not access:
        raise _refused(provider.token, said)
    return Grant(access, str(said.get("refresh_token") or refresh), now + timedelta(seconds=_number(said.get("expires_in"), _HOUR)))


def _refused(url: str, said: Mapping[str, Any]) -> Refused:
    """In the provider's words, which hold no secret of ours; of a long explanation the first line."""
    words = str(said.get("error_description") or said.get("error") or "?").splitlines()[0]
    return Refused(Said("{host} says no: {why}", host=urllib.parse.urlsplit(url).netloc, why=words[:300]))


def _number(value: object, otherwise: float) -> float:
    try:
        return min(max(float(str(value)), 1), 90 * 86_400)
    except ValueError:
        return otherwise


def _post(url: str, fields: Mapping[str, str]) -> Mapping[str, Any]:
    """The provider's answer, a refusal too: that comes as JSON with a status of 400."""
    body = urllib.parse.urlencode(fields).encode()
    request = urllib.request.Request(url, body, {"Accept": "application/json"})  # noqa: S310 - desk.yaml takes https alone, or this machine
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - as above
            body = answer.read(_LARGEST)
    except urllib.error.HTTPError as error:
        body = error.read(_LARGEST)
    except (OSError, http.client.HTTPException) as error:
        raise _away(url, str(getattr(error, "reason", error))) from None
    try:
        said = json.loads(body)
    except ValueError:
        raise _away(url, "no JSON") from None
    return said if isinstance(said, dict) else {}


def _away(url: str, why: str) -> TryLater:
    return TryLater(Said("{host} gives no token now: {why}", host=urllib.parse.urlsplit(url).netloc, why=why))
