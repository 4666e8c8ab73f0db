"""The people of a company from a file; and what every import of a room has in common."""
