import { type Contract, fileColumns } from '../../../contracts/contract.ts';
import { parseBronzeKey } from '../../../lake/keys.ts';
import type { DateSummary } from '../../../run/date-summary.ts';
import { before, type Evidence } from '../evidence.ts';
import { failure, type Outcome, shorten } from './outcome.ts';

type File = DateSummary['files'][number];

/**
 * Files against the latest earlier file of the same feed: a column that is new to the contract and to the feed, one that is
 * gone, one whose values are of another type. Of the first file of a feed only strange columns are told. Once a file.
 */
export function checkDrift(evidence: Evidence): Outcome {
  const failures = evidence.summaries.flatMap((summary) => {
    const earlier = before(evidence, summary.ingestDate).flatMap(({ files }) => files);
    return summary.files.flatMap((file) => {
      const last = earlier.find((other) => isAlike(file, other));
      const drift = describeFile(file, last, summary, evidence.contract);
      return drift.map((detail) => failure(summary, detail));
    });
  });
  return { failures, fine: 'every file has the columns it had before' };
}

function describeFile(file: File, earlier: File | undefined, { findings }: DateSummary, contract: Contract): string[] {
  const present = (of: File, name: string): boolean => (of.columns[name] ?? 'null') !== 'null';
  const strange = findings.filter(({ kind, file: key }) => kind === 'unknown_column' && key === file.key);
  const added = strange.filter(({ value }) => !earlier || !(value in earlier.columns));
  const gone = earlier
    ? Object.keys(earlier.columns).filter((name) => present(earlier, name) && !(name in file.columns))
    : [];
  const retyped = earlier
    ? Object.keys(earlier.columns).filter(
        (name) => present(earlier, name) && present(file, name) && isRetyped(earlier.columns[name], file.columns[name]),
      )
    : [];
  const known = new Set(fileColumns(contract).map(({ name }) => name));
  const renamed = gone.length === 1 && added.length === 1 && !known.has(added[0]?.value ?? '');
  const told = [
    ...added.map(({ value, count, line }) => `new column "${value}", ignored (${count} times, first line ${line})`),
    ...gone.map((name) => `no column "${name}" any more${renamed ? `: renamed to "${added[0]?.value}"?` : ''}`),
    ...retyped.map((name) => `column "${name}" is ${file.columns[name]}, was ${earlier?.columns[name]}`),
  ];
  return told.length === 0 ? [] : [`${file.key}: ${shorten(told).join(', ')}`];
}

/** Cells of delimited files are all text: that says nothing of their type. */
function isRetyped(before = '', now = ''): boolean {
  return before !== now && before !== 'text' && now !== 'text';
}

/** Of the same feed and with rows, so that it can tell. */
function isAlike(file: File, other: File): boolean {
  return other.rows > 0 && parseBronzeKey(other.key).feed === parseBronzeKey(file.key).feed;
}
