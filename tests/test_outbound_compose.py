"""From what happened to bytes: headers that nothing can break, bodies and files that arrive as they were."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from email.utils import parseaddr

import pytest

from maildesk import carriers
from maildesk.changes import AddMessage, Notify
from maildesk.config.schema import Mailbox
from maildesk.intake.mime.calendars import read_events, said_events
from maildesk.letter import LetterKind, OutboxState
from maildesk.mail import Address, Attachment, ParsedMail
from maildesk.newwords import SplitText
from maildesk.outbound.atoms import references
from maildesk.outbound.compose import compose, labelled
from maildesk.ticket import MessageKind, Participant, Standing
from maildesk.tokens import TokenKind, letter_of
from tests.letters import BOB, DESK, NOW, PRESS, RING, SUPPORT, TICKET, a_draft, answered, asked, entry, markup, plain, read, reply_of, written

PICTURE = Attachment("blue.png", "image/png", bytes(range(256)) * 9, inline=True, content_id="blue@mac")
MANUAL = Attachment("Handbuch für alle.pdf", "application/pdf", b"%PDF\r\n.\r\nFrom here\n\x00\xff" * 700)
FORMATTED = SplitText("Please change the ink.", reply_html='<p>Please <b>change</b> the ink.</p><img src="cid:blue@mac">')


def test_a_reply_looks_like_a_persons_mail() -> None:
    """The agent's words, then our own quotation of what they answer; text and HTML say the same."""
    letter = reply_of(answered())
    assert (
        plain(letter.data) == "Please change the ink.\n\nOn Monday, 2 March 2026 at 09:00 UTC, bob@customer.example wrote:\n> It prints only blue.\n"
    )
    assert "Please change the ink." in markup(letter.data)
    assert "It prints only blue." in markup(letter.data)
    mail = read(letter.data)
    assert mail["From"] == '"Anna (Example Support)" <support@example.com>'
    assert mail["To"] == "Bob Miller <bob@customer.example>"
    assert mail["Subject"] == "Re: [#4711] Printer"
    assert "Auto-Submitted" not in mail
    assert letter.mail_from == "support@example.com"


def test_the_carriers_name_the_letter() -> None:
    """Reply-To, Message-ID and the last reference carry this letter's token and no other."""
    letter = compose(a_draft(thread_ids=("<second@customer.example>", "<first@customer.example>")), PRESS, 12345, NOW)
    mail = read(letter.data)
    token = parseaddr(str(mail["Reply-To"]))[1].removeprefix("support+").partition("@")[0]
    assert letter_of(RING, TokenKind.REPLY, token) == letter.letter.id == 12345
    assert carriers.letter_of_message_id(RING, str(mail["Message-ID"])) == 12345
    assert mail["In-Reply-To"] == "<second@customer.example>"
    assert str(mail["References"]).split() == ["<first@customer.example>", "<second@customer.example>", letter.letter.message_id]


def test_files_and_pictures_reach_the_customer_byte_for_byte() -> None:
    """What the agent attached, and the picture that stands in the agent's formatting."""
    letter = reply_of(answered(mail=ParsedMail(html="x", attachments=(PICTURE, MANUAL)), split=FORMATTED))
    parts = {part.get_filename(): part for part in read(letter.data).walk() if part.get_filename()}
    assert parts.keys() == {"blue.png", "Handbuch für alle.pdf"}
    for sent in (PICTURE, MANUAL):
        assert parts[sent.filename].get_payload(decode=True) == sent.content
        assert parts[sent.filename].get_content_type() == sent.content_type
    assert parts["blue.png"]["Content-ID"] == "<blue@mac>"
    assert "<b>change</b>" in markup(letter.data)
    assert "cid:blue@mac" in markup(letter.data)
    assert letter.state is OutboxState.QUEUED


def test_pictures_of_our_own_notification_do_not_leave() -> None:
    """The agent's mail program sends quoted pictures along; only those of the new words are the agent's."""
    quoted = Attachment("logo.png", "image/png", b"logo", inline=True, content_id="logo@desk")
    mail = ParsedMail(html='<img src="cid:blue@mac"><blockquote><img src="cid:logo@desk"></blockquote>', attachments=(PICTURE, quoted))
    letter = reply_of(answered(mail=mail, split=FORMATTED))
    assert [part.get_filename() for part in read(letter.data).walk() if part.get_filename()] == ["blue.png"]


def test_markup_with_a_command_left_in_it_is_not_used() -> None:
    """Where the block could not be cut from the HTML, the plain words go alone."""
    split = SplitText("Please change the ink.", reply_html="<div>#close</div><div>Please <i>change</i> the ink.</div>")
    letter = reply_of(answered(mail=ParsedMail(), split=split))
    assert b"#close" not in letter.data
    assert "Please change the ink." in markup(letter.data)


def test_a_nested_mail_arrives_byte_for_byte() -> None:
    """A forwarded mail may not be base64 under its own type, so it travels as a file (RFC 2046 §5.2.1)."""
    nested = Attachment("question.eml", "message/rfc822", b"Subject: x\n\nbare\rreturns\n")
    letter = reply_of(answered(mail=ParsedMail(attachments=(nested,))))
    [part] = [part for part in read(letter.data).walk() if part.get_filename()]
    assert part.get_payload(decode=True) == nested.content


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        ".\n..\n.hidden",
        "x" * 5000,
        "From here\nFrom there",
        "Umlaut: äöü",
        "只打印蓝色" * 200,
        "trailing  \n\ttabs\t",
        "a\n\n\nb",
        "=3D = =?utf-8?B?eA==?=",
    ],
)
def test_a_body_arrives_as_it_was_written(text: str) -> None:
    """Dots, long lines, any script: what the customer's program decodes is what the agent wrote (V123)."""
    letter = reply_of(answered(text))
    assert plain(letter.data).startswith(text.strip())
    assert max(map(len, letter.data.split(b"\r\n"))) <= 998
    assert letter.data.isascii()


def test_long_rows_of_references_keep_the_first_and_the_last() -> None:
    """At most about 1500 octets, ids whole, the thread's root and the newest in it (PEERS case 23)."""
    known = [f"<{number}.{'x' * 60}@customer.example>" for number in range(100)]
    kept = references("<own@example.com>", known)
    assert kept[0] == known[-1]
    assert kept[-2:] == [known[0], "<own@example.com>"]
    assert len("\r\n ".join(kept)) <= 1500


def test_a_long_message_id_leaves_as_it_came() -> None:
    """Ids of Gmail and Outlook are longer than a line may be, and are never encoded (DEPENDENCIES finding 8)."""
    long = f"<{'A' * 180}@mail.gmail.com>"
    letter = compose(a_draft(thread_ids=(long,)), PRESS, 1, NOW)
    assert f"In-Reply-To: {long}\r\n".encode() in letter.data


@pytest.mark.parametrize(("where", "subject"), [("left", "Re: [#7] Ink"), ("right", "Re: Ink [#7]"), ("none", "Re: Ink")])
def test_the_label_stands_once(where: str, subject: str) -> None:
    """However often it came back."""
    mailbox = SUPPORT.model_copy(update={"subject_label": where})
    assert labelled("Re: Ink", 7, mailbox) == subject
    assert labelled("Re: [#7] Ink", 7, mailbox) == subject
    assert len(labelled("x" * 500, 7, mailbox)) <= 200


def test_an_acknowledgement_is_marked_and_bounces_nowhere() -> None:
    """RFC 3834: Auto-Submitted, a null return path; and Exchange's own word for it."""
    letter = compose(a_draft(kind=LetterKind.ACKNOWLEDGEMENT, template="acknowledgement", automatic=True, thread_ids=("<1@x>",)), PRESS, 1, NOW)
    mail = read(letter.data)
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"], letter.mail_from) == ("auto-replied", "All", "")
    assert "ink" not in plain(letter.data)


def test_a_notification_is_all_an_agent_needs() -> None:
    """The whole new text, pictures, files, who gets the answer, the last exchange, the commands."""
    mail = ParsedMail(sender=BOB.address, html='<p>Only blue: <img src="cid:blue@mac"></p>', attachments=(PICTURE, MANUAL))
    happening = asked("Only blue.", mail=mail, effects=(Notify("team"),))
    first = replace(happening, history=())
    anna, ben = written(first)
    assert read(anna.data)["To"] == "Anna <anna@example.com>"
    assert plain(anna.data).startswith("##- Write your answer above this line -##\n")
    assert "Your answer goes to Bob Miller <bob@customer.example>" in plain(anna.data)
    assert "#note" in plain(anna.data)
    assert "Only blue." in plain(anna.data)
    assert "cid:blue@mac" in markup(anna.data)
    assert {part.get_filename() for part in read(anna.data).walk() if part.get_filename()} == {"blue.png", "Handbuch für alle.pdf"}
    assert plain(ben.data).startswith("##- 请在此行上方书写回复 -##\n")
    assert read(anna.data)["Reply-To"] != read(ben.data)["Reply-To"]
    [again, _] = written(happening)
    assert "It prints only blue." in plain(again.data)


def test_what_is_too_big_for_a_notification_is_listed() -> None:
    """The agent knows of it by name and size."""
    film = Attachment("film.mp4", "video/mp4", b"0" * ((10 << 20) + 1))
    happening = asked("See", mail=ParsedMail(attachments=(film,)), effects=(Notify("anna@example.com"),))
    [letter] = written(happening)
    assert "film.mp4 (10.0 MiB)" in plain(letter.data)
    assert len(letter.data) < 1 << 20


def test_a_text_too_long_to_show_is_attached_whole() -> None:
    """Nothing is cut away from what the agent gets."""
    text = "only blue\n" * 30_000
    happening = asked(text, effects=(Notify("anna@example.com"),))
    [letter] = written(happening)
    [part] = [part for part in read(letter.data).walk() if part.get_filename()]
    assert str(part.get_content()).splitlines() == text.splitlines()


def test_a_note_is_answered_by_a_note() -> None:
    """The answer to what is internal stays internal unless the agent says otherwise."""
    happening = replace(answered(), message=entry(3, MessageKind.NOTE, "Is he a VIP?", "anna@example.com"), effects=(Notify("ben@example.com"),))
    [letter] = written(happening)
    assert letter.letter.answer is MessageKind.NOTE


def test_capture_keeps_and_never_sends() -> None:
    """A mailbox that is only tried out: everything works, nothing leaves."""
    mailbox: Mailbox = SUPPORT.model_copy(update={"deliver": "capture"})
    assert reply_of(answered(mailbox=mailbox)).state is OutboxState.CAPTURED


def test_an_address_no_mail_can_safely_be_sent_to_holds_the_letter() -> None:
    """The letter is there, whole, for staff to see; its bytes name no such address (V119)."""
    letter = compose(a_draft(person='"a b"@x.example', to=(Address("", '"a b"@x.example'),)), PRESS, 1, NOW)
    assert letter.state is OutboxState.HELD
    assert letter.recipients == ()
    assert b"a b" not in letter.data


def test_the_same_letter_is_the_same_bytes() -> None:
    """Nothing in a letter depends on the time of day or on chance."""
    first, second = reply_of(answered()), reply_of(answered())
    assert hashlib.sha256(first.data).digest() == hashlib.sha256(second.data).digest()


def test_copies_are_real_and_nobody_is_written_to_twice() -> None:
    """Participants in Cc; not the third party, not our own mailbox, not whom the agent addressed already."""
    people = (
        BOB,
        Participant("carol@customer.example", "Carol", Standing.PARTICIPANT),
        Participant("dan@customer.example", "Dan", Standing.PARTICIPANT),
        Participant("eve@stranger.example", "Eve", Standing.THIRD_PARTY),
        Participant("support@example.com", "Us", Standing.PARTICIPANT),
    )
    letter = reply_of(answered(participants=people, addressed=frozenset({"dan@customer.example"})))
    assert letter.recipients == ("bob@customer.example", "carol@customer.example")
    assert read(letter.data)["Cc"] == "Carol <carol@customer.example>"


def test_an_internal_note_causes_no_letter() -> None:
    """A note is a message of its own kind, and no letter follows from it."""
    assert written(answered(effects=(AddMessage(MessageKind.NOTE, "He is angry"),))) == []


def test_nobody_is_told_of_his_own_doing() -> None:
    """Anna answers; Ben is told, Anna is not, though both are the team."""
    told = [one for one in written(answered(effects=(Notify("team"),))) if one.letter.kind is LetterKind.NOTIFICATION]
    assert [one.letter.person for one in told] == ["ben@example.com"]


def test_the_assignee_is_told_alone_and_the_team_where_there_is_none() -> None:
    """`assignee` falls back to the team, and a disabled agent counts as none."""
    inbound = asked(effects=(Notify("assignee"),))
    mine = replace(inbound, ticket=replace(TICKET, assignee="ben@example.com"))
    assert [one.letter.person for one in written(mine)] == ["ben@example.com"]
    assert {one.letter.person for one in written(inbound)} == {"anna@example.com", "ben@example.com"}
    gone = PRESS.config.model_copy(update={"agents": (DESK.agents[0], DESK.agents[1].model_copy(update={"disabled": True}))})
    assert [one.letter.person for one in written(mine, replace(PRESS, config=gone))] == ["anna@example.com"]


def test_every_address_that_is_left_out_is_named() -> None:
    """In To as in Cc: what is not written to is never dropped without a word; where nobody is left, the letter is held."""
    odd, bob = Address("", "bob@[192.0.2.1]"), Address("Bob", "bob@customer.example")
    carol = Address("", "carol@bad domain")
    letter = compose(a_draft(to=(odd, bob), cc=(carol,)), PRESS, 1, NOW)
    assert (letter.recipients, letter.state) == (("bob@customer.example",), OutboxState.QUEUED)
    assert letter.reason == "left out, because no mail can safely be sent there: bob@[192.0.2.1], carol@bad domain"
    held = compose(a_draft(to=(odd,), cc=()), PRESS, 1, NOW)
    assert held.state is OutboxState.HELD
    assert held.reason.startswith("nobody is left to send it to; left out")
    assert "bob@[192.0.2.1]" in held.reason


@pytest.mark.parametrize(
    ("came", "leaves"),
    [
        ("Re: Re: Printer", "Re: [#7] Printer"),
        ("Re: AW: Printer", "AW: [#7] Printer"),
        ("Re: 回复：Printer", "回复：[#7] Printer"),
        ("Re: RE: [#7] Re: Printer [#7]", "Re: [#7] Printer"),
        ("Re: Fwd: Printer", "Re: [#7] Fwd: Printer"),
        ("Re: CT: scan results", "Re: [#7] CT: scan results"),
        ("Re: R: the language", "Re: [#7] R: the language"),
        ("Re: [#8] of another desk", "Re: [#7] [#8] of another desk"),
        ("Re: ", "Re: [#7]"),
    ],
)
def test_the_wording_stays_as_it_came(came: str, leaves: str) -> None:
    """One prefix of an answer and one label; what only might be a prefix is a person's own word."""
    mailbox = SUPPORT.model_copy(update={"subject_label": "left"})
    assert labelled(came, 7, mailbox) == leaves
    assert labelled(f"Re: {leaves}", 7, mailbox) == leaves


@pytest.mark.parametrize(
    ("shown", "sender"),
    [
        ("both", '"Anna (Example Support)" <support@example.com>'),
        ("agent", "Anna <support@example.com>"),
        ("mailbox", "Example Support <support@example.com>"),
    ],
)
def test_an_answer_is_from_whom_the_mailbox_says(shown: str, sender: str) -> None:
    """At the mailbox's address, and never with an agent's own (law 7); Reply-To bears the same name."""
    mailbox = SUPPORT.model_copy(update={"from_name": shown})
    mail = read(compose(a_draft(mailbox=mailbox), PRESS, 1, NOW).data)
    assert mail["From"] == sender
    assert parseaddr(str(mail["Reply-To"]))[0] == parseaddr(sender)[0]
    named = read(compose(a_draft(mailbox=mailbox, signer="anna@example.com"), PRESS, 1, NOW).data)
    assert named["From"] == "Example Support <support@example.com>"


def test_an_invitation_stands_in_both_forms_of_what_agents_get() -> None:
    """Below the words and below the markup, in the agent's language, once each."""
    calendar = said_events(read_events([(b"BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:<b>Visit</b>\nLOCATION:4\nEND:VEVENT\n", "")]))
    told = replace(entry(3, MessageKind.INBOUND, f"Tuesday?\n\n{calendar}"), author=BOB.address)
    mail = ParsedMail(sender=BOB.address, text="Tuesday?", html="<p><i>Tuesday</i>?</p>", calendar=calendar)
    [letter] = written(asked(mail=mail, split=SplitText("Tuesday?", reply_html=mail.html), message=told, effects=(Notify("anna@example.com"),)))
    assert plain(letter.data).count("Invitation: <b>Visit</b>\nWhere: 4") == 1
    assert markup(letter.data).count("<i>Tuesday</i>?</p>\n<p>Invitation: &lt;b&gt;Visit&lt;/b&gt;<br>\nWhere: 4</p>") == 1
