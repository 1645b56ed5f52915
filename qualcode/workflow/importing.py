"""Files become sources of a project: read, segment, store; one bad file does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qualcode import language as languages
from qualcode.errors import NotATranscript, QualcodeError, ReadError
from qualcode.identity import new_uid
from qualcode.language import parted, recognising
from qualcode.language.lexicon import lexicon
from qualcode.language.pipelines import code_with
from qualcode.messages import _, decimal, ngettext
from qualcode.read import Options, read
from qualcode.records import Doubt, Source, Transcript, Unit
from qualcode.segment.doubts import said
from qualcode.segment.parsing import parse
from qualcode.store import sources as store
from qualcode.store.cases import add_case, set_value
from qualcode.store.project import Project
from qualcode.workflow.gathering import Found, Gathered, gather
from qualcode.workflow.layout_files import Plan, fits_no_line, unheard
from qualcode.workflow.metadata import Metadata, read_metadata, store_cases
from qualcode.workflow.surveys import CaseValues, same_person, split_values


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user says about the files to import.

    Attributes
    ----------
    case : str or None
        One case for everything that says none itself.
    plan : Plan
        How the files are written: layout, labels, speakers.
    unit, language : str or None
        None: the project's.
    pipeline : str or None
        A trained spaCy pipeline, by the name of its package or its folder; without `language` it says the language.
    speakers : Path or None
        A table with source, label, name, role, case, person.
    rename : str or None
        The name under which a single changed file is stored beside the old one (``--as``).
    """

    case: str | None = None
    plan: Plan = field(default_factory=Plan)
    unit: Unit | None = None
    language: str | None = None
    pipeline: str | None = None
    speakers: Path | None = None
    rename: str | None = None
    read: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A source with what was made of it and what is to be stored with it.

    ``language_found`` is the language that its text looks to be in, "" if that is not clear; ``unused`` says what the
    user said of how it is written and was of no use, "" if nothing.
    """

    path: Path
    source: Source
    transcript: Transcript
    language: str
    language_found: str
    case: str | None
    values: Mapping[str, str]
    cases: CaseValues
    unused: str = ""

    @property
    def warnings(self) -> list[str]:
        """What the reader warned of, a language read as another, and what was said in vain of how it is written."""
        differs = recognising.differs(self.language_found, self.language)
        language = [recognising.warning(self.language_found, self.language)] if differs else []
        unused = [self.unused] if self.unused else []
        return [*self.transcript.warnings, *language, *unused]

    @property
    def doubtful(self) -> list[str]:
        """In one line what is doubtful in the reading; empty where nothing is."""
        doubts = self.transcript.doubts
        return [_doubtful(doubts, self.transcript.confidence)] if doubts else []


def _doubtful(doubts: Sequence[Doubt], confidence: float) -> str:
    """Return the gravest doubt in words, and how many more there are."""
    more = len(doubts) - 1
    message = ngettext("{n} more doubt: sources --doubts.", "{n} more doubts: sources --doubts.", more)
    gravest = _("Doubtful (confidence {confidence}): {doubt}").format(
        confidence=decimal(confidence, 2), doubt=said(doubts[0])
    )
    return f"{gravest} {message.format(n=more)}" if more else gravest


@dataclass(slots=True)
class Report:
    """What an import did: names of sources, (file, reason) of what was left out or failed, (source, doubt).

    ``unheard`` warns of labels that the user named and nobody has.
    """

    imported: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    metadata: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)


Progress = Callable[[Sequence[Found]], Iterable[Found]]


def import_paths(
    project: Project,
    paths: Sequence[Path],
    options: ImportOptions | None = None,
    *,
    progress: Progress = iter,
    command: str = "import",
    command_id: str | None = None,
) -> Report:
    """Import files and folders; each file is stored whole or not at all, and all are one undo.

    Raises
    ------
    QualcodeError
        If there is nothing to import, or no such language. Errors of single files are in the report.
    """
    options = options or ImportOptions()
    languages.get(language_of(options, project))
    gathered = gather(paths)
    metadata = read_metadata(gathered.metadata, options.speakers)
    report = _begun(gathered, metadata)
    command_id = command_id or new_uid()
    heard: set[str] = set()
    for found in progress(gathered.files):
        try:
            parsed = list(parse_file(found, options, metadata, project))
            heard.update(_labels(parsed))
            new = [p for p in _once(parsed, report) if _is_new(project, p, options, report)]
            if new:
                with project.change(command, command_id=command_id):
                    _store(project, new, options)
                _tell(new, options, report)
        except NotATranscript as error:
            _not_a_transcript(found, paths, error, report)
        except QualcodeError as error:
            report.failed.append(str(error))
    report.unheard = unheard(options.plan, heard, lexicon(parted(language_of(options, project))[0]))
    if metadata.cases:
        with project.change(command, command_id=command_id):
            store_cases(project, metadata)
    return report


def _begun(gathered: Gathered, metadata: Metadata) -> Report:
    """Return a report of what is known before any transcript is read."""
    renamed = [(name, _("the name of the file is not UTF-8; stored under this one.")) for name in gathered.renamed]
    return Report(
        skipped=list(gathered.skipped),
        metadata=[path.name for path in gathered.metadata],
        warnings=[*renamed, *metadata.warnings],
    )


def parse_file(found: Found, options: ImportOptions, metadata: Metadata, project: Project | None) -> Iterator[Parsed]:
    """Yield the sources of a file with their transcripts; nothing is stored.

    Raises
    ------
    ReadError
    """
    code = language_of(options, project)
    unit = options.unit or (_unit(project) if project else None)
    for whole in read(found.path, found.name, replace(options.read, language=code)):
        source, cases = split_values(whole)
        known = [*options.plan.speakers, *metadata.speakers_of(source.name)]
        transcript = parse(
            source, languages.get(code), layout=options.plan.layout, unit=unit, speakers=known, hints=options.plan.hints
        )
        if source.rows:
            transcript = replace(transcript, speakers=same_person(source, transcript.speakers))
        yield Parsed(
            found.path,
            source,
            place_header(transcript),
            language=code,
            language_found=recognising.found(source.text),
            case=options.case or metadata.case_of(source.name) or found.folder,
            values=source_values(transcript),
            cases=cases,
            unused="" if source.rows else fits_no_line(options.plan, source.text),
        )


def language_of(options: ImportOptions, project: Project | None = None) -> str:
    """Return the code of the language of the files, with the pipeline in it if one was named.

    Raises
    ------
    QualcodeError
        If there is no such pipeline.
    """
    default = store.languages(project)[0] if project else "id"
    if options.pipeline:
        return code_with(options.pipeline, language=options.language, default=default)
    return options.language or default


def _unit(project: Project) -> Unit | None:
    unit = project.value("select unit from setting")
    return None if unit == "auto" else unit


def _only_respondent(transcript: Transcript) -> int | None:
    respondents = [i for i, speaker in enumerate(transcript.speakers) if speaker.role == "respondent"]
    return respondents[0] if len(respondents) == 1 else None


def source_values(transcript: Transcript) -> Mapping[str, str]:
    """Return the header's attributes where they are the source's: where no respondent is alone."""
    return {} if _only_respondent(transcript) is not None else transcript.header


def place_header(transcript: Transcript) -> Transcript:
    """Give the header's attributes to the only respondent; with several they stay the source's."""
    only = _only_respondent(transcript)
    if only is None:
        return transcript
    speakers = list(transcript.speakers)
    speakers[only] = replace(speakers[only], values={**transcript.header, **speakers[only].values})
    return replace(transcript, speakers=speakers)


def _store(project: Project, new: Sequence[Parsed], options: ImportOptions) -> None:
    if options.rename and len(new) > 1:
        raise ReadError(
            _("{path}: --as names one source, but the file holds {n}.").format(path=new[0].path, n=len(new))
        )
    for p in new:
        source = replace(p.source, name=options.rename) if options.rename else p.source
        store.add_source(project, source, p.transcript, language=p.language, case=p.case, values=p.values)
        for case, values in p.cases.items():
            for name, value in values.items():
                set_value(project, name, value, case_id=add_case(project, case))


def _tell(new: Sequence[Parsed], options: ImportOptions, report: Report) -> None:
    for p in new:
        report.imported.append(options.rename or p.source.name)
        report.warnings.extend((p.source.name, warning) for warning in p.warnings)
        report.doubts.extend((p.source.name, doubt) for doubt in p.doubtful)
        if n := p.source.empty:
            report.warnings.append(
                (
                    p.source.name,
                    ngettext("{n} empty cell was left out.", "{n} empty cells were left out.", n).format(n=n),
                )
            )


def _not_a_transcript(found: Found, paths: Sequence[Path], error: NotATranscript, report: Report) -> None:
    """Say that a table has another purpose: a failure where the user named it, left out where it lay in a folder."""
    if found.path in paths:
        report.failed.append(str(error))
    else:
        report.skipped.append((found.name, str(error).removeprefix(f"{found.path}: ").rstrip(".")))


def _once(parsed: Sequence[Parsed], report: Report) -> Iterator[Parsed]:
    """Yield the sources of a file, but no text twice: two columns of a survey may be the same."""
    names: dict[str, str] = {}
    for p in parsed:
        first = names.setdefault(p.source.text, p.source.name)
        if first == p.source.name:
            yield p
        else:
            report.skipped.append((p.source.name, _('already there as "{name}"').format(name=first)))


def _is_new(project: Project, p: Parsed, options: ImportOptions, report: Report) -> bool:
    known = store.known_as(project, p.source)
    if known is not None:
        report.skipped.append((p.source.name, _('already there as "{name}"').format(name=known)))
        return False
    if store.was_erased(project, p.source):
        report.skipped.append((p.source.name, _("it was erased from this project on purpose")))
        return False
    if store.name_taken(project, options.rename or p.source.name):
        raise ReadError(
            _(
                '{path}: a source named "{name}" is there with another text. '
                "Import the changed file under a new name: --as NAME"
            ).format(path=p.path, name=options.rename or p.source.name)
        )
    return True


def preview(
    paths: Sequence[Path], options: ImportOptions | None = None, project: Project | None = None
) -> tuple[list[dict[str, Any]], Report]:
    """Return what an import would make of the files, as the rows of ``import --dry-run``; nothing is stored."""
    from qualcode.segment.speech import speech

    options = options or ImportOptions()
    languages.get(language_of(options, project))
    gathered = gather(paths)
    metadata = read_metadata(gathered.metadata, options.speakers)
    report = _begun(gathered, metadata)
    rows: list[dict[str, Any]] = []
    heard: set[str] = set()
    for found in gathered.files:
        try:
            parsed = list(parse_file(found, options, metadata, project))
            heard.update(_labels(parsed))
            rows.extend(_previewed(p, speech) for p in parsed)
            report.warnings.extend((p.source.name, warning) for p in parsed for warning in p.warnings)
            report.doubts.extend((p.source.name, doubt) for p in parsed for doubt in p.doubtful)
        except NotATranscript as error:
            _not_a_transcript(found, paths, error, report)
        except QualcodeError as error:
            report.failed.append(str(error))
    report.unheard = unheard(options.plan, heard, lexicon(parted(language_of(options, project))[0]))
    return rows, report


def _labels(parsed: Sequence[Parsed]) -> Iterator[str]:
    return (speaker.label for p in parsed for speaker in p.transcript.speakers)


def _previewed(p: Parsed, speech: Callable[..., Any]) -> dict[str, Any]:
    t, text = p.transcript, p.source.text
    who = [(s.label, s.role) for s in t.speakers]
    return {
        "source": p.source.name,
        "path": str(p.path),
        "media_type": p.source.media_type,
        "language": p.language,
        "language_found": p.language_found or None,
        "case": p.case,
        "layout": t.layout,
        "score": round(t.score, 3),
        "reason": t.reason,
        "confidence": t.confidence,
        "doubts": [{"kind": d.kind, "text": said(d), "line": d.line} for d in t.doubts],
        "second": {"layout": t.second[0], "confidence": t.second[1]} if t.second else None,
        "collected_on": t.collected_on,
        "header": dict(t.header),
        "speakers": [{"label": s.label, "name": s.name, "role": s.role} for s in t.speakers],
        "turns": [
            {
                "n": turn.n,
                "speaker": None if turn.speaker is None else who[turn.speaker][0],
                "role": "unknown" if turn.speaker is None else who[turn.speaker][1],
                "start": turn.start,
                "end": turn.end,
                "text": speech(text, t.parts, turn.start, turn.end).text,
                "start_s": turn.start_s,
                "end_s": turn.end_s,
            }
            for turn in t.turns
        ],
        "parts": [{"start": part.start, "end": part.end, "kind": part.kind, "rule": part.rule} for part in t.parts],
        "segments": len(t.segments),
        "scores": [list(one) for one in t.scores],
        "written": text,
        "warnings": p.warnings,
    }
