"""Every change that matters, once written never changed."""
