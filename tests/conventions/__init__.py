"""The house rules as checks that read the source (docs/structure.md says why each exists)."""
