"""Headers as mail programs really write them, a line a way of being wrong: what a person reads in each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse
from maildesk.mail import Address, ParsedMail

LIMITS = Limits()


def read(*lines: bytes | str) -> ParsedMail:
    head = [line if isinstance(line, bytes) else line.encode() for line in lines]
    return parse(b"\r\n".join([*head, b"", b"Hello"]), LIMITS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?UTF-8?b?R3LDvMOfZQ?=", "Grüße"),  # without padding
        ("=?utf-8?B?R3LDvMOfZQ===?=", "Grüße"),  # with too much of it
        ("=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=", "Grüße"),  # cut inside a letter
        ("=?utf-8?Q?Gr=C3?=\r\n =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?B?R3LD vMOf ZQ==?=", "Grüße"),  # blanks inside
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe aus_K=C3=B6ln?=", "Grüße aus Köln"),
        ("=?utf-8?B?R3LDvMOf\r\n ZQ==?=", "Grüße"),  # folded inside
        ("=?utf-8?q?Gr=c3=bc=c3=9fe?=", "Grüße"),  # small letters
        ("=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),  # a language (RFC 2231 §5)
        ('"=?utf-8?Q?Gr=C3=BC=C3=9Fe?="', '"Grüße"'),  # in quotes
        ("Re: [x]=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Re: [x] Grüße"),  # glued to a mark
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?==?utf-8?Q?_an_alle?=", "Grüße an alle"),  # glued to another
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?= an alle", "Grüße an alle"),
        ("=?iso-8859-1?Q?Gr=FC=DFe?= =?utf-8?Q?_K=C3=B6ln?=", "Grüße Köln"),  # two charsets
        ("=?x-nobody?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),  # a charset that nobody knows
        ("=?utf-8?Q?Gr=FC=DFe?=", "Grüße"),  # another charset than it says
        ("=?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=", "こんにちは"),
        ("=?gb2312?B?xOO6w6Os?=", "你好，"),
        ("=?ks_c_5601-1987?B?vsiz58fPvLy/5A==?=", "안녕하세요"),
        ("=?big5-hkscs?B?nfar1w==?=", "喺度"),
        ("=?utf-8?Q?50=25?= off", "50% off"),
        ("=?utf-8?Q?what=3F?=", "what?"),
        ("=?utf-8?Q?what??=", "what?"),  # a sign that must be encoded
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),  # no encoding there is
        ("=?utf-8?Q?never ends", "never ends"),
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe an_alle", "Grüße an alle"),
        ("=?utf-8?B?R3LDvMOfZQ==", "Grüße"),
        ("=?utf-8?B?R3LDvMOfZQ== an alle", "Grüße an alle"),
        ("=?utf-8?Q?Gr=C3=BC?=\r\n =?utf-8?Q?=C3=9Fe_an_al", "Grüße an al"),
        ("=?utf-8?Q?Gr=C3=BC\r\n =?utf-8?Q?=C3=9Fe_an_alle?=", "Grüße an alle"),  # only the first has no end
        ("=?utf-8?B?R3LDvMOf =?utf-8?B?ZSBhbiBhbGxl?= heute", "Grüße an alle heute"),
        ("=?utf-8?Q?", ""),
        ('=?"utf-8"?Q?Gr=C3=BC=C3=9Fe?=', "Grüße"),
        ("=?utf-8?", "=?utf-8?"),
        ("=?utf-8?B?R3LDvMOfZQ==?", "Grüße"),  # cut before its last sign
        ("=?utf-8?Q??=", ""),
        ("a  =  b ?= c", "a  =  b ?= c"),
        ("Gr\u00fc\u00dfe", "Grüße"),  # as it is (RFC 6532)
        ("=?utf-8?Q?Gr=C3=BC=\r\n =C3=9Fe?=", "Grüße"),
    ],
)
def test_a_subject_is_read(written: str, meant: str) -> None:
    """Encoded words in every way they are known to be broken."""
    assert read(f"Subject: {written}").subject == meant


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("Rückfrage zur Rechnung".encode("cp1252"), "Rückfrage zur Rechnung"),
        ("Вопрос о заказе".encode("koi8-r"), "Вопрос о заказе"),
        ("关于发票的问题".encode("gb18030"), "关于发票的问题"),
        ("請問訂單".encode("big5"), "請問訂單"),
        ("주문에 대한 질문".encode("euc-kr"), "주문에 대한 질문"),
        (b"\x1b$B$3$s$K$A$O\x1b(B", "こんにちは"),
    ],
)
def test_raw_8_bit_is_read(raw: bytes, meant: str) -> None:
    """Bytes that nothing declares, by how their letters stand together."""
    assert read(b"Subject: " + raw).subject == meant


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("Carla Kunde <carla@customer.example>", "Carla Kunde", "carla@customer.example"),
        ('"Kunde, Carla" <carla@customer.example>', "Kunde, Carla", "carla@customer.example"),
        ("Kunde, Carla <carla@customer.example>", "Kunde, Carla", "carla@customer.example"),
        ("=?utf-8?Q?Kunde=2C_Carla_=3Ccarla=40customer=2Eexample=3E?=", "Kunde, Carla", "carla@customer.example"),
        ("carla@customer.example (Carla Kunde)", "Carla Kunde", "carla@customer.example"),
        ("<carla@customer.example>", "", "carla@customer.example"),
        ("carla@customer.example", "", "carla@customer.example"),
        ("Carla Kunde carla@customer.example", "Carla Kunde", "carla@customer.example"),
        ("Carla Kunde <carla@customer.example", "Carla Kunde", "carla@customer.example"),
        ("=?utf-8?Q?Kunde=2C_Carla?= <carla@customer.example>", "Kunde, Carla", "carla@customer.example"),
        ("Carla Kunde [mailto:carla@customer.example]", "Carla Kunde", "carla@customer.example"),
        ("Carla Kunde <mailto:carla@customer.example>", "Carla Kunde", "carla@customer.example"),
        ("Carla Kunde <smtp:carla@customer.example>", "Carla Kunde", "carla@customer.example"),
        ("Carla Kunde carla@customer.example>", "Carla Kunde", "carla@customer.example"),
        ("=?utf-8?Q?Kunde=2C_Carla <carla@customer.example>", "Kunde, Carla", "carla@customer.example"),
        ("=?utf-8?B?S3VuZGUsIENhcmxh <carla@customer.example>", "Kunde, Carla", "carla@customer.example"),
        ('"=?utf-8?Q?Kunde=2C_Carla?=" <carla@customer.example>', "Kunde, Carla", "carla@customer.example"),
        ("'Carla Kunde' <carla@customer.example>", "Carla Kunde", "carla@customer.example"),
        ("Carla [Sales] Kunde <carla@customer.example>", "Carla [Sales] Kunde", "carla@customer.example"),
        ("Carla: Sales <carla@customer.example>", "Sales", "carla@customer.example"),
        ("Staff: Carla <carla@customer.example>, bob@customer.example;", "Carla", "carla@customer.example"),
        ("Carla <@relay.example:carla@customer.example>", "Carla", "carla@customer.example"),
        ("Carla <carla@customer.example> <carla@old.example>", "Carla", "carla@customer.example"),
        ("carla@customer.example <carla@customer.example>", "carla@customer.example", "carla@customer.example"),
        ("Carla <carla @customer.example>", "Carla", "carla@customer.example"),
        ("Carla <carla . kunde@customer . example>", "Carla", "carla.kunde@customer.example"),
        ("Kunde, Carla (Ext.) <carla@customer.example>", "Kunde, Carla (Ext.)", "carla@customer.example"),
        ("Dr. Kunde, Carla, MBA <carla@customer.example>", "Dr. Kunde, Carla, MBA", "carla@customer.example"),
        ('"Kunde, Carla <carla@customer.example>', "Kunde, Carla", "carla@customer.example"),
        ("=?utf-8?Q?K=C3=BCnde?=, =?utf-8?Q?Carla?= <carla@customer.example>", "Künde, Carla", "carla@customer.example"),
        ("=?utf-8?Q?Carla_<carla=40customer=2Eexample>?=", "Carla", "carla@customer.example"),
        ("Carla Kunde, <carla@customer.example>", "Carla Kunde", "carla@customer.example"),
        ("Carla Kunde [carla@customer.example]", "Carla Kunde", "carla@customer.example"),
        ("Carla Kunde (carla@customer.example)", "Carla Kunde", "carla@customer.example"),
        ("Carla Kunde - carla@customer.example", "Carla Kunde", "carla@customer.example"),
        ("carla@customer.example.", "", "carla@customer.example"),
        ("carla@customer.example (Carla Kunde", "Carla Kunde", "carla@customer.example"),
        ("Carla <carla@customer.example> (Sales (East))", "Carla (Sales (East))", "carla@customer.example"),
        ("<<carla@customer.example>>", "", "carla@customer.example"),
        ("Carla <'carla@customer.example'>", "Carla", "carla@customer.example"),
        ("Carla &lt;carla@customer.example&gt;", "Carla", "carla@customer.example"),
        ("Carla\u00a0Kunde <\u200bcarla@customer.example>", "Carla Kunde", "carla@customer.example"),
        ("“Carla Kunde” <carla@customer.example>", "Carla Kunde", "carla@customer.example"),
        ("王小明＜wang@customer.example＞", "王小明", "wang@customer.example"),
        ("Carla <carla kunde@customer.example>", "Carla", "carla kunde@customer.example"),  # without the blank it would be somebody else's
    ],
)
def test_an_author_is_read(written: str, name: str, address: str) -> None:
    """Names without quotes, comments, groups, routes and brackets that never close."""
    found = read(f"From: {written}").from_
    assert found == Address(name, address)


@pytest.mark.parametrize(
    ("written", "addresses"),
    [
        ("a@one.example, b@two.example", ["a@one.example", "b@two.example"]),
        ("a@one.example; b@two.example", ["a@one.example", "b@two.example"]),
        ("a@one.example b@two.example", ["a@one.example", "b@two.example"]),
        ("<a@one.example><b@two.example>", ["a@one.example", "b@two.example"]),
        ("Ann <a@one.example> Bob <b@two.example>", ["a@one.example", "b@two.example"]),
        ("undisclosed-recipients:;", []),
        ("<Undisclosed-Recipient:;>", []),
        ("undisclosed-recipients:;@one.example", []),
        ("unlisted-recipients:; (no To-header on input)", []),
        ("王小明<a@one.example>，李雷<b@two.example>", ["a@one.example", "b@two.example"]),
        ("a@one.example；b@two.example", ["a@one.example", "b@two.example"]),
        ("Kunde, Ann; Hill, Bob <b@two.example>", ["", "", "b@two.example"]),  # a semicolon divides people
        ("Team: a@one.example, b@two.example;, c@three.example", ["a@one.example", "b@two.example", "c@three.example"]),
        ('"b@two.example" <a@one.example>', ["a@one.example"]),
        ("(b@two.example) a@one.example", ["a@one.example"]),
        ("Kunde, Ann <a@one.example>, van den Berg, Bob <b@two.example>", ["a@one.example", "b@two.example"]),
        ("Staff, a@one.example, Bob <b@two.example>", ["", "a@one.example", "b@two.example"]),
        ("'a@one.example', “b@two.example”, o'neil@three.example", ["a@one.example", "b@two.example", "o'neil@three.example"]),
    ],
)
def test_recipients_are_read(written: str, addresses: list[str]) -> None:
    """Also where two stand run together; what is only a name or a comment is nobody."""
    assert [one.address for one in read(f"To: {written}").to] == addresses


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("Mon, 05 Jan 2026 10:00:00 +0200", 8),
        ("Mon, 05 Jan 2026 10:00:00 +02:00", 8),
        ("Mon, 05 Jan 2026 10:00:00 +2", 8),
        ("Mon, 05 Jan 2026 10:00:00 GMT2", 8),
        ("Mon, 05 Jan 2026 10:00:00 (GMT+2)", 8),
        ("Mon, 05 Jan 2026 10:00:00 PM", 22),
        ("Jan 5, 2026, 10:00:00 AM GMT+2", 8),
        ("Mon Jan  5 10:00:00 2026 +0200", 8),
        ("Mon Jan  5 10:00:00 GMT 2026", 10),
        ("20260105100000", 10),
        ("1767607200", 10),
        ("1767607200123", 10),
        ("Mon, 05 Jan 2026 10:00:00 GMT+0200", 8),
        ("Mon, 05 Jan 2026 10:00:00 UTC-2", 12),
        ("Mon, 05 Jan 2026 10:00 GMT+2:00 (MESZ)", 8),
        ("Mon, 05 Jan 2026 10:00:00 +0200 (GMT+02:00)", 8),
        ("Mon, 05 Jan 2026 10:00:00 GMT", 10),
        ("2026-01-05 10:00:00 +0200", 8),
        ("2026-01-05T10:00:00+02:00", 8),
        ("Mon Jan  5 10:00:00 2026", 10),
        ("Mon Jan  5 10:00:00 CET 2026", 9),
        ("Mon, 05 Jan 2026 10:00:00 MEZ", 9),
        ("Mon, 05 Jan 2026 10:00:00 JST", 1),
        ("Mon, 05 Jan 2026 5:00:00 AM EST", 10),
        ("Mon, 05 Jan 2026 12:00 AM -0900", 9),
        ("Mon, 05 Jan 2026 10:00:00.250 +0200", 8),
        ("Mon, 05 Jan 2026 10.00.00 +0200", 8),
        ('"Mon, 05 Jan 2026 10:00:00 +0200"', 8),
        ("Montag, 5. Januar 2026 10:00:00 +0100", 9),
        ("lun., 5 janv. 2026 10:00:00 +0100", 9),
        ("=?utf-8?q?lun=2E=2C_5_janv=2E_2026_10:00:00_+0100?=", 9),
        ("lunes, 5 de enero de 2026 10:00:00 +0100", 9),
        ("seg, 05 jan 2026 07:00:00 -0300", 10),
        ("lun, 5 gen 2026 10:00:00 +0100", 9),
        ("pon., 5 sty 2026 10:00:00 +0100", 9),
        ("po, 5 led 2026 10:00:00 +0100", 9),
        ("ma, 5 tammi 2026 10:00:00 +0200", 8),
        ("Пн, 05 янв 2026 12:00:00 +0300", 9),
        ("понедельник, 5 января 2026 г. 12:00:00 +0300", 9),
        ("Δευ, 5 Ιαν 2026 10:00:00 +0200", 8),
        ("2026. január 5. 10:00:00 +0100", 9),
        ("星期一, 5 一月 2026 18:00:00 +0800", 10),
        ("月, 5 1月 2026 18:00:00 +0900", 9),
        ("2026年1月5日 18:00:00 +0900", 9),
        ("2026년 1월 5일 18:00 +0900", 9),
        ("2026/01/05 10:00:00 +0200", 8),
        ("05.01.2026 10:00", 10),
        ("1/5/2026 10:00:00 PM", 22),
    ],
)
def test_a_date_is_read(written: str, hour: int) -> None:
    """The offset in every way it is written, the day in every order and language."""
    assert read(f"Date: {written}").date == datetime(2026, 1, 5, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["05/01/2026 10:00", "Mon, 5 Foo 2026 10:00:00 +0100", "lun., 31 févr. 2026 10:00:00 +0100", "5 Jan 2026", "10:00"]
)
def test_what_is_no_plain_moment_is_none(written: str) -> None:
    """What may be either of two days is neither; a day that no month has is none."""
    assert read(f"Date: {written}").date is None


def test_a_header_behind_a_byte_order_mark_is_whole() -> None:
    """The mark is of the file the mail was kept in, and no letter of the first field's name."""
    assert read(b"\xef\xbb\xbfFrom: carla@customer.example").sender == "carla@customer.example"


@pytest.mark.parametrize(
    "above",
    [
        "",
        "\n",
        "\r\n\r\n",
        " \t\n",
        "From a@b.example Mon Jan  1 00:00:00 2026\n",
        "\nFrom a@b.example Mon Jan  1\n",
        "From a@b.example Mon Jan  1\n\n",
        ">From x\n\n",
        "\ufeff\n",
    ],
)
def test_what_mailbox_files_leave_above_a_header_is_none_of_it(above: str) -> None:
    """Blank lines, and the line that divides the mails of a file, in any order; the header below is read."""
    mail = parse(f"{above}From : carla@customer.example\nSubject\t: Printer\n\nFrom : me\n".encode(), Limits())
    assert (mail.sender, mail.subject, mail.text) == ("carla@customer.example", "Printer", "From : me")


@pytest.mark.parametrize(
    "body", ["\nHello: it does not print\nSubject: is what\n", "\nFrom: what I know\nit is broken\n", "\nFrom here on it fails\n\nSubject: x\n"]
)
def test_a_mail_without_a_header_has_none(body: str) -> None:
    """Words below the empty line are words, whatever they look like."""
    mail = parse(body.encode(), Limits())
    assert (mail.from_, mail.subject, mail.text) == (None, "", body.strip("\n"))


def test_a_mail_with_bare_carriage_returns_is_read() -> None:
    """As old Macintosh programs write files; one line feed anywhere, and they are none."""
    mail = parse(b"From: carla@customer.example\rSubject: Ink\r\rHello\ryou", LIMITS)
    assert (mail.sender, mail.subject, mail.text) == ("carla@customer.example", "Ink", "Hello\nyou")


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (["From: Carla via Support <support@lists.example>", "X-Original-From: Carla <carla@customer.example>"], "carla@customer.example"),
        (["From: 'Carla' via Support <support@lists.example>", "Reply-To: Carla <carla@customer.example>"], "carla@customer.example"),
        (["From: Carla über Support <support@lists.example>", "X-Original-Sender: carla@customer.example"], "carla@customer.example"),
        (["From: Carla via Support <support@lists.example>"], "support@lists.example"),
        (['From: "Carla (via Files)" <noreply@files.example>', "Reply-To: carla@customer.example"], "carla@customer.example"),
        (
            ["From: Carla via Support <support@lists.example>", "Reply-To: support@lists.example, Carla <carla@customer.example>"],
            "carla@customer.example",
        ),
        (["From: Carla via Support <support@lists.example>", "Cc: Bob <bob@x.example>, Carla <carla@customer.example>"], "carla@customer.example"),
        (["From: Carla <carla=customer.example@dmarc.lists.example>", "Reply-To: carla@customer.example"], "carla@customer.example"),
        (["From: Carla <carla=customer.example@dmarc.lists.example>"], "carla=customer.example@dmarc.lists.example"),  # nothing else says so
        (["Return-Path: <SRS0=Ab1c=XY=customer.example=carla@relay.example>"], "carla@customer.example"),
        (["Return-Path: <SRS1=Ab1c=first.example==Ef2g=XY=customer.example=carla@second.example>"], "carla@customer.example"),
        (["Return-Path: <prvs=1234567890=carla@customer.example>"], "carla@customer.example"),
        (["From: Carla <SRS0=Ab1c=XY=customer.example=carla@relay.example>"], "carla@customer.example"),
        (["From: Carla <prvs=1234567890=carla@customer.example>"], "carla@customer.example"),
        (
            ['From: "carla@customer.example" <support@lists.example>', "Return-Path: <SRS0=Ab1c=XY=customer.example=carla@relay.example>"],
            "carla@customer.example",
        ),
        (
            ["From: F <support@lists.example>", "X-Original-From: carla@customer.example"],
            "support@lists.example",
        ),  # who wrote that header nobody knows
        (['From: "carla@customer.example" <support@lists.example>', "Return-Path: <support@lists.example>"], "support@lists.example"),
        (["From: undisclosed-senders:;", "Sender: carla@customer.example"], "carla@customer.example"),
        (["Reply-To: carla@customer.example"], "carla@customer.example"),
    ],
)
def test_who_wrote_it_behind_a_list_or_a_forwarder(lines: list[str], address: str) -> None:
    """As the person meant it; for identity nobody but the one From counts."""
    mail = read(*lines)
    assert mail.from_ is not None
    assert mail.from_.address == address
    assert mail.sender != "carla@customer.example"


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ("filename=plain.pdf", "plain.pdf"),
        ('filename="with blank.pdf"', "with blank.pdf"),
        ("filename=with blank.pdf", "with blank.pdf"),
        ("filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        ("filename*=UTF-8'de'Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        ("filename*=Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),  # no charset
        ("filename*0*=utf-8''Gr%C3%BC; filename*1*=%C3%9Fe.pdf", "Grüße.pdf"),
        ("filename*1*=%C3%9Fe.pdf; filename*0*=utf-8''Gr%C3%BC", "Grüße.pdf"),  # in another order
        ('filename*0="Offer "; filename*1="May.pdf"', "Offer May.pdf"),
        ("filename*0*=utf-8''Gr%C3; filename*1*=%BC.pdf", "Grü.pdf"),  # cut inside a letter
        ("filename*0*=utf-8''Gr%C; filename*1*=3%BC.pdf", "Grü.pdf"),  # cut inside an escape
        ("filename*0*=utf-8''Gr%C3%BC; filename*1=%C3%9Fe.pdf", "Grüße.pdf"),  # the second forgot to say what it is
        ("filename*0*=utf-8''Gr%C3%BC%C3%9Fe; filename*1=\" 50%25.pdf\"", "Grüße 50%25.pdf"),  # and this one did not
        ("filename*0=utf-8''Gr%C3%BC; filename*1=%C3%9Fe.pdf", "Grüße.pdf"),
        ("filename=\"utf-8''Gr%C3%BC%C3%9Fe.pdf\"", "Grüße.pdf"),  # under the older name
        ("filename*=utf-8'Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),  # one mark
        ("filename*=it's Ann's.pdf", "it's Ann's.pdf"),
        ("filename*=utf-8''; filename=a.pdf", "a.pdf"),
        ("size=3 filename*0*=utf-8''Gr%C3%BC filename*1*=%C3%9Fe.pdf", "Grüße.pdf"),  # without semicolons
        ('filename="=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?="', "Grüße.pdf"),
        ("filename==?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?=", "Grüße.pdf"),
        ("filename*=utf-8''=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?=", "Grüße.pdf"),  # both at once
        ('filename*0="=?utf-8?Q?Gr=C3=BC"; filename*1="=C3=9Fe.pdf?="', "Grüße.pdf"),
        ('filename="Gr\u00fc\u00dfe.pdf"', "Grüße.pdf"),
        ("filename=\"a.pdf\"; filename*=utf-8''b.pdf", "b.pdf"),  # the newer form is the better one
        ('filename="never ends.pdf', "never ends.pdf"),
        ("filename=a.pdf size=5", "a.pdf size=5"),
        ("FILENAME=a.pdf", "a.pdf"),
        ('filename = "a.pdf" ;', "a.pdf"),
        ('filename="a\\"b.pdf"', "a_b.pdf"),
    ],
)
def test_a_file_name_is_read(parameters: str, name: str) -> None:
    """RFC 2231 and its impostors (case 86)."""
    [file] = read("Content-Type: application/pdf", f"Content-Disposition: attachment; {parameters}").attachments
    assert file.filename == name


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("<a@x.example> <b@x.example", ["<a@x.example>", "<b@x.example>"]),  # cut
        ("<a@x.example <b@x.example>", ["<a@x.example>", "<b@x.example>"]),
        ('<"a b"@x.example>', ['<"a b"@x.example>']),
        ("<long\r\n er@x.example>", ["<longer@x.example>"]),
        ("=?utf-8?Q?=3Ca=40x.example=3E_=3Cb=40x.example=3E?=", ["<a@x.example>", "<b@x.example>"]),
        ("20260105", ["<20260105>"]),  # a number and nothing else
        ('Your message of "Mon, 5 Jan"', []),
    ],
)
def test_ids_are_read(written: str, ids: list[str]) -> None:
    """In brackets that never close, in encoded words, and with blanks in the places where they mean something."""
    assert list(read(f"References: {written}").references) == ids


@pytest.mark.parametrize(
    "parameters",
    [
        "; charset=koi8-r (Cyrillic)",
        '; charset="koi8-r; format=flowed',
        ", charset=koi8-r",
        "; format=flowed charset=koi8-r",
        "; charset=<koi8-r>",
        '; charset=koi8-r"',
    ],
)
def test_a_charset_is_read(parameters: str) -> None:
    """With a comment behind it (RFC 2045 §5.1), and where marks were forgotten."""
    head = f"Content-Type: text/plain{parameters}\r\n\r\n"
    assert parse(head.encode() + "Да".encode("koi8-r"), LIMITS).text == "Да"


@pytest.mark.parametrize(
    ("below", "subject", "to", "text"),
    [("To: a@one.example\r\n\r\nHello", "Hi", 1, "Hello"), ("Hello", "Hi", 0, "Hello"), ("To whom: it concerns", "Hi", 0, "To whom: it concerns")],
)
def test_a_line_of_blanks_in_a_header(below: str, subject: str, to: int, text: str) -> None:
    """Before another header it is a fold (RFC 5322 §4.2), before words the end of the header."""
    mail = parse(f"From: a@b.example\r\nSubject: Hi\r\n \t\r\n{below}".encode(), LIMITS)
    assert (mail.subject, len(mail.to), mail.text) == (subject, to, text)
