"""Hidden text: each technique leaks nothing and is reported by name; the same text shown is kept."""

import pytest

from gigawatt.evidence.documents import document_of
from gigawatt.evidence.text import read_document, visible_text

SECRET = "The secret campus draws 987 megawatts of power from the grid."
OPEN = "The open campus draws 123 megawatts of power from the grid, and all of it is metered."

# technique -> (head, body) with {} where the sentence goes
HIDDEN = {
    "hidden:display-none": ("", '<p style="display:none">{}</p>'),
    "hidden:visibility": ("", '<p style="visibility:hidden">{}</p>'),
    "hidden:hidden-attribute": ("", "<p hidden>{}</p>"),
    "hidden:display-none (class)": ("<style>.h{{display:none}}</style>", '<p class="a h">{}</p>'),
    "hidden:font-size": ("", '<p style="font-size:0">{}</p>'),
    "hidden:colour-of-background": ("", '<p style="color:#fff;background:#fff">{}</p>'),
    "hidden:opacity": ("", '<p style="opacity:0">{}</p>'),
    "hidden:off-screen": ("", '<p style="position:absolute;left:-9999px">{}</p>'),
    "comment": ("", "<!-- {} -->"),
    "script": ("", '<script>var s = "{}";</script>'),
    "hidden:template": ("", "<template><p>{}</p></template>"),
    "hidden:noscript": ("", "<noscript><p>{}</p></noscript>"),
    "hidden:meta-description": ('<meta name="description" content="{}">', ""),
    # further ones
    "hidden:display-none (id)": (
        "<style>#gone {{ DISPLAY : none !important }}</style>",
        '<div id="gone"><p>{}</p></div>',
    ),
    "hidden:display-none (tag)": (
        "<style>aside em, article em {{display:none}}</style>",
        "<article><p><em>{}</em></p></article>",
    ),
    "hidden:display-none (child)": ("<style>div.x > p{{display:none}}</style>", '<div class="x"><p>{}</p></div>'),
    "hidden:display-none (attribute)": ("<style>[data-ad=yes]{{display:none}}</style>", '<p data-ad="yes">{}</p>'),
    "hidden:display-none (screen)": ("<style>@media screen {{.h{{display:none}}}}</style>", '<p class="h">{}</p>'),
    "hidden:display-none (escape)": ("", r'<p style="d\69splay:none">{}</p>'),
    "hidden:display-none (css comment)": ("", '<p style="/* shown */ display:/**/none">{}</p>'),
    "hidden:visibility (collapse)": ("", '<p style="visibility:collapse">{}</p>'),
    "hidden:font-size (percent)": ("", '<p style="font-size:1%">{}</p>'),
    "hidden:font-size (shorthand)": ("", '<p style="font:0/0 a">{}</p>'),
    "hidden:font-size (em)": ("", '<div style="font-size:.05em"><p>{}</p></div>'),
    "hidden:colour-of-background (parent)": (
        "",
        '<div style="background:#123456"><p style="color:rgb(18,52,86)">{}</p></div>',
    ),
    "hidden:colour-of-background (near)": ("", '<p style="color:#fefefe">{}</p>'),
    "hidden:colour-of-background (hsl)": ("<style>p.w{{color:hsl(0,0%,100%)}}</style>", '<p class="w">{}</p>'),
    "hidden:colour-of-background (font)": ("", '<p><font color="white">{}</font></p>'),
    "hidden:transparent-colour": ("", '<p style="color:transparent">{}</p>'),
    "hidden:transparent-colour (alpha)": ("", '<p style="color:rgba(0,0,0,0)">{}</p>'),
    "hidden:transparent-colour (fill)": ("", '<p style="-webkit-text-fill-color:transparent">{}</p>'),
    "hidden:opacity (percent)": ("", '<p style="opacity:1%">{}</p>'),
    "hidden:opacity (filter)": ("", '<p style="filter:opacity(0)">{}</p>'),
    "hidden:off-screen (indent)": ("", '<p style="text-indent:-9999px;white-space:nowrap;overflow:hidden">{}</p>'),
    "hidden:off-screen (margin)": ("", '<p style="margin-left:-5000px">{}</p>'),
    "hidden:off-screen (transform)": ("", '<p style="transform:translateX(-9999px)">{}</p>'),
    "hidden:off-screen (top)": ("", '<p style="position:fixed;top:-200em">{}</p>'),
    "hidden:off-screen (inset)": ("", '<p style="position:absolute;inset:0 auto auto -9999px">{}</p>'),
    "hidden:clip": ("", '<p style="position:absolute;clip:rect(0,0,0,0)">{}</p>'),
    "hidden:clip (one pixel)": ("", '<p style="position:absolute;clip:rect(1px, 1px, 1px, 1px)">{}</p>'),
    "hidden:clip-path": ("", '<p style="clip-path:inset(50%)">{}</p>'),
    "hidden:clip-path (circle)": ("", '<p style="clip-path:circle(0)">{}</p>'),
    "hidden:zero-size": ("", '<p style="height:0;overflow:hidden">{}</p>'),
    "hidden:zero-size (width)": ("", '<div style="width:1px;height:1px;overflow:hidden">{}</div>'),
    "hidden:zero-size (max)": ("", '<div style="max-height:0;overflow:hidden"><p>{}</p></div>'),
    "hidden:zero-size (scale)": ("", '<p style="transform:scale(0)">{}</p>'),
    "hidden:content-visibility": ("", '<div style="content-visibility:hidden">{}</div>'),
    "hidden:closed-details": ("", "<details><summary>More</summary><p>{}</p></details>"),
    "hidden:closed-dialog": ("", "<dialog><p>{}</p></dialog>"),
    "hidden:popover": ("", "<div popover><p>{}</p></div>"),
    "hidden:fallback": ("", "<canvas>{}</canvas>"),
    "hidden:fallback (video)": ("", "<video><p>{}</p></video>"),
    "hidden:fallback (iframe)": ("", "<iframe>{}</iframe>"),
    "hidden:datalist": ("", "<datalist><option>{}</option></datalist>"),
    "hidden:fallback (svg)": ("", "<svg><desc>{}</desc></svg>"),
    "hidden:input": ("", '<input type="hidden" value="{}">'),
    "hidden:colour-of-background (pale)": ("", '<p style="color:lightyellow">{}</p>'),
    "style": ("<style>/* {} */</style>", ""),
    "title": ("<title>{}</title>", ""),
    # the tree decides what stands in what
    "hidden:display-none (misnested)": ("", '<p><b style="display:none">x<i>{}</b></i></p>'),
    "hidden:display-none (taken up again)": ("", '<p><b style="display:none">x<p>{}</b></p>'),
    "hidden:display-none (stray end tag)": ("", '<div style="display:none"></span></p>{}</div>'),
    "hidden:display-none (span over div)": ("", '<span style="display:none"><div></span>{}</div></span>'),
    "hidden:display-none (list)": ("", '<ul><li style="display:none">x<div>{}</div><li>shown</ul>'),
    "hidden:display-none (self-closed)": ("", '<div style="display:none"/>{}</div>'),
}

SHOWN = {
    "plain": ("", "<p>{}</p>"),
    "aria-hidden": ("", '<p aria-hidden="true">{}</p>'),
    "visibility set again": ("", '<div style="visibility:hidden"><p style="visibility:visible">{}</p></div>'),
    "size set again": ("", '<div style="font-size:0"><p style="font-size:16px">{}</p></div>'),
    "open details": ("", "<details open><summary>More</summary><p>{}</p></details>"),
    "summary": ("", "<details><summary>{}</summary></details>"),
    "overruled": ("<style>p{{display:none}} p.s{{display:block}}</style>", '<p class="s">{}</p>'),
    "less specific": ("<style>#s{{display:block}} p{{display:none}}</style>", '<p id="s">{}</p>'),
    "inline wins": ("<style>p{{display:none}}</style>", '<p style="display:block">{}</p>'),
    "print only": ("<style>@media print {{p{{display:none}}}}</style>", "<p>{}</p>"),
    "on hover": ("<style>p:hover{{display:none}}</style>", "<p>{}</p>"),
    "before it": ("<style>p::before{{display:none}}</style>", "<p>{}</p>"),
    "other class": ("<style>.h{{display:none}}</style>", '<p class="hh">{}</p>'),
    "no child": ("<style>div > em{{display:none}}</style>", "<div><p><em>{}</em></p></div>"),
    "white on black": ("", '<div style="background:#000"><p style="color:#fff">{}</p></div>'),
    "zero height, not clipped": ("", '<div style="height:0">{}</div>'),
    "after a hidden list item": ("", '<ul><li style="display:none">x<li>{}</ul>'),
    "hidden paragraph closed by a block": ("", '<p style="display:none">x<div>{}</div>'),
    "hidden attribute overruled": ("", '<p hidden style="display:block">{}</p>'),
    "commented out": ("<style>/* p{{display:none}} */</style>", "<p>{}</p>"),
    "small print": ("", '<p style="font-size:8px">{}</p>'),
    "picture behind": ("", '<div style="background:url(x.png)"><p style="color:#fff">{}</p></div>'),
}

UNKNOWN = {
    "not()": ("<style>p:not(.x){{display:none}}</style>", "<p>{}</p>"),
    "sibling": ("<style>i + p{{display:none}}</style>", "<i>a</i><p>{}</p>"),
    "media query": ("<style>@media (min-width:600px){{p.m{{display:none}}}}</style>", '<p class="m">{}</p>'),
    "supports": ("<style>@supports (display:grid){{p.m{{display:none}}}}</style>", '<p class="m">{}</p>'),
    "variable": ("<style>p.m{{display:var(--d)}}</style>", '<p class="m">{}</p>'),
    "clip-path": ("", "<p style=\"clip-path:path('M0 0')\">{}</p>"),
    "class of a sheet not read": ('<link rel="stylesheet" href="a.css">', '<p class="sr-only">{}</p>'),
}


def page(head: str, body: str, sentence: str) -> str:
    return (
        f"<!doctype html><html><head><meta charset=utf-8>{head.format(sentence)}</head>"
        f"<body><h1>A campus</h1><p>{OPEN}</p>{body.format(sentence)}</body></html>"
    )


def reading_of(html: str):
    return read_document(document_of(html.encode(), "page.html"))


def shown(reading) -> str:
    return "\n".join(visible_text(reading, s)[0] for s in reading.segments)


@pytest.mark.parametrize("technique", HIDDEN)
def test_hidden_text_is_not_read_and_is_reported(technique):
    reading = reading_of(page(*HIDDEN[technique], SECRET))
    assert "987" not in shown(reading)
    assert OPEN in shown(reading)
    hiding = [d for d in reading.dropped if "987" in reading.document.text[d.start : d.end]]
    assert [d.reason for d in hiding] == [technique.split(" (")[0]]
    if technique.startswith("hidden:"):
        assert any(f.code == "hidden-text" and f.note.startswith(hiding[0].reason) for f in reading.findings)


@pytest.mark.parametrize("case", SHOWN)
def test_shown_text_is_read(case):
    reading = reading_of(page(*SHOWN[case], SECRET))
    assert SECRET in shown(reading)
    assert all(s.visibility == "visible" for s in reading.segments)


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_is_not_understood_is_unknown(case):
    reading = reading_of(page(*UNKNOWN[case], SECRET))
    (segment,) = [s for s in reading.segments if "987" in visible_text(reading, s)[0]]
    assert segment.visibility.startswith("unknown:")
    assert any(f.code == "visibility-unknown" for f in reading.findings)


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_tags_inside_markdown_and_text_hide_too(name):
    text = f"# A campus\n\n{OPEN}\n\nIt opens <span style='display:none'>{SECRET}</span>in 2028, they say.\n\n"
    text += f"<div hidden>\n\n{SECRET}\n\n</div>\n\n<script>\nvar x = '{SECRET}';\n</script>\n\n{OPEN}\n"
    reading = read_document(document_of(text.encode(), name))
    assert "987" not in shown(reading) and shown(reading).count("123 megawatts") == 2
    assert "It opens in 2028" in shown(reading)
    hiding = {d.reason for d in reading.dropped if "987" in text[d.start : d.end]}
    assert hiding == {"hidden:display-none", "hidden:hidden-attribute", "script"}


def test_aria_hidden_is_recorded():
    reading = reading_of(page(*SHOWN["aria-hidden"], SECRET))
    assert [f.code for f in reading.findings].count("aria-hidden") == 1


def test_no_two_sentences_share_a_technique_by_accident():
    assert len(HIDDEN) >= 50 and len({b for _, b in HIDDEN.values()} | {h for h, _ in HIDDEN.values()}) > 50
