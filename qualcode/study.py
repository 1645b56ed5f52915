"""A project in a notebook: everything that can be asked of it is a method that returns a table.

``p = qualcode.open("study.qualcode")``, then ``p.themes(by="case")``. A table displays itself in Jupyter, and pandas
takes it: ``p.themes(by="case").to_pandas()``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from qualcode.errors import one_of
from qualcode.store.past import Past, as_it_was
from qualcode.store.project import Project

if TYPE_CHECKING:
    from qualcode.query.counting import Count, Rate
    from qualcode.query.filters import Filter, From
    from qualcode.query.judgements import AgreementCount
    from qualcode.query.matrix import Cells
    from qualcode.query.overlaps import Within
    from qualcode.query.table import Table

Names = str | Sequence[str]


class Narrowed(TypedDict, total=False):
    """What narrows a question, as the options of the command line do; a name or several.

    ``where`` takes conditions as text: ``"typology=A"``, ``["staff>10", "reach is missing"]``. ``origin`` is whose
    codings count: "human" (the default), "rule", "model" or "all".
    """

    code: Names
    source: Names
    case: Names
    role: Names
    coder: Names
    where: Names
    origin: From
    subcodes: bool


class Study(Project):
    """A project file and the questions to it.

    Every method takes the keywords of `Narrowed`, and raises a `QualcodeError` whose text says what is wrong: an
    unknown name with the nearest ones, a condition that is none. Use it as a context manager, or `close` it.
    """

    def themes(
        self,
        *,
        by: str | None = "case",
        count: Count = "segments",
        rate: Rate | None = None,
        **narrowed: Unpack[Narrowed],
    ) -> Table:
        """Count how often each code is used; see `qualcode.themes`."""
        from qualcode.query.themes import themes

        return themes(self, narrow(**narrowed), by=by, count=_count(count), rate=_rate(rate))

    def crosstab(
        self,
        *,
        columns: str,
        count: Count = "segments",
        rate: Rate | None = None,
        min_cases: int = 0,
        **narrowed: Unpack[Narrowed],
    ) -> Table:
        """Count codes against cases, attributes, roles or sources, with totals; see `qualcode.crosstab`."""
        from qualcode.query.crosstab import crosstab

        return crosstab(
            self, narrow(**narrowed), columns=columns, count=_count(count), rate=_rate(rate), min_cases=min_cases
        )

    def compare(self, *, by: str, **narrowed: Unpack[Narrowed]) -> Table:
        """Compare groups of cases, code by code, a row a figure; see `qualcode.compare`."""
        from qualcode.query.comparison import compare, facts

        return facts(compare(self, narrow(**narrowed), by=by))

    def compare_cases(self, first: str, second: str, **narrowed: Unpack[Narrowed]) -> Table:
        """Return which themes both of two cases have, one or none, with the most telling passage of each."""
        from qualcode.query.side_by_side import side_by_side, side_by_side_table

        where = narrow(**narrowed)
        return side_by_side_table(self, side_by_side(self, first, second, where), where)

    def cooccur(self, *, within: str = "segment", **narrowed: Unpack[Narrowed]) -> Table:
        """Count pairs of codes that occur together: within "segment", "overlap", "turns:N" or "source"."""
        from qualcode.query.cooccurrence import cooccurrence

        return cooccurrence(self, narrow(**narrowed), within=within)

    def sequence(self, *, within: int = 1, **narrowed: Unpack[Narrowed]) -> Table:
        """Count which code follows which in a source, at most `within` segments later."""
        from qualcode.query.sequence import sequence

        return sequence(self, narrow(**narrowed), within=within)

    def saturation(
        self, *, base: int = 4, run: int = 2, threshold: float = 0.05, seed: int = 0, **narrowed: Unpack[Narrowed]
    ) -> Table:
        """Count new codes source by source; see `qualcode.query.saturation.saturation`."""
        from qualcode.query.saturation import saturation

        return saturation(self, narrow(**narrowed), base=base, run=run, threshold=threshold, random_state=seed)

    def keywords(self, *, by: str | None = None, limit: int | None = None, **narrowed: Unpack[Narrowed]) -> Table:
        """Return the words that set codes (or the groups of an attribute) apart from the rest."""
        from qualcode.query.distinctive import distinctive

        return distinctive(self, narrow(**narrowed), by=by, limit=limit)

    def concordance(
        self, word: str, *, width: int = 40, exact: bool = False, limit: int | None = None, **narrowed: Unpack[Narrowed]
    ) -> Table:
        """Return a word in all its forms with what stands left and right of it."""
        from qualcode.query.concordance import concordance

        return concordance(self, word, narrow(**narrowed), width=width, exact=exact, limit=limit)

    def agree(
        self,
        *,
        coders: Names = (),
        count: AgreementCount = "segments",
        intervals: bool = True,
        seed: int = 0,
        **narrowed: Unpack[Narrowed],
    ) -> Table:
        """Measure how far coders agree on what they read on their own, a row a figure; see `qualcode.agreement`."""
        from qualcode.query.agreement import agreement
        from qualcode.query.judgements import AGREEMENT_COUNTS

        counted = one_of("count", count, AGREEMENT_COUNTS)
        where, named = narrow(**narrowed), _several(coders)
        return agreement(self, where, coders=named, count=counted, intervals=intervals, seed=seed).table

    def disagreements(self, *, coders: Names = (), **narrowed: Unpack[Narrowed]) -> Table:
        """Return the passages on which coders differ, a row for every two codes that stand against each other."""
        from qualcode.query.disagreements import disagreements

        return disagreements(self, narrow(**narrowed), coders=_several(coders))

    def find(self, query: str, *, exact: bool = False, limit: int | None = None, **narrowed: Unpack[Narrowed]) -> Table:
        """Find words, a "phrase" or A NEAR/5 B in what was said."""
        from qualcode.query.search import find

        return find(self, query, narrow(**narrowed), roots=not exact, limit=limit)

    def excerpts(
        self,
        *,
        having: Names = (),
        lacking: Names = (),
        within: Within = "segment",
        context: int = 1,
        **narrowed: Unpack[Narrowed],
    ) -> Table:
        """Return coded passages with who said them and where; by how codes stand together, see `Together`."""
        from qualcode.query.excerpts import table
        from qualcode.query.overlaps import WITHINS, Together

        place = one_of("within", within, WITHINS)
        wanted = Together(_several(having), _several(lacking), place) if having or lacking else None
        return table(self, narrow(**narrowed), context=context, wanted=wanted)

    def segments(self, *, binary: bool = False, **narrowed: Unpack[Narrowed]) -> Table:
        """Return every segment, coded or not, with its codes and the attributes that hold for it."""
        from qualcode.query.segments import segments
        from qualcode.query.table import whole

        return whole(segments(self, narrow(**narrowed), binary=binary))

    def matrix(self, *, by: str = "case", cells: Cells = "binary", **narrowed: Unpack[Narrowed]) -> Table:
        """Return cases by codes: "binary", "counts" or "rates", with attributes; see `qualcode.query.matrix.matrix`."""
        from qualcode.query.matrix import CELLS, matrix

        return matrix(self, narrow(**narrowed), by=by, cells=one_of("cells", cells, CELLS))

    def report(
        self,
        path: Path | str,
        *,
        by: Names = (),
        quoted: int = 3,
        seed: int = 0,
        force: bool = False,
        **narrowed: Unpack[Narrowed],
    ) -> None:
        """Write the study as one document, .html, .docx or .md; see `qualcode.export.report.study_report`."""
        from qualcode.export.document import check_suffix, write_document
        from qualcode.export.report import study_report

        check_suffix(Path(path))
        document = study_report(self, narrow(**narrowed), by=_several(by), quoted=quoted, seed=seed)
        write_document(document, Path(path), force=force)

    def sources(self) -> Table:
        """Return one row a source."""
        from qualcode.query.listings import sources

        return sources(self)

    def cases(self) -> Table:
        """Return the cases with their attributes."""
        from qualcode.query.listings import cases

        return cases(self)

    def speakers(self) -> Table:
        """Return the speakers with their roles and cases."""
        from qualcode.query.listings import speakers

        return speakers(self)

    def codebook(self) -> Table:
        """Return the tree of codes with how often each was used."""
        from qualcode.query.codebook import tree, usage
        from qualcode.store.codebooks import codebook

        return tree(codebook(self), usage(self))

    def status(self) -> Table:
        """Return what the project holds and what waits."""
        from qualcode.query.status import status

        return status(self)

    def __repr__(self) -> str:
        return f"<qualcode.Study {self.path.name}>"

    def _repr_html_(self) -> str:
        """Return the status, for a notebook."""
        return self.status()._repr_html_()


class _PastStudy(Past, Study):
    """A study as it was."""


def open_study(path: Path | str, *, as_of: str | int | None = None) -> Study:
    """Open a project file, as ``qualcode.open`` in a notebook.

    Parameters
    ----------
    as_of : str or int, optional
        The number of a change in the log, or a time (2026-03-01, or with T10:30): the study as it was then, read-only.

    Raises
    ------
    ProjectError
        If it is no project, newer than this program, altered or damaged, or was not there at `as_of`.
    """
    study = Study.open(Path(path))
    if as_of is None:
        return study
    with study:
        past = as_it_was(study, str(as_of), kind=_PastStudy)
    assert isinstance(past, _PastStudy)
    return past


def narrow(**narrowed: Unpack[Narrowed]) -> Filter:
    """Return the filter that keywords describe.

    Raises
    ------
    QualcodeError
        If a condition is none.
    UnknownNameError
        If `origin` is none of human, rule, model, all.
    TypeError
        If a keyword is none of `Narrowed`: a slip of the pen (codes for code) would count everything.
    """
    from qualcode.query.conditions import parse_condition
    from qualcode.query.filters import FROM, Filter

    unknown = narrowed.keys() - Narrowed.__annotations__.keys()
    if unknown:
        known = ", ".join(Narrowed.__annotations__)
        raise TypeError(f"unknown keyword {', '.join(sorted(unknown))}; a question is narrowed by {known}")
    return Filter(
        codes=_several(narrowed.get("code", ())),
        sources=_several(narrowed.get("source", ())),
        cases=_several(narrowed.get("case", ())),
        coders=_several(narrowed.get("coder", ())),
        roles=_several(narrowed.get("role", ())),
        where=tuple(parse_condition(condition) for condition in _several(narrowed.get("where", ()))),
        origin=one_of("origin", narrowed.get("origin", "human"), FROM),
        subcodes=narrowed.get("subcodes", True),
    )


def _count(count: Count) -> Count:
    from qualcode.query.counting import COUNTS

    return one_of("count", count, COUNTS)


def _rate(rate: Rate | None) -> Rate | None:
    from qualcode.query.counting import RATES

    return one_of("rate", rate, RATES) if rate else None


def _several(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
