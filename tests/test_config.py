"""desk.yaml: everything that is wrong is told at once, and what is right comes out with absolute paths."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maildesk.config.find import find_desk
from maildesk.config.init import Wishes, initialise
from maildesk.config.keyring import keyring_path, load_keyring, new_keyring, rotate, write_keyring
from maildesk.config.load import check_config, load_config
from maildesk.config.meanings import MEANINGS
from maildesk.config.reference import SECTIONS, configuration_tables
from maildesk.config.watch import look
from maildesk.errors import BadConfiguration, Refused
from maildesk.resources import data_dir
from maildesk.tokens import ALPHABET, TokenKind, letter_of, mint

ROOT = Path(__file__).parent.parent
DESKS = ROOT / "tests" / "desks"


@pytest.mark.parametrize("desk", sorted(DESKS.glob("0*.yaml")), ids=lambda path: path.stem)
def test_every_problem_is_told_with_its_place(desk: Path, tmp_path: Path) -> None:
    """The problems of a broken desk are those of the text file beside it, from the top of the file to its end."""
    copy = Path(shutil.copy(desk, tmp_path))

    with pytest.raises(BadConfiguration) as refused:
        load_config(copy)

    told = str(refused.value).replace(f"{copy}:", "").replace(str(tmp_path), "…")
    assert told + "\n" == desk.with_suffix(".txt").read_text()


def _complete(folder: Path) -> Path:
    for name in ("rules.d", "templates"):
        (folder / name).mkdir()
    return Path(shutil.copy(DESKS / "complete.yaml", folder / "desk.yaml"))


def test_a_complete_desk(tmp_path: Path) -> None:
    """Every key the design names is taken, and relative paths are meant from the folder of the file."""
    config = load_config(_complete(tmp_path))

    assert config.database == f"sqlite:///{tmp_path}/maildesk.db"
    assert (config.rules, config.templates, config.state) == (tmp_path / "rules.d", tmp_path / "templates", tmp_path / "state")
    assert config.listen[1].lmtp == "unix:/run/maildesk/lmtp"
    assert config.agents[0].languages == ("en", "zh_CN")


def test_the_examples_that_people_copy_are_right(tmp_path: Path) -> None:
    """The desk beside the systemd unit, and the small one of the manual."""
    manual = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    small = tmp_path / "desk.yaml"
    small.write_text(manual.partition("```yaml\n")[2].partition("```")[0])

    assert check_config(ROOT / "packaging" / "desk.example.yaml")[1] == ()
    assert check_config(small)[1] == ()


def test_paths_of_a_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of the file counts, not the folder somebody stands in; absolute paths stay, memory stays memory."""
    (tmp_path / "password").touch(mode=0o600)
    path = tmp_path / "desk.yaml"
    path.write_text(
        "mailboxes: [{address: a@example.com, name: A}]\n"
        "relays: {default: {host: h, user: u, password_file: password}, kept: {capture: outgoing/}}\n"
        "listen: [{lmtp: 'unix:run/lmtp'}]\ndatabase: sqlite:////var/lib/desk.db\nstate: /var/lib/state\n"
    )
    monkeypatch.chdir(tmp_path)

    config = load_config(Path("desk.yaml"))

    assert config.relays["default"].password_file == tmp_path / "password"
    assert config.relays["kept"].capture == tmp_path / "outgoing"
    assert config.listen[0].lmtp == f"unix:{tmp_path}/run/lmtp"
    assert (config.database, config.state) == ("sqlite:////var/lib/desk.db", Path("/var/lib/state"))


_WORDS = st.sampled_from(
    ["mailboxes", "address", "name", "teams", "members", "agents", "relays", "closed", "limits", "anna@example.com", "x", "true", "5"]
)


@settings(max_examples=150)
@given(st.recursive(_WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=4), max_leaves=15))
def test_any_yaml_gives_a_desk_or_problems(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    """Whatever stands in the file, the answer is a desk or problems with places, never an exception."""
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(str(data).replace("'", '"'))

    config, problems = check_config(path)

    assert config is not None or problems
    assert all(problem.place.file == str(path) and problem.wrong for problem in problems)


def test_the_desk_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The option goes before the environment, and that before the folder one stands in."""
    option, named, here = (tmp_path / name / "desk.yaml" for name in ("option", "named", "here"))
    for path in (option, named, here):
        path.parent.mkdir()
        path.touch()
    monkeypatch.chdir(here.parent)

    assert find_desk(option, {"MAILDESK_DESK": str(named)}) == option
    assert find_desk(None, {"MAILDESK_DESK": str(named)}) == named
    assert find_desk(None, {"MAILDESK_DESK": ""}) == here


def test_a_named_desk_that_is_missing_is_no_reason_to_take_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says which file is missing and how to make one."""
    (tmp_path / "desk.yaml").touch()
    monkeypatch.chdir(tmp_path)

    with pytest.raises(BadConfiguration, match=r"/no/desk\.yaml:1:1: there is no such desk; make one with: maildesk init FOLDER"):
        find_desk("no/desk.yaml", {})


def test_no_desk_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says where it was looked for and what to do."""
    if Path("/etc/maildesk/desk.yaml").exists():
        pytest.skip("this machine has a desk of its own")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(BadConfiguration, match="no desk is here, nor in /etc/maildesk; name one with --desk FILE") as refused:
        find_desk(None, {})

    assert refused.value.exit_code == 78


def test_a_fresh_desk_works_as_it_stands(tmp_path: Path) -> None:
    """init writes a valid desk with a key ring of its own, which nobody else can read."""
    desk, keys = initialise(tmp_path / "new" / "desk")

    config = load_config(desk)

    assert keyring_path(config) == keys
    assert (keys.stat().st_mode & 0o777, keys.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert config.relays["default"].capture == desk.parent / "outgoing"
    assert letter_of(load_keyring(keys), TokenKind.REPLY, mint(load_keyring(keys), TokenKind.REPLY, 7)) == 7


@pytest.mark.parametrize("name", ["desk.yaml", "state/keys"])
def test_init_overwrites_nothing(tmp_path: Path, name: str) -> None:
    """One file that is there already is named, and no other is written."""
    there = tmp_path / name
    there.parent.mkdir(exist_ok=True)
    there.write_text("mine")

    with pytest.raises(Refused, match=name):
        initialise(tmp_path)

    assert there.read_text() == "mine"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [there]


def test_keys_rotate_until_the_ring_is_full(tmp_path: Path) -> None:
    """Old letters keep their keys, new ones get the new key, and the file brings all of them back."""
    path = tmp_path / "keys"
    ring = new_keyring(bytes)
    old = mint(ring, TokenKind.REPLY, 42)
    for number in range(1, len(ALPHABET)):
        ring = rotate(ring, lambda count, number=number: bytes([number]) * count)  # type: ignore[misc]  # the default binds the number
    write_keyring(path, ring)

    again = load_keyring(path)

    assert again == ring
    assert letter_of(again, TokenKind.REPLY, old) == 42
    assert mint(again, TokenKind.REPLY, 42)[2] == ALPHABET[-1]
    with pytest.raises(Refused, match="full"):
        rotate(ring, bytes)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "no key ''"),
        ("current a\n", "no key 'a'"),
        ("current a\na AAAA\n", "the key ring is damaged"),
        ("current a\na ***\n", "keys:2:1: this key is damaged"),
        ("\xff\xfe", "no key ''"),
    ],
)
def test_a_damaged_key_ring_is_refused(tmp_path: Path, content: str, told: str) -> None:
    """No token is ever made with half a key: the operator is sent to the backup."""
    path = tmp_path / "keys"
    path.touch(mode=0o600)
    path.write_text(content, encoding="latin-1")

    with pytest.raises(BadConfiguration, match="restore the file from the backup") as refused:
        load_keyring(path)

    assert told in str(refused.value)


def test_a_missing_key_ring_is_one_line(tmp_path: Path) -> None:
    """It is never made anew behind the operator's back: letters on their way would lose their way home."""
    with pytest.raises(BadConfiguration, match="the key ring is missing; restore it from the backup"):
        load_keyring(tmp_path / "keys")


def test_a_key_ring_of_somebody_else_is_one_line(tmp_path: Path) -> None:
    """An operator who looks at the daemon's desk under his own name hears whose it is, not that it is missing."""
    (tmp_path / "state").mkdir(mode=0)
    me = os.geteuid()
    os.seteuid(me or 65534)  # to root nothing is closed
    try:
        with pytest.raises(BadConfiguration, match="keys:1:1: the file cannot be opened: Permission denied; run this as the user whose file it is"):
            load_keyring(tmp_path / "state" / "keys")
        assert look([tmp_path / "state" / "keys"]) == frozenset()
    finally:
        os.seteuid(me)


def test_the_shipped_folders_are_found() -> None:
    """Rules and templates are where the package says, and the rules are there."""
    assert data_dir("templates").is_dir()
    assert sorted(path.name for path in data_dir("rules.d").glob("*.yaml")) == ["10-priority.yaml", "20-acknowledge.yaml", "30-notify.yaml"]


def test_the_manual_lists_every_key() -> None:
    """docs/configuration.md holds the tables of the schema, and each key has a meaning."""
    assert {title: set(model.model_fields) for title, model in SECTIONS} == {title: set(keys) for title, keys in MEANINGS.items()}
    assert configuration_tables() in (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")


def test_a_password_others_may_read_is_found_by_the_check(tmp_path: Path) -> None:
    """Before a letter leaves, with the place of the key and the command that mends it (V151)."""
    (tmp_path / "pw").write_text("secret")
    (tmp_path / "pw").chmod(0o644)
    (tmp_path / "desk.yaml").write_text(
        "mailboxes: [{address: support@example.com, name: Support}]\nrelays: {default: {host: mail.example.com, user: support, password_file: pw}}\n"
    )
    [problem] = check_config(tmp_path / "desk.yaml")[1]
    assert (problem.place.line, "chmod 600" in problem.right) == (2, True)


WISHES = [
    Wishes("support@example.com", agents=("anna@example.org",), imap="imap.example.com", relay="smtp.example.com:465"),
    Wishes("support@example.com", "客服 “A”: b", ("anna@example.org", "li.na@example.org"), imap="imap.example.com:143", login="DESK\\support"),
    Wishes("support@example.com", agents=("anna@example.org",), lmtp="unix:/run/maildesk/lmtp", relay="localhost", user="maildesk"),
]


@pytest.mark.parametrize("wishes", WISHES)
def test_a_desk_made_to_wish_is_right_as_it_stands(wishes: Wishes, tmp_path: Path) -> None:
    """Whatever is wished for: no problem in it, and it says what was wished."""
    initialise(tmp_path / "desk", replace(wishes, data=tmp_path / "data dir"))
    config, problems = check_config(tmp_path / "desk" / "desk.yaml")
    assert [str(problem) for problem in problems] == []
    assert config is not None
    assert [box.address for box in config.mailboxes] == ["support@example.com"]
    assert [agent.address for agent in config.agents] == list(wishes.agents)
    assert config.database == f"sqlite:///{tmp_path}/data dir/maildesk.db"
    assert wishes.name in ("", config.mailboxes[0].name)
    assert config.user == (wishes.user or None)


@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        (Wishes("support"), "no plain mail address"),
        (Wishes("support@example.com"), "add --agent ADDRESS"),
        (Wishes("support@example.com", agents=("support@example.com",)), "cannot be an agent of itself"),
        (Wishes(relay="smtp.example.com"), "--mailbox ADDRESS"),
        (Wishes("s@example.com", agents=("a@example.org",), imap="a", lmtp="unix:/b"), "keep one"),
        (Wishes("s@example.com", agents=("a@example.org",), relay="smtp.example.com:x"), "is no server"),
        (Wishes("s@example.com", agents=("a@example.org",), lmtp="here"), "no place to listen"),
    ],
)
def test_wishes_that_do_not_fit_together_write_nothing(wishes: Wishes, why: str, tmp_path: Path) -> None:
    """One line says what would be right, and the folder stays empty."""
    with pytest.raises(Refused, match=why):
        initialise(tmp_path / "desk", wishes)
    assert list(tmp_path.iterdir()) == []
