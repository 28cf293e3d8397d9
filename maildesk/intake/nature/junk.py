"""What the upstream filter of desk.yaml says of a mail: only its own headers and folders count, the headers of everybody else are named and disbelieved."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from maildesk.config.schema import DeskConfig, JunkFilter
from maildesk.errors import NOTHING
from maildesk.intake.header.hops import LONGEST, Headers, House, entry
from maildesk.judged import NO_JUNK, Junk
from maildesk.language import Said
from maildesk.mail import FETCHED_JUNK, Envelope, ParsedMail

_MOST_DISBELIEVED = 5


@dataclass(frozen=True, slots=True)
class _Line:
    """A header that calls mail junk or not, and its place among all of them."""

    place: int
    name: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}: {self.value[:80].strip()}"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What one header says: `found` is None where it gives a score alone."""

    found: bool | None = None
    score: float | None = None
    threshold: float | None = None


def judge_junk(mail: ParsedMail, envelope: Envelope, config: DeskConfig) -> Junk:
    """The filter's judgement of a mail with its evidence; none where no filter is named or its hop is not seen, and it lay in no folder of junk."""
    judged = _by_headers(mail, envelope, config)
    if envelope.via != FETCHED_JUNK:
        return judged
    return replace(judged, found=True, by=Said("it lay in a junk folder of {account}", account=envelope.peer))


def _by_headers(mail: ParsedMail, envelope: Envelope, config: DeskConfig) -> Junk:
    written = [_Line(place, name.lower(), value) for place, (name, value) in enumerate(mail.headers) if name.lower() in _NAMES]
    if not written:
        return NO_JUNK
    house = House.of(config.trusted_networks, config.junk.hosts)
    hop, why = entry(mail.headers, envelope, house) if config.junk.filter else (None, Said("desk.yaml names no filter"))
    doubts = [(line, why if hop is None else _doubt(line, hop, written, config.junk)) for line in written]
    lost = tuple(Said("{line} is worth nothing: {why}", line=line, why=doubt) for line, doubt in doubts if doubt)
    return replace(_judged([line for line, doubt in doubts if not doubt], config.junk), disbelieved=lost[:_MOST_DISBELIEVED])


def _doubt(line: _Line, hop: int, written: Sequence[_Line], named: JunkFilter) -> Said:
    """Why a header is not that of the filter, "" where it is."""
    if line.name not in _FILTERS[named.filter or ""]:
        return Said("{filter} does not write it", filter=named.filter)
    if not named.anywhere:
        hosts = ", ".join(named.hosts)
        return NOTHING if line.place < hop else Said("it does not stand above the Received line of {hosts}", hosts=hosts)
    # A server that takes a stranger's away leaves one: who is right of two, nobody can tell.
    return Said("it stands twice") if [other.name for other in written].count(line.name) > 1 else NOTHING


def without_marks(headers: Headers) -> tuple[tuple[str, str], ...]:
    """The headers of a mail that a person says is no junk, without all that calls it so."""
    return tuple((name, value) for name, value in headers if name.lower() not in _NAMES)


def _judged(counting: Sequence[_Line], named: JunkFilter) -> Junk:
    """The topmost header of a name counts; one that says junk outweighs one that does not."""
    said: dict[str, tuple[_Verdict, _Line]] = {}
    for line in counting:
        found = _FILTERS[named.filter or ""][line.name](line.value[:LONGEST].strip())
        if found is not None:
            said.setdefault(line.name, (found, line))
    if not said:
        return NO_JUNK
    score, threshold, scored = next(((one.score, one.threshold, line) for one, line in said.values() if one.score is not None), (None, None, None))
    if named.threshold is not None and score is not None:
        return Junk(score >= named.threshold, Said.as_is(str(scored)), score, named.threshold)
    against = [line for one, line in said.values() if one.found]
    return Junk(bool(against), Said.as_is(str((against or [line for _, line in said.values()])[0])), score, threshold)


# -- the dialects
def _yes(value: str) -> _Verdict | None:
    word = re.match(r"(yes|true|no|false)\b", value, re.IGNORECASE)
    return _Verdict(word[1].lower() in ("yes", "true")) if word else None


_SCORE = r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)(?![\w.])"
_REACHED, _REQUIRED = re.compile(rf"\b(?:score|hits)={_SCORE}"), re.compile(rf"\brequired={_SCORE}")


def _spam_status(value: str) -> _Verdict | None:
    """SpamAssassin's, amavis's and rspamd's line: `Yes, score=7.3 required=5.0 tests=…`."""
    said = _yes(value)
    reached, required = _REACHED.search(value), _REQUIRED.search(value)
    if said is None or reached is None:
        return said
    return _Verdict(said.found, float(reached[1]), float(required[1]) if required else None)


_SPAMD_RESULT = re.compile(rf"(?:[\w-]{{1,40}}:\s*)?(True|False)\s*\[{_SCORE}\s*/\s*{_SCORE}\]")


def _spamd_result(value: str) -> _Verdict | None:
    """rspamd's `default: False [7.10 / 15.00]`: False says that the mail is below what is refused, not that it is wanted."""
    line = _SPAMD_RESULT.match(value)
    return _Verdict(line[1] == "True" or None, float(line[2]), float(line[3])) if line else None


def _rspamd_action(value: str) -> _Verdict:
    return _Verdict(value.lower() in ("add header", "rewrite subject", "reject", "quarantine"))


_SCL_OF_JUNK = 5.0


def _scl(value: str) -> _Verdict | None:
    """Exchange's spam confidence level, -1 to 9."""
    level = re.match(r"-?[0-9]\Z", value)
    return _Verdict(float(value) >= _SCL_OF_JUNK, float(value), _SCL_OF_JUNK) if level else None


_VERDICTS = {"SPM": True, "SKS": True, "SKB": True, "BLK": True, "SKQ": False, "NSPM": False, "SKN": False, "SKI": False, "SKA": False, "SFE": False}


def _forefront(value: str) -> _Verdict | None:
    """`CIP:…;SCL:5;SFV:SPM;…`, in any order."""
    facts = dict(part.strip().split(":", 1) for part in value.split(";") if ":" in part)
    level = _scl(facts.get("SCL", ""))
    verdict = _VERDICTS.get(facts.get("SFV", ""))
    if level is None:
        return None if verdict is None else _Verdict(verdict)
    return replace(level, found=level.found if verdict is None else verdict)


def _one(value: str) -> _Verdict | None:
    return _Verdict(value == "1") if value in ("0", "1") else None


Reader = Callable[[str], _Verdict | None]
_FILTERS: dict[str, dict[str, Reader]] = {
    "rspamd": {
        "x-spamd-result": _spamd_result,
        "x-rspamd-action": _rspamd_action,
        "x-spam": _yes,
        "x-spam-status": _spam_status,
        "x-spam-flag": _yes,
    },
    "spamassassin": {"x-spam-status": _spam_status, "x-spam-flag": _yes},
    "microsoft": {"x-forefront-antispam-report": _forefront, "x-ms-exchange-organization-scl": _scl},
    "google": {"x-gm-spam": _one, "x-gm-phishy": _one},
}
_NAMES = frozenset(name for readers in _FILTERS.values() for name in readers)
