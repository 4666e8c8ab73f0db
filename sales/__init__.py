"""What was sold: accounts, products, deals and their stages."""
