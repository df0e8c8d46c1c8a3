"""The answer of a draft: taken from an article with one key, and taken back; whether it closes the complaint. Pure."""

from dataclasses import replace

from app.drafts import Draft
from app.intake import Said
from app.knowledge import Article
from app.rules import Rules
from app.told_articles import MOST, ToldArticle


def toggled(draft: Draft, article: Article, last: Article | None) -> Draft:
    """The draft once an article is used, or is taken back if it was used already. Nothing that was typed goes.

    Words of the ``last`` one that nobody touched give way to those of the new one; after anything else they are added.
    """
    kept, words = ToldArticle.of(article).kept, draft.answer.strip()
    answer = article.answer.strip()
    if kept in draft.told:
        left = words.replace(answer, "").strip()
        return replace(draft, answer=left, told=tuple(one for one in draft.told if one != kept))
    told = draft.told
    if last is not None and words == last.answer.strip():
        words, told = "", told[:-1]
    if answer not in words:
        words = f"{words}\n{answer}" if words else answer
    return replace(draft, answer=words, told=(*told, kept)[-MOST:])


def closes(draft: Draft, rules: Rules) -> bool:
    """Whether the words of the answer are to close it: typed for that, or of a category that answers close (D2)."""
    category = rules.categories.get(draft.category_code)
    return bool(draft.answer) and (not draft.told or bool(category and category.answer_at_once))


def said_of(draft: Draft) -> Said:
    """What the caller was told, and from which articles."""
    return Said(draft.answer, [ToldArticle.read(one) for one in draft.told])
