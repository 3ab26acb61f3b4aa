"""What makes the page one safe file: embedded files of others, JSON that cannot leave its tag, and the policy.

The policy (CSP) allows no request at all and only the scripts and the style sheet whose hash it names.
"""

import base64
import hashlib
import json
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from gigawatt.report.view import Licence

SCRIPTS = ("vega.min.js", "vega-lite.min.js", "vega-interpreter.js")
FONT = "inter-latin-wght-normal.woff2"


def resource(name: str) -> str:
    """The text of a file under `static/`."""
    return (files("gigawatt.report") / "static" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def scripts() -> tuple[str, ...]:
    """The scripts of the page in order: Vega, Vega-Lite, the interpreter, our own."""
    return (*(resource(f"vendor/{name}") for name in SCRIPTS), resource("report.js"))


@lru_cache(maxsize=2)
def style(lang: str) -> str:
    """The style sheet with the type face inside; in Chinese, quotes and dashes are left to the Chinese face."""
    font = (files("gigawatt.report") / "static/vendor" / FONT).read_bytes()
    span = "U+0-2012, U+2015-2017, U+201E-2025, U+2027-FFFF" if lang == "zh" else "U+0-FFFF"
    return resource("report.css").replace("{{inter}}", base64.b64encode(font).decode()).replace("{{range}}", span)


def digest(content: str) -> str:
    """The CSP source expression of an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def policy(lang: str) -> str:
    """The content security policy of the page: no request, no eval, named scripts and style only."""
    allowed = " ".join(digest(script) for script in scripts())
    return (
        f"default-src 'none'; script-src {allowed}; style-src {digest(style(lang))}; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def inside_script(data: Any) -> str:
    """JSON that may stand inside a script element: `<`, `>`, `&` and the line separators are escaped."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<>&\u2028\u2029":
        body = body.replace(letter, f"\\u{ord(letter):04x}")
    return body


@lru_cache(maxsize=1)
def embedded_licences() -> tuple[Licence, ...]:
    """Licences, with their texts, of every file of others inside the page."""
    found = []
    for entry in tomllib.loads(resource("vendor/vendor.toml"))["file"]:
        body = resource(f"vendor/licences/{entry['name']}.txt")
        found.append(Licence(entry["what"], entry["holder"], entry["licence"], entry["url"], body))
    return tuple(found)


def compact(node: Any) -> Any:
    """The same data with every `values` list of like rows turned into columns (`report.js` turns it back)."""
    if isinstance(node, dict):
        return {
            key: {"columns": {name: [row[name] for row in value] for name in value[0]}}
            if key == "values" and _alike(value)
            else compact(value)
            for key, value in node.items()
        }
    return [compact(part) for part in node] if isinstance(node, list) else node


def _alike(rows: Any) -> bool:
    return (
        isinstance(rows, list)
        and len(rows) > 1
        and all(isinstance(r, dict) and r.keys() == rows[0].keys() for r in rows)
    )
