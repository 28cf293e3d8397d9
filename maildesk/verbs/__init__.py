"""What agents, rules and the command line may ask of a ticket: the table of verbs, their arguments, and the words for them."""
