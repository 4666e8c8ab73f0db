"""Files that come in: what was sent, what its columns mean, what was asked and answered."""
