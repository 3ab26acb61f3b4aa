"""Names that the gazetteer does not know, read from their form alone: proposed and flagged, never taken as known."""

import re

from gigawatt.evidence.entities import Mention
from gigawatt.evidence.scene import Sentence

_PROPOSED_ZH = re.compile(
    r"(?:^|[，,。；;、：:“\"\s与和由据])((?!该|这|那|新|各|某|本|其|一家|两家|多家|上市|母|子|合资|科技|初创|"
    r"大型|其他|外资|收购)[一-鿿]{2,8}?(?:公司|集团|股份))"
)
_PROPOSED_LATIN = re.compile(
    r"\b((?:[A-Z][A-Za-z0-9&'’.-]+ ){0,3}(?:Inc|Corp|Corporation|Energy|Group|Holdings|Partners|Capital|Power|"
    r"Technologies|"
    r"Ltd|LLC|Systems|Networks|Infrastructure|University|Institute|Data Centers|Cloud))\b"
)
_PROPOSED_BEFORE_VERB = re.compile(
    r"(?:^|[\s，,。；、“\"])((?:[A-Z][a-z]+[A-Za-z0-9]*)(?: [A-Z][A-Za-z0-9]+){0,2})\s?(?=宣布|表示|计划|预计|"
    r"将|公司|首席执行官|CEO|said|announced|plans|expects|will|has)"
)
_PROPOSED_LISTED = re.compile(r"(?:^|[，,。；;\s])([一-鿿]{2,5}?)(?=股价|市值)")
_GOES_ON = re.compile(
    r"\s(?:Policy|Report|Act|Commission|Committee|Plan|Forecast|Outlook|Review|Index|Conference|Forum|Summit)\b"
)
_CAPITAL = re.compile(r"[A-Z][a-z]")
_GENERIC_NAME = re.compile(
    r"该|这|那|一|于|将|的|是|在|个|数字|高|单|多|少|许|大量|部分|互联网|网际|国内|国外|龙头|中国|美国|全球|"
    r"科技公司|初创|上市|母|子公司|"
    r"合资|能源公司|电力公司|公用事业|当地|私营|投资公司|概念|年内|持股|账面|市场|公司|盘中|随后|目前|当前|累计|总|最新|美股|港股|科技股|股市|以上|些|两|三|几|开发商|运营商|以及|老牌|新贵|"
    r"并|等|本|其|对|向|为|从|旗下"
)
_NOT_NAMES = frozenset(
    "A AI About After All Although An Analysts And Another As At Banks Because Before Bills Both Building But By "
    "Capacity Capital Cash Chips Cities Companies Competition Construction Consumers Costs Counties Critics "
    "Customers Data Debt Deliveries Demand Developers Each Earnings Economists Electricity Emissions Equipment "
    "Everyone Executives Experts Few Financing First For From Governments Growth He Her Here His Households However "
    "If In Inflation Investment Investors It Its Jobs Land Last Lawmakers Lenders Management Many Margins Meanwhile "
    "Memory Most Nearly Net Next No Nobody None Not Officials On Once Operators Or Orders Others Our Output People "
    "Phase Plans Power Prices Production Profit Racks Rates Recently Regulators Researchers Residents Revenue "
    "Roughly Sales Second Servers Several Shares She Since Some Spending States Such Supply Talks Taxes That The "
    "There These They Third This Those Though To Today Total Traders Unemployment Utilities Water We When While "
    "With Work Workers".split()
)


def _masked(text: str, sentence: Sentence) -> str:
    """The sentence with its known names blanked."""
    parts: list[str] = []
    at = 0
    for mention in sentence.mentions:
        parts.append(text[at : mention.start - sentence.start])
        at = mention.end - sentence.start
    return " ".join([*parts, text[at:]])


def propose_names(sentence: Sentence) -> None:
    """Add names that the gazetteer does not know, read from their form alone, to the sentence's names, as unknown."""
    scene, known = sentence.scene, sentence.mentions
    text = scene.folded[sentence.start : sentence.end]
    fresh: list[Mention] = []
    patterns = [_PROPOSED_LATIN, _PROPOSED_BEFORE_VERB] if _CAPITAL.search(_masked(text, sentence)) else []
    if "公司" in text or "集团" in text or "股份" in text:
        patterns.append(_PROPOSED_ZH)
    if "股价" in text or "市值" in text:
        patterns.append(_PROPOSED_LISTED)
    for pattern in patterns:
        for match in pattern.finditer(text):
            start, end = sentence.start + match.start(1), sentence.start + match.end(1)
            name = match.group(1)
            if pattern in (_PROPOSED_ZH, _PROPOSED_LISTED) and (len(name) > 8 or _GENERIC_NAME.search(name)):
                continue
            if pattern is _PROPOSED_LATIN and _GOES_ON.match(text, match.end(1)):
                continue  # the name of something longer: Integrated Energy Policy Report
            if any(m.start == end for m in known):
                continue  # an apposition: the known name follows
            if name.split()[0] in _NOT_NAMES or (name.isupper() and len(name) <= 5):
                continue
            if any(m.start < end and start < m.end for m in [*known, *fresh]):
                continue
            fresh.append(Mention(start, end, name, "company", unknown=True))
    if fresh:
        sentence.mentions = sorted([*known, *fresh], key=lambda m: m.start)
