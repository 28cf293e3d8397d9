"""*A ticket*: what the customer sees who opens the link in a letter. States and moments alone; no word of a message, no name of ours."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from maildesk.config.schema import ClosedAfter, Mailbox
from maildesk.language import N_, _
from maildesk.statuspage.markup import document, tag
from maildesk.statuspage.words import moment
from maildesk.store.progress import Progress
from maildesk.ticket import Status

_STEPS = (N_("Received"), N_("In progress"), N_("Done"))
_RECEIVED, _IN_PROGRESS, _WAITING, _DONE = "received", "progress", "waiting", "done"

_SAID = {
    _RECEIVED: (N_("We have your request"), N_("A person reads it and answers you by e-mail. You need not do anything.")),
    _IN_PROGRESS: (N_("We are working on it"), N_("You will hear from us by e-mail. You need not do anything.")),
    _WAITING: (N_("We are waiting for your answer"), N_("Please answer our last e-mail: then we go on.")),
}
_IF_NOT_DONE = {
    "reopen": N_("If something is still missing, answer our last e-mail: your request is opened again."),
    "new": N_("If something is still missing, write to us again: it becomes a new request."),
}
_PLACE = {_RECEIVED: 0, _IN_PROGRESS: 1, _WAITING: 1, _DONE: 2}


def html(progress: Progress, mailbox: Mailbox) -> str:
    """The page in the language that is spoken, which is the mailbox's, and with its times."""
    state = _state(progress)
    heading, following = (_("Your request is done"), _IF_NOT_DONE[_afterwards(mailbox)]) if state == _DONE else _SAID[state]
    number = _("Request {number}").format(number=progress.ticket.number)
    main = tag(
        "main",
        tag("p", mailbox.name, class_="desk"),
        tag("h1", number),
        *_merged(progress),
        tag("p", _(heading), class_=f"state {state}"),
        _steps(state),
        tag("section", tag("h2", _("What happens next"), id="next"), tag("p", _(following)), aria_labelledby="next"),
        tag("section", tag("h2", _("What happened when"), id="when"), tag("dl", *_moments(progress, mailbox)), aria_labelledby="when"),
    )
    note = tag("footer", tag("p", _("This page shows no text of your e-mails. Whoever has its address can see it.")))
    return document(_head(f"{number} · {mailbox.name}"), (main, note), mailbox.language, "request")


def refused(language: str) -> str:
    """What every address that leads nowhere gets, for whichever reason."""
    why = _("It may have been cut on its way, or it is too old. Please open the link in our latest e-mail, or answer that e-mail.")
    return _plain(_("This link leads nowhere"), why, language)


def unavailable(language: str) -> str:
    """Where the desk could not be asked."""
    return _plain(_("Please try again in a few minutes"), _("We cannot look at your request just now. It is not lost."), language)


def _plain(heading: str, words: str, language: str) -> str:
    return document(_head(heading), (tag("main", tag("h1", heading), tag("p", words)),), language, "request")


def _head(title: str) -> tuple[Markup, ...]:
    return (
        tag("title", title),
        tag("meta", name="robots", content="noindex, nofollow"),
        tag("link", rel="icon", type="image/svg+xml", href="../icon.svg"),
        tag("link", rel="stylesheet", href="../style.css"),
    )


def _state(progress: Progress) -> str:
    """The status in the customer's words. Until when we put it off, and that somebody thinks it is junk, is ours alone."""
    ticket = progress.ticket
    if ticket.status is Status.CLOSED:
        return _DONE
    if ticket.status is Status.WAITING and ticket.wait_until is None and progress.answered and not ticket.unanswered:
        return _WAITING
    return _IN_PROGRESS if progress.answered and ticket.status is not Status.JUNK else _RECEIVED


def _merged(progress: Progress) -> Iterator[Markup]:
    if progress.known_as != progress.ticket.number:
        yield tag("p", _("Your request {number} is part of it now.").format(number=progress.known_as))


def _afterwards(mailbox: Mailbox) -> str:
    """What an answer to a closed ticket does; where that depends on its age, the answer finds out."""
    return "reopen" if isinstance(mailbox.closed, ClosedAfter) else mailbox.closed


def _steps(state: str) -> Markup:
    current = _PLACE[state]
    steps = (
        tag("li", _(words), class_="past" if place < current else None, aria_current="step" if place == current else None)
        for place, words in enumerate(_STEPS)
    )
    return tag("ol", *steps, class_="steps", aria_label=_("Progress"))


def _moments(progress: Progress, mailbox: Mailbox) -> Iterator[Markup]:
    zone = mailbox.zone
    known = (
        (_("Opened"), progress.ticket.created),
        (_("Last e-mail from your side"), progress.asked),
        (_("Last answer from us"), progress.answered),
        (_("Done"), progress.ticket.closed),
    )
    for name, at in known:
        if at is not None:
            yield tag("div", tag("dt", name), tag("dd", moment(at, zone)))
    if progress.answered is None:
        yield tag("div", tag("dt", _("Last answer from us")), tag("dd", _("none yet")))
