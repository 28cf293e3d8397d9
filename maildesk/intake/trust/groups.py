"""Mail by way of a group of the house or of the author's own, which put itself in its author's place because of DMARC: it is the author's."""

from __future__ import annotations

from dataclasses import replace

from maildesk.carriers import is_own
from maildesk.config.organisations import is_same_organisation, organisation_of
from maildesk.config.schema import DeskConfig
from maildesk.intake.header.author import through_a_list
from maildesk.judged import NO_PROOF, Proof
from maildesk.language import Said
from maildesk.mail import Address, ParsedMail
from maildesk.plainaddress import is_plain_address


def from_its_author(mail: ParsedMail, proof: Proof, config: DeskConfig) -> tuple[ParsedMail, Proof]:
    """The mail with its author as the sender, and what is then proven: nothing, so that an agent's stays the group's and is asked about.

    Only a group whose address ends as one of ours may say so, or whose organisation the author's domain is as well, and where the desk looks
    at signatures, only signed by that domain: from anybody else it would be a way around the policy of the author's own domain.
    """
    group, author = mail.sender, mail.from_
    if group is None or author is None or author.address.lower() == group:
        return mail, proof
    if not (_is_via(mail, group) and _is_customer(author, config)) or _is_disbelieved(proof, config):
        return mail, proof
    if group.rpartition("@")[2] in {address.rpartition("@")[2] for address in config.own_addresses}:
        said = Said("{group} is a group of the house and names {author} as the author", group=group, author=author.address.lower())
    elif _is_its_own(author, group, config):
        said = Said("{group} is a group of {author}'s own organisation and names {author} as the author", group=group, author=author.address.lower())
    else:
        return mail, proof
    return replace(mail, sender=author.address.lower()), replace(NO_PROOF, evidence=(*proof.evidence, said))


def as_it_was_taken(mail: ParsedMail, author: str) -> ParsedMail:
    """A mail that is read again, with the author whom it was taken from when it came, where a group stands in its place."""
    named = mail.from_ is not None and mail.from_.address.lower() == author
    return replace(mail, sender=author) if named and mail.sender else mail


def _is_via(mail: ParsedMail, group: str) -> bool:
    """Whether From is “Bob via Support”."""
    return through_a_list(Address(mail.header("from").rpartition("<")[0].strip(' "'), group))


def _is_its_own(author: Address, group: str, config: DeskConfig) -> bool:
    """Whether both are of one organisation: what signs the group's mail may sign the author's as well (RFC 7489 §3.1)."""
    one, other = (organisation_of(address, config.providers) for address in (author.address, group))
    return is_same_organisation(one, other)


def _is_customer(author: Address, config: DeskConfig) -> bool:
    address = author.address.lower()
    return is_plain_address(address) and not is_own(address, config.served) and config.directory().agent(address) is None


def _is_disbelieved(proof: Proof, config: DeskConfig) -> bool:
    """Whether the desk looks at signatures, and the group's own domain signed nothing. A silent name server is no word against it."""
    looks = config.proof.asks_dns or config.proof.upstream is not None
    return looks and not (proof.aligned or proof.internal or proof.later)
