"""What people are told: outbox, inbox and channels."""
