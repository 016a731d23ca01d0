/** What finds out what a file is, and says why it cannot be read: by all tests that accept no whole date. */
const readers = [
  ...[
    'detect-form',
    'own-shape',
    'explain-header',
    'nearest-name',
    'native-formats',
    'convert-command',
    'file-refused',
  ],
  ...['decode-text', 'peek', 'refuse-encoding', 'refuse-envelopes', 'refuse-foreign', 'refuse-inexact', 'open-source'],
  'check-file',
];
const wholeDates = 'accept-date|cases|examples|fast-path|let-go|many-batches|masked-files|odd-values|refused-files';
const testsOfReaders = [`test/accept/!(${wholeDates}).test.ts`];

/** Files that the tests of their own name hold. */
const alone = [
  ...['column-sql', 'product-sql', 'instant-sql', 'id-text', 'write-rows', 'sum-measures', 'summarise'],
  ...['group-set-aside', 'read-delimited', 'read-records', 'split-lines', 'limit-lines', 'scan-lines'],
  ...['split-array', 'unpack-zstd', 'row-cutter', 'find-rows', 'json-tokens', 'inspect-json', 'read-json-records'],
  ...['scan-document', 'separate-documents', 'json-form', 'count-reading', 'cut-chunks'],
  ...['fast-field', 'json-sql', 'document-structs', 'exact-texts'],
];
/** Files that tests under other names hold. */
const others: Record<string, string> = {
  'accept-date': 'test/accept/{judged-rows,read-feed}.test.ts',
  'run-batch': 'test/accept/run-batch.test.ts',
  'read-feed': 'test/accept/{read-feed,judged-products}.test.ts',
  'clock-changes': 'test/accept/instant-sql.test.ts',
  'record-cutter': 'test/accept/{record-cutter,read-delimited}.test.ts',
  'scan-record': 'test/accept/scan-record.test.ts',
  'flatten-documents': 'test/accept/read-documents.test.ts',
  'read-documents': 'test/accept/read-documents.test.ts',
  'find-minor-units': 'test/accept/findings.test.ts',
  'find-odd-values': 'test/accept/findings.test.ts',
  'find-unlisted-currencies': 'test/accept/findings.test.ts',
  'guess-encoding': 'test/draft/guess-encoding.test.ts',
  'embed-documents': 'test/accept/exact-texts.test.ts',
  'parse-spelled': 'test/accept/exact-texts.test.ts',
  'trim-sql': 'test/accept/json-sql.test.ts',
};
/** What exports marts. */
const gold = {
  'export-gold': 'export-gold',
  'export-marts': 'export-marts',
  'gold-batch': 'export-marts',
  'read-mart-counts': 'export-marts',
  'rebuild-groups': 'rebuild-groups',
  'keep-restatement': 'keep-restatement',
  'put-manifest': 'point-mart',
  'point-mart': 'point-mart',
  'put-latest-csv': 'point-mart',
  'remove-old-exports': 'point-mart',
};
/** What judges rows: by the table of cases. */
const judges = ['judge-sql', 'judge-doubtful', 'rows-sql'];

/**
 * Tests that could catch a mutant of an area, as folders or patterns: its own, and those of others that work through it. End to
 * end a mutant dies too, but a minute later. A folder or file of an area that has a line here is tried with that alone.
 */
export const testsOf: Record<string, string[]> = {
  ...Object.fromEntries(readers.map((name) => [`lib/stages/accept/${name}.ts`, testsOfReaders])),
  ...Object.fromEntries(alone.map((name) => [`lib/stages/accept/${name}.ts`, [`test/accept/${name}.test.ts`]])),
  ...Object.fromEntries(
    judges.map((name) => [`lib/stages/accept/${name}.ts`, ['test/accept/judged-{rows,products,documents}.test.ts']]),
  ),
  ...Object.fromEntries(Object.entries(others).map(([name, test]) => [`lib/stages/accept/${name}.ts`, [test]])),
  'lib/stages/accept': ['test/accept', 'test/feeds', 'test/contracts'],
  // Of these two not those that drive whole runs, which say no more of them.
  'lib/contracts': ['test/contracts/!(transactions|trim).test.ts', 'test/datasets/language.test.ts'],
  'lib/contracts/card-number.ts': ['test/contracts/{card-number,level-escapes}.test.ts'],
  'lib/contracts/card-shape.ts': ['test/contracts/card-shape.test.ts', 'test/accept/scan-lines.test.ts'],
  'lib/derive': ['test/derive', 'test/sql/emitted.test.ts'],
  'lib/stages/audit': ['test/audit/!(gate|acceptance).test.ts'],
  'lib/stages/plan': ['test/plan', 'test/run'],
  'lib/stages/publish': ['test/publish/{publish-accepted,publish-part,write-partitions}.test.ts'],
  'lib/stages/rank': ['test/rank', 'test/stage'],
  'lib/stages/report': ['test/report', 'test/lambdas'],
  'lib/run': ['test/run'],
  'lib/stages/stage': ['test/stage'],
  // Not those of what the SQL itself says, which Stryker does not change.
  'lib/stages/warehouse': [
    'test/warehouse/{transient-failures,classify-failure,export-gold,read-statements}.test.ts',
    'test/sql/load-batch.test.ts',
  ],
  // Every warehouse is opened by migrations, so that every test of one reaches these.
  'lib/stages/warehouse/migrate.ts': ['test/warehouse/migrate-calls.test.ts'],
  'lib/stages/warehouse/read-statements.ts': ['test/warehouse/read-statements.test.ts', 'test/sql/load-batch.test.ts'],
  'lib/stages/warehouse/warehouse.ts': ['test/sql/load-batch.test.ts'],
  ...Object.fromEntries(
    Object.entries(gold).map(([name, test]) => [`lib/stages/warehouse/${name}.ts`, [`test/warehouse/${test}.test.ts`]]),
  ),
  'lib/stages/watch': ['test/watch', 'test/lambdas'],
};

/** The test files for a file or folder of sources, as patterns; of one without a line above those under its mirror in test/. */
export function findTests(path: string): string[] {
  const names = path.split('/');
  const around = names.map((_, at) => names.slice(0, names.length - at).join('/'));
  const known = around.find((folder) => Object.hasOwn(testsOf, folder)) ?? '';
  const found = testsOf[known] ?? [
    path.replace(/^lib\/(stages\/)?([^/]+).*/, 'test/$2').replace(/^(lambdas\/[^/]+).*/, '$1'),
  ];
  return found.map((test) => (test.endsWith('.ts') ? test : `${test}/**/*.test.ts`));
}
