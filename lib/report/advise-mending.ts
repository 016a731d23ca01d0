import type { DataCheckName } from '../contracts/contract.ts';

const sender = 'ask the sender; land what is missing under its ingest date, then run the date again';
const rows = (range: string): string =>
  `a wrong rule or mapping: mend contract or feed, then npx paylake quarantine replay ${range}; a wrong source: go on, and land corrected rows under another file name`;

/** What can be mended when the data does not meet a check, before anybody accepts it. `range` is the options of its dates. */
export const adviseMending: Readonly<Record<DataCheckName, (range: string) => string>> = {
  file_refused: () => 'land a mended copy under another name, then go on without the file that cannot be read',
  quarantined_share: rows,
  quarantined_rows: rows,
  quarantined_money: rows,
  held_rows: (range) => `go on, then take the late rows in, if they are right: npx paylake held release ${range}`,
  volume: () => sender,
  missing_days: () => sender,
  freshness: () => sender,
  distribution: () => 'ask the sender what changed',
  schema_drift: () => 'ask the sender; if the new layout stays, declare it in contract or feed and run the date again',
  unmapped_categories: () => "add the categories to the feed's table, then run the date again",
  unlisted_currencies: () => 'ask the sender which currency is meant',
  identical_files: () => 'ask the sender which file was meant; going on counts every id once',
  restatement: () => 'make sure the change of closed dates is meant: a release, a late correction, another rule',
};
