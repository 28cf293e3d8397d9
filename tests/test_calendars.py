"""Invitations as a person reads them, each row a calendar's lines and what is said of them."""

from __future__ import annotations

import pytest

from maildesk.intake.mime.calendars import event_words, read_events, said_events
from maildesk.intake.mime.contentlines import card_name
from maildesk.intake.mime.recurrence import said_rule
from maildesk.language import told, words


def calendar(*events: str, method: str = "REQUEST") -> bytes:
    inside = "".join(f"BEGIN:VEVENT\r\n{event.strip().replace(chr(10), chr(13) + chr(10))}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\n{inside}END:VCALENDAR\r\n".encode()


def said(*events: str, method: str = "REQUEST", beside: str = "") -> str:
    return str(said_events(read_events([(calendar(*events, method=method), "utf-8")]), beside))


# Lines of an event, and the rows that are said of them.
TIMES = [
    ("DTSTART:20260302T090000Z\nDTEND:20260302T100000Z", "When: 2026-03-02 09:00 – 10:00 UTC"),
    (
        "DTSTART;TZID=Europe/Berlin:20260302T230000\nDTEND;TZID=Europe/Berlin:20260303T010000",
        "When: 2026-03-02 23:00 – 2026-03-03 01:00 (Europe/Berlin)",
    ),
    ('DTSTART;TZID="W. Europe Standard Time":20260302T090000\nDURATION:PT1H30M', "When: 2026-03-02 09:00 – 10:30 (W. Europe Standard Time)"),
    ("DTSTART;TZID=/freeassociation.example/Tzfile/Asia/Shanghai:20260302T090000", "When: 2026-03-02 09:00 (Asia/Shanghai)"),
    ("DTSTART;TZID=Asia/Tokyo:20260302T090000\nDTEND:20260302T010000Z", "When: 2026-03-02 09:00 (Asia/Tokyo) – 2026-03-02 01:00 UTC"),
    (
        "DTSTART;TZID=(UTC+01:00) Amsterdam:20260302T090000\nDTEND;TZID=(UTC+01:00) Amsterdam:20260302T100000",
        "When: 2026-03-02 09:00 – 10:00 ((UTC+01:00) Amsterdam)",
    ),
    ("DTSTART:20260302T0900", "When: 2026-03-02 09:00"),
    ("DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260303", "When: 2026-03-02, all day"),
    ("DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260305", "When: 2026-03-02 – 2026-03-04, all day"),
    ("DTSTART;VALUE=DATE:20260302", "When: 2026-03-02, all day"),
    ("DTSTART;VALUE=DATE:20260302\nDURATION:P2D", "When: 2026-03-02 – 2026-03-03, all day"),
    ("DTSTART;VALUE=DATE:00010101\nDTEND;VALUE=DATE:00010101", "When: 0001-01-01, all day"),
    ("DTSTART:20269902T090000Z", ""),
    ("DTSTART:99991231T230000\nDURATION:P9999W", "When: 9999-12-31 23:00"),
    ("DTSTART:20260302T090000Z\nRRULE:FREQ=WEEKLY;COUNT=4", "When: 2026-03-02 09:00 UTC\nRepeated: every week, 4 times"),
    (
        "DTSTART:20260302T090000Z\nRRULE:FREQ=DAILY\nEXDATE:20260303T090000Z,20260304T090000Z\nEXDATE;VALUE=DATE:20260307",
        "When: 2026-03-02 09:00 UTC\nRepeated: every day\nNot on: 2026-03-03, 2026-03-04, 2026-03-07",
    ),
    ("DTSTART:20260309T090000Z\nRECURRENCE-ID:20260309T080000Z", "When: 2026-03-09 09:00 UTC\nOf a series, only: 2026-03-09 08:00 UTC"),
]


@pytest.mark.parametrize(("lines", "rows"), TIMES)
def test_when_it_is(lines: str, rows: str) -> None:
    """Times in their zone, whole days, lengths, series and single dates of them."""
    assert said(f"SUMMARY:Visit\n{lines}") == "Invitation: Visit" + (f"\n{rows}" if rows else "")


RULES = [
    ("FREQ=DAILY", "every day", "每天"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "every 2 weeks, on Monday, Wednesday", "每 2 周, 星期一, 星期三"),
    (
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260630T000000Z",
        "every week, from Monday to Friday, until 2026-06-30",
        "每周, 星期一至星期五, 直到 2026-06-30",
    ),
    ("FREQ=MONTHLY;BYDAY=2TU", "every month, on the second Tuesday", "每月, 第二个星期二"),
    ("FREQ=MONTHLY;BYSETPOS=-1;BYDAY=FR", "every month, on the last Friday", "每月, 最后一个星期五"),
    ("FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=10", "every month, on day 1, 15 of the month, 10 times", "每月, 每月 1, 15 日, 共 10 次"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month, on the last day of the month", "每月, 每月最后一天"),
    ("RRULE:FREQ=YEARLY", "", ""),
    ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=2", "every year, on day 2 of the month, in March", "每年, 每月 2 日, 三月"),
    ("freq=yearly;wkst=mo", "every year", "每年"),
    ("FREQ=HOURLY;BYHOUR=9", "by the rule FREQ=HOURLY;BYHOUR=9", "按规则 FREQ=HOURLY;BYHOUR=9"),
    ("FREQ=WEEKLY;INTERVAL=often", "by the rule FREQ=WEEKLY;INTERVAL=often", "按规则 FREQ=WEEKLY;INTERVAL=often"),
    ("FREQ=YEARLY;BYMONTH=13", "by the rule FREQ=YEARLY;BYMONTH=13", "按规则 FREQ=YEARLY;BYMONTH=13"),
    ("FREQ=MONTHLY;BYDAY=9TU", "by the rule FREQ=MONTHLY;BYDAY=9TU", "按规则 FREQ=MONTHLY;BYDAY=9TU"),
]


@pytest.mark.parametrize(("rule", "english", "chinese"), RULES)
def test_a_rule_is_said_in_words(rule: str, english: str, chinese: str) -> None:
    """What a calendar repeats is told to people; a rule that we have no words for is shown as it stands."""
    assert (str(said_rule(rule)), told(said_rule(rule), words("zh_CN"))) == (english, chinese)


def test_an_alarm_is_none_of_the_events_words() -> None:
    """Some programs put alarms first; a time zone's dates are none of the event's either."""
    text = said(
        "BEGIN:VALARM\nTRIGGER:-PT15M\nDESCRIPTION:Reminder\nSUMMARY:Ring\nEND:VALARM\nSUMMARY:Visit\nDESCRIPTION:Bring the toner.\\nThank you"
    )
    assert text == "Invitation: Visit\n\nBring the toner.\nThank you"
    assert said("BEGIN:VALARM\nDESCRIPTION:Reminder\nEND:VALARM\nSUMMARY:Visit") == "Invitation: Visit"


def test_who_comes() -> None:
    """The organizer once, ten guests by name and the others by their number."""
    guests = "\n".join(f"ATTENDEE;CN=Guest {number}:mailto:g{number}@customer.example" for number in range(13))
    text = said(f'SUMMARY:Visit\nORGANIZER;CN="Weber, Ruth":mailto:ruth@weber.example\nATTENDEE:mailto:ruth@weber.example\n{guests}')
    assert "\nOrganizer: Weber, Ruth <ruth@weber.example>\nInvited: Guest 0 <g0@customer.example>, " in text
    assert text.endswith("Guest 9 <g9@customer.example> and 3 more")
    assert "ruth" not in text.partition("Invited")[2]


@pytest.mark.parametrize(
    ("method", "lines", "text"),
    [
        ("CANCEL", "", "Cancelled: Visit"),
        ("REQUEST", "STATUS:CANCELLED", "Cancelled: Visit"),
        (
            "REPLY",
            "ATTENDEE;PARTSTAT=DECLINED:mailto:bob@c.example\nCOMMENT:On holiday\\, sorry",
            "Answer to an invitation: Visit\nbob@c.example: declined\n\nOn holiday, sorry",
        ),
        ("REPLY", "ATTENDEE;PARTSTAT=TENTATIVE;CN=Bob:mailto:bob@c.example", "Answer to an invitation: Visit\nBob <bob@c.example>: perhaps"),
        ("COUNTER", "DTSTART:20260302T090000Z", "Other time proposed: Visit\nWhen: 2026-03-02 09:00 UTC"),
        ("PUBLISH", "LOCATION:Room 4\nURL:https://meet.example/4", "Visit\nWhere: Room 4\nLink: https://meet.example/4"),
        ("PUBLISH", "URL:javascript:alert(1)", "Visit"),
    ],
)
def test_what_is_wanted(method: str, lines: str, text: str) -> None:
    """An invitation, a cancellation and each answer are named."""
    assert said(f"SUMMARY:Visit\n{lines}".strip(), method=method) == text


def test_below_the_mails_own_text_it_is_short() -> None:
    """The description is not said twice, nor a long one at all; of many events the first five."""
    event = "SUMMARY:Visit\nDESCRIPTION:Bring the toner."
    assert said(event, beside="Hello,\nbring the toner.\nBring the\ntoner.") == "Invitation: Visit"
    assert said(event, beside="Hello") == "Invitation: Visit\n\nBring the toner."
    assert said(event.replace("toner", "toner " * 200), beside="Hello") == "Invitation: Visit"
    many = [f"SUMMARY:Visit {number}" for number in range(30)]
    assert said(*many, beside="Hello").endswith("Invitation: Visit 4\n\nand 25 more in the calendar")
    assert said(*many).count("Invitation") == 20
    assert said(*["SUMMARY:Visit"] * 3) == "Invitation: Visit"


def test_rules_see_every_event() -> None:
    """What is wanted and what each is called, each once."""
    assert event_words(read_events([(calendar("SUMMARY:A", "SUMMARY:B"), ""), (calendar("SUMMARY:A"), "")])) == ("request", "A", "B")
    assert event_words(read_events([(b"BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:Pay\nDUE:20260302\nEND:VTODO\n", "")])) == ("publish", "Pay")
    assert event_words(read_events([(b"BEGIN:VCALENDAR\nEND:VCALENDAR", ""), (b"", "")])) == ()


@pytest.mark.parametrize(
    ("card", "name"),
    [
        ("BEGIN:VCARD\r\nVERSION:3.0\r\nN:Weber;Ruth;;;\r\nFN:Ruth Weber\r\nEND:VCARD", "Ruth Weber"),
        ("BEGIN:VCARD\nVERSION:3.0\nN:Weber;Ruth;;;\nEND:VCARD", "Ruth Weber"),
        ("BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=\n=E4=BC=9F\nEND:VCARD", "伟 张"),
        ("BEGIN:VCARD\rVERSION:2.1\rFN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:J=F6rg\rEND:VCARD", "Jörg"),
        ("BEGIN:VCARD\nVERSION:4.0\nitem1.FN:Ru\n th\\, Weber\nEND:VCARD", "Ruth, Weber"),
        ("BEGIN:VCARD\nFN:\nN:;;;;\nORG:Weber Ltd;Sales\nEND:VCARD", "Weber Ltd Sales"),
        ("BEGIN:VCARD\nEND:VCARD", ""),
    ],
)
def test_whose_card_it_is(card: str, name: str) -> None:
    """The shown name, else its parts, else the firm; old phones encode it in a way of their own."""
    assert card_name(card.encode()) == name


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("<p>Bring <b>ink</b></p><p>Kim</p>", "Bring ink\n\nKim"),
        ("Bring <b>ink</b>\\nKim", "Bring ink\nKim"),
        ("Bring ink\\, x < y\\nKim", "Bring ink, x < y\nKim"),
    ],
)
def test_a_description_is_words(written: str, told: str) -> None:
    """Some programs write HTML there, with or without lines of its own."""
    assert said(f"SUMMARY:Visit\nDESCRIPTION:{written}") == f"Invitation: Visit\n\n{told}"


def test_a_line_may_be_folded_within_a_letter() -> None:
    """The standard folds bytes (RFC 5545 §3.1)."""
    data = calendar("SUMMARY:Grüße").replace("ü".encode(), b"\xc3\r\n \xbc")
    assert str(said_events(read_events([(data, "utf-8")]))) == "Invitation: Grüße"
