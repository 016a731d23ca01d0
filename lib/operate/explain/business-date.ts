const moment = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** The date of a moment in a zone, as a file writes it; a text that is no moment stays as it is. */
export function businessDate(text: string, zone: string): string {
  const [, date = '', time, offset] = moment.exec(text) ?? [];
  if (date === '') return text;
  if (time === undefined || offset === undefined) return date;
  const minutes = offset === 'Z' ? '+00:00' : `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`;
  const instant = new Date(`${date}T${time}${minutes}`);
  if (Number.isNaN(instant.getTime())) return text;
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instant);
}
