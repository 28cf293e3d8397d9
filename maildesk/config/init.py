"""A fresh desk in a folder: a desk.yaml that works as it stands and explains itself, and the key ring."""

from __future__ import annotations

import secrets
from pathlib import Path

from maildesk.config.keyring import Randomness, new_keyring, write_keyring
from maildesk.errors import Refused

DESK = """\
# A maildesk desk. Check every edit with: maildesk --desk desk.yaml config check
# Paths are meant from the folder of this file. All keys: docs/configuration.md.

# The addresses customers write to.
mailboxes:
  - address: support@example.com
    name: Example Support          # the name customers see
    team: support
    language: en                   # en | zh_CN: the language of automatic letters
    timezone: UTC                  # like Europe/Berlin: the zone of every time in letters and rules
    closed: reopen                 # a reply to a closed ticket: reopen | new | {new_after: 14d}
    reply_to: plain                # plus, once support+anything@example.com has proven to reach you
    subject_label: left            # where [#4711] stands in subjects: none | left | right
    deliver: live                  # capture: everything works, nothing leaves
    relay: default

# Who answers. An agent's address is never shown to a customer.
agents:
  - address: anna@example.com
    name: Anna
    role: agent                    # observer | agent | supervisor | admin
    languages: [en]

teams:
  support: {members: [anna@example.com]}

# Where mail comes in. Behind Postfix or Exim: {lmtp: "unix:/run/maildesk/lmtp"}
listen:
  - smtp: "127.0.0.1:2525"
  # - submission: "0.0.0.0:465"      # agents hand in their mail with a password: maildesk agent passwd ADDRESS
  #   tls_certificate: cert.pem
  #   tls_key: key.pem
  # - imap: {host: imap.example.com, user: support@example.com, password_file: imap-password}    # a mailbox at a provider: mail is fetched

# Hosts that hand us other people's mail: the limits for one client are not for them.
trusted_networks: [127.0.0.0/8, "::1/128"]

# Where mail leaves. This one keeps every letter in a Maildir, so that you can look before anything is sent.
relays:
  default: {capture: outgoing/}
  # default:
  #   host: smtp.example.com
  #   port: 587
  #   tls: required                # required (STARTTLS) | implicit (port 465) | off
  #   user: support@example.com
  #   password_file: relay-password    # a file of mode 0600 with the password alone; never the password here

database: sqlite:///maildesk.db    # or postgresql://user@host/name

# A small read-only page, on this machine only.
status_page: {listen: "127.0.0.1:8080"}

# Rules and letters: the shipped ones count until you take them over.
# rules: rules.d                   # a folder of *.yaml; replaces the shipped rules whole
# templates: templates             # a folder; a file there replaces the shipped one of the same name

limits: {}                         # bounds on size, speed and automatic mail; the defaults are in docs/configuration.md
"""


def initialise(folder: Path, randomness: Randomness = secrets.token_bytes) -> tuple[Path, ...]:
    """Writes a new desk and returns its files. Raises Refused, and writes nothing, where one of them is there already."""
    desk, keys = folder / "desk.yaml", folder / "state" / "keys"
    for path in (desk, keys):
        if path.exists() or path.is_symlink():
            raise Refused(f"{path} is there already, and nothing is ever overwritten: choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_keyring(keys, new_keyring(randomness))
        with desk.open("x", encoding="utf-8") as stream:
            stream.write(DESK)
    except OSError as error:
        raise Refused(f"the desk cannot be written to {folder}: {error.strerror}") from None
    return desk, keys
