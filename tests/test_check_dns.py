"""V125: `maildesk check-dns` against a real name server: what is wrong with a desk's domains is said, with the record that would be right."""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Iterator
from pathlib import Path

import pytest

from maildesk.spf import Verdict, judge
from tests.desks import Ended, said
from tests.nameserver import Zone, nameserver

HOST, V4, V6 = "desk.example.com", "203.0.113.9", "2001:db8::9"
KEY = base64.b64encode(b"k" * 294).decode()
DESK = """\
mailboxes:
  - {address: support@example.com, name: Support, reply_to: plus}
  - {address: sales@example.org, name: Sales, reply_to: subdomain, relay: provider}
  - {address: test@example.net, name: Test, deliver: capture}
hostname: desk.example.com
listen: [{smtp: "127.0.0.1:2525"}]
relays: {default: {host: localhost}, provider: {host: smtp.provider.example}}
proof: {gives_up: [signature, confirmation]}
"""


@pytest.fixture(name="zone")
def _zone() -> Iterator[Zone]:
    """All is well for the desk above."""
    with nameserver(Zone()) as zone:
        zone.add(HOST, "A", V4)
        zone.add(HOST, "AAAA", V6)
        for address in (V4, V6):
            zone.add(ipaddress.ip_address(address).reverse_pointer, "PTR", f"{HOST}.")
        for domain in ("example.com", "example.org", "sales.example.org", "example.net"):
            zone.add(domain, "MX", f"10 {HOST}.", "20 backup.provider.example.")
        zone.add("backup.provider.example", "A", "192.0.2.7")
        zone.add("smtp.provider.example", "A", "192.0.2.8")
        zone.add("example.com", "TXT", "v=spf1 a:desk.example.com -all", "another=thing")
        zone.add("example.org", "TXT", "v=spf1 include:spf.provider.example a:desk.example.com ~all")
        zone.add("spf.provider.example", "TXT", "v=spf1 ip4:192.0.2.0/24 -all")
        zone.add("_dmarc.example.com", "TXT", "v=DMARC1; p=reject")
        zone.add("_dmarc.example.org", "TXT", "v=DMARC1; p=quarantine; sp=reject")
        for domain in ("example.com", "example.org"):
            zone.add(f"one._domainkey.{domain}", "TXT", f"v=DKIM1; k=rsa; p={KEY}")
        yield zone


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    path = tmp_path / "desk.yaml"
    path.write_text(DESK, encoding="utf-8")
    return path


def check(desk: Path, zone: Zone, *more: str, **environ: str) -> Ended:
    return said("check-dns", "--server", f"127.0.0.1:{zone.port}", *more, desk=desk, **environ)


def wrong(ended: Ended) -> dict[tuple[str, str], tuple[str, str]]:
    """Words and record of what is wrong."""
    return {(line["about"], line["check"]): (line["words"], line["record"] or "") for line in ended.lines if line["state"] == "wrong"}


def change(zone: Zone, name: str, kind: str, *values: str) -> None:
    zone.records.pop((name, kind), None)
    if values:
        zone.add(name, kind, *values)


def test_all_is_well(desk: Path, zone: Zone) -> None:
    """Each domain and the host; a domain for replies alone needs its MX, a captured mailbox sends nothing."""
    ended = check(desk, zone, "--selector", "one", "--json")

    assert (ended.code, ended.err) == (0, "")
    assert {line["state"] for line in ended.lines} == {"ok"}, ended.out
    assert [f"{line['about']} {line['check']}" for line in ended.lines] == [
        *(f"{HOST} name", f"{V4} ptr", f"{V6} ptr"),
        *("example.com mx", "example.com spf", "one._domainkey.example.com dkim", "example.com dmarc"),
        *("example.org mx", "example.org spf", "one._domainkey.example.org dkim", "example.org dmarc"),
        *("sales.example.org mx", "example.net mx"),
    ]
    assert check(desk, zone).out.endswith("nothing is wrong\n")
    assert "没有错误" in check(desk, zone, LC_ALL="zh_CN.UTF-8").out


def test_what_is_wrong_is_said_with_the_record_that_would_be_right(desk: Path, zone: Zone) -> None:
    """One thing after the other on the same desk; each record is a line for the zone file."""
    steps = [
        (("9.113.0.203.in-addr.arpa", "PTR"), (), (V4, "ptr"), "has no name", f"9.113.0.203.in-addr.arpa. IN PTR {HOST}."),
        (("9.113.0.203.in-addr.arpa", "PTR"), ("other.example.",), (V4, "ptr"), "other.example does not lead back", f"9.113.0.203.in-addr.arpa. IN PTR {HOST}."),
        (("sales.example.org", "MX"), (), ("sales.example.org", "mx"), "it has no MX: what customers write", f"sales.example.org. IN MX 10 {HOST}."),
        (("example.net", "MX"), ("0 .",), ("example.net", "mx"), "takes no mail", f"example.net. IN MX 10 {HOST}."),
        (("example.com", "MX"), ("10 gone.example.",), ("example.com", "mx"), "gone.example has no address", f"example.com. IN MX 10 {HOST}."),
        (("example.com", "TXT"), (), ("example.com", "spf"), "no SPF record", f'example.com. IN TXT "v=spf1 ip4:{V4} ip6:{V6} ~all"'),
        (("example.com", "TXT"), ("v=spf1 -all", "v=spf1 mx -all"), ("example.com", "spf"), "2 SPF records", f'example.com. IN TXT "v=spf1 ip4:{V4} ip6:{V6} ~all"'),
        (("example.com", "TXT"), (f"v=spf1 ip4:{V4} -all",), ("example.com", "spf"), f"does not let {V6} send", f'example.com. IN TXT "v=spf1 ip6:{V6} ip4:{V4} -all"'),
        (("example.com", "TXT"), ("v=spf1 +all",), ("example.com", "spf"), "lets everybody send", f'example.com. IN TXT "v=spf1 ip4:{V4} ip6:{V6} ~all"'),
        (("example.com", "TXT"), ("v=spf1 include:nobody.example -all",), ("example.com", "spf"), "nobody.example, which has no SPF", ""),
        (("one._domainkey.example.com", "TXT"), (), ("one._domainkey.example.com", "dkim"), "no key of that selector", ""),
        (("one._domainkey.example.com", "TXT"), ("v=DKIM1; p=",), ("one._domainkey.example.com", "dkim"), "was withdrawn", ""),
        (("one._domainkey.example.com", "TXT"), ("v=DKIM1; p=MIGf",), ("one._domainkey.example.com", "dkim"), "shorter than 1024", ""),
        (("_dmarc.example.com", "TXT"), (), ("example.com", "dmarc"), "no DMARC record", '_dmarc.example.com. IN TXT "v=DMARC1; p=none"'),
        (("_dmarc.example.com", "TXT"), ("v=DMARC1; rua=x",), ("example.com", "dmarc"), "has no policy", '_dmarc.example.com. IN TXT "v=DMARC1; p=quarantine"'),
    ]  # fmt: skip
    for place, values, about, words, record in steps:
        before = list(zone.records.get(place, ()))
        change(zone, *place, *values)
        ended = check(desk, zone, "--selector", "one", "--json")
        found = wrong(ended)
        assert (ended.code, set(found)) == (1, {about}), (place, values, ended.out)
        assert words in found[about][0], found
        assert found[about][1] == record
        zone.records[place] = before


def test_what_works_but_could_be_better_is_a_note(desk: Path, zone: Zone) -> None:
    """Exit 0: nothing is lost, and the words say what it is about."""
    change(zone, "example.com", "MX", "10 backup.provider.example.")
    change(zone, "example.net", "MX")
    zone.add("example.net", "A", "192.0.2.9")
    change(zone, "9.113.0.203.in-addr.arpa", "PTR", "rented.provider.example.")
    zone.add("rented.provider.example", "A", V4)
    change(zone, "spf.provider.example", "TXT", "v=spf1 ip4:192.0.2.200 -all")
    change(zone, "_dmarc.example.com", "TXT", "v=DMARC1; p=none")
    change(zone, "_dmarc.example.org", "TXT", "v=DMARC1; p=reject; t=y")
    change(zone, "one._domainkey.example.com", "TXT", f"p={base64.b64encode(b'k' * 162).decode()}")
    change(zone, "one._domainkey.example.org", "TXT", f"t=y; p={KEY}")
    ended = check(desk, zone, "--selector", "one", "--json")

    notes = {(line["about"], line["check"]): line["words"] for line in ended.lines if line["state"] == "note"}
    assert ended.code == 0
    assert notes.keys() == {
        *((V4, "ptr"), ("example.com", "mx"), ("example.net", "mx"), ("example.com", "dmarc"), ("example.org", "dmarc")),
        *(("one._domainkey.example.com", "dkim"), ("one._domainkey.example.org", "dkim")),
    }
    assert f"none of them is {HOST}" in notes["example.com", "mx"]
    assert f"rented.provider.example, and the desk calls itself {HOST}" in notes[V4, "ptr"]


def test_whether_a_signature_proves_agents(desk: Path, zone: Zone) -> None:
    """Where it is asked for, each of their domains has to guard its name; who watches only, or nothing, is said with both ways out."""
    agents = "agents: [{address: a@example.com, name: A, also: [a@home.example]}, {address: b@example.net, name: B, disabled: true}]\n"
    desk.write_text(DESK.replace("proof: {gives_up: [signature, confirmation]}", agents + "proof: {gives_up: []}"), encoding="utf-8")
    zone.add("_dmarc.home.example", "TXT", "v=DMARC1; p=none")

    found = {line["about"]: line for line in check(desk, zone, "--json").lines if line["check"] == "proof"}
    assert {name: line["state"] for name, line in found.items()} == {"example.com": "ok", "home.example": "wrong"}
    assert found["example.com"]["words"] == "what it signs proves its agents: DMARC says reject (the record of example.com)"
    assert "agent_domains: [home.example] in desk.yaml" in found["home.example"]["words"]
    assert found["home.example"]["record"] == '_dmarc.home.example. IN TXT "v=DMARC1; p=quarantine"'

    desk.write_text(desk.read_text(encoding="utf-8").replace("gives_up: []", "dns: true, gives_up: [signature]"), encoding="utf-8")
    assert {line["state"] for line in check(desk, zone, "--json").lines if line["check"] == "proof"} == {"ok", "note"}
    desk.write_text(
        desk.read_text(encoding="utf-8").replace("gives_up: [signature]", "gives_up: [], agent_domains: [home.example]"), encoding="utf-8"
    )
    assert check(desk, zone).code == 0


def test_the_operator_says_what_the_world_sees(desk: Path, zone: Zone) -> None:
    """Behind NAT, or where a provider sends: then each record is held against that address."""
    found = wrong(check(desk, zone, "--from-ip", "198.51.100.4", "--json"))

    assert set(found) == {("198.51.100.4", "ptr"), ("example.com", "spf"), ("example.org", "spf")}
    assert found["example.org", "spf"][1] == 'example.org. IN TXT "v=spf1 ip4:198.51.100.4 include:spf.provider.example a:desk.example.com ~all"'
    assert check(desk, zone, "--from-ip", "nowhere").code == 2
    assert check(desk, zone, "--server", "no such").code == 2


def test_a_relay_elsewhere_is_known_by_its_name_alone(desk: Path, zone: Zone) -> None:
    """Its owner's record is not judged by an address it may not send from: a note says what to ask for."""
    desk.write_text(desk.read_text(encoding="utf-8").replace("host: localhost", "host: smtp.provider.example"), encoding="utf-8")
    ended = check(desk, zone, "--json")

    notes = {(line["about"], line["check"]): line["words"] for line in ended.lines if line["state"] == "note"}
    assert (ended.code, set(notes)) == (0, {("example.com", "spf")})
    assert "letters leave by smtp.provider.example" in notes["example.com", "spf"]


def test_no_answer_is_for_another_time(desk: Path, zone: Zone) -> None:
    """Exit 75, and all the rest is looked at; where something is wrong too, that counts more."""
    zone.broken.add("example.com")
    ended = check(desk, zone, "--json")
    assert ended.code == 75
    assert {(line["about"], line["check"]) for line in ended.lines if line["state"] == "unknown"} == {("example.com", "mx"), ("example.com", "spf")}
    change(zone, "_dmarc.example.org", "TXT")
    ended = check(desk, zone)
    assert (ended.code, ended.out.splitlines()[-2:]) == (1, ["1 thing is wrong", "2 questions found no answer"])
    assert "mx: no name server answers for example.com: each failed or refused" in ended.out


def test_nothing_is_asked_by_itself(desk: Path, zone: Zone) -> None:
    """`config check`, and a desk.yaml that is wrong, ask nobody."""
    said("config", "check", desk=desk)
    desk.write_text("mailboxes: none\n", encoding="utf-8")
    assert check(desk, zone).code == 78
    assert zone.asked == []


@pytest.mark.parametrize(
    ("record", "address", "verdict"),
    [
        ("v=spf1 ip4:192.0.2.0/24 -all", "192.0.2.77", Verdict.PASS),
        ("v=spf1 ip4:192.0.2.0/24 -all", "192.0.3.1", Verdict.FAIL),
        ("v=spf1 ip6:2001:db8::/32 ~all", "2001:db8:1::1", Verdict.PASS),
        ("v=spf1 ip6:2001:db8::/32 ~all", "192.0.2.1", Verdict.SOFTFAIL),
        ("V=SPF1 A:a.example/28 -ALL", "192.0.2.14", Verdict.PASS),
        ("v=spf1 a:a.example//64 -all", "2001:db8::ffff", Verdict.PASS),
        ("v=spf1 mx:m.example -all", "192.0.2.1", Verdict.PASS),
        ("v=spf1 -ip4:192.0.2.1 +all", "192.0.2.1", Verdict.FAIL),
        ("v=spf1 include:inc.example ?all", "192.0.2.5", Verdict.NEUTRAL),
        ("v=spf1 include:inc.example ?all", "203.0.113.1", Verdict.PASS),
        ("v=spf1 redirect=inc.example", "192.0.2.5", Verdict.FAIL),
        ("v=spf1 redirect=none.example", "192.0.2.5", Verdict.PERMERROR),
        ("v=spf1 exp=x.example ptr exists:a.example -all", "203.0.113.1", Verdict.PASS),
        ("v=spf1", "192.0.2.1", Verdict.NEUTRAL),
        ("v=spf1 ip4:300.0.0.1 -all", "192.0.2.1", Verdict.PERMERROR),
        ("v=spf1 a:x/y/z -all", "192.0.2.1", Verdict.PERMERROR),
        ("v=spf1 what:ever -all", "192.0.2.1", Verdict.PERMERROR),
        ("v=spf1 include:loop.example -all", "192.0.2.1", Verdict.PERMERROR),
        ("v=spf1 exists:%{i}.x.example -all", "192.0.2.1", Verdict.UNKNOWN),
        ("another text", "192.0.2.1", Verdict.NONE),
    ],
)
def test_a_record_is_read_as_rfc_7208_says(record: str, address: str, verdict: Verdict) -> None:
    """Mechanisms, qualifiers, networks, includes and redirects; and no record makes anybody ask without end."""
    zone = {
        ("s.example", "TXT"): (record,),
        ("a.example", "A"): ("192.0.2.1",),
        ("a.example", "AAAA"): ("2001:db8::1",),
        ("m.example", "MX"): ("10 a.example.",),
        ("inc.example", "TXT"): ("v=spf1 ip4:203.0.113.0/24 -all",),
        ("loop.example", "TXT"): ("v=spf1 include:loop.example -all",),
    }
    asked: list[str] = []

    def ask(name: str, kind: str) -> tuple[str, ...]:
        asked.append(name)
        return zone.get((name, kind), ())

    assert judge("s.example", ipaddress.ip_address(address), ask).verdict is verdict
    assert len(asked) <= 12
