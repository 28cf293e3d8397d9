"""What of a text was said before: how programs introduce, mark and head what they quote or pass on, line by line."""
