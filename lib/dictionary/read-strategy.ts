/** The words behind `strategy:` on top of a SQL file, on one line without a full stop. Throws where there are none. */
export function readStrategy(sql: string): string {
  const [header = ''] = /^(--.*\n)+/.exec(sql) ?? [];
  const lines = header.split('\n').map((line) => line.replace(/^-- ?/, '').trim());
  const [, strategy] = /strategy: +(.*)/.exec(lines.join(' ')) ?? [];
  if (!strategy) throw new Error(`a SQL file has no "-- strategy:" on top: ${sql.slice(0, 80)}`);
  return strategy.trim().replace(/\.$/, '');
}
