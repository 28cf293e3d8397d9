"""A help desk that lives inside e-mail."""

__version__ = "0.1.0"
