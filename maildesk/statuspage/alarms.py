"""What is wrong with the desk, since when, and what to type: the first thing that the page says. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from maildesk.eventlog import Trouble
from maildesk.language import N_, _, ngettext
from maildesk.letter import OutboxState
from maildesk.mail import MailState
from maildesk.statuspage.standing import Standing
from maildesk.store.overview import Pile

_LATE = timedelta(minutes=5)  # a mail or a letter that waits longer is told of
_SOON = timedelta(minutes=10)  # of its hour: enough to look after whatever renews a token
_NOTHING = Pile(0)


@dataclass(frozen=True, slots=True)
class Alarm:
    """`grave`: mail is not taken, not worked on or not sent; the others wait for a person."""

    grave: bool
    words: str
    command: str
    since: datetime | None = None


def alarms(standing: Standing) -> tuple[Alarm, ...]:
    """All that is wrong, in the language that is spoken, the grave first."""
    found = [alarm for look in _LOOKS for alarm in look(standing)]
    return tuple(sorted(found, key=lambda alarm: not alarm.grave))


def _workers(standing: Standing) -> Iterator[Alarm]:
    if not standing.daemon.workers:
        yield Alarm(True, _("No worker is alive: mail is taken, and waits."), "journalctl -u maildesk -e")


def _disk(standing: Standing) -> Iterator[Alarm]:
    if not standing.room:
        yield Alarm(True, _("The disk is nearly full: no mail is taken, senders keep it. Make room."), "df -h")


def _spool(standing: Standing) -> Iterator[Alarm]:
    ready = standing.overview.ready
    if ready and standing.at - ready > _LATE:
        yield Alarm(standing.pulse.health == "spool", _("Mail waits to be worked on."), "maildesk spool list --state waiting", ready)


def _ledger(standing: Standing) -> Iterator[Alarm]:
    """Law 3: only a defect of ours or a damaged database can make that of it."""
    gone = abs(standing.overview.unaccounted)
    if gone:
        words = ngettext(
            "The ledger does not balance: {count} mail is not accounted for.",
            "The ledger does not balance: {count} mails are not accounted for.",
            gone,
        )
        yield Alarm(True, words.format(count=gone), "maildesk ledger --sum")


def _relays(standing: Standing) -> Iterator[Alarm]:
    for name, contact in standing.relays.items():
        if contact.failing:
            yield Alarm(True, _("The relay {name} does not take letters.").format(name=name), "maildesk outbox list --state queued", contact.failing)


def _queue(standing: Standing) -> Iterator[Alarm]:
    oldest = standing.overview.outbox.get(OutboxState.QUEUED, _NOTHING).oldest
    if oldest and standing.at - oldest > _LATE:
        yield Alarm(False, _("Letters wait to leave."), "maildesk outbox list --state queued", oldest)


def _automatic(standing: Standing) -> Iterator[Alarm]:
    most = standing.config.limits.automatic_per_desk
    if 0 < most <= standing.overview.automatic:  # 0 is an admin's choice
        words = _("Customers get no automatic mail: {most} letters in an hour are all that limits.automatic_per_desk allows.")
        yield Alarm(False, words.format(most=most), "maildesk outbox list")


def _accounts(standing: Standing) -> Iterator[Alarm]:
    for name, contact in sorted(standing.daemon.accounts.items()):
        if contact.failing:
            words = _("No mail is fetched from {name}.").format(name=name)
            yield Alarm(True, words, "journalctl -u maildesk -g account_failed", contact.failing)


def _tokens(standing: Standing) -> Iterator[Alarm]:
    """Before a server says no: whatever writes the token anew should have done so by now."""
    for name, until in sorted(standing.tokens.items()):
        if until - standing.at > _SOON:
            continue
        gone = until <= standing.at
        words = (
            _("The token of {name} ran out at {time}, and no other is there.")
            if gone
            else _("The token of {name} runs out at {time}, and no other is there yet.")
        )
        yield Alarm(gone, words.format(name=name, time=f"{until.astimezone(standing.zone):%H:%M}"), "maildesk config check --connect")


def _files(standing: Standing) -> Iterator[Alarm]:
    many = len(standing.daemon.problems)
    if many:
        words = ngettext("An edit has {count} problem and is not in use.", "An edit has {count} problems and is not in use.", many)
        yield Alarm(False, words.format(count=many), "maildesk config check")


def _quarantine(standing: Standing) -> Iterator[Alarm]:
    pile = standing.overview.mails.get(MailState.QUARANTINED, _NOTHING)
    if pile.many:
        words = ngettext("{count} mail could not be processed.", "{count} mails could not be processed.", pile.many)
        yield Alarm(False, words.format(count=pile.many), "maildesk spool list --state quarantined", pile.oldest)


def _held_mails(standing: Standing) -> Iterator[Alarm]:
    pile = standing.overview.looked_for
    if pile.many:
        words = ngettext("{count} mail is held for a person to look at.", "{count} mails are held for a person to look at.", pile.many)
        yield Alarm(False, words.format(count=pile.many), "maildesk spool list --state held", pile.oldest)


def _held_letters(standing: Standing) -> Iterator[Alarm]:
    pile = standing.overview.outbox.get(OutboxState.HELD, _NOTHING)
    if pile.many:
        words = ngettext("{count} letter is held for a person to look at.", "{count} letters are held for a person to look at.", pile.many)
        yield Alarm(False, words.format(count=pile.many), "maildesk outbox list --state held", pile.oldest)


_LOOKS: tuple[Callable[[Standing], Iterator[Alarm]], ...] = (
    _workers,
    _disk,
    _spool,
    _ledger,
    _relays,
    _queue,
    _automatic,
    _accounts,
    _tokens,
    _files,
    _quarantine,
    _held_mails,
    _held_letters,
)

# Each failure in our own words, and what shows more of it.
_TOLD = {
    "task_died": (N_("The task “{about}” ended, and the daemon with it."), "journalctl -u maildesk -e"),
    "account_failed": (N_("{about} could not be asked for mail."), "journalctl -u maildesk -g account_failed"),
    "token_failed": (N_("The token of {about} could not be renewed."), "maildesk login {about}"),
    "folder_untidy": (N_("{about} does not let mail be flagged or moved."), "journalctl -u maildesk -g folder_untidy"),
    "folder_absent": (N_("A folder of {about} is not on the server."), "journalctl -u maildesk -g folder_absent"),
    "mail_failed": (N_("Mail {about} could not be processed."), "maildesk spool show {about}"),
    "mail_quarantined": (N_("Mail {about} was put into quarantine."), "maildesk spool show {about}"),
    "worker_died": (N_("{about} died and was started again."), "journalctl -u maildesk -g worker_died"),
    "index_failed": (N_("{about} could not index tickets for the search."), "maildesk db reindex"),
    "ends_not_noted": (N_("Where histories end could not be noted in {about}."), "maildesk audit verify"),
    "letter_given_up": (N_("Letter {about} was given up."), "maildesk outbox show {about}"),
    "letter_held": (N_("Letter {about} was held because of a defect of ours."), "maildesk outbox show {about}"),
    "loss_not_told": (N_("Nobody could be told that letter {about} was lost."), "maildesk outbox show {about}"),
    "relay_failed": (N_("The relay {about} failed."), "journalctl -u maildesk -g relay_failed"),
    "page_failed": (N_("The page {about} could not be made."), "journalctl -u maildesk -g page_failed"),
}


def in_words(trouble: Trouble) -> tuple[str, str]:
    """A failure in words, and the command that shows more of it."""
    words, command = _TOLD[trouble.event]
    return _(words).format(about=trouble.about), command.format(about=trouble.about)
