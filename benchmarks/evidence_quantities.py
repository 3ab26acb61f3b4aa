"""Quantity scan: speed on one core against jionlp (money only) and Recognizers-Text (currency, units, percentages),
growth with length on hostile input, and a fuzz of mutated sentences.

Speeds are CPU time, best of `REPEATS`, in the same process and on the same lines; `ratio` is ours / peer, above 1 is
faster. The peers read less than we do: jionlp no units but money and no English, Recognizers no bounds and no counts.
"""

import os
import random
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GIGAWATT_DATA", ROOT.parent / "shared" / "data"))
REPEATS = 5
AIM_MB_PER_S = 5.0
FUZZ_INPUTS = 200_000

CHINESE = (
    "项目一期投资约120亿元人民币，占地1200亩，计划于2027年底前投产，届时可容纳超过10万块GPU。",
    "公司负责人表示，电网接入仍是最大的难题，许多园区虽然已经封顶，却迟迟等不到送电的通知，只能先用燃气机组过渡。",
    "摩根士丹利预计，到2028年电力缺口达到13至44吉瓦，相当于数千万户家庭的用电量。",
    "在谈到未来的打算时，他并没有给出明确的答案，只是说要看市场的需求和合作伙伴的意愿，再决定下一步怎么走。",
    "上半年營收同比下滑12.3%，淨虧損擴大至3.2億美元，資本開支將升至700億至800億港元。",
    "分析师认为，这类合同的条款往往并不公开，外界很难判断其中有多少是承诺，又有多少只是意向。",
)
ENGLISH = (
    "The campus will span 1,100 acres, with the first 200MW phase energized by mid-2026 and up to 450,000 chips.",
    "Executives said the utility had been slow to answer, and that the neighbours may well ask who would pay.",
    "Capex rose 74% to $34.9 billion in the quarter, and the company expects between $115 billion and $135 billion.",
    "Nobody on the call would say how much of the backlog rests on a single customer, or what happens if it goes.",
)


def cpu(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Least CPU time of one call [s], after one warm-up."""
    work()
    best = float("inf")
    for _ in range(repeats):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def texts() -> dict[str, list[str]]:
    """Lines to read: our own sentences, and the sample pages where they are at hand."""
    out = {"own Chinese": [*CHINESE] * 40, "own English": [*ENGLISH] * 60}
    pages = sorted((DATA / "pages").glob("*.txt"))
    if pages:
        out["four pages"] = [x for page in pages for x in page.read_text(encoding="utf-8").splitlines() if x.strip()]
    return out


def peers() -> dict[str, tuple[Callable[[str], object], int]]:
    """name -> (reader of one line, share of the lines it is given: 1 in n)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jionlp
        from recognizers_number import Culture, recognize_percentage
        from recognizers_number_with_unit import recognize_currency, recognize_dimension

    def recognizers(line: str) -> object:
        culture = Culture.Chinese if any("\u4e00" <= c <= "\u9fff" for c in line) else Culture.English
        return [f(line, culture) for f in (recognize_currency, recognize_dimension, recognize_percentage)]

    return {"jionlp money": (jionlp.ner.extract_money, 1), "Recognizers-Text": (recognizers, 12)}


def run() -> Iterator[dict]:
    """Speed against the peers, growth on hostile input, fuzz."""
    from gigawatt.evidence.quantities import find_quantities

    readers = peers()
    for name, lines in texts().items():
        ours = size(lines) / cpu(lambda lines=lines: [find_quantities(x, reference_day="2025-11-01") for x in lines])
        found = sum(len(find_quantities(x, reference_day="2025-11-01")) for x in lines)
        yield {
            "figure": f"quantity scan, {name}",
            "mb_per_s": round(ours, 2),
            "quantities_per_kb": round(found / size(lines) / 1e3, 2),
            "peer": f"aim of {AIM_MB_PER_S} MB/s",
            "ratio": round(ours / AIM_MB_PER_S, 2),
        }
        for peer, (reader, share) in readers.items():
            part = lines[::share]
            theirs = size(part) / cpu(lambda part=part, reader=reader: [reader(x) for x in part], 2)
            yield {
                "figure": f"quantity scan, {name}",
                "mb_per_s": round(ours, 2),
                "peer": peer,
                "peer_mb_per_s": round(theirs, 4),
                "ratio": round(ours / theirs, 2),
            }
    for unit, length in (("1", 10**7), ("亿", 10**7), ("(", 10**7), ("1 ", 10**6), ("一个", 10**6)):
        small, large = (
            cpu(lambda n=n, unit=unit: find_quantities(unit * (n // len(unit))), 1) for n in (length // 10, length)
        )
        yield {
            "figure": f"{length:,} characters of {unit!r}",
            "cpu_s": round(large, 2),
            "peer": f"{length // 10:,} characters",
            "ratio": round(large / max(small, 1e-4) / 10, 2),
            "note": "CPU per character, 10x against 1x; near 1 is linear",
        }
    yield fuzz(find_quantities)


def size(lines: list[str]) -> float:
    """UTF-8 size [MB]."""
    return sum(len(x.encode()) for x in lines) / 1e6


def fuzz(read: Callable[[str], list]) -> dict:
    """Mutated sentences: every span inside the text and in order; raises at the first that is not."""
    rng = random.Random(1)
    sentences = [*CHINESE, *ENGLISH]
    begin = time.process_time()
    slowest = 0.0
    for _ in range(FUZZ_INPUTS):
        text = list(rng.choice(sentences)[rng.randrange(30) :])
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(text))
            text[at : at + rng.randrange(3)] = rng.choice(sentences)[rng.randrange(20) :][: rng.randint(1, 4)]
        joined = "".join(text)
        start = time.process_time()
        found = read(joined)
        slowest = max(slowest, time.process_time() - start)
        last = 0
        for q in found:
            if not last <= q.start < q.end <= len(joined):
                raise AssertionError(f"span out of order in {joined!r}: {q}")
            last = q.end
    total = time.process_time() - begin
    return {
        "figure": f"fuzz, {FUZZ_INPUTS} mutated sentences without a crash",
        "cpu_s": round(total, 1),
        "peer": "the mean input",
        "slowest_ms": round(slowest * 1e3, 2),
        "ratio": round(slowest / (total / FUZZ_INPUTS), 1),
        "note": "slowest input over the mean input",
    }
