"""The tour that `maildesk --help` gives, and an example of every command: what people copy before they read anything else."""

from __future__ import annotations

from collections.abc import Mapping

from maildesk.language import N_

# What to type on the first day, and what comes of it.
FIRST_STEPS: tuple[tuple[str, str], ...] = (
    ("maildesk demo", N_("see a desk at work: a short story, told in a minute")),
    ("maildesk init mydesk && cd mydesk", N_("make a desk of your own; its desk.yaml explains every key")),
    ("maildesk config check", N_("have every mistake in it named, with its line")),
    ("maildesk serve", N_("run it, and write it a mail")),
    ("maildesk status", N_("see how it stands, from another terminal")),
)

# Every command once, under the person who needs it most.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    N_("For agents"): ("ticket", "person", "agent"),
    N_("For whoever writes desk.yaml and the rules"): ("init", "config", "check-dns", "rules", "try", "explain", "import", "demo"),
    N_("For whoever runs the service"): (
        *("serve", "reload", "status", "spool", "outbox", "address", "erase", "ledger", "login"),
        *("receive", "backup", "restore", "db", "keys", "audit", "completion"),
    ),
}

# One line a person can copy; a test parses each of them.
EXAMPLES: Mapping[str, str] = {
    "ticket": "maildesk ticket show 17",
    "ticket list": "maildesk ticket list --status open --team billing",
    "ticket show": "maildesk ticket show 17 --quoted",
    "ticket history": "maildesk ticket history 17",
    "ticket search": "maildesk ticket search printer from:bob@example.net status:open",
    "ticket new": "maildesk ticket new --from 'Eve <eve@example.net>' --subject 'No paper' 'The printer is out of paper.'",
    "ticket do": "maildesk --as anna@example.com ticket do 17 '#assign billing #high'",
    "ticket merge": "maildesk ticket merge 18 19 17",
    "ticket junk": "maildesk ticket junk 17",
    "ticket notjunk": "maildesk ticket notjunk 17 19",
    "ticket reply": "maildesk --as anna@example.com ticket reply 17 'Please change the ink.'",
    "ticket note": "maildesk ticket note 17 < note.txt",
    "agent": "maildesk agent list",
    "agent list": "maildesk agent list",
    "agent away": "maildesk agent away anna --until 2026-08-17 --note 'Ben knows the printers'",
    "agent back": "maildesk agent back anna",
    "agent passwd": "maildesk agent passwd --generate anna@example.com",
    "address": "maildesk address show bob@example.net",
    "address show": "maildesk address show bob@example.net",
    "person": "maildesk person eve@example.net",
    "erase": "maildesk erase eve@example.net",
    "address forget": "maildesk address forget bob@example.net",
    "init": "maildesk init mydesk",
    "config": "maildesk config check",
    "config check": "maildesk --desk mydesk/desk.yaml config check",
    "check-dns": "maildesk check-dns --selector desk1",
    "rules": "maildesk rules list",
    "rules check": "maildesk rules check",
    "rules list": "maildesk rules list",
    "try": "maildesk try --last 200 ~/Maildir",
    "explain": "maildesk explain mail.eml",
    "import": "maildesk import --dry-run old-mail.mbox",
    "demo": "maildesk demo",
    "serve": "maildesk --desk /etc/maildesk/desk.yaml serve",
    "reload": "maildesk reload",
    "status": "maildesk status",
    "login": "maildesk login support@example.com@outlook.office365.com",
    "spool": "maildesk spool list --state held",
    "spool list": "maildesk spool list --state quarantined",
    "spool show": "maildesk spool show 4711",
    "spool fetch": "maildesk spool fetch 4711 film.eml",
    "spool retry": "maildesk spool retry 4711",
    "spool release": "maildesk spool release 4711",
    "spool drop": "maildesk spool drop 4711 --why 'a forgery'",
    "outbox": "maildesk outbox list",
    "outbox list": "maildesk outbox list --state held",
    "outbox show": "maildesk outbox show 17",
    "outbox retry": "maildesk outbox retry 17",
    "outbox drop": "maildesk outbox drop --restored",
    "ledger": "maildesk ledger --sum",
    "receive": "maildesk receive -f bob@example.net support@example.com < mail.eml",
    "db": "maildesk db upgrade",
    "db upgrade": "maildesk db upgrade",
    "db copy": "maildesk db copy postgresql://maildesk@localhost/maildesk",
    "db reindex": "maildesk db reindex",
    "db restored": "maildesk db restored",
    "backup": "maildesk backup /var/backups/maildesk/monday",
    "restore": "maildesk restore /var/backups/maildesk/monday",
    "keys": "maildesk keys rotate",
    "keys make": "maildesk keys make",
    "keys rotate": "maildesk keys rotate",
    "audit": "maildesk audit verify",
    "audit ends": "maildesk audit ends",
    "audit verify": "maildesk audit verify",
    "completion": "maildesk completion bash",
}
