"""What happens because a moment has come, and not because a mail came."""
