import type { DataCheckName } from '../../contracts/contract.ts';
import type { Advice } from '../../run/render-advice.ts';
import type { CommandOptions } from '../../run/to-command.ts';

const askSender = ['ask the sender; land what is missing under its ingest date, then run the date again'];
const mendRows = (range: CommandOptions): Advice[] => [
  ['a wrong rule or mapping: mend contract or feed, then ', { command: 'quarantine replay', args: range }],
  'a wrong source: go on, and land corrected rows under another file name',
];

/** What can be mended when the data does not meet a check, before anybody accepts it. `range` names its dates. */
export const adviseMending: Readonly<Record<DataCheckName, (range: CommandOptions) => Advice[]>> = {
  file_refused: () => ['land a mended copy under another name, then go on without the file that cannot be read'],
  quarantined_share: mendRows,
  quarantined_rows: mendRows,
  quarantined_money: mendRows,
  held_rows: (range) => [
    [
      'go on; if the late rows are right, take them in after it: ',
      { command: 'held release', args: range },
      ' --reason "WHY"',
    ],
  ],
  volume: () => askSender,
  missing_days: () => askSender,
  freshness: () => askSender,
  distribution: () => ['ask the sender what changed'],
  schema_drift: () => [
    'ask the sender; if the new layout stays, declare it in contract or feed and run the date again',
  ],
  unmapped_categories: () => ["add the categories to the feed's table, then run the date again"],
  unlisted_currencies: () => ['ask the sender which currency is meant'],
  minor_units: () => ['ask the sender whether these are minor units, or another currency'],
  outer_quotes: () => ["declare the feed's quote, or that blanks stand before it, then run the date again"],
  null_words: () => ["declare the feed's words for nothing, then run the date again"],
  identical_files: () => ['ask the sender which file was meant; going on counts every id once'],
  conflicting_duplicates: () => [
    'ask the sender which rows are right; a correction needs a higher version, another transaction another id',
  ],
  restatement: () => ['make sure the change of closed dates is meant: a release, a late correction, another rule'],
};
