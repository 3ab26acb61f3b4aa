"""The sentence that a citation shows."""

from gigawatt.assess.citations import QUOTE_LIMIT, sentence_around


def around(text, word):
    start = text.index(word)
    return sentence_around(text, start, start + len(word))


def test_cuts_at_sentence_ends_bullets_and_lines():
    assert around("First. It holds 7 GW there. Last.", "7 GW") == "It holds 7 GW there."
    assert around("甲公司宣布。乙公司将建7吉瓦！丙。", "7吉瓦") == "乙公司将建7吉瓦！"
    assert around("head - one 5 GW plan - two - three", "5 GW") == "one 5 GW plan"
    assert around("only 3.5 GW", "3.5 GW") == "only 3.5 GW"
    assert around("line\nwith 9 MW\nend", "9 MW") == "with 9 MW"


def test_a_long_sentence_is_cut_around_the_quantity():
    text = "a" * 900 + " 7 GW " + "b" * 900
    shown = around(text, "7 GW")
    assert "7 GW" in shown and len(shown) <= QUOTE_LIMIT
