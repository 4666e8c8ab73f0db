"""Pages of the people room, by topic."""
