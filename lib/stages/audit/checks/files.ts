import type { Evidence } from '../evidence.ts';
import { failure, type Outcome } from './outcome.ts';

export function checkFiles({ summaries }: Evidence): Outcome {
  const failures = summaries.flatMap((summary) =>
    summary.refused.map(({ key, reason, remedy }) => failure(summary, `${key}: ${reason} (${remedy})`)),
  );
  return { failures, fine: 'every file could be read' };
}
