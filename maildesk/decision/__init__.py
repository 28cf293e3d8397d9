"""Stages 3 to 11 drawn together: what comes of a mail, before anything of it is written."""
