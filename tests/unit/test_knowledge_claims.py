"""A claim of a rule is one however wide it is typed (the database's own pattern knows half-width digits alone)."""

from app.knowledge_rules import claims_rule


def test_full_width_digits_claim_an_article_too() -> None:
    assert claims_rule("按第４４条退") == "第44条"
    assert claims_rule("请先打管理员电话") == ""
