import { forEachLimited } from '../../lake/for-each-limited.ts';
import { refusedRowsPrefix, summaryKey } from '../../lake/keys.ts';
import { getJson } from '../../lake/objects.ts';
import { datesOf } from '../../run/calendar.ts';
import type { DateSummary, Money, SetAsideGroup } from '../../run/date-summary.ts';
import { addMoney } from '../../run/money.ts';
import { parseRequest } from '../../run/request.ts';
import type { Target } from '../targets/target.ts';
import { deliveredDates } from './delivered-dates.ts';
import { findBlocked } from './find-blocked.ts';

export type SetAsideKind = 'quarantine' | 'held';

/**
 * Rows set aside in a range of ingest dates: `rows`, `reasons`, `groups` and `paths` of what is published. `rows` counts each
 * once, a group every row that has its reason.
 */
export type SetAsideList = {
  schema: 'paylake.set-aside/1';
  kind: SetAsideKind;
  dataset: string;
  from: string;
  to: string;
  rows: number;
  reasons: { reason: string; rows: number; money: Money }[];
  groups: (SetAsideGroup & { ingestDate: string })[];
  /** Dates with files that are not published. */
  unpublished: string[];
  /** What the latest run of a date set aside if it was blocked; in no count above. `published`: as the date was before. */
  blocked: BlockedSetAside[];
  /** Where the rows are, whole. */
  paths: string[];
};

export type BlockedSetAside = {
  ingestDate: string;
  runId: string;
  checks: string[];
  published: boolean;
  rowsIn: number;
  rows: number;
  groups: SetAsideGroup[];
  path: string;
};

/** `quarantine list`, `held list`: what is set aside, by reason, ingest date and file. */
export async function listSetAside(
  target: Target,
  kind: SetAsideKind,
  range: { dataset: string; from: string; to: string },
): Promise<SetAsideList> {
  const { dataset, from, to } = parseRequest(
    { dataset: range.dataset, from: range.from, to: range.to },
    new Date().toISOString(),
  );
  const { bronze, silver, locate } = target;
  const delivered = (await deliveredDates(bronze, dataset)).filter((date) => from <= date && date <= to);
  const summaries = await forEachLimited(datesOf(from, to), 16, (date) =>
    getJson<DateSummary>(silver, summaryKey(dataset, date)),
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
    unpublished: delivered.filter((date) => !known.some(({ ingestDate }) => ingestDate === date)),
    blocked: (await findBlocked(target, dataset, delivered))
      .filter(({ summary }) => summary.rows[count] > 0)
      .map(({ ingestDate, runId, checks, summary, prefix, isPublished }) => ({
        ingestDate,
        runId,
        checks,
        published: isPublished,
        rowsIn: summary.rows.in,
        rows: summary.rows[count],
        groups: summary.setAside[kind],
        path: locate(`s3://${silver.name}/${prefix}${kind}.ndjson`),
      })),
    paths: known
      .filter(({ rows }) => rows[count] > 0)
      .map(({ ingestDate }) => locate(`s3://${silver.name}/${refusedRowsPrefix(kind, dataset, ingestDate)}`)),
  };
}
