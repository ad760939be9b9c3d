"""Words that no name begins with, and those that may stand inside one."""

from __future__ import annotations

TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november "
    "december mon. tue. wed. thu. fri. sat. sun. jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. "
    "dec. today tomorrow yesterday tonight".split()
)
PARTICLES = frozenset(
    "von van der den de del della di da du la le el al bin ibn ben abu ould dos das do ter zu y".split()
)
