import { judgeFile } from './judge-file.ts';
import { type JudgedRow, partsOfKey } from './judged-row.ts';
import { type RankedRow, rankRows } from './rank-rows.ts';

/** A file; one that is no file of its form is `unreadable`, and none of its rows counts. */
export type Delivery = { key: string; text: string; unreadable?: boolean };

/** Of an ingest date, what its last published run was planned with. */
export type Version = { files: readonly Delivery[]; released: boolean };
export type Published = ReadonlyMap<string, Version>;

/** What an operator asks for, and whether the run, once decided, comes to its end. */
export type Asked = { from: string; to: string; accept: readonly string[]; isFinished: boolean };

export type Expected = {
  status: 'blocked' | 'decided' | 'unchanged';
  /** What is published, or would be if the run were not blocked. */
  view: Published;
};

/**
 * The state that landings, releases and runs leave behind, as the interfaces tell it, without any of the machinery: what is
 * published, what is decided but not published yet, what an operator released and accepted.
 */
export class Model {
  landed: Delivery[] = [];
  readonly released = new Set<string>();
  published: Published = new Map();
  /** The decided run that died. */
  decided: { dates: Published } | undefined;
  /** Whether the last run's inputs were accepted after they had blocked; or passed on a word given to an earlier run. */
  acceptedLater = false;
  acceptedBefore = false;
  private readonly accepted = new Set<string>();
  private readonly blocked = new Set<string>();

  /** What recency is measured from: the greatest ingest date that was ever published. */
  get asOf(): string {
    return [...this.published.keys()].sort().at(-1) ?? '';
  }

  /** Whoever comes next publishes the decided run first. */
  finishDecided(): void {
    if (!this.decided) return;
    this.published = new Map([...this.published, ...this.decided.dates]);
    this.decided = undefined;
  }

  /** A run that finds nothing decided and comes to its audit. */
  run({ from, to, accept, isFinished }: Asked): Expected {
    const dates = new Map([...this.current()].filter(([date]) => from <= date && date <= to));
    const view = new Map([...this.published, ...dates]);
    const failures = [...dates].flatMap(([date, { files }]) => failuresOf(date, files));
    this.acceptedLater = failures.some(({ check, word }) => accept.includes(check) && this.blocked.has(word));
    this.acceptedBefore = failures.some(({ check, word }) => !accept.includes(check) && this.accepted.has(word));
    for (const { check, word } of failures) if (accept.includes(check)) this.accepted.add(word);
    const open = failures.filter(({ word }) => !this.accepted.has(word));
    for (const { word } of open) this.blocked.add(word);
    if (open.length > 0) return { status: 'blocked', view };
    if (dates.size === 0) return { status: 'unchanged', view };
    this.decided = { dates };
    if (isFinished) this.finishDecided();
    return { status: 'decided', view };
  }

  /** Whether a run of the date's files as they are would block on nothing that was not accepted before. */
  isPassed(date: string): boolean {
    return failuresOf(date, this.current().get(date)?.files ?? []).every(({ word }) => this.accepted.has(word));
  }

  /** Every ingest date as a run would plan it now. */
  current(): Published {
    const byDate = Map.groupBy(this.landed, ({ key }) => partsOfKey(key).ingestDate);
    return new Map([...byDate].map(([date, files]) => [date, { files, released: this.released.has(date) }]));
  }

  /** Ingest dates that have something no published run has seen. */
  stale(): string[] {
    const isSame = (a: Version, b: Version | undefined): boolean =>
      b !== undefined && a.released === b.released && keysOf(a) === keysOf(b);
    return [...this.current()].filter(([date, now]) => !isSame(now, this.published.get(date))).map(([date]) => date);
  }
}

/**
 * The checks about the data that an ingest date fails, each with what an operator's word for it stands for: a file that cannot
 * be read; more than 5 % of its rows quarantined.
 */
function failuresOf(date: string, files: readonly Delivery[]): { check: string; word: string }[] {
  const rows = rowsOf({ files, released: false });
  const bad = rows.filter(({ verdict }) => verdict === 'quarantined').length;
  const checks = [
    ...(files.some(({ unreadable }) => unreadable) ? ['file_refused'] : []),
    ...(bad * 20 > rows.length ? ['quarantined_share'] : []),
  ];
  return checks.map((check) => ({ check, word: JSON.stringify([date, files.map(({ key }) => key), check]) }));
}

const keysOf = ({ files }: Version): string => JSON.stringify(files.map(({ key }) => key).sort());

const judged = new WeakMap<Delivery, Map<boolean, JudgedRow[]>>();

/** The judged rows of an ingest date. */
export function rowsOf({ files, released }: Version): JudgedRow[] {
  return files.flatMap((file) => {
    const known = judged.get(file) ?? new Map<boolean, JudgedRow[]>();
    judged.set(file, known);
    const rows = known.get(released) ?? (file.unreadable ? [] : judgeFile(file.key, Buffer.from(file.text), released));
    known.set(released, rows);
    return rows;
  });
}

/** What becomes of all rows of the published ingest dates. */
export function rank(published: Published): RankedRow[] {
  return rankRows([...published.values()].flatMap(rowsOf));
}
