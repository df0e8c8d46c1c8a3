"""Drawing the first screen's characters ahead of time: each costs half a millisecond the first time."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QFont, QImage, QPainter

from app.words import CHANNEL_WORDS, STATE_SHAPES, STATE_WORDS

SLICE = 24  # characters drawn at a time, about 10 ms: no letter typed meanwhile is held up
PLACES = (
    "一二三四五六七八九十东南西北中新老大小上下里外号楼栋座单元室期区园苑城家院府庭居坊公馆华花牡丹天香和平学名龙春水岸河黄村广州路"
    "西际康庄达丹阳明德长乐重银行属雅曹国金鼎翰林银杏润泽丽都凤凰御景安泰佳百合秋实盛世怡曙光人民街道幸福育才师范医小区广场"
)
CATEGORIES = "主管网爆户内外漏积停暖不热整栋室温检测期供开阀报缴费退计量低保减免入保修服务态度噪声偷咨询建议非"
NAMES = "王李张刘陈杨赵周吴徐孙胡朱何郭马罗梁宋郑谢韩唐冯于董程袁邓许傅沈曾彭吕晓燕文静岚立曼敏倩建伟芳娜秀英"
FIGURES = "0123456789:-−ABCD!▲ …·"


class GlyphWarmer(QObject):
    """Draws in slices between the events of the sign-in, once; goes when it is done."""

    def __init__(self, font: QFont, parent: QObject) -> None:
        super().__init__(parent)
        words = [*STATE_WORDS.values(), *STATE_SHAPES.values(), *CHANNEL_WORDS.values()]
        self._left = sorted({*"".join(words), *PLACES, *CATEGORIES, *NAMES, *FIGURES})
        self._font = font
        self._paper = QImage(64, 32, QImage.Format.Format_ARGB32_Premultiplied)
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._draw)
        self._next.start()

    def _draw(self) -> None:
        now, self._left = self._left[:SLICE], self._left[SLICE:]
        painter = QPainter(self._paper)
        painter.setFont(self._font)
        for glyph in now:  # one by one: the place on the paper does not matter, the glyph is kept by the font
            painter.drawText(4, 24, glyph)
        painter.end()
        if not self._left:
            self._next.stop()
            self.deleteLater()
