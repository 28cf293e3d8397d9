"""Fetches mail from IMAP accounts: each mail once, whatever the server does."""
