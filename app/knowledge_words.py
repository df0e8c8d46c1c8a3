"""Questions and answers in Chinese words: what the auditor reads, what a mark says, why the database refused."""

from collections.abc import Mapping
from types import MappingProxyType

KNOWLEDGE_EVENT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "article_add": "添加问答",
        "article_change": "修改问答",
        "article_check": "核对问答",
        "article_owner": "问答换负责人",
        "article_retire": "停用问答",
        "article_revive": "恢复问答",
        "article_import": "导入问答",
        "article_report": "报告问答",
        "article_reply": "答复问答报告",
    }
)

MARK_WORDS: Mapping[str, str] = MappingProxyType({"V": "见原文", "V-": "见报道", "P": "本系统建议"})
"""What stands beside an answer: where its claim was read, or that it claims nothing."""

KNOWLEDGE_REFUSALS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "article_writer": ("问答由班长和系统管理员编写；发现缺的、错的，请报告给负责人。", "article"),
        "article_unknown": ("没有这条问答。", "article"),
        "article_owner": ("负责人要是在岗的班长或系统管理员。", "owner"),
        "article_kept": ("问答的旧版本和已经告知的内容不能改写或删除。", "article"),
        "article_report": ("您的岗位不能报告问答。", "report"),
        "report_unknown": ("没有这条报告。", "report"),
    }
)
"""Sentence and field for each reason of 0005_knowledge.sql."""
