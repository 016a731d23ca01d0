import type { Contract } from '../contracts/contract.ts';
import { accountingGaps, dayReport } from '../run/day-report.ts';
import type { CatalogDate, Check, DateSummary, Ranking, RunPlan, StagedPart } from '../run/records.ts';

/** Everything the checks look at; gathered before, so that a check is a plain function. */
export type Evidence = {
  contract: Contract;
  plan: RunPlan;
  /** Of the ingest dates this run derived. */
  summaries: DateSummary[];
  ranking: Ranking;
  parts: StagedPart[];
  /** Rows in of earlier published ingest dates, latest first. */
  history: { ingestDate: string; rows: number }[];
  /** What is published now of the touched dates. */
  catalog: CatalogDate[];
  /** Whether no row of an event date can arrive in time any more. */
  isClosed: (eventDate: string) => boolean;
  /** Ingest dates whose inputs an operator let pass, by check. */
  accepted: ReadonlyMap<string, ReadonlySet<string>>;
};

/** All checks of a run, blocking ones first. */
export function runChecks(evidence: Evidence): Check[] {
  return [
    checkFiles(evidence),
    checkQuarantinedShare(evidence),
    checkAccounting(evidence),
    checkStagedTotals(evidence),
    checkResidualDuplicates(evidence),
    checkQuarantinedRows(evidence),
    checkHeldRows(evidence),
    checkVolume(evidence),
    checkMissingDays(evidence),
    checkFindings(evidence, 'schema_drift', 'unknown_column', 'unknown columns, ignored'),
    checkFindings(evidence, 'unmapped_categories', 'unmapped_category', 'categories without a code, loaded as 0000'),
    checkFindings(evidence, 'unlisted_currencies', 'unlisted_currency', 'currencies ISO 4217 does not list'),
    checkRestatement(evidence),
  ];
}

type Failure = { ingestDate: string; detail: string };

/** A blocking check about ingest dates, which an operator may let pass date by date. */
function acceptable({ accepted }: Evidence, name: string, failures: readonly Failure[], fine: string): Check {
  const passed = accepted.get(name) ?? new Set();
  const open = failures.filter(({ ingestDate }) => !passed.has(ingestDate));
  if (open.length > 0)
    return { name, severity: 'block', ok: false, detail: open.map(({ detail }) => detail).join('; ') };
  if (failures.length === 0) return { name, severity: 'block', ok: true, detail: fine };
  return { name, severity: 'block', ok: true, detail: `accepted: ${failures.map(({ detail }) => detail).join('; ')}` };
}

function checkFiles(evidence: Evidence): Check {
  const failures = evidence.summaries.flatMap(({ ingestDate, refused }) =>
    refused.map(({ key, reason, remedy }) => ({ ingestDate, detail: `${key}: ${reason} (${remedy})` })),
  );
  return acceptable(evidence, 'file_refused', failures, 'every file could be read');
}

function checkQuarantinedShare(evidence: Evidence): Check {
  const limit = evidence.contract.gate.quarantinedShareBlocks;
  const failures = evidence.summaries
    .filter(({ rows }) => rows.quarantined > rows.in * limit)
    .map((summary) => ({ ingestDate: summary.ingestDate, detail: describeQuarantine(summary, limit) }));
  return acceptable(evidence, 'quarantined_share', failures, `no ingest date above ${percent(limit)}`);
}

function checkAccounting({ summaries, ranking }: Evidence): Check {
  const gaps = summaries.flatMap((summary) => {
    const verdicts = ranking.verdicts[summary.ingestDate];
    return verdicts ? accountingGaps(dayReport(summary, verdicts)) : [`${summary.ingestDate}: no verdicts`];
  });
  return block(
    'accounting',
    gaps,
    'every row and every minor unit is loaded, duplicate, superseded, quarantined or held',
  );
}

function checkStagedTotals({ ranking, parts }: Evidence): Check {
  const describe = ({ date, currency, rows, amount }: Ranking['controlTotals'][number]): string =>
    `${date} ${currency}: ${rows} rows, ${amount}`;
  const expected = new Set(ranking.controlTotals.map(describe));
  const staged = parts.flatMap((part) => part.controlTotals.map(describe));
  const keys = parts
    .filter((part) => part.rows !== part.distinctKeys)
    .map((part) => `${part.name}: a key occurs twice`);
  const strange = staged.filter((total) => !expected.delete(total)).map((total) => `staged ${total}`);
  const lost = [...expected].map((total) => `not staged ${total}`);
  return block('staged_totals', [...keys, ...strange, ...lost], 'staged rows and money equal what ranking found');
}

function checkResidualDuplicates({ ranking }: Evidence): Check {
  const found = ranking.residualDuplicates;
  return block(
    'residual_duplicates',
    found > 0 ? [`${found} pairs`] : [],
    'no id twice on a date or within the look-back',
  );
}

function checkQuarantinedRows({ contract, summaries }: Evidence): Check {
  const limit = contract.gate.quarantinedShareWarns;
  const found = summaries.filter(({ rows }) => rows.quarantined > rows.in * limit);
  return warn(
    'quarantined_rows',
    found.map((summary) => describeQuarantine(summary, limit)),
    `no ingest date above ${percent(limit)}`,
  );
}

function checkHeldRows({ summaries }: Evidence): Check {
  const found = summaries.filter(({ rows }) => rows.held > 0);
  const total = found.reduce((sum, { rows }) => sum + rows.held, 0);
  const days = found.map(({ ingestDate, rows }) => `${ingestDate} ${rows.held}`);
  return warn(
    'held_rows',
    total === 0 ? [] : [`${total} rows came too late: ${shorten(days).join(', ')}`],
    'no row came too late',
  );
}

function checkVolume({ contract, summaries, history }: Evidence): Check {
  const { low, high, days, minDays } = contract.gate.volumeWarns;
  const strange = summaries.flatMap(({ ingestDate, rows }) => {
    const before = [
      ...history,
      ...summaries.map((summary) => ({ ingestDate: summary.ingestDate, rows: summary.rows.in })),
    ]
      .filter((day) => day.ingestDate < ingestDate)
      .sort((a, b) => (a.ingestDate < b.ingestDate ? 1 : -1))
      .slice(0, days)
      .map((day) => day.rows)
      .sort((a, b) => a - b);
    const median = before[Math.floor(before.length / 2)] ?? 0;
    const isStrange = before.length >= minDays && (rows.in < median * low || rows.in > median * high);
    return isStrange ? [`${ingestDate}: ${rows.in} rows, median of ${before.length} days before ${median}`] : [];
  });
  return warn('volume', strange, 'every ingest date is as large as the days before it');
}

function checkMissingDays({ plan }: Evidence): Check {
  return warn(
    'missing_days',
    plan.missing.map((date) => `${date}: no file in Bronze`),
    'every ingest date has files',
  );
}

function checkFindings(
  { summaries }: Evidence,
  name: string,
  kind: DateSummary['findings'][number]['kind'],
  meaning: string,
): Check {
  const found = summaries.flatMap((summary) => summary.findings).filter((finding) => finding.kind === kind);
  const byValue = [...Map.groupBy(found, ({ value }) => value).values()].map((same) => {
    const times = same.reduce((sum, { count }) => sum + count, 0);
    return `"${same[0]?.value}" ${times} times, first ${same[0]?.file}:${same[0]?.line}`;
  });
  return warn(name, found.length === 0 ? [] : [`${meaning}: ${shorten(byValue).join(', ')}`], `no ${meaning}`);
}

/** The first of a list, and how many more there are: a message is read by a person. */
function shorten(texts: readonly string[]): string[] {
  return texts.length <= 10 ? [...texts] : [...texts.slice(0, 8), `and ${texts.length - 8} more`];
}

function checkRestatement({ parts, catalog, isClosed }: Evidence): Check {
  const published = new Map(catalog.map(({ date, digest }) => [date, digest]));
  const restated = parts
    .flatMap((part) => part.dates)
    .filter(({ date, digest }) => isClosed(date) && digest !== (published.get(date) ?? '0'))
    .map(({ date, rows }) => `${date} (now ${rows} rows)`);
  return warn(
    'restatement',
    restated.length === 0 ? [] : [`${restated.length} closed dates change: ${shorten(restated).join(', ')}`],
    'no closed date changes',
  );
}

function block(name: string, failures: readonly string[], fine: string): Check {
  return { name, severity: 'block', ok: failures.length === 0, detail: failures.join('; ') || fine };
}

function warn(name: string, failures: readonly string[], fine: string): Check {
  return { name, severity: 'warn', ok: failures.length === 0, detail: failures.join('; ') || fine };
}

function describeQuarantine({ ingestDate, rows, rules }: DateSummary, limit: number): string {
  const worst = Object.entries(rules)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([rule, count]) => `${rule} ${count}`);
  return `${ingestDate}: ${rows.quarantined} of ${rows.in} rows quarantined, more than ${percent(limit)} (${worst.join(', ')})`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
