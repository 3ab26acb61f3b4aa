"""Near-duplicates: reprints, spammed and retold copies are one source; other articles about the same deal are not."""

from gigawatt.evidence.documents import document_of
from gigawatt.evidence.near_duplicates import are_copies, clusters, original, shingles, signature, similarity
from gigawatt.evidence.text import read_document

FIRST = (
    "Acme Power said on Monday that its campus near the river would draw 300 megawatts when it opens in 2028 "
    "The utility has agreed to build a substation, and the county has rezoned four hundred acres of farmland for it. "
    "Neighbours have complained about noise from the generators, which the company says will run only in emergencies. "
)
OTHER = (
    "A rival developer, Borealis, has withdrawn its plan for a data center in the north after the regulator wanted a "
    "deposit of ninety million dollars. Its chief executive told analysts that turbines could not be had before the "
    "end of the decade, and that customers were unwilling to sign leases without a firm date of connection. "
)
ZH = (
    "某公司宣布在北部建设数据中心园区,首期用电功率三百兆瓦,预计两年后投入使用。"
    "当地电网公司同意新建变电站,县政府已批准土地用途变更。附近居民对柴油发电机的噪音表示担忧。"
)


def readings(*texts: str, day: str = "2025-01-02"):
    return [
        read_document(document_of(f"---\ndate: {day}\n---\n\n{t}\n".encode(), f"{n}.txt")) for n, t in enumerate(texts)
    ]


def test_reprints_and_spammed_copies_are_one_cluster():
    spam = "casino bonus| live sex cams| hot girls| payday loan| replica watches| viagra online| torrent| xxx movies"
    found = clusters(readings(FIRST, OTHER, f"{spam}\n\n{FIRST}\n\nRead more\n", FIRST.replace("Monday", "Tuesday")))
    assert found == [[(0, 0), (2, 0), (3, 0)], [(1, 0)]]


def test_a_spun_copy_is_still_one_source():
    spun = ZH.replace("宣布", "对外表示").replace("担忧", "忧虑").replace("首期", "第一期")
    assert clusters(readings(ZH, spun)) == [[(0, 0), (1, 0)]]


def test_an_excerpt_is_a_copy_and_two_short_notes_are_not():
    assert clusters(readings(FIRST + OTHER + OTHER.upper().swapcase()[::-1], FIRST)) == [[(0, 0), (1, 0)]]
    assert clusters(readings("Power: 300 MW.", "Power: 300 MW?")) == [[(0, 0)], [(1, 0)]]


def test_same_bytes_are_one_source_however_short():
    assert clusters(readings("Power: 300 MW.", "Power: 300 MW.")) == [[(0, 0), (1, 0)]]


def test_the_original_is_the_clean_and_early_one():
    spam = "casino bonus| live sex cams| hot girls| payday loan| replica watches| viagra online| torrent| xxx movies"
    pages = readings(f"{spam}\n\n{FIRST}") + readings(FIRST, day="2025-03-01") + readings(FIRST, day="2025-02-01")
    (cluster,) = clusters(pages)
    assert original(pages, cluster) == (2, 0)


def test_estimate_is_near_the_true_similarity():
    a, b = shingles(FIRST + OTHER[:150]), shingles(FIRST[100:] + OTHER)
    true = len(a & b) / len(a | b)
    assert 0.2 < true < 0.9 and abs(similarity(signature(a), signature(b)) - true) < 0.15
    assert similarity(signature(a), signature(a)) == 1.0 and are_copies(a, a) and not are_copies(a, shingles("ab"))
    assert len(signature(a)) == len(signature([])) == 128 and similarity(signature([1]), signature([2])) < 1.0


def test_no_documents():
    assert clusters([]) == []
