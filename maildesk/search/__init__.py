"""What is asked and what is searched, as values: pure, and the same for both databases."""
