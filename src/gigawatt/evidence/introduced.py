"""Projects and firms that a text introduces: "a campus called Orchid", 名为燈塔(Lighthouse), "X, a developer".

What such names have in common is their form, so they are marked as unknown and never become a part of the gazetteer.
"""

import re

from gigawatt.evidence.entities import ORGANISATIONS, Mention
from gigawatt.evidence.scene import Scene

_NAME = r"(?:[A-Z][A-Za-z0-9&’'-]+ ){0,2}[A-Z][A-Za-z0-9&’'-]*[a-z0-9]"
_KIND_OF_PROJECT = (
    r"(?:campus|projects?|site|data cent(?:er|re)s?|cent(?:er|re)|clusters?|facility|plant|plans?|program|programme|"
    r"initiative|venture|development|supercomputer|park|complex)"
)
_CALLED = re.compile(
    rf"\b{_KIND_OF_PROJECT},?\s(?:[a-z]+\s){{0,3}}?(?:called|named|dubbed|known as|"
    rf"code-?named)\s(?:the\s)?[“\"]?({_NAME})"
)
_PROJECT = re.compile(r"\b(Project [A-Z][a-z]+(?: [A-Z][a-z]+)?)\b")
_CAMPUS = re.compile(r"\b(?:the|its|of)\s((?:[A-Z][a-z]+ ){1,3}(?:Campus|Megacampus|Supercluster))\b(?! [A-Z])")
_CALLED_ZH = re.compile(
    r"(?:项目|计划|园区|集群|数据中心|资料中心|工厂|平台|方案|设施|基地|工程)(?:被)?(?:名为|命名为|取名为?|代号为?|称为)[“\"「『《]?"
    r"([一-鿿]{2,8})[”\"」』》]?\s?[(]([A-Z][A-Za-z0-9 .'-]{2,30})[)]"
)
_QUOTED_ZH = re.compile(
    r"(?:项目|计划|园区|集群|数据中心|资料中心|工程)(?:被)?(?:名为|命名为|取名为?|代号为?|称为)"
    r"[“\"「『《]([一-鿿A-Za-z0-9 ]{2,16})[”\"」』》]"
)
_FIRM = re.compile(
    rf"(?:^|[.!?]\s|\n|[“\"])({_NAME}), (?:the|an?|its)\s(?:[A-Za-z0-9-]+\s){{0,5}}"
    r"(?:joint venture|company|developer|start-?up|provider|operator|subsidiary|firm|utility|maker|arm|builder|"
    r"investor)\b"
)
_NO_NAME = frozenset(
    "A An And As At But For From He Her His However I If In It Its Last Meanwhile More Most My No Of On Once One Our "
    "She So That The Their Then There These They This Those Today We What When While With Yet You".split()
)
_PATTERNS = (
    (_CALLED, "programme"),
    (_PROJECT, "programme"),
    (_CAMPUS, "programme"),
    (_CALLED_ZH, "programme"),
    (_QUOTED_ZH, "programme"),
    (_FIRM, "company"),
)
_SIGNS = re.compile(
    r"\b(?:called|named|dubbed|known as|code-?named|Project|Campus|Megacampus|Supercluster)\b|名为|命名为|取名|"
    r"代号|称为|, (?:the|an?|its)\s"
)


def introduced_names(scene: Scene, names: dict[str, Mention]) -> None:
    """Add the projects and firms that a scene introduces to `names`, by each form in which the text goes on to use
    them. A name that the gazetteer knows, or a part of one, is left alone."""
    if not _SIGNS.search(scene.folded):
        return
    for pattern, kind in _PATTERNS:
        for match in pattern.finditer(scene.folded):
            start, end = match.span(1)
            if match[1].split(" ")[0] in _NO_NAME or _known(scene, start, end):
                continue
            latin = match[2] if pattern is _CALLED_ZH else None
            name = (latin or scene.text[start:end]).strip()
            mention = Mention(start, end, name, kind, unknown=True)
            names.setdefault(match[1], mention)
            if latin:
                names.setdefault(latin, mention)


def _known(scene: Scene, start: int, end: int) -> bool:
    return any(
        m.end > start and m.kind in ORGANISATIONS | {"person", "product"}
        for m in scene.mentions_between(start - 40, end)
    )
