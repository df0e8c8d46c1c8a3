"""How long a search takes: one, two and four Chinese characters, common, rare, and common long ago."""

from figures import Figure, Target, alternate, figure
from stores import ONCE_COMMON, RARE, RARE_WORD, Stored

from app.complaints import look_for

WORDS = {
    "1 character, common": "热",
    "1 character, rare": RARE,
    "2 characters, common": "漏水",
    "2 characters, common long ago": ONCE_COMMON,
    "4 characters, common": "暖气片不",
    "4 characters, rare": RARE_WORD[:4],
    "two common words, seldom together": "阳台暖气片 响声",
    "none at all": "锅炉",
}
_LIMIT_MS = 15.0
_PLAIN = "SELECT complaint_id FROM complaint_search WHERE grams @@ %s::tsquery LIMIT 20"


def measure(stored: Stored, rounds: int = 100) -> list[Figure]:
    """Each word in turn; the floor is the bare index asked for the rare word of four characters."""
    seat = stored.seat()
    query = " & ".join(f"'{RARE_WORD[at : at + 2]}'" for at in range(3))
    with stored.plain() as connection:
        times = alternate(
            [
                lambda: connection.execute(_PLAIN, (query,), prepare=False).fetchall(),
                *((lambda words=words: look_for(seat, words)) for words in WORDS.values()),
            ],
            rounds,
            warm=3,
        )
    seat.close()
    floor, *found = times
    return [
        figure(f"search, {name}", its_times, floor, [Target("p99", _LIMIT_MS)])
        for name, its_times in zip(WORDS, found, strict=True)
    ]
