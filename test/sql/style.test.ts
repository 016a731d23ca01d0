import { describe, expect, it } from 'vitest';
import { datasets } from '../../lib/datasets/index.ts';
import { martGroups } from '../../lib/datasets/mart-groups.ts';
import { sqlFiles } from './sql-files.ts';

const keywords =
  'select from where group by order having join inner left full outer cross on with as and or not null case when then else end insert into values update set delete using merge matched create table schema role grant copy unload lock union all distinct partition over between exists limit primary key diststyle distkey sortkey cast in is';
const upperCase = new RegExp(`\\b(${keywords.toUpperCase().split(' ').join('|')})\\b`);

describe('sql files', () => {
  it('are all looked at', () => {
    expect(sqlFiles.length).toBeGreaterThanOrEqual(19);
    const folders = [
      'ddl',
      'shared',
      'athena',
      ...Object.keys(datasets),
      ...(Object.keys(martGroups).length > 0 ? ['cross'] : []),
    ];
    expect([...new Set(sqlFiles.map(({ path }) => path.split('/')[0]))].sort()).toEqual(folders.sort());
  });

  it.each(sqlFiles)('$path says on top what, reads, writes and by what strategy', ({ header }) => {
    const told = header.filter((line) => !line.startsWith(' '));
    expect(told.map((line) => line.split(':')[0])).toEqual(['what', 'reads', 'writes', 'strategy']);
    for (const line of told) expect(line).toMatch(/^\w+: +\S/);
    // What does not fit goes on below, indented.
    for (const more of header.filter((line) => line.startsWith(' '))) expect(more).toMatch(/^ {10}\S/);
  });

  it.each(sqlFiles)('$path names its columns, and what it writes is what it says', ({ code, header }) => {
    expect(code).not.toMatch(/select\s+(distinct\s+)?(\w+\.)?\*/);
    const written = [...code.matchAll(/\b(?:insert into|delete from|merge into|update)\s+(\w+\.\w+)/g)].map(
      ([, table]) => table,
    );
    const writes = header.join(' ').split('writes:')[1]?.split('strategy:')[0] ?? '';
    for (const table of new Set(written)) expect(writes).toContain(table);
  });

  it.each(sqlFiles)('$path is in lower case, with two blanks to an indent', ({ code, text }) => {
    expect(code).not.toMatch(upperCase);
    expect(text).not.toMatch(/\t| +$/m);
    expect(text.endsWith(';\n')).toBe(true);
  });

  it.each(sqlFiles)('$path takes no date from the clock', ({ path, code }) => {
    expect(code).not.toMatch(/\b(now|sysdate|current_date|current_timestamp|current_time|timeofday|localtime\w*)\b/);
    // When a load was committed is a fact about the load, and the only clock there is.
    if (path !== 'shared/ledger.sql') expect(code).not.toMatch(/\bgetdate\b/);
  });

  it.each(sqlFiles)('$path has nothing that sqlfluff lets through and Redshift refuses', ({ path, code }) => {
    if (path.startsWith('athena/')) return;
    expect(code).not.toMatch(/\bfilter \(|\breturning\b|\bcreate (unique )?index\b|\b(array|string)_agg\b/);
    expect(code).not.toMatch(/\bis (not )?distinct from\b|\bdistinct on\b|\blateral\b|\brange between\b/);
    for (const [merge] of code.matchAll(/merge into[^;]*;/g)) {
      expect(merge).toContain('when matched then');
      expect(merge).toContain('when not matched then');
    }
  });

  it.each(sqlFiles)('$path rests on no digit and no boundary that the documentation leaves open', ({ path, code }) => {
    // Questions of people may; what is stored, checked or exported may not.
    if (path.startsWith('athena/') || path.includes('/analysis/')) return;
    expect(code).not.toMatch(/\b(avg|median|percentile_(cont|disc)|stddev\w*|var(iance|_\w+)|listagg)\s*\(/);
    expect(code).not.toMatch(/\b(datediff|dateadd|date_trunc)\s*\(\s*'?(week|quarter)/);
  });

  it.each(sqlFiles)('$path keeps out of what breaks a transaction or a budget', ({ code }) => {
    expect(code).not.toMatch(/\b(truncate|vacuum|alter table \w+(\.\w+)? append|begin|commit|rollback)\b/);
    expect(code).not.toMatch(/\b(float|real|double precision|float8|float4)\b/);
  });
});
