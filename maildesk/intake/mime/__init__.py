"""Reads a mail whole: the tree of its parts, what of them is text, what is a file, and what is packed in another."""
