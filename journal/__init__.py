"""Dated entries, feedback and recognition."""
