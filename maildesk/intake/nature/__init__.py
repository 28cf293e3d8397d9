"""What kind of mail it is, whether a machine may answer it, and what a report or a filter says."""
