"""What was believed in reading a mail, what was not, and why; `explain` asks for it."""
