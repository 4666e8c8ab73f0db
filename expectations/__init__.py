"""What is expected: strategy and performance expectation documents."""
