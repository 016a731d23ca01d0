import type { Assumption, Check } from '../assumption.ts';
import { failureOf } from '../checks.ts';
import { type ManifestEntry, putManifest, putParquet } from '../put-parquet.ts';
import { readRows, runBatch } from '../run-statements.ts';
import { apiReference, developerGuide, inferred } from '../sources.ts';

const columnar = developerGuide('COPY from columnar data formats', 'copy-usage_notes-copy-from-columnar');
const manifests = developerGuide('Using a manifest', 'loading-data-files-using-manifest');

const names = ['id', 'name', 'amount', 'total', 'day', 'at', 'ok'];
const table = `create temp table loaded (id bigint not null, name varchar(6), amount decimal(18, 2), total decimal(38, 2), day date,
  at timestamp, ok boolean)`;
const values = {
  id: '1::bigint',
  name: "'한글'",
  amount: '1.10::decimal(18, 2)',
  total: '-0.05::decimal(38, 2)',
  day: "date '2025-09-01'",
  at: "timestamp '2025-09-01 10:00:00.123456'",
  ok: 'true',
};

/** A query with the table's columns, some with another value. */
function row(changes: Partial<typeof values> = {}): string {
  return `select ${Object.entries({ ...values, ...changes })
    .map(([name, value]) => `${value} as ${name}`)
    .join(', ')}`;
}

/** Loads files with these rows, with what `tamper` makes of their manifest; found is what stands in the table, or the failure. */
function copies(queries: string[], tamper: (entries: ManifestEntry[]) => ManifestEntry[] = (same) => same): Check {
  return async (bench) => {
    const entries: ManifestEntry[] = [];
    for (const query of queries) entries.push(await putParquet(bench, query));
    const { manifest, role } = await putManifest(bench, tamper(entries));
    const described = await runBatch(bench, [
      table,
      `copy loaded (${names.join(', ')}) from '${manifest}' iam_role '${role}' manifest format as parquet`,
      'select * from loaded order by id',
    ]);
    if (described.Status !== 'FINISHED') return failureOf(described);
    return { found: await readRows(bench, `${described.Id}:3`) };
  };
}

const copiedRows: Check = async (bench) => {
  const { manifest, role } = await putManifest(bench, [
    await putParquet(bench, `${row()} union all ${row({ id: '2' })}`),
  ]);
  const copy = `copy loaded from '${manifest}' iam_role '${role}' manifest format as parquet`;
  const { SubStatements, Error: error } = await runBatch(bench, [table, copy]);
  const { ResultRows = null, HasResultSet = null } = SubStatements?.[1] ?? {};
  return { found: { resultRows: ResultRows, hasResultSet: HasResultSet }, ...(error && { evidence: error }) };
};

const renamed = row().replaceAll(/ as (\w+)/g, (_, name: string) => ` as other_${name}`);
const permuted = `select ${values.name} as id, ${values.id} as name, ${['amount', 'total', 'day', 'at', 'ok']
  .map((name) => `${values[name as keyof typeof values]} as ${name}`)
  .join(', ')}`;

/** COPY of Parquet by manifest. */
export const copy: Assumption[] = [
  {
    name: 'copy-types',
    says: 'COPY loads what DuckDB writes: BIGINT, UTF-8, DECIMAL(18,2) and (38,2), DATE, TIMESTAMP in microseconds, BOOLEAN, NULL',
    source: columnar,
    check: copies([row(), row({ id: '2::bigint', name: 'null::varchar', ok: 'null::boolean', at: 'null::timestamp' })]),
  },
  {
    name: 'copy-by-position',
    says: 'columns go by position, whatever the file calls them',
    source: columnar,
    check: copies([renamed]),
  },
  {
    name: 'copy-swapped-columns',
    says: 'a column of another type fails the load',
    source: columnar,
    check: copies([permuted]),
  },
  {
    name: 'copy-other-scale',
    says: 'a DECIMAL of another scale fails the load',
    source: inferred('types must match, and the page does not say what of a DECIMAL'),
    check: copies([row({ amount: '1.100::decimal(18, 3)' })]),
  },
  {
    name: 'copy-column-missing',
    says: 'a file with a column too few fails the load',
    source: columnar,
    check: copies([row().replace(', true as ok', '')]),
  },
  {
    name: 'copy-null-for-not-null',
    says: 'NULL for a NOT NULL column fails the load',
    source: developerGuide('COPY', 'r_COPY'),
    check: copies([row({ id: 'null::bigint' })]),
  },
  {
    name: 'copy-text-too-long',
    says: 'a text with more bytes than its column fails the load',
    source: developerGuide('Character types', 'r_Character_types'),
    check: copies([row({ name: "'한글이'" })]),
  },
  {
    name: 'copy-all-or-nothing',
    says: 'one bad file among good ones fails the whole load',
    source: columnar,
    check: copies([row(), permuted]),
  },
  {
    name: 'copy-of-no-rows',
    says: 'a file without rows loads none and is no error',
    source: inferred('nothing forbids it'),
    check: copies([`${row()} where false`]),
  },
  {
    name: 'copy-file-listed-twice',
    says: 'a file that the manifest lists twice is loaded twice',
    source: manifests,
    check: copies([row()], (entries) => [...entries, ...entries]),
  },
  {
    name: 'copy-mandatory-file-missing',
    says: 'a mandatory file that is not there fails the load',
    source: manifests,
    check: copies([row()], (entries) => [
      ...entries,
      ...entries.map((entry) => ({ ...entry, url: entry.url.replace(/\.parquet$/, '-gone.parquet') })),
    ]),
  },
  {
    name: 'copy-wrong-size',
    says: "a content_length that is not the file's fails the load",
    source: manifests,
    check: copies([row()], (entries) =>
      entries.map((entry) => ({ ...entry, meta: { content_length: entry.meta.content_length + 1 } })),
    ),
  },
  {
    name: 'copy-result-rows',
    says: 'COPY is described with the rows it loaded, and has no result',
    source: apiReference('SubStatementData'),
    check: copiedRows,
  },
  {
    name: 'copy-reaches-the-buckets',
    says: 'COPY of Parquet reads through Spectrum by presigned URLs and UNLOAD writes from within the network: no policy of bucket, key or endpoint stands in the way',
    source: columnar,
    unchecked:
      'policies are not enforced locally; on AWS every COPY and UNLOAD check goes this way, and fails where it is closed',
  },
];
