"""RawReport -> Report: what the words of a report mean.

Takes the rows as printed and the catalogues; gives typed values, catalogue codes with probabilities, and findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, compress

from normalizers.catalogue.choice import Choice, choose
from normalizers.catalogue.goals import goal_of
from normalizers.catalogue.model import Catalogue, Catalogues
from normalizers.catalogue.ownership import Standing, settled, standing
from normalizers.front.agency import agency_of
from normalizers.front.agency_list import Agency, known_on
from normalizers.front.front_matter import Front, read_front
from normalizers.front.signature import Signature, acknowledged, prepared
from normalizers.front.supplied import contradictions, with_supplied
from normalizers.linkage.matcher import continuing, match_report
from normalizers.linkage.model import from_json
from normalizers.linkage.records import MatchRow, Weights
from normalizers.linkage.wording import is_legible
from normalizers.report import Facts, Finding, Match, MeasureRecord, Report, Supplied
from normalizers.rows.checks import check_report
from normalizers.rows.columns import Context
from normalizers.rows.findings import make, of_note
from normalizers.rows.row import read_row, with_keys
from normalizers.rows.row_joining import joined_rows, per_measure, without_sum
from normalizers.rows.scan_doubts import scan_doubts
from normalizers.rows.totals import beside_totals, stated_totals
from normalizers.settings import DEFAULT_SETTINGS, MatchSettings, NormalizerSettings
from normalizers.values.period import period_days
from normalizers.values.text import folded
from parsers.document import Paragraph
from parsers.language.letters import kinds
from parsers.report import RawCell, RawReport, RawRow, Role

_FEWEST_ROWS, _HARDLY = 4, 0.3  # rows of a scan, and the share of them that is known at least
LONGEST_COMPARED = 5_000
"""Letters of a measure's (and a goal's) text that are compared with the catalogue, ten times the longest measure of any:
what stands behind them is published as it is, and a finding says that it was not looked at."""
_NOBODY = Signature("", "", "")
_SURE = ("", "reviewer", "sidecar")  # sources of a fact (none: print) that are no weak evidence


def normalize(
    raw: RawReport,
    catalogues: Catalogues,
    settings: NormalizerSettings = DEFAULT_SETTINGS,
    supplied: Supplied | None = None,
) -> Report:
    """Understand a report: metadata, values, catalogue codes and findings. Pure; unknown is empty plus a finding.
    ``supplied``: facts from elsewhere, which stand above print."""
    front, agencies, printed = _front(raw.before, raw.after, settings.agencies, supplied, raw.name)
    year, period = front.plan_year.value, front.period.value or ""
    listed = agency_of(front.agency.value or "", agencies)
    choice = choose(catalogues, year, front.agency.value or "", front.agency.raw, *(listed.above if listed else ()))
    weights = from_json(settings.weights) if settings.weights else None
    raw = scan_doubts(joined_rows(raw, continuing(_words(raw), choice.catalogue, weights)))
    matches = _matches(raw, choice.catalogue, settings.matching, weights)
    verdict = standing(choice, _is_sure(front), list(_legible(raw, settings.review_confidence)), matches)
    used = None if verdict is Standing.NO_CATALOGUE else choice.catalogue
    context = Context.of(raw, year)
    records, findings = _records(raw, context, used, settled(matches, verdict), settings.review_confidence)
    if context.unit.assumed:
        findings.append(make("money_unit_assumed", column="spent_mnt"))
    keys = with_keys(records, front.agency.value or "", year, period)
    report = _report(raw, front, used, listed)
    report = replace(report, records=tuple(replace(r, text_key=key) for r, key in zip(records, keys, strict=True)))
    checked = check_report(report, used)
    about = (
        *_front_findings(front),
        *_contradicted(printed, front),
        *_signature_findings(raw, front),
        *(_catalogue_findings(choice, report) if used else [_no_catalogue(choice)]),
        *_file_findings(raw),
    )
    strange = _strange_rows(records) if used else ()
    return replace(report, findings=(*about, *findings, *strange, *checked))


def facts(front: Sequence[Paragraph], settings: NormalizerSettings = DEFAULT_SETTINGS) -> Facts:
    """What the first lines of a document without measures say of themselves, as far as nothing in it is doubtful."""
    told, agencies, _ = _front(front, (), settings.agencies, None)
    agency = "" if told.agency.problem else told.agency.value or ""
    listed = agency_of(agency, agencies)
    return Facts(
        agency,
        listed.id if listed else "",
        folded(told.agency.raw) if agency else "",
        None if told.plan_year.problem else told.plan_year.value,
        "" if told.period.problem else told.period.value or "",
    )


def _front(
    before: Sequence[Paragraph],
    after: Sequence[Paragraph],
    agencies: tuple[Agency, ...],
    supplied: Supplied | None,
    name: str = "",
) -> tuple[Front, tuple[Agency, ...], Front]:
    """The front as it is used, the register as it is to be read on the last day of the period (who bears a name may
    change), and the front as printed."""
    printed = read_front(before, after, agencies, name)
    front = with_supplied(printed, supplied, agencies) if supplied else printed
    if front.last_day and any(agency.former or agency.valid_from or agency.valid_to for agency in agencies):
        agencies = known_on(agencies, front.last_day)
        printed = read_front(before, after, agencies, name)
        front = with_supplied(printed, supplied, agencies) if supplied else printed
    return front, agencies, printed


def _strange_rows(records: Sequence[MeasureRecord]) -> Iterator[Finding]:
    """Rows of a scan in which hardly any is a measure of the catalogue: columns that ran together look so."""
    scanned = [record for record in records if record.confidence is not None]
    known = sum(record.match.status == "auto" for record in scanned)
    if len(scanned) >= _FEWEST_ROWS and known < _HARDLY * len(scanned):
        yield from (make("measures_hardly_known", record.row) for record in scanned if not record.match.code)


def _words(raw: RawReport) -> list[MatchRow]:
    """The rows of a report as the matcher is asked about them."""
    return [
        MatchRow(row.goal[:LONGEST_COMPARED], row.code, row.text(Role.MEASURE)[:LONGEST_COMPARED], _damage(row))
        for row in raw.rows
    ]


def _matches(raw: RawReport, catalogue: Catalogue, settings: MatchSettings, weights: Weights | None) -> list[Match]:
    """One match a row. The parts of one measure are asked about once: its first row is the measure."""
    first = [(row.part or 1) == 1 for row in raw.rows]
    found = match_report(list(compress(_words(raw), first)), catalogue, settings, weights)
    return [found[measure - 1] for measure in accumulate(first)]


def _damage(row: RawRow) -> tuple[str, ...]:
    """The kinds of damage to the letters of the measure."""
    cell = row.cell(Role.MEASURE)
    return kinds(cell.repairs) if cell else ()


def _legible(raw: RawReport, threshold: float) -> Iterator[bool]:
    for asked, row in zip(_words(raw), raw.rows, strict=True):
        cell = row.cell(Role.MEASURE)
        yield is_legible(asked.text, cell.confidence if cell else None, threshold)


def _is_sure(front: Front) -> bool:
    """Whether the agency is known by its print or by somebody's word; where print is silent, mails, file names and folders
    are weak evidence."""
    return bool(front.agency.value) and not front.agency.problem and dict(front.facts_from).get("agency", "") in _SURE


def _records(
    raw: RawReport, context: Context, catalogue: Catalogue | None, matches: Sequence[Match], review_confidence: float
) -> tuple[list[MeasureRecord], list[Finding]]:
    """The mapped records in reading order and the findings on them; a row with two measures stands twice, its sum once."""
    records: list[MeasureRecord] = []
    findings: list[Finding] = []
    before = -1
    for index, match in per_measure(matches):
        row, number = raw.rows[index], len(records) + 1
        row = row if row.row == number else replace(row, row=number)
        row, before = without_sum(row) if index == before else row, index
        goal = goal_of(row.goal[:LONGEST_COMPARED], catalogue) if catalogue else None
        record, found = read_row(row, context, review_confidence, match, goal.code if goal else "")
        records.append(record)
        findings += found
        if max(len(row.goal), len(row.text(Role.MEASURE))) > LONGEST_COMPARED:
            findings.append(make("compared_in_part", row.row, column="measure", detail=str(LONGEST_COMPARED)))
        if codes := [code for code, _ in match.also]:
            findings.append(make("merged_measures", row.row, value="; ".join((match.code, *codes))))
    records, contradicted = beside_totals(records, stated_totals(raw.leftovers, context))
    return records, [*findings, *contradicted]


def _report(raw: RawReport, front: Front, used: Catalogue | None, listed: Agency | None) -> Report:
    read_by, made_by = _signed(front)
    year, period = front.plan_year.value, front.period.value or ""
    start, end = period_days(period, year) if period and year else (None, None)
    agency = front.agency.value or ""
    confidences = [row.confidence for row in raw.rows if row.confidence is not None]
    return Report(
        name=raw.name,
        sha256=raw.sha256,
        kind=raw.kind,
        agency=agency,
        agency_id=listed.id if listed else "",
        agency_reported=folded(front.agency.raw),
        plan_year=year,
        period=period,
        period_start=start,
        period_end=end,
        report_date=front.report_date.value,
        acknowledged_by=read_by.person,
        acknowledged_title=read_by.title,
        prepared_by=made_by.person,
        prepared_title=made_by.title,
        catalogue_id=used.id if used else "",
        records=(),
        leftovers=raw.leftovers,
        tally=raw.tally,
        pages=raw.pages,
        ocr_confidence=sum(confidences) / len(confidences) if confidences else None,
        number=raw.number,
        corrected=front.corrected,
        facts_from=front.facts_from,
    )


def _signed(front: Front) -> tuple[Signature, Signature]:
    """Who acknowledged and who prepared the report."""
    return acknowledged(front.signatures) or _NOBODY, prepared(front.signatures) or _NOBODY


def _signature_findings(raw: RawReport, front: Front) -> Iterator[Finding]:
    """Scanned sign-offs that announce a person and name none."""
    if all(row.confidence is None for row in raw.rows):
        return
    for column, signature in zip(("acknowledged_by", "prepared_by"), _signed(front), strict=True):
        if signature.role and not signature.person:
            yield make("signature_unread", column=column, value=signature.role)


def _contradicted(printed: Front, used: Front) -> Iterator[Finding]:
    """Print that says otherwise than the facts that were supplied."""
    for said in contradictions(printed, used):
        yield make("fact_contradicts_print", column=said.column, value=said.printed, detail=said.given)


def _front_findings(front: Front) -> Iterator[Finding]:
    if front.agency.problem:
        yield make(front.agency.problem, column="agency", value=front.agency.raw or front.title)
    if front.plan_year.problem:
        yield make(front.plan_year.problem, column="plan_year", value=str(front.plan_year.value or ""))
    if front.period.problem:
        yield make(front.period.problem, column="period", value=front.period.value or "")
    if front.report_date.problem:
        yield make(front.report_date.problem, column="report_date", value=front.report_date.raw)
    for column, other in front.contradicted:
        yield make(f"{column}_contradicted", column=column, value=other)


def _no_catalogue(choice: Choice) -> Finding:
    other = choice.catalogue
    return make("no_catalogue", column="catalogue_id", value=other.id, detail=other.issuer)


def _catalogue_findings(choice: Choice, report: Report) -> Iterator[Finding]:
    used = choice.catalogue
    if report.plan_year is not None and not choice.exact:
        yield make("catalogue_of_other_year", column="catalogue_id", value=used.id, detail=str(report.plan_year))
    if report.agency and not choice.own:
        yield make("catalogue_of_other_issuer", column="catalogue_id", value=used.id, detail=used.issuer)


def _is_unnamed_figure(cell: RawCell) -> bool:
    """A figure in a column that nothing names: a sum or a percentage may be lost there."""
    return cell.column.role is Role.UNKNOWN and not cell.column.header.strip() and any(map(str.isdigit, cell.text))


def _file_findings(raw: RawReport) -> Iterator[Finding]:
    if not raw.tally.balanced:
        tally = raw.tally
        yield make("rows_not_accounted", value=f"{tally.seen} ≠ {tally.emitted} + {tally.merged} + {tally.skipped}")
    for column in dict.fromkeys(column for column in raw.columns if column.role is Role.UNKNOWN):
        yield make("unknown_column", column="extra", value=column.header)
    if figures := [cell.text for row in raw.rows for cell in row.cells if _is_unnamed_figure(cell)]:
        yield make("figures_unnamed", column="extra", value=figures[0])
    for note in raw.notes:
        yield of_note(note.code, note.text, note.page)
