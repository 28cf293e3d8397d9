"""The admin's rules: read from rules.d/, held against a mail's facts, and what they come to."""
