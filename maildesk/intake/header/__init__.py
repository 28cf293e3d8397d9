"""Reads a header block: its fields, addresses, words, moments, and the way the mail came."""
