"""Letters: who is written to, with what words, and how each leaves, once."""
