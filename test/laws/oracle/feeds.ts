import type { OracleContract } from './contract.ts';
import { trades } from './trades.ts';
import { transactions } from './transactions.ts';

/** How a feed's rows are dated, and whose contract they keep. */
export type FeedRules = { zone: string; lateDays: number; lookbackDays: number; contract: OracleContract };

const feeds: Record<string, FeedRules> = {
  transactions: { zone: 'Asia/Seoul', lateDays: 2, lookbackDays: 30, contract: transactions },
  'purchase-cards': { zone: 'Europe/London', lateDays: Infinity, lookbackDays: Infinity, contract: transactions },
  trades: { zone: 'UTC', lateDays: Infinity, lookbackDays: Infinity, contract: trades },
};

/** Feed and ingest date of a Bronze key. */
export function partsOfKey(key: string): { feed: string; ingestDate: string } {
  const [feed = '', folder = ''] = key.split('/');
  return { feed, ingestDate: folder.replace('ingest_date=', '') };
}

/** The rules of the feed that a Bronze key belongs to. */
export function rulesOf(key: string): FeedRules {
  const rules = feeds[partsOfKey(key).feed];
  if (!rules) throw new Error(`no feed for ${key}`);
  return rules;
}
