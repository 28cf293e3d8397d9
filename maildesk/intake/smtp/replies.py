"""Every answer our SMTP and LMTP servers give, in one table; none says more than a stranger may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from maildesk.store.engine import Busy, DiskFull
from maildesk.taps import Misfit
from maildesk.tokens import TokenKind


@dataclass(frozen=True)
class Reply:
    """One answer: code (RFC 5321 §4.2), enhanced code (RFC 3463, "" where the reply has none) and words.

    `closes` ends the session after it; `forgiven` is not counted as an error: the fault is ours, or
    there may honestly be many of it.
    """

    code: int
    enhanced: str
    text: str
    closes: bool = False
    forgiven: bool = False

    @cached_property
    def line(self) -> bytes:
        return " ".join(filter(None, (str(self.code), self.enhanced, self.text))).encode("ascii") + b"\r\n"

    @property
    def counts(self) -> bool:
        """Whether it goes on the client's account of errors."""
        return self.code >= 400 and not self.forgiven


# What went well.
BYE = Reply(221, "2.0.0", "Bye", closes=True)
DONE = Reply(250, "2.0.0", "OK")
SENDER_OK = Reply(250, "2.1.0", "Sender OK")
RECIPIENT_OK = Reply(250, "2.1.5", "Recipient OK")
CANNOT_VERIFY = Reply(252, "2.5.0", "Send some mail and see")
HELP = Reply(214, "2.0.0", "See RFC 5321")
LOGGED_IN = Reply(235, "2.7.0", "Logged in")
READY_FOR_TLS = Reply(220, "2.0.0", "Ready to start TLS")
GO_AHEAD = Reply(354, "", "End data with <CR><LF>.<CR><LF>")

# What may go well later.
STOPPING = Reply(421, "4.3.2", "The service is stopping, try again later", closes=True)
TOO_MANY_SESSIONS = Reply(421, "4.3.2", "Too many sessions, try again later", closes=True)
TOO_MANY_FROM_YOU = Reply(421, "4.7.0", "Too many sessions from your network, try again later", closes=True)
TOO_MANY_COMMANDS = Reply(421, "4.7.0", "Too many commands without a mail", closes=True)
TOO_MANY_ERRORS = Reply(421, "4.7.0", "Too many errors", closes=True)
SILENT_TOO_LONG = Reply(421, "4.4.2", "Nothing was heard for too long", closes=True)
TOO_SLOW = Reply(421, "4.4.2", "The mail arrives too slowly", closes=True)
SESSION_TOO_LONG = Reply(421, "4.4.2", "The session lasted too long, connect again", closes=True)
FAILED = Reply(451, "4.3.0", "Temporary trouble on our side, try again later", forgiven=True)
TOO_MANY_OF_SENDER = Reply(451, "4.7.1", "Too many mails from this sender in an hour, try again later", forgiven=True)
TOO_MANY_OF_DOMAIN = Reply(451, "4.7.1", "Too many mails from this domain in an hour, try again later", forgiven=True)
TOO_MANY_MAILS = Reply(451, "4.7.1", "Too many mails in an hour, try again later", forgiven=True)
BUSY = Reply(451, "4.3.0", "The desk is busy, try again later", forgiven=True)
NO_SPACE = Reply(452, "4.3.1", "Not enough space, try again later", forgiven=True)
TOO_MUCH_AT_ONCE = Reply(452, "4.3.1", "Too much mail at once, try again later", forgiven=True)
TOO_MANY_RECIPIENTS = Reply(452, "4.5.3", "Too many recipients, send the others in another mail", forgiven=True)
TOO_MANY_RECIPIENTS_BY_FAR = Reply(421, "4.5.3", "Too many recipients by far", closes=True)
LOGINS_BUSY = Reply(454, "4.7.0", "Too many logins at once, try again later")
TOO_MANY_LOGINS = Reply(421, "4.7.0", "Too many refused logins", closes=True)

# What will never go well.
AUTH_SYNTAX = Reply(501, "5.5.2", "This cannot be read; name and password travel in base64")
AUTH_CANCELLED = Reply(501, "5.7.0", "The login is cancelled")
LOGGED_IN_ALREADY = Reply(503, "5.5.1", "You are logged in already")
NO_MECHANISM = Reply(504, "5.5.4", "PLAIN and LOGIN are understood")
LOGIN_FIRST = Reply(530, "5.7.0", "Log in first")
TLS_FIRST = Reply(530, "5.7.0", "Say STARTTLS first")
LOGIN_REFUSED = Reply(535, "5.7.8", "Name and password do not belong together")
TLS_BEFORE_LOGIN = Reply(538, "5.7.11", "No password in clear: say STARTTLS first")
NOT_YOUR_SENDER = Reply(550, "5.7.1", "You are logged in as somebody else; the sender must be the address you log in with")
NOT_YOUR_FROM = Reply(550, "5.7.1", "From must be the one address you log in with")
COMMAND_TOO_LONG = Reply(500, "5.5.2", "The line is too long", closes=True)
UNKNOWN_COMMAND = Reply(500, "5.5.1", "There is no such command")
WRONG_PROTOCOL = Reply(554, "5.5.1", "This is no web server", closes=True)
NOT_TEXT = Reply(501, "5.5.2", "A command is printable ASCII, or UTF-8 in the addresses of an SMTPUTF8 mail")
NO_ARGUMENT = Reply(501, "5.5.4", "This command takes no argument")
NEEDS_NAME = Reply(501, "5.5.4", "Say your name: EHLO mail.example.org")
SENDER_SYNTAX = Reply(501, "5.5.4", "Write MAIL FROM:<address>, its parameters after a space")
RECIPIENT_SYNTAX = Reply(501, "5.5.4", "Write RCPT TO:<address>, its parameters after a space")
BAD_PARAMETER = Reply(501, "5.5.4", "A parameter has a value that is not possible")
UNKNOWN_PARAMETER = Reply(555, "5.5.4", "A parameter is not known here")
NOT_OFFERED = Reply(502, "5.5.1", "This command is not offered")
HELLO_FIRST = Reply(503, "5.5.1", "Say who you are first")
SENDER_FIRST = Reply(503, "5.5.1", "MAIL FROM comes first")
RECIPIENT_FIRST = Reply(503, "5.5.1", "RCPT TO comes first, and one recipient must be accepted")
ONE_SENDER = Reply(503, "5.5.1", "The sender is named already; RSET begins anew")
TLS_ALREADY = Reply(503, "5.5.1", "TLS is on already")
NO_MAILBOX = Reply(550, "5.1.1", "There is no such mailbox")
NO_RELAY = Reply(550, "5.7.1", "Relaying denied")
TOO_BIG = Reply(552, "5.3.4", "The mail is too big")
BAD_SENDER = Reply(553, "5.1.7", "This is no sender's address; write one like anna@example.org")
BAD_RECIPIENT = Reply(553, "5.1.3", "This is no recipient's address; write one like support@example.org")
NEEDS_SMTPUTF8 = Reply(553, "5.6.7", "An address that is not ASCII needs SMTPUTF8")
TOO_MANY_HOPS = Reply(554, "5.4.6", "Too many hops: this mail goes round in a loop")
BARE_LINE_FEED = Reply(554, "5.5.2", "Lines end with CR LF", closes=True)
SPOKE_TOO_EARLY = Reply(554, "5.5.1", "You spoke before your turn", closes=True)
LINE_TOO_LONG = Reply(554, "5.6.0", "A line of the mail is too long", closes=True)


# What whoever has the link to it is told of an action. It knows the ticket's number from the letter.
_DOES: Mapping[TokenKind, str] = {
    TokenKind.TAKE: "will be taken",
    TokenKind.CLOSE: "will be closed",
    TokenKind.ANSWER_CLOSE: "will be answered and closed",
    TokenKind.SNOOZE: "will wait until the next working morning",
    TokenKind.UNDO: "will be as before, unless the letter has left",
    TokenKind.RELEASE: "will go back to its team",
    TokenKind.JUNK: "will be spam",
}
_DOES_NOT: Mapping[Misfit, str] = {
    Misfit.USED: "was opened again since: this link works once",
    Misfit.CLOSED: "is closed already",
    Misfit.JUNK: "is spam already",
    Misfit.MERGED: "is part of another ticket now",
    Misfit.TAKEN: "is taken already",
    Misfit.YOURS: "is yours already",
    Misfit.NOT_YOURS: "is not yours any more",
}
DEAD_LINK = Reply(550, "5.7.1", "This link works no longer")


def tap_taken(kind: TokenKind, ticket: int) -> Reply:
    """What a mail to this address will do, if it proves to be from whom the link was made for."""
    return Reply(250, "2.1.5", f"Recipient OK: ticket {ticket} {_DOES[kind]}")


def tap_refused(why: Misfit, ticket: int) -> Reply:
    return Reply(550, "5.7.1", f"Ticket {ticket} {_DOES_NOT[why]}", forgiven=True)


# What a stranger is told of a failure of ours; of any other only FAILED. The log has the rest.
TOLD: Mapping[type[BaseException], Reply] = {DiskFull: NO_SPACE, Busy: BUSY}


def reply_to_failure(error: BaseException) -> Reply:
    """The answer that says when to try again, and not a word of what went wrong (V007)."""
    return TOLD.get(type(error), FAILED)


def accepted(mail: int) -> Reply:
    """The promise that the mail is on disk, with the number an operator finds it by."""
    return Reply(250, "2.0.0", f"OK, kept as mail {mail}")


def banner(hostname: str, protocol: str) -> Reply:
    return Reply(220, "", f"{hostname} {protocol}")
