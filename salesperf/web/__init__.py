"""The ground floor for pages: policies, one-time forms, lists, errors, template tags."""
