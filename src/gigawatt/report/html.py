"""The report as one self-contained HTML file: opens offline, asks for nothing, and treats outside text as text."""

import os
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from gigawatt.errors import InputError
from gigawatt.i18n import table, text
from gigawatt.report import charts, citations, embed, formats, limits, maps, sankey, summary
from gigawatt.report.view import Band, DateBand, LayerAmount, Number, ReportView, Text

LANG_TAG = {"en": "en", "zh": "zh-Hans"}


def render(view: ReportView, lang: str = "en") -> str:
    """The page in that language, complete with scripts, style, type face and data."""
    text("report.title", lang)  # an unknown language is told before any work
    drawn = chart_data(view, lang)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            view=view,
            lang=lang,
            lang_tag=LANG_TAG[lang],
            policy=embed.policy(lang),
            style=Markup(embed.style(lang)),
            scripts=[Markup(script) for script in embed.scripts()],
            payload=Markup(embed.inside_script(drawn | {"charts": embed.compact(drawn["charts"])})),
            licences=(*view.licences, *citations.carried(view), *embed.embedded_licences()),
            cited=citations.by_number(view.citations),
            safe_url=citations.safe_url,
            short_doc=citations.short_doc,
            host=citations.host,
            f=formats,
            summary=summary,
            charts=charts,
            layers=sankey.layers_present(view.flows),
            main_layer=sankey.main_layer(view.flows),
            us_sites=[site for site in view.sites if maps.in_us(site)],
            chart_ids={name for name in drawn["charts"]},
            unit_of=lambda name: charts.unit_of(drawn["charts"][name]),
            **_helpers(lang),
        )
    )


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates on disk; a disk that cannot take them costs time, never the report."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template if that is possible."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled() -> _Compiled | None:
    """Compiled templates in the user's cache (they know when a template changed); None where none can be kept."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gigawatt" / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return _Compiled(str(folder)) if os.access(folder, os.W_OK) else None


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Templates with escaping on and undefined names refused; compiled once per machine and version."""
    return Environment(
        bytecode_cache=_compiled(),
        loader=PackageLoader("gigawatt.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def write(view: ReportView, path: Path, lang: str = "en") -> Path:
    """Write the page; the file appears whole or not at all. InputError when the place cannot be written."""
    page = render(view, lang)
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_text(page, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InputError("cannot-write", where=str(path), got=error.strerror or str(error)) from None
    return path


def chart_data(view: ReportView, lang: str) -> dict[str, Any]:
    """Specifications by element id, and the map data that several of them name."""
    specs: dict[str, Any] = {"chart-fleet": charts.curve_spec(view.fleet, lang, height=340)}
    for index, row in enumerate(summary.with_curve(view)):
        specs[f"chart-programme-{index}"] = charts.curve_spec(row.curve, lang, height=132, labels=False, rows=4)
    if view.limits is not None and view.limits.relief:
        specs["chart-relief"] = limits.relief_spec(view.limits, lang)
    if view.limits is not None and view.limits.gaps:
        specs["chart-gap"] = limits.gap_spec(view.limits, lang)
    data: dict[str, Any] = {}
    if view.sites:
        specs["chart-world"] = maps.world_spec(view.sites, lang)
        data["@land"] = maps.land()
        if any(maps.in_us(site) for site in view.sites):
            specs["chart-us"] = maps.us_spec(view.sites, lang)
            data["@states"] = maps.states()
    for layer in sankey.layers_present(view.flows):
        specs[f"chart-sankey-{layer}"] = sankey.sankey_spec(view.flows, layer, lang)
    return {"charts": specs, "data": data, "config": charts.CONFIG, "failed": text("report.chart_failed", lang)}


def _helpers(lang: str) -> dict[str, Any]:
    """Functions of the template; each returns escaped markup."""

    def t(key: str, **values: object) -> str:
        """A phrase with plain values."""
        return text(f"report.{key}", lang, **values)

    def tm(key: str, **values: object) -> Markup:
        """A phrase with markup in its places."""
        return Markup(escape(table()[f"report.{key}"][lang])).format(**values)

    def say(phrase: Text | None) -> Markup:
        """A phrase in the page's language; an English one on a Chinese page is marked as English."""
        if phrase is None:
            return Markup("")
        if lang == "zh" and not phrase.zh:
            return Markup('<span lang="en">{}</span>').format(phrase.en)
        return escape(phrase.say(lang))

    def term(word: str) -> Markup:
        """A word of a closed list; one that the glossary lacks is marked as English."""
        if lang == "zh" and not formats.is_known(word):
            return Markup('<span lang="en">{}</span>').format(formats.term(word, lang))
        return escape(formats.term(word, lang))

    def tongue(quoted: str | None) -> Markup:
        """The language attribute of a quoted text, so that its letters are drawn in the right face."""
        chinese = any("\u4e00" <= letter <= "\u9fff" for letter in quoted or "")
        return Markup(' lang="zh"') if chinese and lang != "zh" else Markup("")

    def marked(figure: str, shown: object, kind: str = "fig") -> Markup:
        """A shown number with its figure id."""
        return Markup('<span class="{}" data-figure="{}">{}</span>').format(kind, figure, shown)

    def number(shown: Number | None, unit: str = "W") -> Markup:
        """A value without interval."""
        if shown is None:
            return escape(formats.UNKNOWN)
        return marked(shown.figure, formats.number(shown, unit, lang))

    def chance(shown: Number | None) -> Markup:
        """A simulated probability."""
        return escape(formats.UNKNOWN) if shown is None else marked(shown.figure, formats.chance(shown.value))

    def band(shown: Band | None, unit: str = "W") -> Markup:
        """P50 with P10–P90 beneath."""
        if shown is None:
            return escape(formats.UNKNOWN)
        body = Markup('{} <span class="range">{}</span>').format(
            formats.middle(shown, unit, lang), formats.interval(shown, unit, lang)
        )
        return marked(shown.figure, body)

    def date(shown: DateBand | None) -> Markup:
        """P50 date with P10–P90 beneath."""
        if shown is None:
            return escape(formats.UNKNOWN)
        body = Markup('{} <span class="range">{}</span>').format(
            formats.date_middle(shown, lang), formats.date_interval(shown, lang)
        )
        return marked(shown.figure, body, kind="fig date")

    def layer(shown: LayerAmount) -> Markup:
        """The range of one layer of money."""
        return marked(shown.figure, formats.layer_amount(shown, lang))

    def cites(numbers: Iterable[int]) -> Markup:
        """Source numbers that open."""
        links = [
            Markup('<a class="cite" href="#c{n}" data-cite="{n}" aria-label="{label}">{n}</a>').format(
                n=n, label=text("report.citation", lang, n=n)
            )
            for n in dict.fromkeys(numbers)
        ]
        return Markup('<sup class="cites">{}</sup>').format(Markup(" ").join(links)) if links else Markup("")

    sign = {key: text(f"sign.{key}", lang) for key in ("space", "colon", "comma", "stop")}
    return {
        "sign": sign, "t": t, "tm": tm, "say": say, "term": term, "marked": marked, "number": number, "band": band,
        "date": date, "chance": chance, "layer": layer, "cites": cites, "tongue": tongue,
    }  # fmt: skip
