"""Where a signature begins and what belongs to it: delimiters, cards, closings, disclaimers."""
