"""One-on-ones and what was agreed in them."""
