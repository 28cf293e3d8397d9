"""The standing as a plain page for a person: a few tables, no script, nothing from a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from html import escape

from maildesk.clock import rfc3339
from maildesk.errors import Problem
from maildesk.letter import OutboxState
from maildesk.mail import MailState
from maildesk.statuspage.standing import DaemonFacts, Standing
from maildesk.ticket import Status

Row = tuple[str, object]

STYLE = """\
body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 1.5rem 0 .3rem }
table { border-collapse: collapse; width: 100% } td { padding: .2rem 0; border-bottom: 1px solid #ddd }
td + td { text-align: right; font-variant-numeric: tabular-nums } footer { margin-top: 2rem; color: #666; font-size: .9rem }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818 } td { border-color: #444 } footer { color: #999 } }
"""

_SHELL = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>maildesk</title>
<link rel="stylesheet" href="/style.css"></head>
<body><h1>maildesk</h1>
{tables}<footer>maildesk {version}, {at}</footer></body></html>
"""


def html(standing: Standing) -> str:
    """The whole page; every dynamic value is escaped."""
    seen, daemon = standing.overview, standing.daemon
    tables = (
        _table(
            "Mails",
            [*((state, seen.mails[state].many if state in seen.mails else 0) for state in MailState), ("oldest waiting", span(standing.waited))],
        ),
        _table("Tickets", ((status, seen.tickets.get(status, 0)) for status in Status)),
        _table(
            "Outbox",
            [*((state, seen.outbox[state].many if state in seen.outbox else 0) for state in OutboxState), ("oldest queued", span(standing.queued))],
        ),
        _table("Daemon", _daemon_rows(daemon)),
        _table("Problems of an edit that is not in use", ((str(problem.place), _remedy(problem)) for problem in daemon.problems)),
        _table("Failures of a relay", sorted(daemon.relay_failures.items())),
    )
    return _SHELL.format(tables="".join(tables), version=escape(standing.version), at=rfc3339(standing.at))


def _daemon_rows(daemon: DaemonFacts) -> Iterator[Row]:
    yield "workers", daemon.workers
    yield "workers that died", daemon.worker_deaths
    if daemon.loaded:
        yield "files in use since", rfc3339(daemon.loaded)


def _remedy(problem: Problem) -> str:
    return f"{problem.wrong}; {problem.right}" if problem.right else problem.wrong


def _table(heading: str, rows: Iterable[Row]) -> str:
    cells = "".join(f"<tr><td>{escape(str(name))}</td><td>{escape(str(value))}</td></tr>\n" for name, value in rows)
    return f"<h2>{escape(heading)}</h2>\n<table>\n{cells}</table>\n" if cells else ""


def span(length: timedelta) -> str:
    """A span in its two largest units, `3 d 4 h`; seconds alone below a minute."""
    seconds = int(length.total_seconds())
    parts = [(seconds // 86400, "d"), (seconds // 3600 % 24, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s")]
    first = next((place for place, (many, _) in enumerate(parts) if many), 3)
    return " ".join(f"{many} {unit}" for many, unit in parts[first : first + 2])
