"""Stages 12 to 14: what was decided, written into tickets, history and letters."""
