"""The access matrix: every address × method × actor, and what each actor must never read."""
