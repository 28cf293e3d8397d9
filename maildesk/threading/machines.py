"""What is no person's word about a ticket: our own mail, copies, loops, reports and robots. Steps of the decision."""

from __future__ import annotations

from maildesk.judged import REPORTS, NatureKind
from maildesk.language import Said
from maildesk.letter import Letter
from maildesk.mail import TOO_MANY_HOPS
from maildesk.threading.decision import Decision, Hold, Ignore, Question, Reported
from maildesk.threading.failures import Posted, doubt, failures
from maildesk.ticket import Ticket


def own_mail(asked: Question) -> Decision | None:
    return Ignore("builtin:own-mail", Said("its Message-ID is one we signed: our own letter came back")) if asked.clues.own_id else None


def duplicate(asked: Question) -> Decision | None:
    """The same mail is taken once, by whatever ways and however often it comes."""
    kin = asked.candidates.kin
    if kin.unheard and _begins_a_matter(asked):
        return None
    if kin.twin is not None:
        return Ignore("builtin:duplicate", Said("mail {mail} has the same Message-ID and the same bytes", mail=kin.twin))
    if kin.copy:
        return Ignore("builtin:duplicate", Said("mail {mail} has the same Message-ID and the same words: it came by two ways", mail=kin.namesake))
    return None


def _begins_a_matter(asked: Question) -> bool:
    """Whether it is a person's who is no agent, and leads to no ticket: what answers one is of that one, whoever had a copy of it."""
    leads = asked.clues.tokens or asked.clues.labels or asked.candidates.kin.seen
    return not (leads or asked.robot or asked.clues.archived or asked.trust.claims_agent or asked.nature.kind in REPORTS)


def from_ourselves(asked: Question) -> Decision | None:
    if not asked.clues.from_ourselves:
        return None
    return Hold("builtin:from-ourselves", None, Said("one of our mailboxes stands in From, but we did not write it"))


def goes_round(asked: Question) -> Decision | None:
    """SMTP refuses such a mail; one that was fetched can only be put aside (V111)."""
    if TOO_MANY_HOPS not in asked.mail.defects:
        return None
    return Hold("builtin:mail-loop", None, Said("more servers had it than limits.hops allows: it goes round"))


PLACEHOLDER = "builtin:placeholder"
# What servers hand out in place of a mail that they cannot.
_PLACEHOLDER_SENDERS = ("microsoft@unknown",)
_PLACEHOLDER_SUBJECTS = ("retrieval using the imap4 protocol failed", "retrieval using the pop3 protocol failed")


def placeholder(asked: Question) -> Decision | None:
    """No person wrote it, and the mail it stands for is still on the server."""
    author = asked.mail.from_.address.casefold() if asked.mail.from_ else ""
    if author not in _PLACEHOLDER_SENDERS or not asked.mail.subject.casefold().startswith(_PLACEHOLDER_SUBJECTS):
        return None
    return Hold(PLACEHOLDER, None, Said("the mail server could not hand out a mail and wrote this in its place; look for the mail there"))


def blocked(asked: Question) -> Decision | None:
    """What a supervisor said on a ticket; an agent's own mail never comes so far."""
    since = asked.candidates.kin.blocked
    return Ignore("builtin:blocked", Said("{sender} is blocked since {day}", sender=asked.mail.sender, day=f"{since:%Y-%m-%d}")) if since else None


def report(asked: Question) -> Decision | None:
    """What a mail system says about a letter of ours."""
    if asked.nature.kind not in REPORTS:
        return None
    for letter in (*asked.candidates.reported, *asked.candidates.letters):
        ticket = asked.candidates.home(letter.ticket)
        if ticket is not None:
            return _reported(asked, ticket, letter)
    return Ignore("builtin:unmatched-report", Said("a {kind} report that names no letter of ours", kind=asked.nature.kind))


def _reported(asked: Question, ticket: Ticket, letter: Letter) -> Reported:
    told = frozenset(address for number, address in asked.candidates.told if asked.candidates.home(number) == ticket)
    posted = Posted(letter, ticket.number, asked.candidates.left.get(letter.id, frozenset()), told)
    why = Said("a {kind} report names our letter to {person}", kind=asked.nature.kind, person=letter.person)
    reason = doubt(asked.nature, posted)
    if reason:
        return Reported(ticket, letter, Said("{why}, {reason}: it is not believed", why=why, reason=reason), believed=False)
    return Reported(ticket, letter, why, ailments=tuple(failures(asked.nature, posted, asked.now)))


def out_of_office(asked: Question) -> Decision | None:
    if asked.nature.kind is not NatureKind.OUT_OF_OFFICE:
        return None
    return Ignore("builtin:out-of-office", Said("an out-of-office notice that belongs to no ticket"))
