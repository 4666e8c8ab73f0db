"""Views of the sales room, by page."""
