"""The syllables of Hangul, which are computed (Unicode 14.0, section 3.12)."""
from __future__ import annotations

SYLLABLES = range(0xAC00, 0xD7A4)
LEADERS = range(0x1100, 0x1113)
VOWELS = range(0x1161, 0x1176)
TRAILERS = range(0x11A8, 0x11C3)

FIRST_SYLLABLE = SYLLABLES.start
FIRST_LEADER = LEADERS.start
FIRST_VOWEL = VOWELS.start
NO_TRAILER = TRAILERS.start - 1

SYLLABLE_COUNT = len(SYLLABLES)
LEADER_COUNT = len(LEADERS)
VOWEL_COUNT = len(VOWELS)
TRAILER_COUNT = len(TRAILERS) + 1
"""With the one that stands for none."""
