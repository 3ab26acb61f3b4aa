"""Scripts and characters: which are wide, which are invisible, which are only Simplified or only Traditional."""

import re

# Common characters whose two forms differ, in the same order; both strings were typed for this purpose.
_SIMPLIFIED = (
    "这们国来时个为说会对业发经动现进种过还开关无长见车电东马书话语认识让议论设计证该资质货费购贵贸赛软达运远连选"
    "邮钟钱银铁锋错键镇门问间闻队阳阴际陆险难页项顺须顾顿预领频题额风飞饭馆驱验龙亿仅从众优伟传伤伦储儿党兰兴养军"
    "农决况冻减凤凭则刚创剂剧劝办务劳势协单卖卢卫厂厅压县参双变叶号启员响团园围图圆圣场坏块坚万与专两严丧丰临举义"
    "乐习乡买乱争产亲规视觉观计订讯记讲许诉诺试询详语误请读课调谁谈谢谱贝负财责败账贤贩贴贷赁赔赖赚赞赢趋践轨转轮"
    "轻载较辆输边迁适递遗释钢锂键闭阅阶难韩预颗饰骤鲜鸡麦齐"
)
_TRADITIONAL = (
    "這們國來時個為說會對業發經動現進種過還開關無長見車電東馬書話語認識讓議論設計證該資質貨費購貴貿賽軟達運遠連選"
    "郵鐘錢銀鐵鋒錯鍵鎮門問間聞隊陽陰際陸險難頁項順須顧頓預領頻題額風飛飯館驅驗龍億僅從眾優偉傳傷倫儲兒黨蘭興養軍"
    "農決況凍減鳳憑則剛創劑劇勸辦務勞勢協單賣盧衛廠廳壓縣參雙變葉號啟員響團園圍圖圓聖場壞塊堅萬與專兩嚴喪豐臨舉義"
    "樂習鄉買亂爭產親規視覺觀計訂訊記講許訴諾試詢詳語誤請讀課調誰談謝譜貝負財責敗賬賢販貼貸賃賠賴賺贊贏趨踐軌轉輪"
    "輕載較輛輸邊遷適遞遺釋鋼鋰鍵閉閱階難韓預顆飾驟鮮雞麥齊"
)
SIMPLIFIED_ONLY = frozenset(_SIMPLIFIED) - frozenset(_TRADITIONAL)
TRADITIONAL_ONLY = frozenset(_TRADITIONAL) - frozenset(_SIMPLIFIED)
_SIMPLIFIED_RUN = re.compile(f"[{''.join(sorted(SIMPLIFIED_ONLY))}]+")
_TRADITIONAL_RUN = re.compile(f"[{''.join(sorted(TRADITIONAL_ONLY))}]+")

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_RUN = re.compile(r"[A-Za-z]+")
_WIDE = re.compile(f"[\u2018-\u201d\u2026\u3000-\u303f\u3040-\u30ff{HAN}\uff00-\uff60\uffe0-\uffe6]")

INVISIBLE = re.compile(
    "(?P<tag>[\U000e0000-\U000e007f]+)"
    "|(?P<bidi>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+)"
    "|(?P<soft>\u00ad+)"
    "|(?P<selector>[\ufe00-\ufe0f\U000e0100-\U000e01ef]+)"
    "|(?P<zero>[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\uffa0]+)"
)
ANY_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0000-\U000e01ef]"
)
INVISIBLE_REASON = {
    "tag": "hidden:tag-characters",
    "bidi": "hidden:bidi-control",
    "soft": "hidden:soft-hyphen",
    "selector": "variation-selector",
    "zero": "hidden:zero-width",
}
REORDERING = re.compile("[\u202d\u202e\u2066-\u2068]")
"""bidi overrides and isolates: what is seen may stand in another order than what is stored"""

SENTENCE_END = re.compile(r"[。！？!?；….](?:(?<=[^.])|(?=[\s\"”’)]|$))")
"""marks that end a sentence or a clause of a full sentence, in either script"""


def is_wide(character: str) -> bool:
    """Whether a character is CJK or full width, so that no space is written beside it."""
    return _WIDE.match(character) is not None


def han_count(text: str) -> int:
    """Number of Han characters."""
    return len("".join(HAN_RUN.findall(text)))


def width(text: str) -> int:
    """Length in columns, nearly: a character of three or more bytes in UTF-8 (Han, full width) counts two or more."""
    return (len(text) + len(text.encode("utf-8", "surrogatepass")) + 1) // 2


def script_counts(text: str) -> tuple[int, int]:
    """Numbers of characters that are only Simplified and only Traditional."""
    return len("".join(_SIMPLIFIED_RUN.findall(text))), len("".join(_TRADITIONAL_RUN.findall(text)))


def language_of(text: str) -> str:
    """en, zh-Hans, zh-Hant or unknown, by the share of Han letters and the forms of those that differ."""
    han = han_count(text)
    latin = len("".join(_LATIN_RUN.findall(text)))
    if han + latin < 2:
        return "unknown"
    if han * 5 < latin:  # one Han character says about as much as five Latin letters
        return "en"
    simplified, traditional = script_counts(text)
    if simplified == traditional:
        return "zh-Hans" if han else "unknown"
    return "zh-Hans" if simplified > traditional else "zh-Hant"
