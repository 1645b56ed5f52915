"""Rules hit the passages that a researcher means, and say by which words."""

import pickle
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import CodebookError
from qualcode.language import get
from qualcode.match import Matcher, Passage
from qualcode.records import Code, Evidence, Rule, Suggestion
from tests.effort import calls


@pytest.mark.parametrize(
    ("spec", "text", "forms"),
    [
        # by root
        ("koordinasi", "Sudah dikoordinasikan dengan dinas", ["dikoordinasikan"]),
        ("koordinasi", "Hubungannya subordinasi", []),
        ("bantu", "Kami nyari bantuan, terus dibantuin tetangga", ["bantuan", "dibantuin"]),
        ("damping", "Anak-anak didampingi, petugas yang ngedampingin", ["didampingi", "ngedampingin"]),
        ("terima", "Kami dak nerimo apo-apo", ["nerimo"]),
        ("anak", "Anak-anak main", ["Anak-anak"]),
        ("mau", "Dio galak datang", ["galak"]),
        ("ibu", "Ibu itu seribu kali", ["Ibu"]),
        ("monitor", "Kegiatan di-monitor dinas", ["di-monitor"]),
        # phrases
        ("kerja sama", "kerja sama", ["kerja sama"]),
        ("kerja sama", "Kami kerjasama, bekerjasama, kerja-sama", ["kerjasama", "bekerjasama", "kerja-sama"]),
        ("kerja sama", "Bekerja secara bersama", ["Bekerja bersama"]),
        ("kerja sama", "kerja satu dua sama", ["kerja sama"]),
        ("kerja sama", "kerja satu dua tiga sama", []),
        ("kerja sama", "sama kerja", []),
        ("salah orang", "serba salah, Bu. Orang turun", []),
        ("salah orang", "salah, Bu, orangnya", ["salah orangnya"]),
        ("salah orang", "serba salah\norang turun", []),
        ("kerja-sama", "kerja sama, kerjasama, kerja-sama", ["kerja sama", "kerjasama", "kerja-sama"]),
        ("anak-anak", "Anak-anaknya, bukan anak", ["Anak-anaknya"]),
        ("nggak ada", "Tidak ada, dak ado", ["Tidak ada", "dak ado"]),
        ("orang tua asuh", "Ada orangtua asuh", ["orangtua asuh"]),
        ({"phrase": "kerja sama", "gap": 0}, "kerja satu sama", []),
        ({"phrase": "dinas sosial kota", "gap": 1}, "dinas dinas x sosial kota", ["dinas sosial kota"]),
        # exact
        ({"exact": "PKH"}, "Dapat pkh, bukan PKHnya", ["pkh"]),
        ({"exact": "bantuan"}, "Membantu dengan bantuannya", []),
        ({"exact": ["dinas sosial", "kemensos"]}, "Ke Dinas Sosial atau Kemensos", ["Dinas Sosial", "Kemensos"]),
        ({"exact": "dinas sosial"}, "dinas yang sosial", []),
        # regex
        ({"regex": r"rp\s?\d+"}, "Cuma Rp 500 sebulan", ["Rp 500"]),
        ({"regex": r"\d+ anak"}, "Tidak ada", []),
        ({"regex": r"\.\.\."}, "Itu ... dana", ["..."]),
        # all, any
        ({"all": ["dana", "kurang"]}, "Kurang sekali dana kami", ["Kurang", "dana"]),
        ({"all": ["dana", "kurang"], "within": 2}, "Kurang sekali dana kami", ["Kurang", "dana"]),
        ({"all": ["dana", "kurang"], "within": 1}, "Kurang sekali dana kami", []),
        ({"all": ["dana", {"regex": "kurang|minim"}]}, "dana itu minim", ["dana", "minim"]),
        ({"all": ["dana", {"any": ["kurang", {"exact": "minim"}]}]}, "dana itu minim", ["dana", "minim"]),
        ({"all": ["dana", "kurang"]}, "dana saja", []),
        ({"any": ["dana", "anggaran"]}, "Anggaran dan dananya", ["Anggaran", "dananya"]),
        # strike
        ({"phrase": "sandang", "strike": ["penyandang"]}, "Penyandang disabilitas butuh sandang", ["sandang"]),
        ({"phrase": "diri", "strike": ["Kediri"]}, "Dari Kediri", []),
    ],
)
def test_rules_hit(hits, spec, text, forms):
    assert hits(spec, text) == forms


@pytest.mark.parametrize(
    ("spec", "text", "kind"),
    [
        ("bantuan", "Bantuan datang", "exact"),
        ("bantu", "Bantuan datang", "root"),
        ("kerja sama", "kerjasama", "phrase"),
        ({"exact": "dinas sosial"}, "dinas sosial", "exact"),
        ({"regex": "dinas"}, "dinas", "regex"),
        ("koordinasi", "koordinsi", "fuzzy"),
        ("dinas koordinasi", "dinas koordinsi", "fuzzy"),
    ],
)
def test_evidence_says_how(matcher, spec, text, kind):
    built = matcher(spec)
    built.learn(Counter(text.lower().split()))
    (suggestion,) = built.find(Passage(text))
    assert [evidence.kind for evidence in suggestion.evidence] == [kind]


def test_a_suggestion_in_full(matcher):
    built = matcher("koordinasi", ["bantu", {"phrase": "dana", "weight": 0.2}], "sekolah")
    built.learn({})
    assert built.find(Passage("Dana dibantu, tidak ada koordinasi")) == [
        Suggestion("c0", 0, 34, 0.7, [Evidence("r0.0", "exact", 24, 34, "koordinasi", negated=True)]),
        Suggestion(
            "c1", 0, 34, 0.76, [Evidence("r1.1", "exact", 0, 4, "Dana"), Evidence("r1.0", "root", 5, 12, "dibantu")]
        ),
    ]


@pytest.mark.parametrize(
    ("rules", "text", "score"),
    [
        (["dana"], "dana dana dana", 0.7),
        (["dana", "bantu"], "dana bantuan", 0.91),
        ([{"phrase": "dana", "weight": 0.5}], "dana", 0.5),
        ([{"phrase": "dana", "weight": 0.3}], "dana", None),
        ([{"phrase": "dana", "weight": 0.3}, {"phrase": "bantu", "weight": 0.3}], "dana bantuan", 0.51),
        (["koordinasi"], "koordinsi", 0.56),
        (["koordinasi"], "koordinsi dan koordinasi", 0.7),
        ([{"phrase": "koordinasi", "weight": 0.6}], "koordinsi", None),
        ([{"phrase": "koordinasi", "typos": False}], "koordinsi", None),
    ],
)
def test_score(matcher, rules, text, score):
    built = matcher(rules)
    built.learn(Counter(text.split()))
    assert [found.score for found in built.find(Passage(text))] == ([] if score is None else [score])


def test_codes_come_in_codebook_order_and_those_without_rules_never(matcher):
    built = matcher("sekolah", [], "bantu", "dana")
    found = built.find(Passage("dana bantuan sekolah"))
    assert [suggestion.code for suggestion in found] == ["c0", "c2", "c3"]


def test_words_that_were_not_learned_are_met_by_root(matcher):
    built = matcher("bantu")
    built.learn({"lain": 1})
    assert built.find(Passage("dibantu"))


def test_forms_and_typing_errors_are_listed_for_the_researcher(matcher):
    built = matcher({"phrase": "kerja sama", "strike": ["pekerja"]}, {"exact": "PKH"}, "koordinasi")
    built.learn(Counter(["bekerja", "pekerja", "kerjasama", "sama", "pkh", "koordinsi", "berkoordinasi"]))
    assert built.forms() == {
        "r0.0": {"kerja": ("bekerja",), "sama": ("sama",), "kerjasama": ("kerjasama",)},
        "r1.0": {"pkh": ("pkh",)},
        "r2.0": {"koordinasi": ("berkoordinasi",)},
    }
    assert built.misspelt()["r2.0"] == {"koordinasi": ("koordinsi",)}


def test_a_passage_without_a_trigger_never_hits(matcher):
    built = matcher("kerja sama", {"all": ["dana", {"regex": "kurang"}]})
    built.learn(Counter(["bekerja", "sama", "kerjasama", "dana", "kurang", "lain"]))
    assert built.triggers() == {"bekerja", "kerjasama", "dana"}


def test_a_bare_regex_has_no_triggers(matcher):
    assert matcher("dana", {"regex": "x"}).triggers() is None
    assert matcher("dana", {"any": ["bantu", {"regex": "x"}]}).triggers() is None


def test_a_regex_that_runs_away_is_named(matcher, monkeypatch):
    monkeypatch.setattr("qualcode.match.finders.TIMEOUT_S", 0.05)
    built = matcher({"regex": r"(a|aa)+(a|aa)+(a|aa)+!"})
    with pytest.raises(CodebookError, match=r'code "C0", line 1: .*takes too long'):
        built.find(Passage("a" * 5000))


def test_a_matcher_can_be_sent_to_another_process(matcher):
    built = matcher("bantu", {"regex": "dana"})
    built.learn({"dibantu": 1})
    assert pickle.loads(pickle.dumps(built)).find(Passage("dibantu dana")) == built.find(Passage("dibantu dana"))


WORDS = [
    "dana",
    "koordinasi",
    "koordinsi",
    "bekerja",
    "sama",
    "kerjasama",
    "tidak,",
    "belum.",
    "dan",
    "Anak-anak",
    "dibantu",
    "Kurang",
    "x",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_evidence_lies_in_the_passage_and_comes_in_order(text):
    specs = ["koordinasi", "kerja sama", {"all": ["dana", "kurang"]}, {"regex": "anak-\\w+"}, {"exact": "dana"}]
    built = Matcher([Code("c", "C", "C", rules=[Rule(str(i), spec) for i, spec in enumerate(specs)])], get("id"))
    built.learn(Counter(text.lower().split()))
    for suggestion in built.find(Passage(text)):
        spans = [(evidence.start, evidence.end) for evidence in suggestion.evidence]
        assert spans == sorted(spans)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(e.form.split()[0] == text[e.start : e.end].split()[0] for e in suggestion.evidence)


def test_a_passage_that_no_rule_means_costs_the_same_with_many_rules(matcher):
    """The words of a passage are looked up once, not once a rule."""
    text = "kami di sini sudah lama menunggu kabar dari kelurahan soal data warga yang belum masuk ya pak"
    few, many = matcher("bantu"), matcher("bantu", *[f"kata{chr(97 + i)} lain" for i in range(25)], "damping", "dana")
    for built in (few, many):
        built.learn(Counter(f"{text} dibantu".split()))
        assert built.find(Passage(f"{text} dibantu"))
    passage = Passage(text)
    assert calls(lambda: many.find(passage)) <= calls(lambda: few.find(passage)) + 5
