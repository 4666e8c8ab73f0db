"""Forms of the people room, by topic."""
