"""The desk's database: transactions, queries, and the one place where changes are written."""
