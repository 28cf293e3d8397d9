"""Bytes to text, whatever was declared."""
