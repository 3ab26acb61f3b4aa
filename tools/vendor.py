"""Copy the pinned files of others that the report embeds from npm, with their licences and sha256 sums.

    python tools/vendor.py            fetch again and refuse whatever differs from SHA256SUMS
    python tools/vendor.py --update   write SHA256SUMS anew (after a version in vendor.toml was changed)

What is copied stands in src/gigawatt/report/static/vendor/vendor.toml. Only this tool needs npm; the product does not.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "src/gigawatt/report/static/vendor"
SUMS = FOLDER / "SHA256SUMS"


def wrapped(module: str) -> str:
    """An ES module that imports from vega-util and exports one name, as a script that uses the global `vega`."""
    head, _, body = module.partition("from 'vega-util';")
    names = head.replace("import", "", 1).strip()
    body, _, tail = body.rpartition("export {")
    exported = tail.partition("}")[0].strip()
    inner, _, outer = exported.partition(" as ")
    return f"(function () {{\nconst {names} = vega;{body}vega.{outer or inner} = {inner};\n}})();\n"


def fetch(package: str, version: str, into: Path) -> Path:
    """The unpacked npm package."""
    subprocess.run(
        ["npm", "pack", "--silent", f"{package}@{version}"], cwd=into, check=True, capture_output=True, text=True
    )
    target = into / package.replace("/", "-").lstrip("@")
    with tarfile.open(next(into.glob("*.tgz"))) as archive:
        archive.extractall(target, filter="data")
    next(into.glob("*.tgz")).unlink()
    return target / "package"


def main() -> int:
    """Fetch all, compare or write the sums; 1 when something differs."""
    update = "--update" in sys.argv[1:]
    files = tomllib.loads((FOLDER / "vendor.toml").read_text(encoding="utf-8"))["file"]
    found: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for entry in files:
            package = fetch(entry["package"], entry["version"], Path(temporary))
            content = (package / entry["path"]).read_bytes()
            if entry.get("wrap") == "module":
                content = wrapped(content.decode()).encode()
            content = b"\n".join(line for line in content.split(b"\n") if not line.startswith(b"//# sourceMappingURL="))
            found[entry["name"]] = content if entry["name"].endswith(".js") else (package / entry["path"]).read_bytes()
            found[f"licences/{entry['name']}.txt"] = (package / "LICENSE").read_bytes()
    sums = "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(found.items()))
    if not update and SUMS.read_text(encoding="utf-8") != sums:
        print("what npm gives differs from SHA256SUMS:", file=sys.stderr)
        print(sums, file=sys.stderr)
        return 1
    for name, body in found.items():
        (FOLDER / name).parent.mkdir(exist_ok=True)
        (FOLDER / name).write_bytes(body)
    SUMS.write_text(sums, encoding="utf-8")
    print(f"{len(found)} files, {sum(map(len, found.values())) / 1e3:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
