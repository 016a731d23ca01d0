/** A moment as microseconds since 1970 (UTC), and its date in the feed's zone. */
export type Moment = { micros: bigint; date: string };

const form =
  /^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ](?<hour>[0-9]{2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:\.(?<fraction>[0-9]{1,9}))?)?(?: ?(?<zone>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)| (?<utc>UTC))?)?$/;

/** The moment a text names, undefined where it is none. */
export function readMoment(text: string, feedZone: string): Moment | undefined {
  const parts = form.exec(text)?.groups;
  if (!parts) return undefined;
  const { date = '', hour = '00', minute = '00', second = '00', fraction = '', utc: named } = parts;
  const zone = named === undefined ? parts.zone?.toUpperCase() : 'Z';
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const local = midnight + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  const utc = zone === undefined ? fromLocal(local, feedZone) : fromOffset(local, zone);
  if (utc === undefined) return undefined;
  const micros = BigInt(utc) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  return { micros, date: toDate(utc + offsetAt(utc, feedZone)) };
}

function fromOffset(local: number, zone: string): number | undefined {
  if (zone === 'Z') return local;
  const digits = zone.slice(1).replace(':', '');
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2) || '0')];
  if (hours > 23 || minutes > 59) return undefined;
  const ahead = (hours * 60 + minutes) * 60_000;
  return zone.startsWith('-') ? local + ahead : local - ahead;
}

/** The first of the moments at which clocks in the zone show this; undefined where they never do. */
function fromLocal(local: number, zone: string): number | undefined {
  const day = 24 * 3_600_000;
  const offsets = [-2, -1, 0, 1, 2].map((days) => offsetAt(local + days * day, zone));
  const moments = offsets.map((offset) => local - offset).filter((moment) => moment + offsetAt(moment, zone) === local);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds by which clocks in the zone are ahead of UTC at a moment. */
function offsetAt(utc: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(timeZone, format);
  const part = Object.fromEntries(format.formatToParts(utc).map(({ type, value }) => [type, value]));
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year);
  const wall = new Date(0);
  wall.setUTCFullYear(year, Number(part.month) - 1, Number(part.day));
  wall.setUTCHours(Number(part.hour), Number(part.minute), Number(part.second));
  return wall.getTime() - Math.floor(utc / 1000) * 1000;
}

function toDate(wall: number): string {
  const text = new Date(wall).toISOString();
  return text.slice(0, text.indexOf('T'));
}
