import type { Check } from '../../run/records.ts';
import type { Evidence } from '../evidence.ts';
import { acceptable } from './outcome.ts';

export function checkFiles(evidence: Evidence): Check {
  const failures = evidence.summaries.flatMap(({ ingestDate, refused }) =>
    refused.map(({ key, reason, remedy }) => ({ ingestDate, detail: `${key}: ${reason} (${remedy})` })),
  );
  return acceptable(evidence, 'file_refused', failures, 'every file could be read');
}
