"""Files for statistics programs keep numbers, orders, labels and what is missing."""

import builtins
from datetime import date

import pandas as pd
import pyreadstat
import pytest

from qualcode.errors import QualcodeError, WriteError
from qualcode.export import write, write_described
from qualcode.query.table import Table
from qualcode.query.variables import Variable

VARIABLES = [
    Variable("case", "case", "text"),
    Variable("typology", "tipologi", "category", ("D embrio", "A mandiri"), ordered=True, missing="tidak diketahui"),
    Variable("founded", "berdiri", "date"),
    Variable("staff", "pengurus", "number"),
    Variable("jenis_pangan", "jenis pelayanan/pangan", "0/1", definition="Makan dan tempat tinggal."),
    Variable("n", "n", "count"),
]
ROWS = [
    ("Melati", "A mandiri", "1996-03-12", 28, 1, 3),
    ("Kasih =1+1", None, None, 7.5, 0, 0),
    ("Belum", "D embrio", None, None, None, None),
]
TABLE = Table([v.name for v in VARIABLES], ROWS, {"count": "segments", "from": "human: ani"}, variables=VARIABLES)


def test_parquet_keeps_types_orders_and_the_note(tmp_path):
    write(TABLE, tmp_path / "a.parquet")
    frame = pd.read_parquet(tmp_path / "a.parquet")
    assert frame["n"].tolist() == [3, 0, pd.NA]
    assert frame["jenis_pangan"].isna().tolist() == [False, False, True]
    assert frame["typology"].cat.ordered
    assert frame["typology"].min() == "D embrio"
    assert frame["founded"][0] == pd.Timestamp("1996-03-12")
    assert frame.attrs["note"] == {"count": "segments", "from": "human: ani"}


def test_sav_has_labels_levels_and_system_missing(tmp_path):
    write(TABLE, tmp_path / "a.sav")
    frame, about = pyreadstat.read_sav(tmp_path / "a.sav", apply_value_formats=True)
    assert frame["typology"].tolist()[0] == "A mandiri"
    assert frame["typology"].isna().tolist() == [False, True, False]
    assert frame["founded"][0] == date(1996, 3, 12)
    assert frame["staff"].tolist()[:2] == [28, 7.5]
    assert frame["n"].isna().tolist() == [False, False, True]
    assert about.column_names_to_labels["jenis_pangan"] == "jenis pelayanan/pangan"
    assert about.variable_value_labels["typology"] == {1: "D embrio", 2: "A mandiri"}
    assert (about.variable_measure["typology"], about.variable_measure["n"]) == ("ordinal", "scale")
    assert " ".join(about.notes) == "count: segments; from: human: ani"


def test_any_table_can_be_written_for_spss(tmp_path):
    table = Table(("row share", "by", "n"), [(0.5, "x" * 300, 1), (None, "", None)], {"population": "ä" * 200})
    write(table, tmp_path / "a.sav")
    frame, about = pyreadstat.read_sav(tmp_path / "a.sav")
    assert frame["by_"].tolist() == ["x" * 300, ""]
    assert about.column_names_to_labels == {"row_share": "row share", "by_": "by", "n": "n"}
    with pytest.raises(WriteError, match='"text": a text is longer than the 32767 bytes'):
        write(Table(("text",), [("a" * 32_768,)]), tmp_path / "b.sav")
    assert not (tmp_path / "b.sav").exists()


def test_no_row_is_a_file_all_the_same(tmp_path):
    for suffix in (".sav", ".parquet"):
        write(Table(TABLE.columns, [], TABLE.note, variables=VARIABLES), tmp_path / f"empty{suffix}")
    assert list(pd.read_parquet(tmp_path / "empty.parquet").columns) == list(TABLE.columns)
    assert list(pyreadstat.read_sav(tmp_path / "empty.sav")[0].columns) == list(TABLE.columns)


def test_the_data_dictionary_stands_beside_or_in_the_workbook(tmp_path):
    assert write_described(TABLE, tmp_path / "a.csv") == tmp_path / "a.csv.dictionary.csv"
    told = pd.read_csv(tmp_path / "a.csv.dictionary.csv").set_index("variable")
    assert told.loc["typology", "values"] == "D embrio < A mandiri"
    assert told.loc["jenis_pangan", "definition"] == "Makan dan tempat tinggal."
    assert set(told["note"]) == {"count: segments; from: human: ani"}
    assert list(pd.read_csv(tmp_path / "a.csv").columns) == list(TABLE.columns)
    assert write_described(TABLE, tmp_path / "a.xlsx") is None
    assert pd.read_excel(tmp_path / "a.xlsx", sheet_name="dictionary")["variable"].tolist() == list(TABLE.columns)


def test_neither_file_is_written_where_one_would_replace_another(tmp_path):
    (tmp_path / "a.csv.dictionary.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(WriteError, match="exists already"):
        write_described(TABLE, tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize(
    ("suffix", "package"), [(".parquet", "pyarrow"), (".parquet", "pandas"), (".sav", "pyreadstat")]
)
def test_a_missing_package_is_named_with_its_install_line(tmp_path, monkeypatch, suffix, package):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.split(".")[0] == package:
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(QualcodeError, match=rf"needs {package}.*pip install 'qualcode\[stats\]'"):
        write(TABLE, tmp_path / f"a{suffix}")
    assert list(tmp_path.iterdir()) == []
