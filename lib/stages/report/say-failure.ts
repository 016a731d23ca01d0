import type { RunReport } from '../../run/records.ts';

/**
 * Why a run loaded nothing, for a receiver outside: which checks blocked, or which step failed. Its message stays inside, since it
 * may quote a row.
 */
export function sayFailure({ status, checks, error, paths }: RunReport): string | undefined {
  if (status === 'succeeded') return undefined;
  const blocking = checks.filter(({ severity, ok }) => severity === 'block' && !ok).map(({ name }) => name);
  const [, step] = /^(\w+): /.exec(error?.message ?? '') ?? [];
  const why = blocking.length > 0 ? ` by ${blocking.join(', ')}` : step ? ` in ${step}` : '';
  return `${status}${why}; why stands in ${paths.report ?? 'the report of the run'}`;
}
