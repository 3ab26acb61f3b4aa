"""Style sheets of a page, as far as they decide whether text is seen: rules, selectors, the cascade.

Understood: selectors of tag, class, id, attribute, `*`, descendant and child; `!important`, specificity, order;
`@media` of screen and print. A rule with any other selector or condition is kept as *conditional*: where its known
part matches and it would hide text, the text's visibility is unknown, never guessed.
"""

import re
from dataclasses import dataclass, field

PROPERTIES = frozenset(
    "display visibility opacity font-size font color background background-color position left right top bottom inset "
    "clip clip-path width height max-width max-height overflow overflow-x overflow-y text-indent margin margin-left "
    "margin-top transform filter content-visibility -webkit-text-fill-color z-index zoom line-height letter-spacing "
    "mask mask-image -webkit-mask-image scale translate".split()
)
_DECLARATION = re.compile(
    r"(?<![-\w])(?P<name>[-\w]{1,60})\s{0,20}:\s{0,20}(?P<value>(?:[^;\"'()]|\"[^\"]*\"|'[^']*'|\((?:[^()]|\([^()]*\))*\)){0,2000})"
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")
_PIECE = re.compile(r"[{};]|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_COMPOUND = re.compile(
    r"(?P<tag>\*|[a-zA-Z][\w-]*)?(?P<rest>(?:[.#][\w\u0080-\uffff-]+|\[[^\]]*\]|::?[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?)*)"
)
_SIMPLE = re.compile(
    r"\.(?P<cls>[\w\u0080-\uffff-]+)|#(?P<id>[\w\u0080-\uffff-]+)|\[(?P<attr>[^\]]*)\]|(?P<pseudo>::?[\w-]+)(?:\([^)]*\)?)?"
)
_ATTRIBUTE = re.compile(r"\s*([\w-]+)\s*(?:([~|^$*]?=)\s*[\"']?([^\"']*)[\"']?\s*[is]?\s*)?$")
_NEVER_AT_REST = frozenset(
    ":hover :focus :active :visited :focus-within :focus-visible :target :checked :disabled :invalid ::before ::after "
    ":before :after ::first-letter ::first-line ::placeholder ::marker ::selection ::backdrop".split()
)
_SCREEN = re.compile(r"^(?:only\s+)?(?:screen|all)?$")


@dataclass(frozen=True, slots=True)
class Compound:
    """One simple selector sequence: tag, classes, ids, attribute tests; unknown names a part not understood."""

    tag: str | None
    classes: frozenset[str]
    ids: frozenset[str]
    attributes: tuple[tuple[str, str, str], ...]
    unknown: str = ""

    def fits(self, name: str, attributes: dict[str, str], classes: frozenset[str]) -> bool:
        """Whether an element matches the parts that are understood."""
        if self.tag and self.tag != name:
            return False
        if not self.classes <= classes or (self.ids and {attributes.get("id", "")} != self.ids):
            return False
        return all(_attribute_fits(attributes.get(key), how, value) for key, how, value in self.attributes)


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector with its declarations; steps are (compound, combinator before it), rightmost last."""

    steps: tuple[tuple[Compound, str], ...]
    declarations: dict[str, tuple[str, bool]]
    order: int
    condition: str = ""
    """empty, or why it is not known whether the rule applies"""

    @property
    def specificity(self) -> tuple[int, int, int]:
        """Numbers of ids, of classes and attributes, of tags."""
        compounds = [c for c, _ in self.steps]
        return (
            sum(len(c.ids) for c in compounds),
            sum(len(c.classes) + len(c.attributes) for c in compounds),
            sum(c.tag is not None for c in compounds),
        )


@dataclass(slots=True)
class Sheet:
    """All rules of a page, found by the rightmost id, class or tag."""

    by_key: dict[str, list[Rule]] = field(default_factory=dict)
    count: int = 0
    external: bool = False
    """another sheet is linked or imported, and is not read"""

    def add(self, css: str) -> None:
        """Take in the text of one style element."""
        for selectors, declarations, condition in _rules(css):
            for selector in selectors:
                rule = _rule(selector, declarations, self.count, condition)
                self.count += 1
                if rule is not None:
                    last = rule.steps[-1][0]
                    key = next((f"#{i}" for i in last.ids), None) or next((f".{c}" for c in sorted(last.classes)), None)
                    self.by_key.setdefault(key or last.tag or "*", []).append(rule)
        if "@import" in css.lower():
            self.external = True

    def candidates(self, name: str, attributes: dict[str, str], classes: frozenset[str]) -> list[Rule]:
        """Rules whose rightmost compound fits the element."""
        if not self.by_key:
            return []
        found: list[Rule] = []
        for key in ("*", name, f"#{attributes.get('id', '')}", *(f".{c}" for c in classes)):
            for rule in self.by_key.get(key, ()):
                if rule.steps[-1][0].fits(name, attributes, classes):
                    found.append(rule)
        return found


def declarations_of(css: str) -> dict[str, tuple[str, bool]]:
    """Declarations that bear on visibility: property -> (value in lower case, important)."""
    if "\\" in css:
        css = _ESCAPE.sub(_unescape, css)
    found: dict[str, tuple[str, bool]] = {}
    for m in _DECLARATION.finditer(_without_comments(css)):
        name = m["name"].lower()
        if name not in PROPERTIES:
            continue
        value = m["value"].strip().lower()
        important = value.replace(" ", "").endswith("!important")
        if important:
            value = value[: value.rindex("!")].strip()
        if value and (important or not found.get(name, ("", False))[1]):
            found[name] = (value, important)
    return found


def _unescape(m: re.Match[str]) -> str:
    if m[1]:
        code = int(m[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return m[2]


def _without_comments(css: str) -> str:
    if "/*" not in css:
        return css
    parts: list[str] = []
    at = 0
    while (a := css.find("/*", at)) >= 0:
        parts.append(css[at:a])
        b = css.find("*/", a + 2)
        if b < 0:
            return " ".join(parts)
        at = b + 2
    return " ".join([*parts, css[at:]])


def _rules(css: str) -> list[tuple[list[str], dict[str, tuple[str, bool]], str]]:
    css = _without_comments(css.replace("<!--", " ").replace("-->", " "))
    found: list[tuple[list[str], dict[str, tuple[str, bool]], str]] = []
    frames: list[tuple[str, str, int]] = []  # (kind, condition or selectors, where its block starts)
    at = 0
    for m in _PIECE.finditer(css):
        mark = m.group()
        if mark == "{":
            prelude = css[at : m.start()].strip()
            if prelude.startswith("@"):
                frames.append(("at", _condition(prelude), m.end()))
            else:
                frames.append(("rule", prelude, m.end()))
            at = m.end()
        elif mark == "}":
            if frames:
                kind, what, begin = frames.pop()
                conditions = [c for k, c, _ in frames if k == "at" and c]
                if kind == "rule" and "never" not in conditions:
                    nested = "nested rule" if any(k == "rule" for k, _, _ in frames) else ""
                    declarations = declarations_of(css[begin : m.start()])
                    if declarations:
                        found.append((_split(what), declarations, nested or (conditions[0] if conditions else "")))
            at = m.end()
        elif mark == ";" and not (frames and frames[-1][0] == "rule"):
            at = m.end()
    return found


def _condition(prelude: str) -> str:
    name, _, rest = prelude[1:].partition(" ")
    name = name.lower()
    if name in ("keyframes", "-webkit-keyframes", "font-face", "page", "counter-style", "property"):
        return "never"
    if name == "media":
        queries = [q.strip().lower() for q in rest.split(",")]
        if any(_SCREEN.match(q) for q in queries):
            return ""
        if all(re.match(r"^(?:only\s+)?(?:print|speech|aural|tty|not all)\b", q) for q in queries):
            return "never"
        return "media query"
    return "" if name == "layer" else f"@{name[:20]}"


def _split(selectors: str) -> list[str]:
    depth, at, parts = 0, 0, []
    for i, c in enumerate(selectors):
        if c in "([":
            depth += 1
        elif c in ")]":
            depth -= 1
        elif c == "," and depth == 0:
            parts.append(selectors[at:i])
            at = i + 1
    return [p.strip() for p in (*parts, selectors[at:]) if p.strip()][:2000]


def _rule(selector: str, declarations: dict[str, tuple[str, bool]], order: int, condition: str) -> Rule | None:
    selector = _ESCAPE.sub(_unescape, selector) if "\\" in selector else selector
    steps: list[tuple[Compound, str]] = []
    at, combinator = 0, ""
    selector = re.sub(r"\s*([>+~])\s*", r"\1", selector.strip())
    while at < len(selector):
        m = _COMPOUND.match(selector, at)
        if m is None or m.end() == at:
            steps.append((Compound(None, frozenset(), frozenset(), (), f"selector {selector[:60]}"), combinator))
            break
        compound = _compound(m)
        if compound is None:
            return None
        steps.append((compound, combinator))
        at = m.end()
        if at < len(selector):
            combinator = selector[at]
            at += 1
            while combinator.isspace() and at < len(selector) and selector[at].isspace():
                at += 1
            if combinator not in " >\t\n\r\f":
                condition = condition or f"selector {selector[:60]}"
    if not steps:
        return None
    doubt = next((c.unknown for c, _ in steps if c.unknown), "")
    return Rule(tuple(steps), declarations, order, condition or doubt)


def _compound(m: re.Match[str]) -> Compound | None:
    tag = m["tag"].lower() if m["tag"] and m["tag"] != "*" else None
    classes, ids, attributes, unknown = set(), set(), [], ""
    for part in _SIMPLE.finditer(m["rest"] or ""):
        if part["cls"]:
            classes.add(part["cls"])
        elif part["id"]:
            ids.add(part["id"])
        elif part["pseudo"]:
            pseudo = part["pseudo"].lower()
            if pseudo in _NEVER_AT_REST:
                return None
            if pseudo == ":root":
                tag = "html"
            else:
                unknown = f"selector {m.group()[:60]}"
        else:
            test = _ATTRIBUTE.match(part["attr"])
            if test:
                attributes.append((test[1].lower(), test[2] or "", (test[3] or "").strip()))
            else:
                unknown = f"selector {m.group()[:60]}"
    return Compound(tag, frozenset(classes), frozenset(ids), tuple(attributes), unknown)


def _attribute_fits(got: str | None, how: str, value: str) -> bool:
    if got is None:
        return False
    tests = {
        "": True,
        "=": got == value,
        "~=": value in got.split(),
        "|=": got == value or got.startswith(value + "-"),
        "^=": bool(value) and got.startswith(value),
        "$=": bool(value) and got.endswith(value),
        "*=": bool(value) and value in got,
    }
    return tests.get(how, False)
