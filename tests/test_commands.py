"""The command block: what is read, what is refused, and what never leaves."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from maildesk.changes import Change
from maildesk.commands.authorise import authorise
from maildesk.commands.block import MOST_COMMANDS, Block, differs, read_commands
from maildesk.commands.htmlblock import without_block
from maildesk.commands.lines import bare
from maildesk.config.roles import Right
from maildesk.directory import AgentEntry, Directory, MailboxEntry
from maildesk.ticket import MessageKind, Role
from tests.letters import DESK

DIRECTORY = Directory(
    (
        AgentEntry("anna@example.com", "Anna Berg", Role.AGENT),
        AgentEntry("andrew@example.com", "Andrew", Role.AGENT),
        AgentEntry("wei@example.com", "李伟", Role.SUPERVISOR),
    ),
    ("billing", "support"),
    mailboxes=(MailboxEntry("billing@example.com", "Accounts", "billing"), MailboxEntry("sales@example.com", "Sales", None)),
)


def read(text: str) -> Block:
    return read_commands(text, DIRECTORY)


# What an agent wrote → the changes it comes to. Every way of writing that was met in the wild stands here once.
READ = [
    ("#close", (Change("close"),)),
    ("#Close.", (Change("close"),)),
    ("#done", (Change("close"),)),
    ("＃close", (Change("close"),)),
    ("\ufeff\u200b #close\u200b", (Change("close"),)),
    ("#cl\u00adose", (Change("close"),)),
    ("#close;", (Change("close"),)),
    ("#assign anna", (Change("assign", "anna@example.com"),)),
    ("#assign\tanna", (Change("assign", "anna@example.com"),)),
    ("#assign\xa0“Anna Berg”", (Change("assign", "anna@example.com"),)),
    ("#assign: billing", (Change("assign", "billing"),)),
    ("#assign None", (Change("assign", "nobody"),)),
    ("#分配 无", (Change("assign", "nobody"),)),
    ("#unassign", (Change("unassign"),)),
    ("#type Incident", (Change("type", "incident"),)),
    ("#time 90", (Change("time", "1h 30m"),)),
    ("#用时 １.5小时", (Change("time", "1h 30m"),)),
    ("#bill 1:05", (Change("bill", "1h 5m"),)),
    ("#time −25m", (Change("time", "-25m"),)),
    ("#queue Accounts", (Change("queue", ("billing@example.com", "billing")),)),
    ("#queue sales", (Change("queue", "sales@example.com"),)),
    ("#watch", (Change("watch"),)),
    ("#watch anna", (Change("watch", "anna@example.com"),)),
    ("#mute +Kim@customer.example", (Change("mute", ("kim@customer.example",)),)),
    ("#link T-9 Blocks", (Change("link", ("9", "blocks")),)),
    ("#dup #9", (Change("dup", "9"),)),
    ("#status Solved", (Change("status", "closed"),)),
    ("#状态 等待", (Change("status", "waiting"),)),
    ("#active", (Change("open"),)),
    ("#untag -vpn +old, new", (Change("untag", ("vpn", "old", "new")),)),
    ("#prio 1", (Change("priority", "urgent"),)),
    ("#prio ５", (Change("priority", "low"),)),
    ("#high", (Change("priority", "high"),)),
    ("#prio urgent.", (Change("priority", "urgent"),)),
    ("#take #high; #tag vpn,printer", (Change("take"), Change("priority", "high"), Change("tag", ("vpn", "printer")))),
    ("#tag -old new", (Change("tag", ("-old", "new")),)),
    ("#set floor=3", (Change("set", ("floor", "3")),)),
    ("#subject “The printer; again”", (Change("subject", "The printer; again"),)),
    ("#subject 打印机：无法打印", (Change("subject", "打印机：无法打印"),)),
    ("#subject see #4711 and #MeToo #close", (Change("subject", "see #4711 and #MeToo"), Change("close"))),
    ("#wait 3d", (Change("wait", "3d"),)),
    ("#wait", (Change("wait"),)),
    ("#snooze 3d", (Change("snooze", "3d"),)),
    ("#推迟 ２w", (Change("snooze", "2w"),)),
    ("#due", (Change("due"),)),
    ("#remind do 9:00 Rechnung", (Change("remind", ("do 9:00", "Rechnung")),)),
    ("#remind 3d", (Change("remind", ("3d",)),)),
    ("#remind ３d Ring “Bob”: 3d are over; #MeToo #close", (Change("remind", ("3d", "Ring “Bob”: 3d are over; #MeToo")), Change("close"))),
    ("#link #4711", (Change("link", "4711"),)),
    ("#cc +Kim@Customer.example, lee@customer.example", (Change("cc", ("+kim@customer.example", "lee@customer.example")),)),
    ("#notify assignee", (Change("notify", "assignee"),)),
    ("#关闭", (Change("close"),)),
    ("＃分配 李伟", (Change("assign", "wei@example.com"),)),
    ("#优先级：高", (Change("priority", "high"),)),
    ("#紧急；#接手", (Change("priority", "urgent"), Change("take"))),
    ("\n\n#take\n\n\n#close\n", (Change("take"), Change("close"))),
]


@pytest.mark.parametrize(("text", "changes"), READ)
def test_a_block_is_read_as_it_was_meant(text: str, changes: tuple[Change, ...]) -> None:
    """Each way of writing comes to its changes, without a problem, and below it the agent's words stay whole."""
    block = read(text + "\nDear Kim,\n\nit works again.")

    assert (block.changes, block.problems, block.stray) == (changes, (), ())
    assert block.rest == "Dear Kim,\n\nit works again."


# What an agent wrote → a part of what the correction says, and the first word it offers.
REFUSED = [
    ("#clsoe", "#clsoe is no command", "#close"),
    ("#关毕", "#关毕 is no command", "#关闭"),
    ("#close today", "takes no argument", None),
    ("#assign an", "may be andrew@example.com, anna@example.com", None),
    ("#assign bob", "there is no agent or team “bob”", None),
    ("#priority asap", "is no priority", None),
    ("#priority 0", "is no priority", None),
    ("#status junk", "is no status", None),
    ("#notify nobody", "there is no agent or team", None),
    ("#untag", "nothing follows it; behind it belongs: TAG …", None),
    ("#time", "nothing follows it; behind it belongs: 25m, 1h30m or 1.5h", None),
    ("#time soon", "is no time spent", None),
    ("#time 0", "is no time spent", None),
    ("#queue nowhere", "there is no mailbox “nowhere”", None),
    ("#type two words", "is no word", None),
    ("#watch billing", "there is no agent “billing”", None),
    ("#link 9 above", "“above” follows the ticket's number", None),
    ("#snooze", "needs a time", None),
    ("#snooze anon", "“anon” is no time", None),
    ("#remind", "needs a time", None),
    ("#remind call Bob", "“call” is no time", None),
    ("#remind so the printer", "“so the printer” is no time", None),  # no Sunday
    ("#high today", "takes no argument", None),
    ("#close; he is happy", "takes no argument", None),
    ("#close\u2028Dear Kim", "takes no argument", None),
    ("#note\n#reply", "the text cannot be both", None),
    ("#link abc", "is no ticket number", None),
    ("#cc kim", "is no address", None),
    ("#MeToo is what this is about", "#MeToo is no command", None),
]


@pytest.mark.parametrize(("text", "why", "nearest"), REFUSED)
def test_a_block_that_is_not_understood_is_a_problem(text: str, why: str, nearest: str | None) -> None:
    """V091: whatever stands in a command's place and is none gives a problem that says what would be right."""
    block = read(text + "\nDear Kim")

    assert why in " / ".join(problem.why for problem in block.problems)
    assert nearest is None or block.problems[0].nearest[0] == nearest


def test_the_line_of_a_problem_is_the_agents_own() -> None:
    """The correction quotes the line as it was written."""
    assert read("#take\n  #Clsoe it\nText").problems[0].line == "#Clsoe it"


TEXTS = [
    "# A heading, not a command",
    "#4711 is broken",
    "#",
    "> #close",
    "Hello\nworld",
    "The #close button does nothing",
    "/var/log/mail is full",
    "@Kim, could you look?",
    "!important",
]


@pytest.mark.parametrize("text", TEXTS)
def test_other_text_is_left_alone(text: str) -> None:
    """V089: what is quoted, numbered, a heading or in the middle of a line is text, and no command."""
    assert read(text) == Block(rest=text)


def test_a_block_ends_at_the_first_other_line() -> None:
    """A quoted line is no command even inside the block."""
    block = read("#take\n> #close\n")

    assert (block.changes, block.rest) == ((Change("take"),), "> #close")


@pytest.mark.parametrize("end", ["#end", "#--", "＃END", "#—"])
def test_an_ended_block_leaves_all_below_as_text(end: str) -> None:
    """After `#end` a line may begin with any word: nobody is asked about it."""
    block = read(f"#take\n{end}\n#close is what you type\n\\#x")

    assert (block.changes, block.rest, block.stray) == ((Change("take"),), "#close is what you type\n\\#x", ())


@pytest.mark.parametrize("escape", ["\\#close it", "##close it", "\\＃close it"])
def test_an_escaped_line_is_text_without_its_escape(escape: str) -> None:
    """The customer reads the `#` and not what hid it from us."""
    block = read(f"#take\n{escape}\nas I said:\n{escape}\n\\#1 stays, ## Heading too")

    shown = escape[1:]
    assert block.rest == f"{shown}\nas I said:\n{shown}\n\\#1 stays, ## Heading too"
    assert block.changes == (Change("take"),)


@pytest.mark.parametrize("line", ["#close", "- #close", "*#close*", "＃分配 anna", "  #high"])
def test_a_command_below_other_text_is_asked_about(line: str) -> None:
    """A greeting or a banner came first: nothing is executed, and the line is named so that nothing leaves with it."""
    block = read(f"Hi,\n{line}\nthanks")

    assert (block.changes, block.stray) == ((), (line,))


@pytest.mark.parametrize("line", ["/close", "@close", "!close", "# close", "close"])
def test_what_other_desks_take_for_a_command_is_asked_about(line: str) -> None:
    """It is no command here, and goes to no customer either."""
    block = read(line)
    assert (block.changes, block.problems, block.stray) == ((), (), (line,))


def test_an_unknown_word_below_other_text_is_text() -> None:
    """Customers' hashtags may be quoted back to them."""
    assert read("Hi,\n#MeToo\nthanks").stray == ()


@pytest.mark.parametrize(
    ("text", "visibility", "rest"),
    [
        ("#note", MessageKind.NOTE, ""),
        ("#note ask Kim #close\nand Lee", MessageKind.NOTE, "ask Kim\nand Lee"),
        ("#note; one\n#note two", MessageKind.NOTE, "one\ntwo"),
        ("#备注 先问一下", MessageKind.NOTE, "先问一下"),
        ("#reply Dear Kim", MessageKind.REPLY, "Dear Kim"),
        ("Dear Kim", None, "Dear Kim"),
    ],
)
def test_who_may_see_the_text(text: str, visibility: MessageKind | None, rest: str) -> None:
    """`#note` and `#reply` decide about the whole text, and their own words are part of it."""
    block = read(text)

    assert (block.visibility, block.rest, block.problems) == (visibility, rest, ())


def test_too_many_commands_are_refused() -> None:
    """A mail of thousands of commands is no agent's."""
    assert read("#take\n" * MOST_COMMANDS).problems == ()
    assert "more than 20 commands" in read("#take\n" * (MOST_COMMANDS + 1)).problems[-1].why


_WORDS = st.sampled_from(
    ["#close", "#take", "#tag vpn", "#note x", "#nonsense", "", "  ", "#end", "Hello", "> quoted", "\\#close", "##x", "#4711", "- #high"]
)


@given(st.lists(st.one_of(_WORDS, st.text(max_size=20)), max_size=12).map("\n".join))
@example("#" * 5000)
@example("#note" + " " * 50_000)
@example("\x00#close\x1b[2J")
def test_reading_is_total(text: str) -> None:
    """Any text gives a block."""
    assert isinstance(read(text), Block)


@given(
    st.lists(st.sampled_from(["#close", "#take", "#tag vpn", "", "#clsoe"]), max_size=5),
    st.lists(st.text(alphabet="abc #>\\-*é\t", min_size=1, max_size=12).filter(lambda line: bare(line) and bare(line)[0] not in "#\\"), min_size=1),
)
def test_no_line_that_is_no_command_is_lost(block: list[str], words: list[str]) -> None:
    """Whatever stands below the block is the agent's own, to the last blank (law 8)."""
    assert read("\n".join((*block, *words))).rest == "\n".join(words)


@pytest.mark.parametrize("role", Role)
def test_each_change_needs_its_role(role: Role) -> None:
    """An observer may change nothing; everybody else may use the verbs of this desk."""
    problems = authorise((Change("close"), Change("take")), Right(role, "support"), DESK)

    assert [problem.line for problem in problems] == (["#close", "#take"] if role is Role.OBSERVER else [])


# HTML of an answer, its block's lines, and what is left of the HTML ("" : cannot be cut surely).
CUT = [
    ("<div>#close</div><div>Dear Kim</div>", ["#close"], "<div></div><div>Dear Kim</div>"),
    ("#close<br>Dear Kim<br>bye", ["#close"], "Dear Kim<br>bye"),
    ("<p>#close</p><p>Dear<br>Kim</p>", ["#close"], "<p></p><p>Dear<br>Kim</p>"),
    (
        "<div>#assign&nbsp;<b>anna</b><br>\n#close<br></div><p>Dear &amp; Kim</p>",
        ["#assign anna", "#close"],
        "<div><b></b></div><p>Dear &amp; Kim</p>",
    ),
    ("<style>p {margin:0}</style><p>＃close</p><p>x</p>", ["＃close"], "<style>p {margin:0}</style><p></p><p>x</p>"),
    ("<p>#close</p>", ["#close"], "<p></p>"),
    ("<p>Dear Kim</p>", [], "<p>Dear Kim</p>"),
    ("<p>#close Dear Kim</p>", ["#close"], ""),
    ("<p>#close</p>Dear Kim<p>#close</p>", ["#close"], ""),
    ("<p>Hi</p><p>#close</p>", ["#close"], ""),
    ("<p>#clo</p>", ["#close"], ""),
    ("<p style='display:none'>#take</p><p>#close</p>", ["#close"], ""),
    ("<blockquote>#close</blockquote><p>x</p>", ["#close"], ""),
    ("<p>#close</p><p>##take</p>", ["#close"], ""),
    ("<p>#reply Dear Kim</p><p>bye</p>", ["#reply Dear Kim"], ""),
    ("<p>#close</p><![foo bar", ["#close"], ""),
    ("<p>#close</p><p>Dear Kim<!--#close", ["#close"], ""),
    ("#close<p><#close", ["#close"], ""),
    ("#close<p>&lt;Kim> &lt; 3</p>", ["#close"], "<p>&lt;Kim> &lt; 3</p>"),
    ("", ["#close"], ""),
]


@pytest.mark.parametrize(("html", "lines", "left"), CUT)
def test_the_block_is_cut_off_the_html_or_the_html_is_given_up(html: str, lines: list[str], left: str) -> None:
    """Exactly the block's lines go; where that is not sure, no HTML leaves at all."""
    assert without_block(html, lines) == left


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<br>", "#close", " x", "&nbsp;", "<b>", "<![", "<!--", "<", "&#35;take", "<style>"]), max_size=12).map(
        "".join
    )
)
def test_no_command_line_is_left_in_the_html(html: str) -> None:
    """Any HTML: what comes out has no command of the block where a line begins, or nothing comes out."""
    assert "#close" not in without_block(html, ["#close"]).split(" x")[0]


def test_text_and_html_must_ask_for_the_same() -> None:
    """V088: a command in one part alone is hidden from its author; blanks and line ends do not count."""
    block = read("#assign anna\n\n#close\nDear Kim")

    assert not differs(block, "#assign  anna\n#Close\n\nDear Kim")
    assert not differs(block, "")
    assert differs(block, "Dear Kim")
    assert differs(read("Dear Kim"), "#close\nDear Kim")
