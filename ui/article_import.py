"""A table of answers brought in on the page: the file's name first, what it would change next, and only then done."""

from functools import partial
from pathlib import Path

from app.errors import BadInput
from app.knowledge_file import ArticleImport, import_articles
from ui.documents import in_documents
from ui.form_strip import FormStrip
from ui.section_pane import SectionPane

LINES = 6  # of the preview; what is more is counted


class PreviewStrip(FormStrip):
    """What would change, line by line; it asks for nothing more."""

    def start(self) -> None:
        self.setFocus()


def take_in(pane: SectionPane, typed: str = "") -> None:
    """A strip for the file; its preview stands in the next one."""
    strip = FormStrip("导入问答：.xlsx 或 .csv，表头要有“问题”和“答复”", "预览")
    field = strip.add_row("file", "文件", "文件夹与文件名", text=typed or str(in_documents("问答.xlsx")))
    field.entered.connect(lambda _text: strip.submit())

    def read() -> partial[ArticleImport]:
        path = _path(field.text())
        return partial(import_articles, pane.seat, path, True)

    pane.open_strip(strip, read, "预览如下，还没有导入", lambda found: _preview(pane, field.text(), found))


def _preview(pane: SectionPane, typed: str, found: ArticleImport) -> None:
    """What would change, or which rows can't be read: then the file is put right and read again."""
    bad = bool(found.errors)
    added = sum(one.number is None for one in found.changes)
    counts = f"新增 {added} 条，修改 {len(found.changes) - added} 条，{found.unchanged} 条不变"
    title = f"有 {len(found.errors)} 行读不懂，什么也没有导入；改好后再读一遍" if bad else counts
    strip = PreviewStrip(title, "再读一遍" if bad else "导入")
    lines = [str(one) for one in found.errors] or [f"第 {one.row} 行 {one.words}" for one in found.changes]
    for line in [*lines[:LINES], *([f"……另有 {len(lines) - LINES} 行"] if len(lines) > LINES else []), *found.notes]:
        strip.add_note(line, "danger" if bad else "muted")

    def go() -> partial[ArticleImport]:
        if not bad and not found.changes:
            raise BadInput("没有要改的。", field="file")
        return partial(import_articles, pane.seat, _path(typed), bad)

    then = partial(_preview, pane, typed) if bad else _nothing
    pane.open_strip(strip, go, "又读了一遍，还没有导入" if bad else "已导入问答", then)


def _nothing(_found: ArticleImport) -> None:
    """It is stored; the list is read anew."""


def _path(typed: str) -> Path:
    if not typed.strip():
        raise BadInput("请写明文件。", field="file")
    return Path(typed.strip().strip('"'))
