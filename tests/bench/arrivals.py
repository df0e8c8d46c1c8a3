"""When calls come in: at random, as they do, and at the same moments in each run."""

from random import Random


def waits(seat: str, count: int, seconds: float) -> list[float]:
    """Seconds from one call of a seat to the next, the first from the beginning; all within ``seconds``."""
    chance = Random(seat)
    moments = sorted(chance.uniform(0, seconds) for _ in range(count))
    return [at - before for before, at in zip([0.0, *moments], moments, strict=False)]
