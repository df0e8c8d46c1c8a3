"""Who is called by name in a Chinese text: a surname with a title, a name behind 户主 or 联系人, 老李 and 张姐."""

import re
from collections.abc import Iterator

_COMMON = "王李张刘陈杨赵黄吴徐孙朱胡郭林梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_SURNAMES = (
    f"{_COMMON}周马何高罗于肖田潘余杜任姚姜崔钟谭陆汪范石廖夏韦付方白邹孟熊秦邱江尹段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃"
    "武戴莫孔向汤常温康施文牛樊葛邢安齐乔庞颜庄聂殷翟庾欧龑𬭎耿焦苗鲁柳祝甄穆倪凌霍翁芦童阮岳艾詹荣申闵戚亓左宫柴景"
    "卜冉娄靳褚晁臧逯"
)
_DOUBLE = "欧阳|司徒|诸葛|司马|上官|皇甫|令狐|慕容|尉迟|公孙|夏侯|端木|宇文|东方"
_TITLE = re.compile(
    "先生|女士|小姐|太太|夫人|师傅|同志|大爷|大妈|大娘|大姐|大哥|大叔|大嫂|阿姨|叔叔|奶奶|爷爷|老师|医生|大夫|老板"
    "|经理|主任|站长|队长|所长|书记|局长|处长|科长|班长|总监"
)
_NO_NAMES = re.compile(
    "施工|安装|安全|安检|安保|安排|工程|过程|全程|流程|远程|课程|白班|白天|高龄|高级|高层|高空|提高|任何|责任|主任|任职|常驻|常务"
    "|正常|日常|异常|常年|经常|温控|室温|低温|高温|保温|测温|石油|万能|方面|[对我双各多乙甲丙贵官地后前]方|路段|时段|地段|阶段"
    "|抢修|松花江|龙江|历史|实施|措施|设施|施救|支付|交付|方向|向[各全业用住社物每所]|油田|园林|健康|祝贺|钻孔|整齐"
    "|[关由对属便等至位高低基]于|于[各全业用住每所]|申请|申报|左右|左侧|荣誉|景区|[十百多几数]余|余[名位户]|水龙|马[上路]|文明"
    "|文化|陶瓷|夏季|毛坯|陈旧|叶轮|胡同|康复|严格|黄河|林区|温度|高度|顾客|宫廷|时任|现任|原任|严肃|江苏|钱款|苗圃|牛奶"
)
_NOT_A_PLACE = "(?![庄村集镇楼屯店庙寨桥营湾园街路区堂湖河山])(?!家[庄村])"
_BY_AGE = re.compile(
    rf"[老小][王李张刘陈杨赵黄吴徐孙朱胡郭林](?!旧){_NOT_A_PLACE}"
    rf"|[王李张刘陈杨赵孙朱徐吴宋韩](?:[姐哥叔婶嫂伯](?!弟)|[总工](?![作程业地艺人具资商厂会期种序区共体阀管计数量表站公结庄村]))"
)
_LABELLED = re.compile(
    rf"(?:业主|用户|住户|户主|房主|租户|联系人|当事人|投诉人|反映人|姓名)(?:姓名)?\s?(?:[:叫]\s?|[为是]\s?(?=[{_COMMON}]))"
    rf"(?P<said>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
    rf"|(?:户主|联系人|姓名|业主|用户|住户)(?P<bare>[{_COMMON}][\u4e00-\u9fff]{{1,2}}?)"
    r"(?=表示|反映|认可|满意|同意|确认|称|说|来电|家[中里的]|已|[\s,.;:。；!?！？]|$)"
)


def named_persons(text: str) -> Iterator[tuple[int, int]]:
    """Where persons are named: (start, end) of each. ``text`` with plain signs (app/personal_data.folded)."""
    words = {at for found in _NO_NAMES.finditer(text) for at in range(*found.span())}
    for title in _TITLE.finditer(text):
        start = _name_before(text, title.start(), words)
        if start is not None:
            yield start, title.end()
    for found in _BY_AGE.finditer(text):
        if found.start() not in words:
            yield found.span()
    for found in _LABELLED.finditer(text):
        yield found.span("said" if found["said"] else "bare")


def _name_before(text: str, at: int, words: set[int]) -> int | None:
    """Where a name begins that ends at ``at``: the surname alone, a double one, else a whole name of two or three."""

    def surname(start: int) -> bool:
        return start >= 0 and text[start] in _SURNAMES and start not in words

    if surname(at - 1):
        return at - 1
    for start in (at - 2, at - 4, at - 3):
        if start >= 0 and re.match(_DOUBLE, text[start:at]):
            return start
    for start in (at - 2, at - 3):
        given = text[start + 1 : at] if start >= 0 else ""
        if given and surname(start) and all("\u4e00" <= char <= "\u9fff" for char in given):
            return start if not words & set(range(start + 1, at)) else None
    return None
