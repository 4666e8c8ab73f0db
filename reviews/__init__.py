"""360 review cycles and development plans."""
