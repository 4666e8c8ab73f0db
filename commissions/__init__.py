"""Plans, runs, statements and payouts."""
