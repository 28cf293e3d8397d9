"""What servers of the house say of a mail's sender, where desk.yaml takes their word: forged copies of it are named and disbelieved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from maildesk.config.proving import Internal, Upstream
from maildesk.errors import NOTHING
from maildesk.intake.header.hops import Headers, House, entry, handed_over, true_hops
from maildesk.intake.header.reading import one_address
from maildesk.intake.trust.results import Result, Results, read_results
from maildesk.language import Said
from maildesk.mail import Envelope
from maildesk.plainaddress import is_plain_address

_RESULTS = "authentication-results"
_SHOWN = 80  # letters of a header that evidence shows


@dataclass(frozen=True, slots=True)
class Word:
    """Whether a server vouches for the strict From, and the words for it; `said` is "" where there is nothing to be told."""

    given: bool = False
    said: Said = NOTHING


NO_WORD = Word()


@dataclass(frozen=True, slots=True)
class Passage:
    """A mail as servers of ours see it: its headers undecoded, how it came, and its strict From."""

    headers: Headers
    envelope: Envelope
    sender: str
    networks: Sequence[str]

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    def house(self, servers: tuple[str, ...]) -> House:
        return House.of(self.networks, servers)

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.headers if key.lower() == name)


# -- Authentication-Results of a server before us (RFC 8601)
def upstream_words(passage: Passage, upstream: Upstream, agent_domains: Sequence[str]) -> tuple[Word, Word, Word]:
    """What the upstream says: whether the very domain of From stands for the mail, whether the person in From logged in to it, and whether the domain disowns it."""
    line, doubt = _its_own(passage, upstream)
    if doubt:
        return Word(said=Said("Authentication-Results are worth nothing: {why}", why=doubt)), NO_WORD, NO_WORD
    results = read_results(line) if line else None
    if results is None or results.server != upstream.authserv_id:
        why = Said("{server} did not write them", server=upstream.authserv_id)
        return Word(said=Said("Authentication-Results are worth nothing: {why}", why=why)), NO_WORD, NO_WORD
    return _about_domain(passage, results, agent_domains), _about_login(passage, results), _disowned(passage, results)


def _about_domain(passage: Passage, results: Results, agent_domains: Sequence[str]) -> Word:
    """DMARC passed, or a signature where the domain signs all it sends."""
    dmarc = [one for one in results.found if one.method == "dmarc"]
    signed = passage.domain in agent_domains and any(_is_about(one, "dkim", "header.d", passage.domain) for one in results.found)
    passed = len(dmarc) == 1 and _is_about(dmarc[0], "dmarc", "header.from", passage.domain)
    given = passed or (signed and all(one.result != "fail" for one in dmarc))
    told = Said("yes") if given else Said("no")
    return Word(given, Said("{server} says that {domain} sent it: {answer}", server=results.server, domain=passage.domain, answer=told))


_POLICY = re.compile(r"(?<![\w.])(s?p)=([a-z]+)")  # in a comment, as most servers write it: `(p=REJECT sp=NONE dis=NONE)`
_POLICY_NAMES = ("policy.dmarc", "policy.published-domain-policy")
_ASKS = frozenset({"reject", "quarantine"})


def _disowned(passage: Passage, results: Results) -> Word:
    """DMARC failed, and its owner asks not to believe such mail; where no policy is told, or one of two asks for nothing, a list may have broken it."""
    dmarc = [one for one in results.found if one.method == "dmarc"]
    if len(dmarc) != 1 or dmarc[0].result != "fail" or dmarc[0].of.get("header.from", "").lower() != passage.domain:
        return NO_WORD
    remarks = _POLICY.findall(" ".join(dmarc[0].remarks).lower())
    wishes = {wish for _, wish in remarks} | {dmarc[0].of[name].lower() for name in _POLICY_NAMES if name in dmarc[0].of}
    if not wishes or wishes - _ASKS:
        return NO_WORD
    return Word(True, Said("{server} says that {domain} disowns it", server=results.server, domain=passage.domain))


def _about_login(passage: Passage, results: Results) -> Word:
    """The login of an SMTP session (RFC 8601 §2.7.4); it names a person where it is a whole address."""
    logins = [one for one in results.found if one.method == "auth"]
    if len(logins) != 1 or "smtp.auth" not in logins[0].of:
        return NO_WORD
    login = logins[0].of["smtp.auth"]
    return Word(_is_about(logins[0], "auth", "smtp.auth", passage.sender), _logged_in(login, results.server))


def _logged_in(login: str, server: str) -> Said:
    return Said("{login} logged in to {server} and sent it", login=login[:_SHOWN], server=server)


def _is_about(one: Result, method: str, name: str, domain: str) -> bool:
    return one.method == method and one.result == "pass" and one.of.get(name, "").lower() == domain


def _its_own(passage: Passage, upstream: Upstream) -> tuple[str, Said]:
    """The line that only the upstream can have written, or why there is none; "" and no doubt where the mail has no such line."""
    places = [place for place, (name, _) in enumerate(passage.headers) if name.lower() == _RESULTS]
    hop, why = entry(passage.headers, passage.envelope, passage.house(upstream.servers))
    if not places:
        return "", Said("there are none")
    if hop is None:
        return "", why
    if upstream.counts == "anywhere":
        named = [place for place in places if upstream.authserv_id.lower() in passage.headers[place][1].lower()]
        return ("", Said("they stand twice")) if len(named) > 1 else (passage.headers[named[0]][1] if named else "", NOTHING)
    if places[0] > hop:
        return "", Said("they do not stand above the Received line of {hosts}", hosts=", ".join(upstream.servers))
    return passage.headers[places[0]][1], NOTHING


# -- who logged in to a mail server of ours
_LOGIN = re.compile(r"\(Authenticated sender: ([^\s()]{1,254})\)")
_WITH_LOGIN = re.compile(r" with (?:E|UTF8)SMTPS?A(?:[\s;]|\Z)")  # RFC 3848, RFC 6531: the A says that there was one


def login_word(passage: Passage, internal: Internal) -> Word:
    """Whether Postfix names the login, in the line by which it took the mail, and it is the address in From."""
    house = passage.house(internal.servers)
    hops, doubt = true_hops(passage.headers, passage.envelope, house)
    if doubt:
        return Word(said=Said("no login is known: {why}", why=doubt))
    hop = next((one for one in hops if "(Authenticated sender:" in one.line), None)
    if hop is None:
        return Word(said=Said("no server of the house names a login"))
    found = _LOGIN.findall(hop.line.partition(" by ")[0])
    if not house.has(hop.server) or len(found) != 1 or hop.line.count("Authenticated sender") != 1 or not _WITH_LOGIN.search(hop.line):
        return Word(said=Said("the login named by {server} cannot be read without doubt", server=hop.server))
    login = found[0] if "@" in found[0] or internal.domain is None else f"{found[0]}@{internal.domain}"
    same = is_plain_address(login) and login.lower() == passage.sender
    return Word(same, _logged_in(login, hop.server))


# -- Exchange, whose servers take these headers from all that comes in and write them anew
_AUTH_AS, _AUTH_SOURCE = "x-ms-exchange-organization-authas", "x-ms-exchange-organization-authsource"
_BY = re.compile(r" by ([^\s();,]{1,255})")


def exchange_word(passage: Passage, internal: Internal) -> Word:
    """Whether Exchange marks the mail as its own people's, and it never left Exchange on its way to us."""
    house = passage.house(internal.servers)
    marks, sources = passage.all(_AUTH_AS), passage.all(_AUTH_SOURCE)
    if not marks:
        return Word(said=Said("Exchange does not mark it as internal"))
    why = _objection(passage, house, marks, sources)
    if why:
        return Word(said=Said("the mark of Exchange is worth nothing: {why}", why=why))
    return Word(True, Said("Exchange marks it as internal: {server}", server=sources[0][:_SHOWN]))


def _objection(passage: Passage, house: House, marks: Sequence[str], sources: Sequence[str]) -> Said:
    received = [" ".join(value.split()) for value in passage.all("received")]
    servers = [found[0].lower() if len(found) == 1 else "?" for found in (_BY.findall(line) for line in received)]
    stranger = next((server for server in servers if not house.has(server)), "")
    if not handed_over(passage.envelope, house):
        return Said("it came straight from {peer}, not through {hosts}", peer=passage.envelope.peer, hosts=house.names)
    if not servers or stranger:
        return Said("{server} is not {hosts}", server=stranger or "?", hosts=house.names)
    if len(marks) != 1 or len(sources) != 1:
        return Said("it stands twice")
    if marks[0].strip() != "Internal" or not house.has(sources[0].strip().lower()):
        return Said("it does not say Internal")
    others = any(one_address(value) != passage.sender for value in passage.all("sender"))
    return Said("Sender is another than From") if others else NOTHING
