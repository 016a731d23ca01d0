import type { TimeField } from '../field.ts';
import { compileTime, isTimeFormat } from '../map/compile-time.ts';
import { isZone } from '../map/in-zone.ts';
import type { TimeFormat } from '../time-format.ts';

const example = 'write it like dd/mm/yyyy, yyyy-mm-dd HH:MM:SS, d.m.yy H:MM, mm/dd/yyyy h:MM AM, iso or epoch seconds';

/** What is wrong with how a field reads moments. */
export function checkTime({ timeFrom, format, zone }: TimeField): string[] {
  const formats = [format].flat();
  const known = formats.filter(isTimeFormat);
  const zones = typeof zone === 'object' ? Object.values(zone.names ?? {}) : zone === undefined ? [] : [zone];
  return [
    ...(formats.length === 0 ? ['format is empty'] : []),
    ...formats.filter((name) => !isTimeFormat(name)).map((name) => `format "${name}" is not known: ${example}`),
    ...known.flatMap((name, at) => known.slice(0, at).flatMap((other) => checkPair(other, name))),
    ...(Array.isArray(timeFrom) && timeFrom.length !== 2 ? ['timeFrom takes one column, or two: date and time'] : []),
    ...formats
      .filter((name) => zone !== undefined && name.startsWith('epoch'))
      .map((name) => `format "${name}" is in UTC and has no zone`),
    ...zones
      .filter((name) => !isZone(name))
      .map(
        (name) => `zone "${name}" is not known: name a place such as Europe/Berlin, UTC, or an offset such as +01:00`,
      ),
  ];
}

/** Two formats of one field may read one text, but never as different moments. */
function checkPair(a: TimeFormat, b: TimeFormat): string[] {
  const [readA, readB] = [compileTime(a), compileTime(b)];
  const text = [a, b].map(toExample).find((text) => {
    const [byA, byB] = [readA(text), readB(text)];
    return byA !== undefined && byB !== undefined && byA !== byB;
  });
  return text === undefined ? [] : [`formats "${a}" and "${b}" read "${text}" as ${readA(text)} and as ${readB(text)}`];
}

const examples: Record<string, string> = {
  iso: '2003-02-01',
  'epoch seconds': '1044075967',
  'epoch milliseconds': '1044075967123',
  yyyy: '2003',
  yy: '03',
  mon: 'Feb',
  mm: '02',
  m: '2',
  dd: '01',
  d: '1',
  HH: '05',
  H: '5',
  h: '5',
  MM: '06',
  SS: '07',
};

function toExample(format: TimeFormat): string {
  return examples[format] ?? format.replace(/yyyy|yy|mon|mm?|dd?|HH?|h|MM|SS/g, (token) => examples[token] ?? token);
}
