"""From the admin's files to an open desk: the one place where everything is built."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import partial
from pathlib import Path

from maildesk.commands.words import command_words
from maildesk.config.anchor import files_named
from maildesk.config.keyring import keyring_path, load_keyring, new_keyring, write_keyring
from maildesk.config.limits import Limits
from maildesk.config.load import check_document
from maildesk.config.places import host_and_port
from maildesk.config.proving import Proving
from maildesk.config.schema import Agent, DeskConfig, Mailbox, Team
from maildesk.config.watch import look
from maildesk.config.ways import Relay
from maildesk.config.yamlfile import read_yaml
from maildesk.desk import Desk
from maildesk.edition import Edition, Files, Reading
from maildesk.errors import BadConfiguration, Problem
from maildesk.outbound.compose import Press
from maildesk.outbound.render import Templates, check_names, check_templates, load_templates
from maildesk.prepared import check_prepared, macros_of
from maildesk.resolver import NameServer, Resolver
from maildesk.resources import data_dir
from maildesk.rules.load import check_rules, read_rule_files, rules_of
from maildesk.rules.ruleset import RuleSet
from maildesk.store import schema
from maildesk.store.engine import Database
from maildesk.tokens import KeyRing

_NOBODY = "support@desk.invalid"
_SOMEBODY = "agent@desk.invalid"


def open_desk(path: Path) -> Desk:
    """The desk of a file, with its database opened but not checked; raises BadConfiguration with all problems of all files."""
    return read_edition(path).right().desk


def read_edition(path: Path) -> Reading:
    """desk.yaml, its rules and templates and the key ring, read together; the database is opened, but not checked."""
    command_words()  # the words of every language are read now: a mistake in a file of ours shows before the first mail
    seen = look((path,))
    document = read_yaml(path)
    config, problems = check_document(document, path)
    if config is None:
        return Reading(None, problems, (path,), seen)
    watched = (path, *_watched(config))
    seen |= look(watched[1:])
    ring, wrong_ring = _ring(config)
    templates, wrong_templates = _templates(config)
    documents, wrong_folder = read_rule_files(config.rules or data_dir("rules.d"))
    if any(problem.place == document.place(("rules",)) for problem in problems):
        wrong_folder = ()  # it was said already, with its line
    rules, wrong_rules = rules_of(documents, config, templates.names, macros_of(config))
    wrong_templates += _wrong_names(config, rules)
    problems = tuple(dict.fromkeys((*problems, *check_prepared(config, document), *wrong_ring, *wrong_templates, *wrong_folder, *wrong_rules)))
    if problems or rules is None or ring is None:
        return Reading(None, problems, watched, seen)
    files = Files(config, ring, templates.sources, documents, document)
    desk = _built(config, rules, templates, Database(config.database), ring)
    return Reading(Edition(files, desk, partial(desk_of, files)), (), watched, seen)


def _wrong_names(config: DeskConfig, rules: RuleSet | None) -> tuple[Problem, ...]:
    """Of templates that neither replace a shipped one nor are sent by a rule; known only once all rules are right."""
    changes = (change for rule in rules.rules for change in rule.changes) if rules else ()
    sent = frozenset(str(change.value) for change in changes if change.verb == "reply")
    return check_names(data_dir("templates"), config.templates, sent) if rules else ()


def desk_of(files: Files) -> Desk:
    """The desk of files that were found to be right, with a database of its own; nothing is read again."""
    templates = Templates(files.templates, files.config.limits)
    rules, problems = rules_of(files.rules, files.config, templates.names, macros_of(files.config))
    if rules is None:
        raise BadConfiguration(problems)
    return _built(files.config, rules, templates, Database(files.config.database), files.ring)


def _watched(config: DeskConfig) -> tuple[Path, ...]:
    """What is read once, beside desk.yaml. Passwords are not among them: they are read at each login, and a provider's tool may write one anew every hour."""
    named = (path for route, path in files_named(config) if route[-1] not in ("password_file", "ca_file"))
    return (keyring_path(config), *named)


def _ring(config: DeskConfig) -> tuple[KeyRing | None, tuple[Problem, ...]]:
    try:
        return load_keyring(keyring_path(config)), ()
    except BadConfiguration as error:
        return None, error.problems


def trial_desk(file: Path | None, mailbox: str | None, scratch: Path) -> Desk:
    """The desk of a file, or one of shipped files for a mailbox, on a database of its own: nothing of the desk's is opened."""
    desk = open_desk(file) if file is not None else scratch_desk(mailbox or _NOBODY, somebody=True)
    desk.database.close()
    database = Database(f"sqlite:///{scratch}")
    schema.create(database)
    return replace(desk, database=database)


def scratch_desk(mailbox: str = _NOBODY, dns: bool = False, *, somebody: bool = False) -> Desk:
    """A desk of shipped files, an empty store in memory and a key that is thrown away: `--no-desk`.

    With `somebody` one agent, whose address is nobody's (RFC 2606), makes up the team: a notification is seen only where somebody would get it.
    """
    agents = (Agent(address=_SOMEBODY, name="Agent"),) if somebody else ()
    config = DeskConfig(
        mailboxes=(Mailbox(address=mailbox, name="Support", team="support" if somebody else None),),
        agents=agents,
        teams={"support": Team(members=tuple(agent.address for agent in agents))} if somebody else {},
        relays={"default": Relay(capture=Path("outgoing"))},
        database="sqlite://",
        proof=Proving(dns=dns, gives_up=("signature",)),
    )
    templates, _ = _templates(config)
    rules, problems = check_rules(data_dir("rules.d"), config, templates.names)
    if rules is None:
        raise BadConfiguration(problems)
    database = Database(config.database)
    schema.create(database)
    return _built(config, rules, templates, database, new_keyring(secrets.token_bytes))


def make_database(config: DeskConfig) -> None:
    """Makes the database of a fresh desk, or brings an older one up to this program."""
    database = Database(config.database)
    try:
        schema.upgrade(database)
    finally:
        database.close()


def make_keyring(config: DeskConfig) -> None:
    """Makes the desk's first signing key."""
    write_keyring(keyring_path(config), new_keyring(secrets.token_bytes))


def _templates(config: DeskConfig) -> tuple[Templates, tuple[Problem, ...]]:
    """Shipped ones are not tried at each start, which compiles eighty files: unless a file or a bound of the admin's is among them, a test has."""
    templates = load_templates(data_dir("templates"), config.templates, config.limits)
    as_shipped = config.templates is None and config.limits.template >= Limits().template
    return templates, templates.unreadable if as_shipped else check_templates(templates)


def _built(config: DeskConfig, rules: RuleSet, templates: Templates, database: Database, ring: KeyRing) -> Desk:
    return Desk(config, rules, Press(config, ring, templates), ring, database, secrets.randbits, _resolver(config))


def _resolver(config: DeskConfig) -> Resolver | None:
    servers = [NameServer(*host_and_port(one)) for one in config.proof.name_servers]
    return Resolver(servers) if config.proof.asks_dns else None
