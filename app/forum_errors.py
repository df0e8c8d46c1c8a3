"""What goes wrong out there on the forums, in words."""

from app.errors import WarmlineError


class SourceTrouble(WarmlineError):
    """The source can't be read or replied to; surely nothing was published."""

    def __init__(self, sentence: str, field: str | None = "source") -> None:
        super().__init__(sentence, field)


class AnswerLost(SourceTrouble):
    """The request went out and no whole answer came back: whether it was done is not known."""


class CertificateRefused(SourceTrouble):
    """The other side's certificate is not trusted, or is another's; nothing was asked."""


class TopicGone(SourceTrouble):
    """The topic was deleted, or is not public."""
