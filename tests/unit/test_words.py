"""Every value has its word, and spans read as people say them."""

from datetime import timedelta

import pytest

from app import words
from db.kinds import Act, Channel, Clock, CommunityKind, Liability, Role, State, Urgency


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (words.STATE_WORDS, State),
        (words.STATE_SHAPES, State),
        (words.ACT_WORDS, Act),
        (words.ROLE_WORDS, Role),
        (words.CHANNEL_WORDS, Channel),
        (words.URGENCY_WORDS, Urgency),
        (words.COMMUNITY_KIND_WORDS, CommunityKind),
        (words.CLOCK_WORDS, Clock),
        (words.LIABILITY_WORDS, Liability),
    ],
)
def test_every_value_has_a_word(table, kind):
    assert list(table) == list(kind)
    assert all(table.values())


def test_no_two_states_share_a_word():
    assert len(set(words.STATE_WORDS.values())) == len(State)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=30), "0 分"),
        (timedelta(minutes=2), "2 分"),
        (timedelta(hours=1, minutes=45), "1 时 45 分"),
        (timedelta(hours=3), "3 时"),
        (timedelta(hours=12, minutes=46), "12 时"),
        (timedelta(days=2, hours=3), "2 天 3 时"),
        (timedelta(minutes=-1), "0 分"),
    ],
)
def test_span(span, said):
    assert words.span_words(span) == said
