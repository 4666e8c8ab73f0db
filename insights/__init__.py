"""Home pages and views across all rooms. No models."""
