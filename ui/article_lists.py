"""Which answers the section 问答 lists: all or those found by words, those to be looked at again, those out of use."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from ui.article_columns import Listed
from ui.article_index import ArticleIndex

MANY = 500  # lines of a list; more than that call for another word


class View(StrEnum):
    """Which list is shown, by the word on its chip."""

    ALL = "全部"
    STALE = "过期"
    REPORTS = "报告"
    RETIRED = "停用"


def listed(index: ArticleIndex, stale: Mapping[UUID, str], view: View, words: str) -> list[Listed]:
    """The lines of a view. ``stale``: why an answer is to be looked at again, where it is."""
    if view is View.ALL and words:
        hits = [(hit.article, hit.way.value) for hit in index.find(words, MANY)]
    else:
        hits = [(one, "") for one in index.all]
    found: list[Listed] = []
    for article, way in hits:
        if len(found) == MANY:
            break
        why = stale.get(article.id, "")
        if view is View.RETIRED:
            if article.retired and words in article.question:
                found.append(Listed(len(found), article, "已停用", False))
        elif not article.retired and (why or view is not View.STALE):
            found.append(Listed(len(found), article, why or way, bool(why)))
    return found
