"""A person who is erased stands in no column of any table, others' tickets keep the rest, and the history still holds together."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from maildesk.changes import Act, Actor
from maildesk.config.limits import Limits
from maildesk.desk import Desk
from maildesk.errors import Refused
from maildesk.store.audit import audited
from maildesk.tables import letters, mails, messages, tickets
from maildesk.ticket import Role
from maildesk.upkeep.erasing import erase, found_of
from tests.desks import said
from tests.talk import START, Block, Stages, Talk, empty
from tests.test_redacted import TALKS, everything

ACT = Act(Actor("operator:root", Role.ADMIN), "cli", START)
BOB, EVE, HOME, ANNA = "bob@customer.example", "eve@other.example", "bob.brown@home.example", "anna@example.com"
SAYS = (
    (BOB, [f"From: Bob Brown <{BOB}>", "Subject: Bobsword printer", "", "It is broken. Bob Brown, Bobsword street"]),
    (f"{ANNA} answers notification", ["#also " + HOME, "#tag ink", "#set street=Bobsword"]),
    (f"{ANNA} answers notification", ["Dear Bobsword, it is mended."]),
    (f"{ANNA} answers notification", ["#close"]),
    (EVE, ["Subject: Evesword lamp", f"Cc: Bob Brown <{BOB}>", "", "Ask Bob Brown about the Evesword."]),
    (f"{ANNA} answers notification", [f"#cc {BOB}", "We do, Evesword."]),
    (f"{BOB} answers reply of {EVE}", [f"From: Bob Brown <{BOB}>", "", "Bobsword knows nothing."]),
    (f"{ANNA} answers notification", ["We see, Evesword.", "", "On Monday Bob wrote:", "> Bobsword knows", "> nothing."]),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Stages(tmp_path_factory.mktemp("erased")).desk(TALKS / "desk.yaml")


def test_nothing_of_them_is_left(desk: Desk) -> None:
    """Nor of their other address and their name; counts and the words of others stay."""
    talk = Talk(desk, TALKS, TALKS)
    try:
        for who, lines in SAYS:
            talk.fresh = []
            talk.step(Block(0, ">>>", who, lines))
        with desk.database.write() as session:
            before = [session.execute(select(func.count()).select_from(table)).scalar() for table in (tickets, mails, messages, letters)]
            found = found_of(session, HOME)
            assert (set(found.addresses), found.own, found.others) == ({BOB, HOME}, (1,), (2,))
            erase(session, found, ACT, Limits(), "ab12")
            after = [session.execute(select(func.count()).select_from(table)).scalar() for table in (tickets, mails, messages, letters)]
            assert audited(session).fault is None
        assert before == after
        whole = list(everything(desk))
        words = (BOB, HOME, "Bob Brown", "Bobsword")
        assert [
            (where, next(text[max(0, text.lower().find(one.lower()) - 80) :][:200] for one in words if one.lower() in text.lower()))
            for where, text in whole
            if any(one.lower() in text.lower() for one in words)
        ] == []
        assert any("Evesword" in text for where, text in whole if where == "raws.data")
        assert any("Evesword" in text for where, text in whole if where == "messages.text")
        assert any("ink" in text for where, text in whole if where == "tags.tag")
        with desk.database.read() as session, pytest.raises(Refused, match="nothing is known"):
            found_of(session, BOB)
    finally:
        empty(desk.database)


def test_not_while_a_ticket_is_open_nor_unasked(desk_database: object, tmp_path: Path) -> None:
    """Nobody loses a ticket that is worked on; no script erases by a slip."""
    from tests.desks import keyed_desk, put_ticket

    path = keyed_desk(tmp_path)
    put_ticket(desk_database)  # type: ignore[arg-type]
    open_ = said("erase", "eve@example.net", "--yes", desk=path)
    assert (open_.code, "close them first" in open_.err) == (1, True)
    said("ticket", "do", "1", "#close", desk=path)
    unasked = said("erase", "eve@example.net", desk=path)
    assert (unasked.code, "--yes" in unasked.err) == (1, True)
    done = said("erase", "eve@example.net", "--yes", desk=path)
    assert (done.code, done.err) == (0, "")
    assert "eve@example.net" not in said("ticket", "show", "1", desk=path).out
    assert said("audit", "verify", desk=path).code == 0
