import type { Money } from '../../feeds/money.ts';
import type { Notes } from './notes.ts';
import type { Column } from './profile-columns.ts';

const zones: Readonly<Record<string, string>> = {
  KRW: 'Asia/Seoul',
  JPY: 'Asia/Tokyo',
  GBP: 'Europe/London',
  EUR: 'Europe/Berlin',
  USD: 'America/New_York',
};

/** Zone of the business day: a guess by currency or script, always a doubt. */
export function guessZone(money: Money | undefined, columns: readonly Column[], notes: Notes): string {
  const text = columns.map(({ name }) => name).join(' ');
  const code = money ? onlyCurrency(money, columns) : '';
  const byScript = /\p{Script=Hangul}/u.test(text)
    ? 'KRW'
    : /[\u3040-\u30ff]/.test(text)
      ? 'JPY'
      : /[äöüß]|\bdatum\b|\bbetrag\b/i.test(text)
        ? 'EUR'
        : '';
  const by = zones[code] ? code : byScript;
  const zone = zones[by] ?? 'UTC';
  notes.doubt(
    `zone: ${by === '' ? 'nothing in the file says it; ' : ''}${zone} is a guess: local times without an offset and the business date are of this zone`,
  );
  return zone;
}

function onlyCurrency({ currency }: Money, columns: readonly Column[]): string {
  if ('constant' in currency) return currency.constant;
  const codes = [...(columns.find(({ name }) => name === currency.from)?.values.keys() ?? [])];
  return codes.length === 1 ? (codes[0]?.toUpperCase() ?? '') : '';
}
