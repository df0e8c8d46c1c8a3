"""The closed lists of the forums, as stored in the database; Chinese words in ``app/forum_records.py``."""

from enum import StrEnum


class SourceKind(StrEnum):
    """How a source is read, and whether it can be replied to."""

    RSS = "rss"  # RSS or Atom: read only
    NODEBB = "nodebb"
    DISCOURSE = "discourse"


class PostState(StrEnum):
    """What has become of a post."""

    NEW = "new"
    JOINED = "joined"  # belongs to a complaint
    IGNORED = "ignored"
    ANSWERED = "answered"  # replied to in public
