"""What an answer may claim: a rule needs its basis beside it, and nothing unverified is read out. Pure.

``claims_rule`` is the same pattern as the constraint ``ck_article_version_basis`` (sql/0005_knowledge.sql), simple on
purpose: who quotes a law, a standard or a duty says where it stands; everybody can tell what will be asked for.
"""

import re
import unicodedata
from datetime import date, timedelta

from app.errors import BadInput
from app.rules import Rules, Season

_CLAIMS = re.compile("《|第[零〇一二三四五六七八九十百0-9]+条|条例|规定|标准|必须|不得|应当")
MARKS = {"V": "V", "V-": "V-", "P": "P", "见原文": "V", "见报道": "V-", "本系统建议": "P", "自定": "P"}


def claims_rule(text: str) -> str:
    """The words by which a text claims a rule, the first of them; empty: it claims none."""
    found = _CLAIMS.search(unicodedata.normalize("NFKC", text))
    return found[0] if found else ""


def read_mark(typed: str) -> str:
    """V, V- or P, by the letter or its words. Errors: BadInput(field="mark")."""
    bare = unicodedata.normalize("NFKC", typed).strip()
    mark = MARKS.get(bare.upper()) or MARKS.get(bare)
    if mark is None:
        unsure = "未核实的（U）不能念给用户听；" if bare.upper() == "U" else ""
        raise BadInput(f"{unsure}标记写 V（见原文）、V-（见报道）或 P（本系统建议）。", field="mark")
    return mark


def check_basis(question: str, answer: str, basis: str, mark: str) -> None:
    """Errors: BadInput(field="basis") for a claim of a rule that doesn't say where the rule stands."""
    if basis:
        return
    if mark != "P":
        raise BadInput("标记 V、V- 的问答要写依据：哪部法规、标准的第几条，或哪份公告、报道。", field="basis")
    word = claims_rule(f"{question}\n{answer}")
    if word:
        raise BadInput(f"文字里说到“{word}”，是在说一条规则，请写依据；只是建议的，请换个说法。", field="basis")


def read_codes(rules: Rules, typed: str) -> tuple[str, ...]:
    """Category codes, parted by blanks or marks, each once. Errors: BadInput(field="categories")."""
    found = []
    for one in split_words(typed):
        try:
            found.append(rules.category(one).code)
        except BadInput as error:
            raise BadInput(error.sentence, field="categories") from None
    return tuple(dict.fromkeys(found))


def split_words(typed: str) -> list[str]:
    """What stands between blanks, commas and the like, each once and in order."""
    parts = re.split(r"[\s,，、;；]+", unicodedata.normalize("NFKC", typed))
    return list(dict.fromkeys(part for part in parts if part))


def next_season(rules: Rules, today: date) -> Season | None:
    """The season that runs, or the next one that is known."""
    return next((season for season in rules.seasons if season.ends_on >= today), None)


def stale_words(rules: Rules, checked_on: date | None, valid_until: date | None, today: date) -> str:
    """Why an article is to be looked at again; empty: it isn't.

    Its last day is over, it was never checked, not for ``article_days``, or not since ``article_season_days`` before
    the season that is near or runs (both our own proposal).
    """
    if valid_until is not None and valid_until < today:
        return f"{valid_until:%Y-%m-%d} 已到期"
    if checked_on is None:
        return "从未核对"
    season = next_season(rules, today)
    if season is not None:
        since = season.starts_on - timedelta(days=int(rules.settings.get("article_season_days", 60)))
        if checked_on < since <= today:
            return f"{season.name} 供暖季前未核对"
    days = int(rules.settings.get("article_days", 180))
    if checked_on < today - timedelta(days=days):
        return f"超过 {days} 天未核对"
    return ""
