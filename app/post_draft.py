"""A post as the draft of a complaint: what the intake form is filled with when somebody takes the post up."""

from app.drafts import Draft
from app.flats import flat_words
from app.forum_records import Post
from app.place_guess import guess_place
from app.records import Channel
from app.seat import Seat
from app.triage import complaint_words, outside_link


def draft_of(seat: Seat, post: Post) -> Draft:
    """The draft under the post's ``complaint_key``, so that storing it joins the post, whenever that happens.

    Community and flat are guessed from the words; the person at the form looks at them.
    """
    guess = guess_place(seat.directory, post.title, post.text)
    return Draft(
        id=post.complaint_key,
        begun_at=seat.now(),
        channel=Channel.FORUM,
        outside_number=outside_link(post),
        caller=post.author,
        text=complaint_words(post),
        community_id=guess.community.id if guess.community else None,
        place=guess.community.name if guess.community else "",
        flat=flat_words(*guess.flat) if any(guess.flat) else "",
    )
