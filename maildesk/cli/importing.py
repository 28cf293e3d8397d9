"""`maildesk import`: an archive of old mail becomes tickets, and nobody hears of it."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from maildesk.cli.call import Call
from maildesk.cli.output import as_json, say, say_progress
from maildesk.errors import DONE, REFUSED, Refused
from maildesk.language import N_, Said, _, ngettext, told

if TYPE_CHECKING:
    from maildesk.desk import Desk
    from maildesk.intake.archive import Skipped
    from maildesk.upkeep.importing import Filed
    from maildesk.upkeep.survey import Found, Planned


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--dry-run", is_flag=True, help="Only say which ticket each mail would be filed on.")
@click.option("--no-desk", is_flag=True, help="With --dry-run: as if the desk were empty.")
@click.option("--mailbox", metavar="ADDRESS", help="The mailbox all of it belongs to; else what each mail's headers say.")
@as_json
@click.pass_obj
def import_(call: Call, paths: Sequence[Path], dry_run: bool, no_desk: bool, mailbox: str | None, as_json: bool) -> int:
    """File the old mails of each PATH: .eml files, mboxes, Maildirs and folders of them.

    The ids in the mails alone decide which of them make one ticket. Tickets are closed, and nobody gets a letter. What was
    filed before is left alone, so an import that was stopped can be started again.
    """
    if no_desk and not dry_run:
        raise click.UsageError(_("--no-desk goes with --dry-run: without a desk nothing can be filed"))
    told = _Told(as_json, dry_run)
    with _desk(call, no_desk) as desk:
        planned = _plan(desk, paths, told)
        if dry_run:
            told.planned(planned)
        else:
            new = [one for one in planned if not one.known]
            told.there(one for one in planned if one.known)
            told.filed(_file(call, desk, new, mailbox), len(new))
    return told.end()


@contextlib.contextmanager
def _desk(call: Call, no_desk: bool) -> Iterator[Desk]:
    from maildesk.bootstrap import scratch_desk

    if not no_desk:
        with call.whole_desk() as desk:
            yield desk
        return
    with contextlib.closing((desk := scratch_desk()).database):
        yield desk


def _plan(desk: Desk, paths: Sequence[Path], told: _Told) -> list[Planned]:
    from maildesk.clock import SystemClock
    from maildesk.intake.archive import find_mails
    from maildesk.upkeep.survey import plan, survey

    found = list(told.looking(survey(find_mails(paths), desk.config.limits, SystemClock().now(), told.skipped)))
    with desk.database.read() as session:
        return plan(session, found)


def _file(call: Call, desk: Desk, planned: Sequence[Planned], mailbox: str | None) -> Iterator[Filed]:
    from maildesk.bootstrap import open_desk
    from maildesk.upkeep.importing import file_all

    if mailbox is not None and desk.config.mailbox(mailbox.lower()) is None:
        known = ", ".join(box.address for box in desk.config.mailboxes)
        raise Refused(Said("there is no mailbox {mailbox}; known are {known}", mailbox=mailbox, known=known))
    build = functools.partial(open_desk, call.file())
    yield from file_all(desk, build, planned, (mailbox.lower(),) if mailbox else ())


class _Told:
    """What the person or the program at the other end hears: a line a mail, what was left out, a sum."""

    def __init__(self, as_json: bool, dry_run: bool) -> None:
        self._json, self._dry = as_json, dry_run
        self._many = dict.fromkeys((N_("filed"), N_("there already"), N_("left out"), N_("not readable"), N_("waiting")), 0)

    def count(self, word: str, many: int = 1) -> None:
        self._many[word] += many

    def skipped(self, one: Skipped) -> None:
        self.count("not readable" if one.fault else "left out")
        self._aside(_("{file} is not filed: {why}").format(file=one.name, why=told(one.why)))

    def looking(self, mails: Iterator[Found]) -> Iterator[Found]:
        """The same mails; a person sees how many were found so far, for nothing is filed before all of them are known."""
        number = 0
        for number, mail in enumerate(mails, 1):
            say_progress(_found(number), done=False)
            yield mail
        say_progress(_found(number), done=True)

    def planned(self, planned: Sequence[Planned]) -> None:
        for one in planned:
            self.count("waiting" if one.waits else "there already" if one.known else "filed")
            self._line(one.found.place.name, one.home or f"new-{one.group}", None)

    def there(self, known: Iterable[Planned]) -> None:
        """What the desk has; an import that was killed leaves mails to the daemon, and who starts it again should know."""
        for one in known:
            self.count("waiting" if one.waits else "there already")
        if self._many["waiting"]:
            self._aside(_("mails of an import that was stopped wait still: maildesk serve files them"))

    def filed(self, mails: Iterator[Filed], total: int) -> None:
        for number, one in enumerate(mails, 1):
            self.count("not readable" if one.state is None else "waiting" if one.trouble else "filed")
            if one.trouble:
                self._aside(f"{one.planned.found.place.name}: {told(one.trouble)}")
            self._line(one.planned.found.place.name, one.ticket, one.state)
            self._progress(number, total)

    def _line(self, name: str, ticket: int | str | None, state: str | None) -> None:
        from maildesk.cli.shapes import json_line

        if self._json:
            say(json_line({"file": name, "ticket": ticket} | ({"state": state} if state else {})))

    def _aside(self, text: str) -> None:
        from maildesk.cli.visible import visible

        click.echo(visible(text), err=True)

    def _progress(self, number: int, total: int) -> None:
        say_progress(_("{number} of {total}").format(number=number, total=total), done=number == total)

    def end(self) -> int:
        """Says the sum; the exit code is 1 where something was not readable or waits."""
        line = ", ".join(f"{many} {_(word)}" for word, many in self._many.items())
        if self._dry:
            line = _("nothing was altered; so it would be: {sum}").format(sum=line)
        click.echo(line, err=self._json)
        return REFUSED if self._many["not readable"] or self._many["waiting"] else DONE


def _found(number: int) -> str:
    return ngettext("{count} mail found", "{count} mails found", number).format(count=number)
