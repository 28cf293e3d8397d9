"""The story itself: a day of a desk in a dozen lines, each printed when it has happened."""

from __future__ import annotations

import base64
import contextlib
import queue
import smtplib
import threading
from collections.abc import Callable
from email.message import EmailMessage

from maildesk.demo.stage import Row, Stage, answer, mail, text_of, wait_for

Tell = Callable[[str], None]

BOB, LI, EVA, OTTO = "Bob Miller <bob@customer.example>", "李伟 <liwei@customer.example>", "Eva <eva@shop.example>", "Otto <otto@away.example>"
ANNA, BEN = "Anna <anna@example.com>", "Ben <ben@example.com>"
SUPPORT, KEFU = "support@example.com", "kefu@example.com"
_BATCH, _SENDERS = 200, 6
_DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")


def play(stage: Stage, tell: Tell) -> None:
    """Plays every scene in order on an open stage."""
    customers_write(stage, tell)
    an_agent_answers(stage, tell)
    the_customer_returns(stage, tell)
    an_outdated_answer(stage, tell)
    a_kill(stage, tell)
    one_decision(stage, tell)


def customers_write(stage: Stage, tell: Tell) -> None:
    stage.send(mail(BOB, SUPPORT, "Urgent: the printer is broken", "It prints only blue.\n\nBob"), SUPPORT)
    acknowledged = stage.letter("bob@customer.example")
    tell(f"Bob wrote; he was acknowledged: “{acknowledged['Subject']}”")
    stage.send(mail(LI, KEFU, "发票问题", "你好，我需要一张发票。"), KEFU)
    tell(f"Li Wei wrote in Chinese and was answered in Chinese: “{stage.letter('liwei@customer.example')['Subject']}”")
    stage.send(_with_picture(), SUPPORT)
    stage.letter("eva@shop.example")
    shown = stage.letter("anna@example.com", "my screen")
    pictures = [part.get_content_type() for part in shown.walk() if part.get_content_maintype() == "image"]
    tell(f"Eva sent HTML with a picture; Anna's notification carries it: {', '.join(pictures)}")
    stage.send(_out_of_office(), SUPPORT)
    ignored = wait_for(lambda: [row for row in _mails(stage) if row["state"] == "ignored"], "the out-of-office mail")
    tell(f"Otto's mail program said he is away; nothing was sent to it: {ignored[0]['state']} by {ignored[0]['rule']}")
    for row in stage.rows("ticket", "list"):
        tell(f"   ticket {row['ticket']}: {row['status']}, {row['priority']}, {row['team']}, {row['requester']}: {row['subject']}")


def an_agent_answers(stage: Stage, tell: Tell) -> None:
    notification = stage.letter("anna@example.com", "only blue")
    reply, to = answer(notification, ANNA, "#take\n#close\n\nPlease change the ink cartridge, then it prints in colour again.")
    stage.send(reply, to)
    letter = stage.letter("bob@customer.example", "cartridge")
    ticket = _ticket_of(stage, "bob@customer.example")
    tell(f"Anna answered from her mail program with #close on top; Bob got, from {letter['From']}:")
    tell(
        f"   “{text_of(letter).splitlines()[0]}”  (no command in it: {'#close' not in text_of(letter)}; ticket {ticket['ticket']} is {ticket['status']})"
    )
    stage.send(*answer(letter, BOB, "Thank you, but now it prints only green."))


def the_customer_returns(stage: Stage, tell: Tell) -> None:
    stage.letter("anna@example.com", "only green")
    ticket = _ticket_of(stage, "bob@customer.example")
    tell(f"Bob replied; ticket {ticket['ticket']} is {ticket['status']} again, and {ticket['assignee']} was told")


def an_outdated_answer(stage: Stage, tell: Tell) -> None:
    notification = stage.letter("ben@example.com", "only blue")
    before = stage.letters()
    stage.send(*answer(notification, BEN, "We have no ink, sorry."))
    held = stage.letter("ben@example.com", "We have no ink")
    row = next(row for row in _mails(stage) if row["state"] == "held")
    tell(f"Ben answered his old notification: {row['state']} by {row['rule']}; {stage.letters() - before} letter left, to {held['To']}")


def a_kill(stage: Stage, tell: Tell) -> None:
    accepted = _killed_in_the_middle(stage)
    before = _ledger(stage)
    tell(f"{accepted} mails were accepted when the daemon was killed with -9; {before['waiting']} were still waiting")
    stage.start()
    wait_for(lambda: _ledger(stage)["waiting"] == 0, "the queue to drain")
    after = _ledger(stage)
    parts = " + ".join(f"{after[name]} {name}" for name in ("ticketed", "answered", "ignored", "held", "quarantined", "waiting"))
    tell(f"started again; the ledger: {after['accepted']} accepted = {parts}; balanced: {after['balanced']}")
    batch = [row["subject"] for row in stage.rows("ticket", "list", "--last", "1000") if str(row["subject"]).startswith("Order ")]
    tell(f"   of the batch {len(batch)} tickets are there, {len(batch) - len(set(batch))} of them twice")


def one_decision(stage: Stage, tell: Tell) -> None:
    path = stage.folder / "bob.eml"
    path.write_bytes(mail(BOB, SUPPORT, "Urgent: and now the scanner", "It beeps.").as_bytes())
    [told] = stage.rows("explain", str(path))
    tell(f"why? `maildesk explain {path.name}`: {told['thread']['decision']}, because {told['thread']['why']}")
    for rule in (one for one in told["rules"] if not str(one["missed"] or "").startswith("on: ")):
        tell(
            f"   {'hit ' if rule['hit'] else 'miss'} {rule['file']}:{rule['line']} {rule['rule']}"
            + (f" ({rule['missed']})" if rule["missed"] else "")
        )


def _killed_in_the_middle(stage: Stage) -> int:
    """Sends a batch over several connections and kills the daemon under it; says how many mails it had answered with 250."""
    numbers, answered = queue.SimpleQueue[int](), queue.SimpleQueue[int]()
    for number in range(_BATCH):
        numbers.put(number)
    half = threading.Event()
    senders = [threading.Thread(target=_send_orders, args=(stage, numbers, answered, half)) for _ in range(_SENDERS)]
    for sender in senders:
        sender.start()
    half.wait(60)
    stage.kill()
    for sender in senders:
        sender.join()
    return answered.qsize()


def _send_orders(stage: Stage, numbers: queue.SimpleQueue[int], answered: queue.SimpleQueue[int], half: threading.Event) -> None:
    """One mail program after the other until the daemon is gone."""
    with contextlib.suppress(queue.Empty, smtplib.SMTPException, OSError):
        while number := numbers.get_nowait() + 1:
            stage.send(mail(f"shop{number}@shop.example", SUPPORT, f"Order {number}", "Where is it?"), SUPPORT)
            answered.put(number)
            if answered.qsize() >= _BATCH // 2:
                half.set()


def _mails(stage: Stage) -> list[Row]:
    return [row for row in stage.rows("ledger") if "mail" in row]


def _ledger(stage: Stage) -> Row:
    return stage.rows("ledger")[-1]


def _ticket_of(stage: Stage, requester: str) -> Row:
    return next(row for row in stage.rows("ticket", "list") if row["requester"] == requester)


def _with_picture() -> EmailMessage:
    message = mail(EVA, SUPPORT, "See my screen", "This is my screen.")
    message.add_alternative('<p>This is <b>my screen</b>: <img src="cid:screen" alt="the screen"></p>', subtype="html")
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    html.add_related(_DOT, "image", "png", cid="<screen>", filename="screen.png")
    return message


def _out_of_office() -> EmailMessage:
    message = mail(OTTO, SUPPORT, "Out of office: Re: your order", "I am back on Monday.")
    message["Auto-Submitted"] = "auto-replied"
    return message
