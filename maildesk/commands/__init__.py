"""Reads what an agent writes to be carried out, and asks whether he may."""
