"""Sample facts for every kind of letter: with them each template is tried before a desk uses it."""

from __future__ import annotations

from collections.abc import Mapping

from maildesk.letter import ANSWER_LINES, LetterKind
from maildesk.outbound.happening import UNTOLD_KINDS, Facts, Row

TICKET: Facts = {
    "number": "4711",
    "subject": "The printer <does> not print",
    "topic": "Printer <does> not print",
    "mailbox": "Example Support",
    "mailbox_address": "support@example.com",
    "requester": "bob@customer.example",
    "status": "open",
    "priority": "normal",
    "team": "support",
    "assignee": "anna@example.com",
    "tags": "printer, vip",
    "status_page": "https://desk.example.com/t/p1aabcdefghijklmnopqrstuvwxyz2345",
    "signature": "Example Support\nhttps://example.com",
}
_STAFF: Facts = {**TICKET, "answer_line": ANSWER_LINES["en"], "goes_to": "Bob <bob@customer.example>", "text": "#clsoe\n\nIt works & prints."}
_ENTRY: Row = {
    "author": "Anna <anna@example.com>",
    "kind": "note",
    "when": "2026-03-02 10:00 CET",
    "text": "a < b",
    "mark": "taken back: it was not sent",
}
_FAILED: Row = {"address": "bob@customer.example", "why": "there is no such address", "code": "550 5.1.1", "silent": "dead"}
_JUNK: Row = {
    "number": "4711",
    "subject": "Cheap <ink>",
    "sender": "Pens & more <pens@spam.example>",
    "when": "2026-03-02 09:00 CET",
    "says": "not junk",
    "link": "mailto:support%2Ba1aabcdefghijklmnopqrstuvwxyz2345@example.com?subject=%5B%234711%5D%20not%20junk&body=%23notjunk",
}
_TAP: Row = {
    "says": "Close without an answer",
    "word": "#close",
    "link": "mailto:support%2Bd1aabcdefghijklmnopqrstuvwxyz2345@example.com?subject=%5B%234711%5D%20Close",
}
_LINE: Row = {
    "number": "4711",
    "subject": "The printer <does> not print",
    "requester": "bob@customer.example",
    "status": "open",
    "priority": "normal",
    "assignee": "anna@example.com",
    "due": "2026-03-02 18:00 CET",
    "until": "",
    "since": "2026-03-02 09:00 CET",
}
_UNTOLD: Row = {
    "when": "2026-03-02 10:00 CET",
    "mailbox": "Example Support",
    "mail": "17",
    "letter": "18",
    "number": "4711",
    "subject": "The printer <does> not print",
}
_DEED: Row = {
    "number": "4711",
    "subject": "The printer <does> not print",
    "when": "2026-03-02 10:00 CET",
    "did": "replied; closed",
    "goes_to": "bob@customer.example",
    "leaves": "leaves at 2026-03-02 10:02 CET",
    "undo": "yes",
    "tap": "r",
    "tap_subject": "#undo",
    "tap_body": "#undo",
    "link": "mailto:support%2Br1aabcdefghijklmnopqrstuvwxyz2345@example.com?subject=%23undo&body=%23undo",
}
_FAULT: Row = {"line": "#clsoe", "why": "there is no such command", "nearest": "#close"}

SAMPLES: Mapping[str, Facts] = {
    LetterKind.REPLY: {**TICKET, "text": "Hello", "quote": "It is broken", "quote_author": "Bob", "quote_when": "Monday, 2 March 2026 at 09:00 CET"},
    LetterKind.ACKNOWLEDGEMENT: TICKET,
    LetterKind.ASK: {
        "number": "4711",
        "topic": "Toner <leaks>",
        "status_page": "",
        "mailbox": "Example Support",
        "mailbox_address": "support@example.com",
        "signature": "Example Support",
        "text": "Do you know this?",
        "quote": "Which one is it?",
        "quote_author": "Tess",
        "quote_when": "Monday, 2 March 2026 at 09:00 CET",
        "original_from": "Bob <bob@customer.example>",
        "original_date": "Monday, 2 March 2026 at 09:00 CET",
        "original_to": "Example Support <support@example.com>",
        "original_subject": "Toner <leaks>",
        "original": "It leaks.",
    },
    LetterKind.NOTIFICATION: {
        **_STAFF,
        "inside": "Ben, Cleo",
        "card": ({"command": "#take"}, {"command": "#wait 3d"}),
        "internal": "",
        "observer": "",
        "away": ({"name": "Ben", "until": "2026-03-09 00:00 CET", "note": "a week in the hills"},),
        "author": "Bob <bob@customer.example>",
        "author_name": "Bob",
        "when": "2026-03-02 09:00 CET",
        "kind": "inbound",
        "warnings": "unproven",
        "copies": "Carol <carol@customer.example>",
        "left_out": ({"name": "film.mp4", "size": "38 MiB"},),
        "outside": "tess@vendor.example",
        "passed_by": "Anna <anna@example.com>",
        "written": "Mon, Feb 2, 2026 at 10:00 AM",
        "proposed": "Dave <dave@customer.example>",
        "propose": "#cc dave@customer.example",
        "customers_away": ({"name": "Bob <bob@customer.example>", "until": "2026-03-09"},),
        "failed": (_FAILED,),
        "occasion": "remind",
        "reminder": "call <Bob>",
        "due": "2026-03-09 17:00 CET",
        "exchange": (_ENTRY,),
        "taps": (_TAP,),
        "related": ({"number": "4692", "subject": "Printer <again>", "status": "open", "merge": "yes", "link": "mailto:support%2Br1a@example.com"},),
    },
    LetterKind.CORRECTION: {**_STAFF, "faults": (_FAULT,), "again": ({**_TAP, "block": "#close", "whole": ""},)},
    LetterKind.HELD: {**_STAFF, "between": (_ENTRY,), "faults": (_FAULT,), "why": "part of a notification stands in it", "letter": "17"},
    LetterKind.QUARANTINED: {"mailbox": "Example Support", "mail": "17", "why": "the worker was ended: too much CPU"},
    LetterKind.OVERRUN: {"mailbox": "Example Support", "most": "600"},
    LetterKind.UNTOLD: {
        "mailbox": "Example Support",
        **dict.fromkeys(UNTOLD_KINDS, (_UNTOLD,)),
        **dict.fromkeys((f"{kind}_more" for kind in UNTOLD_KINDS), "12"),
    },
    LetterKind.JUNK_LIST: {
        "mailbox": "Example Support",
        "many": "101",
        "junk": (_JUNK,),
        "more": "1",
    },
    LetterKind.ANSWER: {
        "mailbox": "Example Support",
        "subject": "Commands",
        "faults": (_FAULT,),
        "done": ({"number": "4711", "subject": "The printer <does> not print", "did": "closed; tagged printer"},),
        "lost": "yes",
        "asked": ({"of": "1", "line": "find printer", "kind": "find"}, {"of": "2", "line": "help", "kind": "help"}),
        "found": ({"of": "1", "number": "4711", "subject": "Ink & paper", "requester": "bob@customer.example", "why": "open, nobody has it"},),
        "help": ({"of": "2", "word": "#close", "does": "close the ticket"},),
        "text": "#on 4711\n#clsoe",
    },
    LetterKind.DIGEST: {
        "mailbox": "Example Support",
        **dict.fromkeys(("due_many", "waiting_many", "back_many", "free_many"), "101"),
        **dict.fromkeys(("due_more", "waiting_more", "back_more", "free_more"), "71"),
        **dict.fromkeys(("due", "waiting", "back", "free"), (_LINE,)),
        "taps": ({**_TAP, "number": "4711"},),
    },
    LetterKind.BROKEN_EDIT: {
        "mailbox": "Example Support",
        "host": "mail",
        "file": "/etc/maildesk/desk.yaml",
        "problems": ({"place": "/etc/maildesk/rules.d/10.yaml:4:3", "wrong": "there is no verb 'asign'", "right": "did you mean assign?"},),
        "more": "2",
    },
    LetterKind.UNPROVEN: {
        "mailbox": "Example Support",
        "mailbox_address": "support@example.com",
        "mail": "17",
        "when": "2026-03-02 09:00 CET",
        "peer": "192.0.2.7",
        "size": "3 KiB",
        "files": "2",
        "number": "4711",
        "words": "yes",
        "commands": "#close #cc",
        "risky": "#cc",
        "until": "2026-03-03 09:00 CET",
    },
    LetterKind.RECEIPT: {**_STAFF, "deeds": (_DEED,), "more": "3"},
    LetterKind.DELIVERY_FAILED: {**_STAFF, "lost": ({"address": "bob@customer.example", "answer": "550 no such user"},)},
}
