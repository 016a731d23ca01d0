import { createInterface } from 'node:readline';
import type { Contract } from '../../contracts/contract.ts';
import { unitOf } from '../../contracts/unit-of.ts';
import { findContract } from '../../datasets/find-contract.ts';
import { findFeed } from '../../datasets/find-feed.ts';
import { parseBronzeKey, refusedRowsPrefix } from '../../lake/keys.ts';
import { listObjects, openObject } from '../../lake/objects.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import { excerpt } from '../../run/excerpt.ts';
import { toCommand } from '../../run/to-command.ts';
import type { Target } from '../targets/target.ts';
import { type Arrival, type ArrivalValues, tellingValues } from './arrival.ts';
import { businessDate } from './business-date.ts';
import { type RawRow, readRawRow } from './read-raw-row.ts';

const shownCharacters = 80;

type SetAsideRow = { raw: string; rules: string[]; file: string; line: number };

/**
 * Rows of an ingest date that were set aside under an id; of text that cannot be read, those that name it as a word of its own.
 *
 * @param staged prefix of a run that is not published; what is published stands elsewhere.
 */
export async function findSetAside(
  { silver, flags }: Pick<Target, 'silver' | 'flags'>,
  summary: DateSummary,
  id: string,
  staged?: string,
): Promise<Arrival[]> {
  const { dataset, ingestDate, rows } = summary;
  const contract = findContract(dataset);
  const word = new RegExp(`(?<![A-Za-z0-9_-])${id}(?![A-Za-z0-9_-])`);
  const found: Arrival[] = [];
  for (const kind of ['quarantine', 'held'] as const) {
    if ((kind === 'held' ? rows.held : rows.quarantined) === 0) continue;
    const prefix = staged === undefined ? refusedRowsPrefix(kind, dataset, ingestDate) : `${staged}${kind}.ndjson`;
    for (const { key } of await listObjects(silver, prefix)) {
      for await (const line of createInterface({ input: await openObject(silver, key), crlfDelay: Infinity })) {
        const row: SetAsideRow = JSON.parse(line);
        // An escape may hide the id.
        if (!row.raw.includes(id) && !row.raw.includes('\\')) continue;
        const document = readRow(row, summary, contract);
        const isOf = document?.[contract.id] === id;
        // A document that has another id, or none, is not of this one although its text names it.
        if (!isOf && (document?.[contract.id] || !word.test(row.raw))) continue;
        const reason =
          kind === 'held'
            ? `it came too late; ${toCommand('held release', { dataset, from: ingestDate, to: ingestDate }, flags)} --reason "WHY" accepts it`
            : `it broke ${row.rules.join(', ')}`;
        found.push({
          ingestDate,
          file: row.file,
          line: row.line,
          verdict: kind === 'held' ? 'held' : 'quarantined',
          why: isOf ? reason : `its text names the id; ${reason}`,
          ...(document && showValues(document, contract, findFeed(parseBronzeKey(row.file).feed).zone)),
        });
      }
    }
  }
  return found;
}

function readRow({ raw, file }: SetAsideRow, { files }: DateSummary, contract: Contract): RawRow | undefined {
  const columns = files.find(({ key }) => key === file)?.columns ?? {};
  return readRawRow(raw, contract, findFeed(parseBronzeKey(file).feed), Object.keys(columns));
}

/** What the row says of itself; what is not valid, as it came. */
function showValues(row: RawRow, contract: Contract, zone: string): ArrivalValues {
  const { versionOrder, eventTime, columns } = contract;
  const [measure] = contract.measures;
  const show = (name: string): string =>
    excerpt(row[name] ?? columns.find((column) => column.name === name)?.whenMissing ?? '-', shownCharacters);
  const isRefund = /^(true|t|1|y|yes)$/i.test(row[measure?.negativeWhen ?? ''] ?? '');
  const amount = show(measure?.column ?? '');
  const moment = row[eventTime];
  return {
    version: versionOrder === undefined ? '1' : show(versionOrder),
    txnDate: excerpt(moment ? businessDate(moment, zone) : '-', shownCharacters),
    amount: isRefund && /^[0-9]/.test(amount) ? `-${amount}` : amount,
    currency: measure ? unitOf(measure, show) : '-',
    tells: tellingValues(contract, show),
  };
}
