"""What runs read, and what is read of them."""
