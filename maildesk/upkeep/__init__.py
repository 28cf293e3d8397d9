"""What an operator does with a desk besides running it: backup, restore, another database, an archive, its names."""
