"""In the report codes go by their labels: tables, sentences, pictures; attributes keep the names that people gave."""

import re
from pathlib import Path

import pytest


@pytest.fixture
def reported(study, tmp_path):
    """The report in Indonesian of two interviews of two kinds of case, read by two coders."""
    (tmp_path / "cases.csv").write_text("case,kind,n\nmelati,human,7\nkasih,model,9\n", encoding="utf-8")
    study("case", "load", "cases.csv")
    study("attribute", "type", "kind", "category")
    for coder in ("ani", "budi"):
        for place in ("kasih/ketua:2", "kasih/ketua:4", "melati/ketua:2", "melati/ketua:4"):
            study("code", place, "agencies" if place.startswith("melati") else "critique", "--coder", coder)

    def report(suffix):
        study("--lang", "id", "report", "-o", f"laporan{suffix}", "--force")
        return Path(f"laporan{suffix}").read_text(encoding="utf-8")

    return report


def _part(page, heading):
    return page.split(f"## {heading}\n")[1].split("\n## ")[0]


def test_comparison_and_agreement_name_codes_by_label(reported):
    page = reported(".md")
    for heading in ("Dibandingkan menurut kind", "Lampiran: kesepakatan"):
        part = _part(page, heading)
        assert "| Koordinasi |" in part
        assert "| &nbsp;&nbsp;agencies |" in part
        assert "coordination" not in part
    assert "Koordinasi/agencies" in _part(page, "Dibandingkan menurut kind")


def test_pictures_name_codes_by_label(reported):
    alternatives = re.findall(r'alt="([^"]*)"', reported(".html"))
    assert any("Koordinasi" in said for said in alternatives)
    assert not any("coordination" in said for said in alternatives)


def test_attributes_keep_their_names_and_values(reported):
    part = _part(reported(".md"), "Lampiran: sumber dan kasus")
    assert "| kasus | sumber | penutur | kind | n |" in part
    assert re.search(r"\| melati \| 1 \| 1 \| human \| 7 \|", part)


def test_a_definition_stays_with_the_heading_above_and_the_passage_below(reported):
    printed = reported(".html").split("@media print")[1].split("</style>")[0]
    assert re.search(r"h3 \+ \.soft \{ break-after: avoid", printed)
