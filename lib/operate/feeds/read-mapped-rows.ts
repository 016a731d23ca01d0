import { join } from 'node:path';
import { type Contract, fileColumns } from '../../contracts/contract.ts';
import { findContract } from '../../datasets/find-contract.ts';
import type { Feed } from '../../feeds/feed.ts';
import { moneyNames, sourceNames } from '../../feeds/map/source-names.ts';
import { openEngine } from '../../lake/engine.ts';
import { parseBronzeKey } from '../../lake/keys.ts';
import { type Bucket, download } from '../../lake/objects.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import { readSourceRows, type SourceRow } from '../explain/read-source-rows.ts';

/** A row side by side with its source; `value`: as Silver has it, of a row that is not accepted as it was mapped. */
export type MappedRow = {
  file: string;
  line: number;
  verdict: 'accepted' | 'quarantined' | 'held';
  rules: string[];
  columns: { column: string; value: string | null; from: Record<string, string> }[];
};

const shown = 5;

type Place = Pick<MappedRow, 'verdict' | 'rules'> & {
  key: string;
  line: number;
  values?: Record<string, string | null>;
};

/** Five rows: good ones that differ in currency, sign and status as far as they can, and one at least of those that do not load, if there are any. */
export async function readMappedRows(
  { bronze, silver }: { bronze: Bucket; silver: Bucket },
  feed: Feed,
  { setAside, files, rows }: DateSummary,
  prefix: string,
): Promise<MappedRow[]> {
  const contract = findContract(feed.dataset);
  const bad = (['quarantine', 'held'] as const).flatMap((kind) =>
    setAside[kind].flatMap(({ reason, file, examples }) =>
      examples.slice(0, 1).map(
        ({ line }): Place => ({
          key: file,
          line,
          verdict: kind === 'held' ? 'held' : 'quarantined',
          rules: kind === 'held' ? [] : [reason],
        }),
      ),
    ),
  );
  const good = rows.accepted > 0 ? await pickAccepted(silver, contract, `${prefix}accepted.parquet`) : [];
  const places = [...good.slice(0, bad.length > 0 ? shown - 1 : shown), ...bad].slice(0, shown);
  const found: MappedRow[] = [];
  for (const { key } of files) {
    const own = places.filter((place) => place.key === key);
    if (own.length === 0) continue;
    const sources = await readSourceRows(bronze, key, feed, new Set(own.map(({ line }) => line)));
    for (const place of own) {
      const source = sources.get(place.line);
      if (source) found.push(toMappedRow(place, source, feed, contract));
    }
  }
  return found;
}

/** Accepted rows, at first one of each currency, sign and closed set. */
async function pickAccepted(silver: Bucket, contract: Contract, key: string): Promise<Place[]> {
  const engine = await openEngine({ memoryMiB: 256, threads: 1 });
  try {
    const path = await download(silver, key, join(engine.scratch, 'accepted.parquet'));
    const sets = contract.columns.filter(({ type }) => type.kind === 'text' && type.oneOf).map(({ name }) => name);
    const kinds = [
      ...contract.measures.flatMap(({ unit, negativeWhen }) =>
        ['column' in unit ? unit.column : [], negativeWhen ?? []].flat(),
      ),
      ...sets,
    ]
      .map((name) => `"${name}"`)
      .join(', ');
    const connection = await engine.connect();
    const result = await connection.runAndReadAll(`select columns(*)::varchar from (
      select *, row_number() over (partition by ${kinds} order by source_file, source_line) as nth
      from read_parquet('${path}')) order by nth::bigint, source_file, source_line::bigint limit ${shown}`);
    connection.closeSync();
    return result.getRowObjectsJson().map((row) => {
      const values = row as Record<string, string | null>;
      const [key, line] = [values.source_file ?? '', Number(values.source_line)];
      return { key, line, verdict: 'accepted', rules: [], values };
    });
  } finally {
    await engine.close();
  }
}

function toMappedRow(
  { key, line, verdict, rules, values }: Place,
  source: SourceRow,
  feed: Feed,
  contract: Contract,
): MappedRow {
  return {
    file: parseBronzeKey(key).file,
    line,
    verdict,
    rules,
    columns: fileColumns(contract).map(({ name }) => ({
      column: name,
      value: (values ?? source.mapped)[name] ?? null,
      from: Object.fromEntries(namesOf(feed, name, source.cells).map((from) => [from, source.cells[from] ?? ''])),
    })),
  };
}

/** The source columns that a contract column is read from, of those that the file has. */
function namesOf({ shape }: Feed, column: string, cells: SourceRow['cells']): string[] {
  if (shape.form === 'native') return column in cells ? [column] : [];
  const field = shape.columns[column];
  if (!field) return [];
  const money = [shape.money ?? []].flat().find((one) => moneyNames(one).every((name) => name in cells));
  const names = 'money' in field ? (money ? moneyNames(money) : []) : sourceNames(field);
  return [...new Set(names)];
}
