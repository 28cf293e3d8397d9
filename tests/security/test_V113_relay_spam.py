"""V113: whoever writes in the name of a thousand victims sends them at most a number and a thank you, once, and few of them that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from maildesk.changes import AddMessage, SendTemplate
from maildesk.letter import LetterKind
from maildesk.ticket import MessageKind, Participant, Standing
from tests.letters import BOB, asked, read, written
from tests.loops import Machine, World

DESK = "support@one.example"


def test_a_flood_of_forged_senders_is_bounded_and_told_of_once(tmp_path: Path) -> None:
    """Sixty victims of ten domains, two mails each: no victim hears twice, no domain and no desk more than its bound."""
    world = World(tmp_path)
    desk = world.add_desk(DESK, "One")
    limits = desk.config.limits.model_copy(update={"automatic_per_domain": 5, "automatic_per_desk": 30})
    world.desks[DESK] = replace(desk, config=desk.config.model_copy(update={"limits": limits}))
    victims = [Machine(f"victim{number}@domain{number % 10}.example") for number in range(60)]
    world.under_way += [victim.write(DESK, "Buy pills at http://evil.example", world.now) for victim in victims for _ in range(2)]
    told = [one for mail in world.under_way for one in world.at_desk(DESK, mail) if b"Automatic mail is off" in one.data]
    assert max(world.automatic.values()) == 1
    assert sum(world.automatic.values()) == 30
    assert max(sum(many for (_, to), many in world.automatic.items() if to.endswith(f"@domain{number}.example")) for number in range(10)) <= 5
    assert [one.to for one in told] == ["anna@one-staff.example"]
    world.close()


def test_a_desk_that_wants_no_automatic_mail_is_not_warned_of_it(tmp_path: Path) -> None:
    """`automatic_per_desk: 0` is an admin's choice, and no letter says each hour that it was made."""
    world = World(tmp_path)
    desk = world.add_desk(DESK, "One")
    limits = desk.config.limits.model_copy(update={"automatic_per_desk": 0})
    world.desks[DESK] = replace(desk, config=desk.config.model_copy(update={"limits": limits}))
    letters = list(world.at_desk(DESK, Machine("bob@customer.example").write(DESK, "Hello", world.now)))
    assert not world.automatic
    assert not any(b"Automatic mail is off" in one.data for one in letters)
    world.close()


def test_an_acknowledgement_says_none_of_the_senders_words() -> None:
    """Neither text nor HTML; the subject alone comes back to whoever wrote it, cleaned and bounded."""
    [letter] = written(asked("Buy pills at http://evil.example", effects=(SendTemplate("acknowledgement"),), answer_ok=True))
    assert b"evil" not in letter.data
    assert letter.letter.kind is LetterKind.ACKNOWLEDGEMENT


def test_a_rules_words_go_to_one_person() -> None:
    """The others on the ticket, whom anybody may have named in Cc, get nothing of a robot's."""
    people = (BOB, Participant("victim@elsewhere.example", "Victim", Standing.PARTICIPANT))
    [letter] = written(asked(effects=(AddMessage(MessageKind.REPLY, "We are closed."),), participants=people, answer_ok=True))
    assert letter.recipients == (BOB.address,)
    assert read(letter.data)["Cc"] is None
