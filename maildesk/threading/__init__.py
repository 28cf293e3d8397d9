"""Which ticket a mail belongs to, and what of it is new."""
