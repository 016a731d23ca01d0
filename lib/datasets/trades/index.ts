import type { Dataset } from '../dataset.ts';
import { symbolTrend } from './analyses/symbol-trend.ts';
import { topUsers } from './analyses/top-users.ts';
import { userDay } from './analyses/user-day.ts';
import { trades as contract } from './contract.ts';
import { demo } from './demo.ts';
import { trades as native } from './feeds/trades.ts';
import { symbolDaily } from './marts/symbol-daily.ts';
import { userDaily } from './marts/user-daily.ts';
import { userTotal } from './marts/user-total.ts';

/** Trades in stocks and coins: by user, by symbol, and over all time. */
export const trades: Dataset = {
  contract,
  feeds: [native],
  fact: 'core.fact_trades',
  totals: [],
  dims: [],
  marts: [userDaily, symbolDaily, userTotal],
  checks: ['symbol_form', 'trade_versions', 'trade_totals', 'user_totals'],
  analyses: [userDay, symbolTrend, topUsers],
  demo,
  schedule: { hour: 6, minute: 10, doneByHour: 8 },
};
