"""Results of standards from a file: a quality score, a survey, whatever another system knows."""

from expectations.imports.results import Results

__all__ = ["Results"]
