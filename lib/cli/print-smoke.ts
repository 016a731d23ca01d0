import type { Smoke } from '../operate/smoke/run-smoke.ts';
import { excerpt } from '../run/excerpt.ts';
import { table } from './print.ts';

const cellCharacters = 90;

/** What a smoke test found: what differs first, then what could not be asked. */
export function printSmoke({ target, day, checks, assumedOf, leftBehind, savedTo, ok }: Smoke): string {
  const different = checks.filter(({ verdict }) => verdict === 'different');
  const unasked = checks.filter(({ verdict }) => verdict === 'unasked');
  const same = checks.length - different.length - unasked.length;
  const cell = (value: unknown): string => excerpt(JSON.stringify(value), cellCharacters);
  const rows = different.map(({ name, assumed, found }) => [name, cell(assumed), cell(found)]);
  const told = different.flatMap(({ name, evidence }) => (evidence ? [`  ${name}: ${excerpt(evidence, 300)}`] : []));
  return [
    `smoke of ${target}: ${same} of ${checks.length} as assumed, ${different.length} otherwise, ${unasked.length} could not be asked`,
    day === null ? 'no day was run: the environment takes real feeds' : `the day was ${day}, made up`,
    ...(rows.length > 0 ? ['', ...table([['check', 'assumed', 'found'], ...rows])] : []),
    ...(told.length > 0 ? ['', 'in its own words', ...told] : []),
    ...(unasked.length > 0
      ? ['', ...table([['could not be asked', 'because'], ...unasked.map(({ name, why }) => [name, why ?? ''])])]
      : []),
    ...(leftBehind === null ? [] : ['', `left behind, remove by hand: ${leftBehind}`]),
    '',
    `assumed: ${assumedOf}; found: ${savedTo}`,
    ok
      ? 'next:    nothing, it is as assumed'
      : `next:    read docs/assumptions.md; cp ${savedTo} lib/operate/smoke/goldens.json && npx vitest run test/smoke names where our endpoint differs`,
  ].join('\n');
}
