"""What changes credits and runs."""
