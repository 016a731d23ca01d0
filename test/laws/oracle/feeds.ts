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

type Parts = { feed: string; ingestDate: string };
/** Every row is compared with every other: what its key says is read once. */
const known = new Map<string, Parts & { rules: FeedRules | undefined }>();

function readKey(key: string): Parts & { rules: FeedRules | undefined } {
  const found = known.get(key);
  if (found) return found;
  const [feed = '', folder = ''] = key.split('/');
  const read = { feed, ingestDate: folder.replace('ingest_date=', ''), rules: feeds[feed] };
  known.set(key, read);
  return read;
}

/** Feed and ingest date of a Bronze key. */
export function partsOfKey(key: string): Parts {
  return readKey(key);
}

/** The rules of the feed that a Bronze key belongs to. */
export function rulesOf(key: string): FeedRules {
  const { rules } = readKey(key);
  if (!rules) throw new Error(`no feed for ${key}`);
  return rules;
}
