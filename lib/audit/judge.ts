import type { Severity } from '../contracts/contract.ts';
import type { JudgedCheck } from '../run/records.ts';
import { type Outcome, shorten } from './checks/outcome.ts';

/** Makes a check out of what it found, how severe that is, and the dates an operator let pass. */
export function judge(
  name: string,
  severity: Severity,
  { failures, fine }: Outcome,
  passed: ReadonlySet<string> = new Set(),
): JudgedCheck {
  const open = failures.filter(({ date }) => !passed.has(date));
  const told = shorten((open.length > 0 ? open : failures).map(({ detail }) => detail)).join('; ');
  if (open.length > 0) return { name, severity, ok: false, detail: told, failures: open };
  return { name, severity, ok: true, detail: failures.length > 0 ? `accepted: ${told}` : fine, failures };
}
