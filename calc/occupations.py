"""From O*NET's scales to the levels of a role profile.

O*NET rates the level of a skill or of knowledge from 0 to 7 and makes scales comparable by the
share of the scale that is reached: (value − lowest) / (highest − lowest) × 100
(O*NET, *Scales, Ratings, and Standardized Scores*,
https://www.onetonline.org/help/online/scales). A profile has five levels; each takes a fifth of
that share.
"""

from decimal import Decimal

LOWEST, HIGHEST = Decimal(0), Decimal(7)
LEVELS = 5


def level_needed(rated: Decimal) -> int:
    """The level 1 to 5 of a rating from 0 to 7: 0 to under 1.4 is 1, and 5.6 to 7 is 5.

    Raises ValueError for a rating outside the scale.
    """
    if not LOWEST <= rated <= HIGHEST:
        raise ValueError(f"O*NET rates levels from 0 to 7, not {rated}.")
    share = (rated - LOWEST) / (HIGHEST - LOWEST)
    return min(LEVELS, int(share * LEVELS) + 1)
