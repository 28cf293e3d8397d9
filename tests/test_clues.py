"""Clues: what a mail says about its ticket, and what it cannot say."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from maildesk.carriers import envelope_sender, message_id, reply_address
from maildesk.config.schema import DeskConfig, Mailbox, ReplyTo
from maildesk.mail import Address, Envelope, ParsedMail
from maildesk.subject import FORWARD_PREFIXES, REPLY_PREFIXES, parted, read_subject
from maildesk.threading.clues import Clues, TokenClue, Where, read_clues
from maildesk.threading.likeness import same_subject
from maildesk.tokens import KeyRing, TokenKind, mint

RING = KeyRing("a", {"a": b"k" * 32})
OTHER = KeyRing("a", {"a": b"x" * 32})
SUPPORT = Mailbox(address="support@example.com", name="Support", reply_to=ReplyTo.PLUS, verp=True)
GERMAN = Mailbox(address="support-de@example.com", name="Hilfe", reply_to=ReplyTo.MINUS)
SALES = Mailbox(address="sales@example.com", name="Sales", reply_to=ReplyTo.SUBDOMAIN)
BOXES = (SUPPORT, GERMAN, SALES)
DESK = DeskConfig(mailboxes=BOXES)


def clues(mail: ParsedMail, *recipients: str) -> Clues:
    return read_clues(mail, Envelope(rcpt_to=recipients), RING, DESK)


def to(*addresses: str) -> ParsedMail:
    return ParsedMail(to=tuple(Address("", address) for address in addresses))


@pytest.mark.parametrize("box", BOXES, ids=lambda box: box.reply_to)
def test_a_reply_address_brings_its_letter_back(box: Mailbox) -> None:
    """Each form of a signed address names its mailbox and its letter."""
    found = clues(ParsedMail(), reply_address(RING, box, 7))

    assert found.tokens == (TokenClue(TokenKind.REPLY, 7, Where.RECIPIENT),)
    assert found.mailbox == box


def test_an_accounts_mailbox_is_where_its_mail_belongs() -> None:
    """A fetched mail is for the account's mailbox, whatever To says, hidden or not; a valid token in To is still found and counts for more."""
    account, signed = Envelope(rcpt_to=("sales@example.com",), via="imap"), reply_address(RING, GERMAN, 7)

    for mail in (ParsedMail(), to("support@example.com"), to("else@example.net")):
        assert read_clues(mail, account, RING, DESK).mailbox == SALES
    assert read_clues(to(signed), account, RING, DESK).mailbox == GERMAN
    assert read_clues(to(signed), account, RING, DESK).tokens == (TokenClue(TokenKind.REPLY, 7, Where.RECIPIENT),)


def test_a_bounce_address_is_of_its_own_kind() -> None:
    """What comes back to the envelope sender names the letter, but as a bounce token."""
    assert clues(ParsedMail(), envelope_sender(RING, SUPPORT, 7, automatic=False)).tokens == (TokenClue(TokenKind.BOUNCE, 7, Where.RECIPIENT),)


def test_the_envelope_outweighs_the_headers() -> None:
    """With an envelope, an address in To carries no token: the copy to another mailbox stays there."""
    found = clues(to(reply_address(RING, SUPPORT, 7)), "sales@example.com")

    assert (found.mailbox, found.tokens, found.addressed) == (SALES, (), True)


def test_without_an_envelope_the_headers_are_read() -> None:
    """A fetched mail names its recipients in To, Cc or Delivered-To only."""
    address = reply_address(RING, GERMAN, 7)

    assert clues(to(address)).tokens == clues(ParsedMail(headers=(("Delivered-To", f"<{address}>"),))).tokens
    assert clues(to("else@example.com", address)).mailbox == GERMAN


@pytest.mark.parametrize(
    "header",
    [
        ("Delivered-To", "sales@example.com"),
        ("X-Original-To", "sales@example.com"),
        ("X-Envelope-To", "<sales@example.com>"),
        ("X-RCPT-To", "sales@example.com"),
        ("Resent-To", "Kim <kim@customer.example>, Sales <sales@example.com>"),
        ("Apparently-To", "sales@example.com"),
        ("Received", "from a.example by mx.example.com (Postfix) with ESMTPS id 1 for <sales@example.com>; Mon, 2 Mar 2026 09:00:00 +0000"),
        ("Received", "from a.example by mx.example.com with LMTP id 1 for sales@example.com; Mon, 2 Mar 2026 09:00:00 +0000"),
    ],
)
def test_a_recipient_that_was_lost_is_found_again(header: tuple[str, str]) -> None:
    """Where To names a list, nobody, or whom it was resent by, servers on the way say whom it came for."""
    below = ("Received", "from b.example by a.example for <staff@list.example>; Mon, 2 Mar 2026 08:59:00 +0000")
    found = clues(replace(to("staff@list.example"), headers=(header, below)))
    assert (found.mailbox, found.addressed) == (SALES, False)
    assert clues(replace(to("support@example.com"), headers=(("Received", header[1]), below))).mailbox == SUPPORT


@pytest.mark.parametrize(
    ("recipients", "shown", "mailbox"),
    [
        (("Support-DE@example.com",), (), GERMAN),
        (("sales@example.com", "support@example.com"), (), SALES),
        (("kim@customer.example",), ("sales@example.com",), SALES),
        ((), ("support-de+x@example.com",), GERMAN),
        ((), (), SUPPORT),
    ],
)
def test_the_mailbox_written_to(recipients: tuple[str, ...], shown: tuple[str, ...], mailbox: Mailbox) -> None:
    """Recipients first, then To and Cc, then the first mailbox; the longest name wins."""
    assert clues(to(*shown), *recipients).mailbox == mailbox


def test_a_blind_copy_is_not_addressed() -> None:
    """Nobody is answered automatically whose mail names us nowhere."""
    assert not clues(to("kim@customer.example"), "support@example.com").addressed


def test_message_ids_of_ours_are_found_nearest_first() -> None:
    """In-Reply-To before References, the newest reference first, each letter once."""
    ours = {number: message_id(RING, SUPPORT, number) for number in (1, 2, 3)}
    mail = ParsedMail(in_reply_to=(ours[3],), references=(ours[1], "<x@far.example>", ours[2], ours[3]))

    assert [(token.letter, token.where) for token in clues(mail).tokens] == [(3, Where.IN_REPLY_TO), (2, Where.REFERENCES), (1, Where.REFERENCES)]


def test_a_relays_own_domain_does_not_break_a_message_id() -> None:
    """The tag proves the id, whatever domain a relay put behind it."""
    rewritten = message_id(RING, SUPPORT, 7).replace("example.com", "smtp.provider.example")

    assert clues(ParsedMail(in_reply_to=(rewritten,))).tokens[0].letter == 7


def test_only_the_first_and_the_last_references_are_checked() -> None:
    """No sender makes us check tags without end, and the mail says that it was cut."""
    before, after = [f"<{n}@far.example>" for n in range(4)], [f"<{n}@far.example>" for n in range(4, 50)]
    root, lost, newest = (message_id(RING, SUPPORT, letter) for letter in (1, 2, 3))
    found = clues(ParsedMail(references=(root, *before, lost, *after, newest)))

    assert [token.letter for token in found.tokens] == [3, 1]
    assert found.defects == ("references-cut",)


def test_another_desks_ids_are_strangers() -> None:
    """Case 10: a customer runs the same program; its tokens are nothing to us, and it is told."""
    found = clues(ParsedMail(in_reply_to=(message_id(OTHER, SUPPORT, 7),)), reply_address(OTHER, SUPPORT, 7))

    assert (found.tokens, found.defects) == ((), ("token-not-ours",))
    assert not found.own_id


def test_our_own_letter_is_known_by_its_id() -> None:
    """A copy of what we sent is seen as ours, and a mailbox of ours in From as well."""
    assert clues(ParsedMail(message_id=message_id(RING, SUPPORT, 7))).own_id
    assert clues(ParsedMail(sender=reply_address(RING, SUPPORT, 7))).from_ourselves
    assert clues(ParsedMail(from_=Address("", "SALES@example.com"))).from_ourselves
    assert not clues(ParsedMail(sender="support-anna@example.com")).from_ourselves


def test_a_report_names_the_letter_it_gives_back() -> None:
    """The Message-ID inside a bounce is read, folded or not, and joins nothing else."""
    mail = ParsedMail(returned_headers=f"From: x\r\nMessage-ID:\r\n {message_id(RING, SUPPORT, 7)}\r\nTo: y\r\n")

    assert clues(mail).tokens == (TokenClue(TokenKind.MESSAGE_ID, 7, Where.RETURNED),)


def test_ids_and_parents() -> None:
    """A mail's own id is no parent of itself, an empty one is nobody's, and each stands once."""
    mail = ParsedMail(message_id="<own@a>", in_reply_to=("<p2@a>", "<>"), references=("<p1@a>", "<own@a>", "<p2@a>", " "))
    found = clues(mail)

    assert (found.ids, found.parents, found.message_id) == (("<own@a>", "<p2@a>", "<p1@a>"), ("<p2@a>", "<p1@a>"), "<own@a>")
    assert clues(ParsedMail(in_reply_to=("<p@a>",))).message_id is None


SUBJECTS = [
    ("Printer", "Printer", None, False),
    ("Re: Printer", "Printer", None, False),
    ("[#4711] Re: AW: Printer", "Printer", 4711, False),
    ("Re: [#4711] Printer [#5]", "Printer", 4711, False),
    ("Printer [＃12]", "Printer", 12, False),
    ("RE[2]: Printer", "Printer", None, False),
    ("Re^3: Re(4): Printer", "Printer", None, False),
    ("回复：打印机", "打印机", None, False),
    ("答复: 转发: 打印机", "打印机", None, False),
    ("转发：打印机", "打印机", None, True),
    ("WG: Drucker", "Drucker", None, True),
    ("VS: Tulostin", "Tulostin", None, False),
    ("TR : Imprimante", "Imprimante", None, True),
    ("İLT: Yazıcı", "Yazıcı", None, True),
    ("Ynt: Yazıcı", "Yazıcı", None, False),
    ("إعادة توجيه: طابعة", "طابعة", None, True),
    ("ΣΧΕΤ: Εκτυπωτής", "Εκτυπωτής", None, False),
    ("Továbbítás: Nyomtató", "Nyomtató", None, True),
    ("Fwd: Re: Printer", "Printer", None, True),
    ("Re: Fwd: Printer", "Printer", None, False),
    ("Note: Re: is no prefix here", "Note: Re: is no prefix here", None, False),
    ("[#x] [4711] #12 Printer", "[#x] [4711] #12 Printer", None, False),
    ("[#1234567890123456]", "[#1234567890123456]", None, False),
    ("", "", None, False),
    ("Re:", "", None, False),
    ("[EXTERNAL] Re: [EXT] AW: Printer", "Printer", None, False),
    ("**EXTERN** Fwd: Printer", "Printer", None, True),
    ("Re: [External Sender] Printer", "Printer", None, False),
    ("【外部邮件】回复：打印机", "打印机", None, False),
    ("EXTERNAL: Printer", "Printer", None, False),
    ("Ext: 12 is dead", "Ext: 12 is dead", None, False),
    ("[Extra] Printer", "[Extra] Printer", None, False),
    ("Ref: 4711", "Ref: 4711", None, False),
    ("Réf. : commande", "Réf. : commande", None, False),
    ("Re.Printer is its name", "Re.Printer is its name", None, False),
    ("Error. Printer", "Error. Printer", None, False),
    ("Re-opening hours: none", "Re-opening hours: none", None, False),
]
_WAYS = (
    "{}: {}",
    "{} : {}",
    "{}：{}",
    "{}[2]: {}",
    "{}(3): {}",
    "{}^4: {}",
    "{}5: {}",
    "{}.: {}",
    "\u200f{}\u200e: {}",
    "Re: {}: {}",
    "{}: [EXT] {}: {}",
)


@pytest.mark.parametrize("language", sorted(REPLY_PREFIXES | FORWARD_PREFIXES))
def test_what_each_language_puts_before_a_subject(language: str) -> None:
    """Small and large, numbered, with a wide colon, doubled, behind what a gateway wrote; where an answer is called so, too, it is one (case 18)."""
    answers = {word for words in REPLY_PREFIXES.values() for word in words}
    for word in (*REPLY_PREFIXES.get(language, ()), *FORWARD_PREFIXES.get(language, ())):
        for written in {word, word.capitalize(), word.upper(), unicodedata.normalize("NFD", word)}:
            for way in _WAYS:
                subject = read_subject(_said(way, written))
                assert subject.base == "Printer", (way, written)
                assert subject.forward == (word not in answers and not way.startswith("Re")), (way, written)


def _said(way: str, word: str) -> str:
    return way.replace("{}", word, way.count("{}") - 1).replace("{}", "Printer")


def test_thirty_languages_are_known() -> None:
    """Forty of those whose programs translate what they put before an answer."""
    assert len({one for languages in REPLY_PREFIXES for one in languages.split(", ")}) > 40
    assert len({one for languages in FORWARD_PREFIXES for one in languages.split(", ")}) > 30


def test_what_may_be_a_persons_word_is_only_looked_past() -> None:
    """“Ref: Printer” is of one matter with “Printer”, “Ref: 4711” is of none with 47110; both are shown as they came."""
    assert same_subject("Ref: Printer", "Printer")
    assert same_subject("Printer", "Vedr.: Printer")
    assert not same_subject("Order 47110", "Ref: 4711")
    assert parted("Ref: 4711") == ("", "Ref: 4711")
    assert parted("AW: [EXTERN] AW: Drucker") == ("AW:", "Drucker")


@pytest.mark.parametrize(("text", "base", "label", "forward"), SUBJECTS)
def test_a_subject_in_any_language(text: str, base: str, label: int | None, forward: bool) -> None:
    """Case 18: prefixes of thirty languages, numbered and wide ones; the outermost one says whether it is a forward (case 18)."""
    subject = read_subject(text)

    assert (subject.base, subject.label, subject.forward) == (base, label, forward)


_ANY = st.text(max_size=80)
_IDS = st.lists(_ANY | st.just(message_id(RING, SUPPORT, 7)), max_size=5).map(tuple)


@given(_ANY, _ANY, _IDS, _IDS, _ANY | st.just(reply_address(RING, SUPPORT, 7)))
def test_clues_never_raise(subject: str, own: str, parents: tuple[str, ...], references: tuple[str, ...], address: str) -> None:
    """Any header text gives clues; a letter is named only where our own token stood."""
    mail = ParsedMail(
        subject=subject,
        message_id=own,
        in_reply_to=parents,
        references=references,
        to=(Address(subject, address),),
        returned_headers=f"Message-ID: {own}",
        from_=Address(own, address),
    )
    for envelope in (Envelope(), Envelope(rcpt_to=(address, subject))):
        found = read_clues(mail, envelope, RING, DESK)
        assert {token.letter for token in found.tokens} <= {7}
        assert len(fields(found)) == len(Clues.__dataclass_fields__)


@given(st.text(max_size=200) | st.lists(st.sampled_from(["Re: ", "[#1] ", "Fwd:", "x", " ", "：", "R"]), max_size=60).map("".join))
@example("R[#0][#0]0:")
def test_a_base_subject_has_no_prefix_left(text: str) -> None:
    """Reading a base subject again finds nothing more to take away, whatever the subject was."""
    base = read_subject(text).base

    assert read_subject(base).base == base


def test_a_token_of_another_kind_is_no_clue() -> None:
    """A page token in a reply address names nothing, an action token is one of its own kind."""
    assert all(not clues(ParsedMail(), f"support+{mint(RING, kind, 7)}@example.com").tokens for kind in (TokenKind.PAGE, TokenKind.MESSAGE_ID))
    action = mint(RING, TokenKind.ACTION, 7)
    assert clues(ParsedMail(), f"support+{action}@example.com").tokens == (TokenClue(TokenKind.ACTION, 7, Where.RECIPIENT),)
    assert clues(ParsedMail(subject=f"[#3] not junk ({action})")).tokens == (TokenClue(TokenKind.ACTION, 7, Where.SUBJECT),)
    assert not clues(ParsedMail(subject=f"[#3] not junk ({mint(RING, TokenKind.REPLY, 7)})")).tokens
