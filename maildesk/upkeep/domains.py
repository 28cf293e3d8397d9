"""What name servers say of a desk's domains and of the host its letters leave by: what is wrong, and the record that would be right. Nothing is asked unless somebody calls this."""

from __future__ import annotations

import base64
import binascii
import ipaddress
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from maildesk.config.schema import DeskConfig, ReplyTo
from maildesk.errors import TryLater
from maildesk.intake.trust.dkim import tag_list
from maildesk.intake.trust.dmarc import on_trial, policy_of, published, wish_of
from maildesk.language import Said
from maildesk.spf import Ask, Ip, Verdict, judge, records_of


class State(StrEnum):
    """How it stands: `note` works, and could be better; `unknown` is for another time."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `record` is a line for the zone file, or "" where none is to be written."""

    about: str
    check: str  # name, ptr, mx, spf, dkim, dmarc or proof
    state: State
    words: Said
    record: str = ""


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain of the desk's addresses. `relays` are the hosts its letters leave by, "" for this machine; one for replies alone has none."""

    name: str
    relays: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be looked at. `host` is what the desk calls itself; `listens`: mail servers hand mail over to it, it is not fetched alone.

    `addresses` are those the world sees letters come from, where the operator named them; `selectors` those of DKIM. `agents` are the
    domains whose signature is to prove agents, and `otherwise` says that something else may do so, too.
    """

    host: str
    listens: bool
    domains: tuple[Domain, ...]
    addresses: tuple[Ip, ...] = ()
    selectors: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    otherwise: bool = False


def plan_of(config: DeskConfig, machine: str, addresses: Iterable[Ip] = (), selectors: Iterable[str] = ()) -> Plan:
    """The plan of a desk; `machine` is the name of this host, which counts where desk.yaml names no other."""
    host = (config.hostname or machine).lower().rstrip(".")
    relays: dict[str, set[str]] = {}
    for mailbox in config.mailboxes:
        local, _at, domain = mailbox.address.rpartition("@")
        relay = config.relays.get(mailbox.relay)
        if mailbox.deliver == "live" and relay is not None and relay.host is not None:
            relays.setdefault(domain, set()).add("" if _is_here(relay.host, host) else relay.host.lower())
        relays.setdefault(domain, set())
        if mailbox.reply_to is ReplyTo.SUBDOMAIN:
            relays.setdefault(f"{local}.{domain}", set())
    listens = any(listen.smtp or listen.lmtp for listen in config.listen)
    domains = tuple(Domain(name, frozenset(hosts)) for name, hosts in relays.items())
    return Plan(
        host, listens, domains, tuple(addresses), tuple(selectors), _signing(config), config.proof.vouched or "signature" in config.proof.given_up
    )


def _signing(config: DeskConfig) -> tuple[str, ...]:
    """Agents' domains whose signature counts by their DMARC policy alone."""
    if not config.proof.asks_dns:
        return ()
    found = (address.rpartition("@")[2] for agent in config.agents if not agent.disabled for address in agent.addresses)
    return tuple(name for name in dict.fromkeys(found) if name not in config.proof.agent_domains)


def _is_here(relay: str, host: str) -> bool:
    try:
        return ipaddress.ip_address(relay).is_loopback
    except ValueError:
        return relay.lower() in ("localhost", host)


def look(plan: Plan, ask: Ask) -> Iterator[Finding]:
    """Everything, the host first and then each domain; a name server that does not answer costs one finding, not the rest."""
    sends = any("" in domain.relays for domain in plan.domains)
    if sends or plan.listens:
        yield from _told(plan.host, "name", _name(plan, ask))
    addresses = plan.addresses or (tuple(_addresses(plan.host, ask)) if sends else ())
    for address in addresses:
        yield from _told(str(address), "ptr", _reverse(plan, address, ask))
    for domain in plan.domains:
        yield from _told(domain.name, "mx", _mx(plan, domain, ask))
        if domain.relays:
            yield from _told(domain.name, "spf", _spf(domain, addresses, ask))
            for selector in plan.selectors:
                yield from _told(f"{selector}._domainkey.{domain.name}", "dkim", _dkim(selector, domain, ask))
            yield from _told(domain.name, "dmarc", _dmarc(domain, ask))
    for name in plan.agents:
        yield from _told(name, "proof", _proof(name, plan.otherwise, ask))


Found = Iterator[tuple[State, Said, str]]


def _told(about: str, check: str, found: Found) -> Iterator[Finding]:
    try:
        yield from (Finding(about, check, *one) for one in found)
    except TryLater as error:
        yield Finding(about, check, State.UNKNOWN, error.text)


def _addresses(host: str, ask: Ask) -> Iterator[Ip]:
    try:
        for kind in ("A", "AAAA"):
            yield from map(ipaddress.ip_address, ask(host, kind))
    except TryLater:
        return  # the check of the name itself says so


# ---------------------------------------------------------------- the host
_INSIDE = [ipaddress.ip_network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")]


def _name(plan: Plan, ask: Ask) -> Found:
    """RFC 5321 §2.3.5 wants a name that resolves; receivers look it up."""
    if "." not in plan.host:
        yield State.WRONG, Said("the desk calls itself “{host}”, which is no full name; set `hostname:` in desk.yaml", host=plan.host), ""
        return
    found = [ipaddress.ip_address(one) for kind in ("A", "AAAA") for one in ask(plan.host, kind)]
    if not found:
        example = next(iter(plan.addresses), None)
        yield State.WRONG, Said("the name the desk gives itself has no address"), _address_record(plan.host, example)
        return
    inside = [one for one in found if one.is_loopback or one.is_link_local or any(one in net for net in _INSIDE if net.version == one.version)]
    if inside and not plan.addresses:
        yield State.NOTE, Said("{address} is an address of a private network; add --from-ip with the one the world sees", address=inside[0]), ""
        return
    yield State.OK, Said("stands at {addresses}", addresses=", ".join(map(str, found))), ""


def _address_record(host: str, address: Ip | None) -> str:
    return f"{host}. IN {'AAAA' if address.version == 6 else 'A'} {address}" if address else ""


def _reverse(plan: Plan, address: Ip, ask: Ask) -> Found:
    """Its name must lead back to it, or large providers refuse the mail."""
    names = [name.lower().rstrip(".") for name in ask(address.reverse_pointer, "PTR")]
    record = f"{address.reverse_pointer}. IN PTR {plan.host}."
    if not names:
        yield State.WRONG, Said("the address has no name; whoever rents it to you can set one"), record
        return
    kind = "AAAA" if address.version == 6 else "A"
    back = [name for name in names if str(address) in {str(ipaddress.ip_address(one)) for one in ask(name, kind)}]
    if not back:
        yield State.WRONG, Said("its name {name} does not lead back to it", name=names[0]), record
    elif plan.host not in back:
        yield State.NOTE, Said("its name is {name}, and the desk calls itself {host}", name=back[0], host=plan.host), record
    else:
        yield State.OK, Said("its name is {name}, which leads back to it", name=plan.host), ""


# ---------------------------------------------------------------- where mail goes
def _mx(plan: Plan, domain: Domain, ask: Ask) -> Found:
    records = sorted((int(record.split()[0]), record.split()[1].lower().rstrip(".")) for record in ask(domain.name, "MX"))
    hosts = [host for _preference, host in records]
    ours = f"{domain.name}. IN MX 10 {plan.host if plan.listens else _parents_host(domain, ask) or plan.host}."
    if not hosts:
        yield from _without_mx(domain, ours, ask)
        return
    if hosts == [""]:
        yield State.WRONG, Said("its MX says that it takes no mail (RFC 7505)"), ours
        return
    found = {host: {one for kind in ("A", "AAAA") for one in ask(host, kind)} for host in hosts}
    for host in (host for host in hosts if not found[host]):
        yield State.WRONG, Said("its mail server {host} has no address", host=host), ours
    here = {one for kind in ("A", "AAAA") for one in ask(plan.host, kind)} if plan.listens else set()
    if not plan.listens or any(host == plan.host or found[host] & here for host in hosts):
        yield State.OK, Said("mail goes to {hosts}", hosts=", ".join(hosts)), ""
        return
    words = Said("mail goes to {hosts}, and none of them is {ours}: they must hand it on to the desk", hosts=", ".join(hosts), ours=plan.host)
    yield State.NOTE, words, ours


def _parents_host(domain: Domain, ask: Ask) -> str:
    """Where the mail of a mailbox goes, for the domain of its replies."""
    found = ask(domain.name.partition(".")[2], "MX")
    return min(found, key=lambda record: int(record.split()[0])).split()[1].rstrip(".") if found else ""


def _without_mx(domain: Domain, ours: str, ask: Ask) -> Found:
    if ask(domain.name, "A") or ask(domain.name, "AAAA"):
        yield State.NOTE, Said("it has no MX: mail goes to the address of the domain itself (RFC 5321 §5.1)"), ours
    else:
        yield State.WRONG, Said("it has no MX: what customers write does not arrive"), ours


# ---------------------------------------------------------------- who may send
# Of a network for examples (RFC 5737): whoever lets it send lets everybody.
_ANYBODY = ipaddress.ip_address("198.51.100.77")


def _spf(domain: Domain, addresses: tuple[Ip, ...], ask: Ask) -> Found:
    records = records_of(domain.name, ask)
    networks = " ".join(f"ip{one.version}:{one}" for one in addresses)
    if len(records) != 1:
        wrong = Said("it has no SPF record") if not records else Said("it has {count} SPF records, and so none that counts", count=len(records))
        yield State.WRONG, wrong, _txt(domain.name, " ".join(filter(None, ("v=spf1", networks or "mx", "~all"))))
        return
    everybody = judge(domain.name, _ANYBODY, ask)
    if everybody.verdict in (Verdict.PERMERROR, Verdict.UNKNOWN):
        yield State.WRONG if everybody.verdict is Verdict.PERMERROR else State.NOTE, everybody.why, ""
        return
    if everybody.verdict is Verdict.PASS:
        yield State.WRONG, Said("its SPF record lets everybody send in its name"), _txt(domain.name, f"v=spf1 {networks or 'mx'} ~all")
        return
    yield from _senders(domain, addresses, records[0], ask)


def _senders(domain: Domain, addresses: tuple[Ip, ...], record: str, ask: Ask) -> Found:
    """The addresses are known where this machine sends; those of another relay only as its name says, and it may send from others."""
    lacking = [one for one in addresses if judge(domain.name, one, ask).verdict is not Verdict.PASS]
    if lacking:
        networks = " ".join(f"ip{one.version}:{one}" for one in lacking)
        wrong = Said("its SPF record does not let {addresses} send in its name", addresses=", ".join(map(str, lacking)))
        yield State.WRONG, wrong, _txt(domain.name, f"{record[:6]} {networks} {record[6:].strip()}".strip())
        return
    others = sorted(domain.relays - {""}) if not addresses else []
    for relay in others:
        if not any(judge(domain.name, one, ask).verdict is Verdict.PASS for one in _addresses(relay, ask)):
            words = Said(
                "letters leave by {relay}, and the record does not name it: add what its owner says (like include:…), or try --from-ip", relay=relay
            )
            yield State.NOTE, words, ""
            return
    known = ", ".join(map(str, addresses)) or ", ".join(others)
    yield State.OK, Said("its SPF record lets {senders} send", senders=known) if known else Said.as_is(record), ""


def _txt(name: str, text: str) -> str:
    return f'{name}. IN TXT "{text}"'


# ---------------------------------------------------------------- whether it is signed
# Octets of an RSA key as RFC 6376 §3.6.1 has it published, of 1024 and of 2048 bits.
_SHORT_KEY, _GOOD_KEY = 160, 290


def _dkim(selector: str, domain: Domain, ask: Ask) -> Found:
    records = [tags for text in ask(f"{selector}._domainkey.{domain.name}", "TXT") if "p" in (tags := tag_list(text))]
    if not records:
        yield State.WRONG, Said("there is no key of that selector; the relay that signs says which record to write"), ""
        return
    if len(records) > 1:
        yield State.WRONG, Said("there are {count} keys of that selector; keep one", count=len(records)), ""
        return
    yield _key(records[0])


def _key(tags: dict[str, str]) -> tuple[State, Said, str]:
    """The first thing that can be said against a key."""
    try:
        size = len(base64.b64decode(tags["p"], validate=True))
    except binascii.Error:
        return State.WRONG, Said("the key is damaged: it is no base64"), ""
    rsa = tags.get("k", "rsa").lower() == "rsa"
    known = tags.get("v", "DKIM1") == "DKIM1" and (rsa or tags["k"].lower() == "ed25519")
    against = (
        (not size, State.WRONG, Said("the key was withdrawn (p= is empty): what it signs counts as unsigned")),
        (not known, State.WRONG, Said("this is no DKIM key that receivers know")),
        (rsa and size < _SHORT_KEY, State.WRONG, Said("the key is shorter than 1024 bits: receivers ignore it (RFC 8301)")),
        (rsa and size < _GOOD_KEY, State.NOTE, Said("the key is shorter than 2048 bits")),
        (not rsa, State.NOTE, Said("an Ed25519 key: many receivers know RSA only; sign with both")),
        ("y" in tags.get("t", "").split(":"), State.NOTE, Said("the key says that it is on trial (t=y): take that away when all is well")),
        (True, State.OK, Said("the key is there")),
    )
    return next((state, words, "") for holds, state, words in against if holds)


def _dmarc(domain: Domain, ask: Ask) -> Found:
    """Its own record, or that of a domain above it."""
    place, records = next(published(domain.name, lambda name: ask(name, "TXT")), ("", ()))
    if records:
        yield _policy(place, records, domain)
    else:
        yield State.WRONG, Said("it has no DMARC record: large providers want one"), _txt(f"_dmarc.{domain.name}", "v=DMARC1; p=none")


def _proof(name: str, otherwise: bool, ask: Ask) -> Found:
    """Whether what the domain signs proves its agents to this desk (`intake/trust/proof.py`)."""
    policy = policy_of(name, lambda asked: ask(asked, "TXT"))
    if policy.guards:
        yield (
            State.OK,
            Said("what it signs proves its agents: DMARC says {policy} (the record of {place})", policy=policy.wish, place=policy.owner),
            "",
        )
        return
    words = Said(
        "what it signs proves no agent: it needs a DMARC policy of quarantine or reject, or, where it signs all it sends, "
        "agent_domains: [{domain}] in desk.yaml",
        domain=name,
    )
    yield State.NOTE if otherwise else State.WRONG, words, _txt(f"_dmarc.{name}", "v=DMARC1; p=quarantine")


def _policy(place: str, records: Sequence[Mapping[str, str]], domain: Domain) -> tuple[State, Said, str]:
    right = _txt(f"_dmarc.{place}", "v=DMARC1; p=quarantine")
    if len(records) > 1:
        return State.WRONG, Said("{place} has {count} DMARC records, and so none that counts", place=place, count=len(records)), right
    policy = wish_of(records[0], own=place == domain.name)
    if policy not in ("none", "quarantine", "reject"):
        return State.WRONG, Said("the DMARC record of {place} has no policy (p=)", place=place), right
    if policy == "none":
        return State.NOTE, Said("DMARC only watches (p=none): when its reports show nothing strange, say quarantine"), right
    if on_trial(records[0]):
        return State.NOTE, Said("the DMARC record of {place} says that it is on trial (t=y): take that away when all is well", place=place), right
    return State.OK, Said("DMARC says {policy} (the record of {place})", policy=policy, place=place), ""
