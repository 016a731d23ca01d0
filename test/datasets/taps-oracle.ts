import { hasCardNumber, hasCardNumberInBroken } from '../laws/oracle/has-card-number.ts';
import { type Json, parseJson, textsOf } from '../laws/oracle/parse-json.ts';
import { type Said, said, saidText } from '../laws/oracle/read-column.ts';
import { readMoment } from '../laws/oracle/read-moment.ts';
import { dayNumber, trim } from '../laws/oracle/text.ts';

/*
 * The contract of `taps` once more, slowly and plainly: shares no code with lib/ but for what the oracle of transactions has.
 */

export type JudgedTap = { line: number; rules: string[]; verdict: 'accepted' | 'quarantined' | 'held'; values: Values };
type Values = Record<string, string | null>;
type Read = (said: Said) => string | undefined;

const text =
  (accepts: (text: string) => string | undefined): Read =>
  (found) => {
    if (!('text' in found)) return undefined;
    return found.kind === 'text' || /^-?[0-9]+$/.test(found.text)
      ? accepts(found.text === '-0' ? '0' : found.text)
      : undefined;
  };
const matching = (pattern: RegExp): Read => text((one) => (pattern.test(one) ? one : undefined));
const among = (words: readonly string[]): Read =>
  text((one) => (/^[ -~]*$/.test(one) && words.includes(one.toLowerCase()) ? one.toLowerCase() : undefined));
const upTo = (length: number): Read => text((one) => ([...one].length <= length ? one : undefined));
const whole: Read = text((one) => (/^[0-9]{1,15}$/.test(one) ? String(BigInt(one)) : undefined));
const truth: Read = text((one) => {
  if (['true', 't', '1', 'y', 'yes'].includes(one.toLowerCase())) return 'true';
  return ['false', 'f', '0', 'n', 'no'].includes(one.toLowerCase()) ? 'false' : undefined;
});
const moment: Read = text((one) => readMoment(one, 'Asia/Seoul')?.micros.toString());

const cents = (units: bigint): string => `${units / 100n}.${String(units % 100n).padStart(2, '0')}`;

const money: Read = (found) => {
  if (!('text' in found)) return undefined;
  if (found.kind === 'text') {
    const parts = /^([0-9]{0,16})(?:\.([0-9]{1,2})0*)?$/.exec(found.text);
    return parts && found.text !== '' ? cents(BigInt(parts[1] + (parts[2] ?? '').padEnd(2, '0'))) : undefined;
  }
  const parts = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(found.text);
  const [, sign, ones = '', fraction = '', exponent = '0'] = parts ?? [];
  const digits = (ones + fraction).replace(/^0+/, '');
  if (digits === '') return '0.00';
  const shift = Number(exponent) - fraction.length + 2;
  const kept = digits.replace(/0+$/, '');
  const isWhole = kept.length <= digits.length + Math.min(0, shift);
  if (sign === '-' || !isWhole || digits.length + shift > 15) return undefined;
  return cents(BigInt(kept + '0'.repeat(digits.length - kept.length + shift)));
};

const person = matching(/^usr_[A-Za-z0-9]{1,60}$/);
const attributes: Record<string, Read> = {
  tap_id: text((one) => {
    const lower = one.toLowerCase();
    return /^[ -~]*$/.test(one) && /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(lower)
      ? lower
      : undefined;
  }),
  kind: among(['screen_seen', 'signed_up', 'transfer_done', 'compared']),
  tapped_at: moment,
  received_at: moment,
  user_id: person,
  locale: among(['en', 'ko']),
  model: upTo(20),
};
const properties: Record<string, Read> = {
  user_id: person,
  method: among(['email', 'phone']),
  duration_ms: whole,
  is_first: truth,
  note: upTo(1024),
  amount: money,
  fee: money,
  screen: upTo(12),
};
const needs: Record<string, readonly string[]> = {
  screen_seen: ['said.screen', 'said.duration_ms'],
  signed_up: ['said.user_id', 'said.method'],
  transfer_done: ['user_id', 'said.amount', 'said.fee'],
  compared: ['user_id', 'said.items'],
};

/** Judges the lines of a file of one ingest date by a version of the contract: the second has the attribute `build`. */
export function judgeTaps(file: string, ingestDate: string, version = 1): JudgedTap[] {
  return file.split('\n').flatMap((ended, at) => {
    const raw = ended.replace(/\r$/, '');
    return trim(raw) === '' ? [] : [{ line: at + 1, ...judgeTap(raw, ingestDate, version) }];
  });
}

function judgeTap(raw: string, ingestDate: string, version: number): Omit<JudgedTap, 'line'> {
  const parsed = parseJson(raw);
  const isCard = parsed ? textsOf(parsed.value).some(hasCardNumber) : hasCardNumberInBroken(raw);
  const broken = isCard ? ['card_number'] : [];
  const bad = (rules: string[]): Omit<JudgedTap, 'line'> => ({
    rules: rules.sort(),
    verdict: 'quarantined',
    values: {},
  });
  if (parsed?.value.kind !== 'object' || parsed.repeats) return bad([...broken, 'malformed']);
  const fields = new Map(parsed.value.entries);
  if ([...fields.values()].every((one) => said(one).kind === 'nothing')) return bad([...broken, 'blank_row']);
  const document = fields.get('said');
  const within = new Map(document?.kind === 'object' ? document.entries : []);
  const values: Values = {};
  const isThere = (place: string, found: Said, read: Read): void => {
    if (found.kind === 'nothing') return;
    const value = read(found);
    if (value === undefined) broken.push(`invalid:${place}`);
    values[place] = value ?? null;
  };
  for (const [name, read] of Object.entries(attributes)) isThere(name, said(fields.get(name)), read);
  if (version > 1) isThere('build', said(fields.get('build')), matching(/^[0-9]{1,4}$/));
  for (const [name, read] of Object.entries(properties)) isThere(`said.${name}`, said(within.get(name)), read);
  const items = within.get('items');
  if (said(items).kind !== 'nothing') isThere('said.items', said(items), () => (isList(items) ? 'list' : undefined));
  values.locale ??= 'locale' in values ? null : 'ko';
  if (document?.kind === 'object') {
    values.said = spell(document);
    if (Buffer.byteLength(minified(document)) > 400) broken.push('invalid:said');
  } else if (said(document).kind !== 'nothing') broken.push('invalid:said');
  else broken.push('missing:said');
  for (const name of ['tap_id', 'kind', 'tapped_at', 'received_at'])
    if (!(name in values)) broken.push(`missing:${name}`);
  if (!('user_id' in values) && 'said.user_id' in values) values.user_id = values['said.user_id'] ?? null;
  else if (values.user_id && values['said.user_id'] && values.user_id !== values['said.user_id'])
    broken.push('invalid:said.user_id');
  for (const place of needs[values.kind ?? ''] ?? []) if (!(place in values)) broken.push(`missing:${place}`);

  const { 'said.amount': amount, 'said.fee': fee, 'said.screen': screen, kind, tapped_at, received_at } = values;
  if (amount && fee && Number(fee) > Number(amount)) broken.push('fee_above_amount');
  if (tapped_at && received_at && BigInt(tapped_at) > BigInt(received_at) + 300_000_000n) broken.push('future_tap');
  if (kind === 'transfer_done' && screen === 'home') broken.push('screen_of_transfer');
  const tapped = said(fields.get('tapped_at'));
  const date = tapped_at && 'text' in tapped ? readMoment(tapped.text, 'Asia/Seoul')?.date : undefined;
  const age = date === undefined ? 0 : dayNumber(ingestDate) - dayNumber(date);
  if (age < 0) broken.push('future_date');
  values.tapped_on = date ?? null;
  const verdict = broken.length > 0 ? 'quarantined' : age > 2 ? 'held' : 'accepted';
  return { rules: broken.sort(), verdict, values };
}

function isList(value: Json | undefined): boolean {
  if (value?.kind !== 'array' || value.items.length === 0) return false;
  return value.items.every(
    (item) => item.kind === 'string' && saidText(item.text).kind === 'text' && [...item.text].length <= 8,
  );
}

/** A value by what it means: members in their order, numbers as digits and exponent. */
export function spell(value: Json): string {
  switch (value.kind) {
    case 'object':
      return `{${value.entries.map(([key, inner]) => `${JSON.stringify(key)}:${spell(inner)}`).join(',')}}`;
    case 'array':
      return `[${value.items.map(spell).join(',')}]`;
    case 'string':
      return JSON.stringify(value.text);
    case 'number': {
      const [, sign = '', ones = '', fraction = '', exponent = '0'] =
        /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(value.literal) ?? [];
      const digits = (ones + fraction).replace(/^0+/, '');
      const kept = digits.replace(/0+$/, '');
      return kept === '' ? '0' : `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
    }
    default:
      return value.kind;
  }
}

/** JSON without blanks, for its length: numbers as they are spelled. */
function minified(value: Json): string {
  if (value.kind === 'object')
    return `{${value.entries.map(([key, inner]) => `${JSON.stringify(key)}:${minified(inner)}`).join(',')}}`;
  if (value.kind === 'array') return `[${value.items.map(minified).join(',')}]`;
  if (value.kind === 'string') return JSON.stringify(value.text);
  return value.kind === 'number' ? value.literal : value.kind;
}
