"""How a mail comes in, is kept and is read: its sender, its nature, its words."""
