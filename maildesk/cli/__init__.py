"""The program at a terminal: one module a group of commands."""
