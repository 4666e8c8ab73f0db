"""Is a standard specific, measurable, achievable, a result, and timed? Judged by its words.

``judge(text)`` reads a text alone; ``judge(text, measure)`` knows the measure of a standard as
well: what the measure says need not be in the words.
"""

from calc.smart.judging import judge
from calc.smart.values import LETTERS, NOTHING, SMART, VAGUE, Finding, Judgement, Measure

__all__ = ["LETTERS", "NOTHING", "SMART", "VAGUE", "Finding", "Judgement", "Measure", "judge"]
