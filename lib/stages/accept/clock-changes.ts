/** Dates from `from` to `to` (SQL, inclusive) on or next to which the clocks of the session's time zone change, as a list of texts. */
export function clockChanges(from: string, to: string): string {
  const ahead = (days: string): string =>
    `epoch_us(cast(make_timestamptz(epoch_us(day + ${days})) as timestamp)) - epoch_us(day + ${days})`;
  return `(select coalesce(list(strftime(day, '%Y-%m-%d')), []) from (
    select unnest(generate_series(cast(${from} as timestamp), cast(${to} as timestamp), interval 1 day)) as day) days
    where ${ahead('interval (-1) day')} <> ${ahead('interval 2 day')})`;
}
