/** What the lineage does not see, or simplifies: whoever rests a decision on it has to know. */
export const gaps: readonly string[] = [
  'How Silver picks rows (what outranks, what is late, what is in quarantine) is taken from contract and feed, not from the DuckDB SQL of the stages: `silver.*` names the columns that rank, not how.',
  '`source_file` and `source_line` are the place of a row, no field of a file, and so have no source.',
  'A literal, `count(*)` and the clock (`getdate()`) have no source: what a count counts stands under the rows of its table.',
  'A column that only loads add to (`total = total + change`) does not name itself. Its formula is that of the migration that filled it; that both come to the same is a property test of the marts.',
  'Both arms of a MERGE, and several statements that write one table, are one source list: which arm wrote a row is not told.',
  'A CASE whose branches are constants (a segment, a flag) has conditions only. A comparison that is itself the value (`is_churned`) counts as computed from what it compares.',
  'A delete names what decides about its rows, as an insert does: nobody sees from it whether rows came or left.',
  'Of a mapped feed the content of its tables of words is not shown, nor by which of two money columns a file is read: both stand there, and which of them a file has decides.',
  'Gold, the page and the answers of Athena are copies of marts and are not listed. A correlated subquery reads what it names, as a condition where it stands in a condition.',
  'A second analyser, @polyglot-sql/sdk, has to find the same columns of every mart and dimension (`test/lineage`). It takes no ' +
    'MERGE and calls the conditions of a CASE values: what totals of keys come from rests on ours alone.',
  'That nothing is forgotten is tried, not proven: over random rows a column that is not named is changed, and no mart or ' +
    'dimension may change by it (`test/lineage/changed-columns.test.ts`).',
];
