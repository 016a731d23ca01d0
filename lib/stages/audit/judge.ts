import type { Severity } from '../../contracts/contract.ts';
import type { Failure, JudgedCheck } from '../../run/records.ts';
import { type Outcome, shorten } from './checks/outcome.ts';

/**
 * Makes a check out of what it found, how severe that is, and the dates an operator let pass. Of a check that blocks, what is too
 * little to block makes it a warning, unless something else does block.
 */
export function judge(
  name: string,
  severity: Severity,
  { failures, fine }: Outcome,
  passed: ReadonlySet<string> = new Set(),
): JudgedCheck {
  const open = failures.filter(({ date }) => !passed.has(date));
  const blocking = severity === 'block' ? open.filter((failure) => failure.severity !== 'warn') : [];
  if (blocking.length > 0) return { name, severity, ok: false, detail: tell(blocking), failures: blocking };
  if (open.length > 0) return { name, severity: 'warn', ok: false, detail: tell(open), failures: open };
  return { name, severity, ok: true, detail: failures.length > 0 ? `accepted: ${tell(failures)}` : fine, failures };
}

function tell(failures: readonly Failure[]): string {
  return shorten(failures.map(({ detail }) => detail)).join('; ');
}
