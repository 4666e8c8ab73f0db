"""What can be done with strategy, objectives, documents and results."""
