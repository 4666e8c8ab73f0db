"""Who works here, who leads whom since when, and what each may do."""
