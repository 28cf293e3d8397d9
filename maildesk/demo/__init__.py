"""A desk that plays a short story, so that a newcomer sees each promise kept within a minute."""
