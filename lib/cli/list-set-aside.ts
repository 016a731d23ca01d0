import { forEachLimited } from '../lake/for-each-limited.ts';
import { acceptedPrefix, refusedRowsPrefix } from '../lake/keys.ts';
import { getJson } from '../lake/objects.ts';
import { datesOf } from '../run/calendar.ts';
import type { DateSummary, Money, SetAsideGroup } from '../run/date-summary.ts';
import { addMoney } from '../run/money.ts';
import { parseRequest } from '../run/request.ts';
import type { Target } from './target.ts';

export type SetAsideKind = 'quarantine' | 'held';

/** Rows set aside in a range of published ingest dates. `rows` counts each once, a group every row that has its reason. */
export type SetAsideList = {
  schema: 'paylake.set-aside/1';
  kind: SetAsideKind;
  dataset: string;
  from: string;
  to: string;
  rows: number;
  reasons: { reason: string; rows: number; money: Money }[];
  groups: (SetAsideGroup & { ingestDate: string })[];
  /** Where the rows are, whole. */
  paths: string[];
};

/** `quarantine list`, `held list`: what is set aside, by reason, ingest date and file. */
export async function listSetAside(
  { silver, locate }: Target,
  kind: SetAsideKind,
  range: { dataset: string; from: string; to: string },
): Promise<SetAsideList> {
  const { dataset, from, to } = parseRequest(
    { dataset: range.dataset, from: range.from, to: range.to },
    new Date().toISOString(),
  );
  const summaries = await forEachLimited(datesOf(from, to), 16, (date) =>
    getJson<DateSummary>(silver, `${acceptedPrefix(dataset, date)}summary.json`),
  );
  const known = summaries.flatMap((summary) => (summary ? [summary.value] : []));
  const groups = known.flatMap(({ ingestDate, setAside }) => setAside[kind].map((group) => ({ ...group, ingestDate })));
  const byReason = Map.groupBy(groups, ({ reason }) => reason);
  const count = kind === 'held' ? 'held' : 'quarantined';
  return {
    schema: 'paylake.set-aside/1',
    kind,
    dataset,
    from,
    to,
    rows: known.reduce((sum, { rows }) => sum + rows[count], 0),
    reasons: [...byReason].sort().map(([reason, same]) => ({
      reason,
      rows: same.reduce((sum, { rows }) => sum + rows, 0),
      money: addMoney(...same.map(({ money }) => money)),
    })),
    groups,
    paths: known
      .filter(({ rows }) => rows[count] > 0)
      .map(({ ingestDate }) => locate(`s3://${silver.name}/${refusedRowsPrefix(kind, dataset, ingestDate)}`)),
  };
}
