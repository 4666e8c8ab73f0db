"""Reading across all rooms: what waits for somebody, and the pages that sum up."""
