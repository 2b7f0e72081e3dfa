"""Recognise names of people, apart from posts, telephone numbers and words for nobody."""

from __future__ import annotations

import re
from functools import lru_cache

from workflow.imports.ledger.names import languages_of

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁"
    "柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈"
    "宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗"
    "丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班"
    "仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳"
    "逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文"
    "寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公万俟司马上官"
    "欧阳夏侯诸葛闻人东方赫连皇甫尉迟公羊澹台公冶宗政濮阳淳于单于太叔申屠公孙仲孙轩辕令狐钟离宇文长孙慕容鲜于闾丘司徒司空仉"
    "督岳帅缑亢况郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟买买"
)
_TITLE = (
    "党委书记|党组书记|党支部书记|党总支书记|支部书记|副书记|书记|副主任|主任|副局长|局长|副处长|处长|副科长|科长|组长|副站长|站长|"
    "副经理|总经理|项目经理|经理|委员|部长|副部长|主席|副主席|干事|副所长|所长|副队长|队长|校长|院长|厂长|镇长|乡长|县长|市长|区长|"
    "副市长|副县长|副区长|负责人|负责同志|领导|会计|出纳|管理员|组织员|安全员|专员|班长|董事长|工程师|总工|主管|主任科员|同志|先生|女士|老师|师傅"
)
_NO_NAME = re.compile(
    r"^(?:安全|高级|党委|党建|党组|党支|支部|总支|部门|单位|项目|车间|班组|技术|质量|施工|养护|收费|财务|办公|纪检|组织|宣传|综合|"
    r"工程|设备|生产|行政|人事|后勤|机关|分管|主管|常务|执行|副|所|站|局|处|科|各|全|该|本|相关|有关|主要|直属|经办|责任|司机|路政)"
)
_PHONE = re.compile(
    r"[\s,，(（]*(?:电话|tel|手机|联系方式)?[:：]?\s*(?:\+?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|\d{7,11})[)）]?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[<(\s]*[\w.+-]+@[\w.-]+[>)]?")
_AFFILIATION = re.compile(r"(?<=[a-z])\s+[-–—|]\s+[A-Z].*$")
_APART = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[\s\u3000]+[\u4e00-\u9fff])+(?![\u4e00-\u9fff])"
)
_AND_OTHERS = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})等(?:\d+|[一二三四五六七八九十]+)?人?$|\bet al\.?$"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,4}")
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,10}(?:[·•・‧][\u4e00-\u9fff]{1,10}){1,3}")
_WESTERN = re.compile(r"(?:[A-Z][\w.'’-]*\s+){1,3}(?:(?:van|von|de|da|bin|al)\s+)?[A-Z][\w.'’-]*")
_BEHIND = re.compile(rf"(\S{{2,4}}?)\s*((?:{_TITLE})+)")
_NOBODY = {"", "n/a", "na", "none", "nil", "无", "/", "\\", "-", "—", "–", "--", "——", "tbd", "tba",
           "待定", "未定", "vacant", "unassigned", "not assigned", "空缺", "暂无", "不详"}  # fmt: skip


def is_nobody(text: str) -> bool:
    """Say whether a cell of people holds a word for nobody."""
    return text.strip().lower() in _NOBODY


@lru_cache(maxsize=16_384)
def cleaned(text: str) -> str:
    """Return a name without telephone number, mail address, employer and inner blanks."""
    text = _PHONE.sub(" ", _EMAIL.sub(" ", text))
    text = _AFFILIATION.sub("", _APART.sub(_together, text))
    text = _AND_OTHERS.sub("", text)
    chinese, english = languages_of(text) or ("", "")
    if looks_like_name(chinese) and _WESTERN.fullmatch(english):
        return chinese  # 石磊 Shi Lei
    return text.strip(" \t\u3000。.:：-")


def _together(match: re.Match[str]) -> str:
    """Put letters set apart into names again: 周 立 民, and 张 三 李 四 into two."""
    letters = "".join(match[0].split())
    if len(letters) == 4 and looks_like_name(letters[:2]) and letters[2] in _SURNAMES:
        return f"{letters[:2]} {letters[2:]}"
    return letters if len(letters) <= 4 else match[0]


def looks_like_name(text: str) -> bool:
    """Say whether a text looks like the name of a single person."""
    text = text.strip()
    if _DOTTED.fullmatch(text):
        return True
    if _CHINESE.fullmatch(text):
        return text[0] in _SURNAMES and not _NO_NAME.match(text)
    return bool(_WESTERN.fullmatch(text))


def name_and_title(text: str) -> tuple[str, str] | None:
    """Take 孙丽娜书记 or 周立民同志 apart, or return None for any other text."""
    match = _BEHIND.fullmatch(text)
    if match is None or not looks_like_name(match[1]):
        return None
    return match[1], "" if match[2] in ("同志", "先生", "女士") else match[2]
