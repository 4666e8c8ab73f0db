"""Pages of expectations: strategy and objectives, documents, their agreement, their results."""
