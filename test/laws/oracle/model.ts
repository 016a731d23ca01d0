import { partsOfKey } from './feeds.ts';
import { conflictingDuplicates, conflictingPairs, type GateFailure, quarantinedShare } from './gate.ts';
import { judgeFile } from './judge-file.ts';
import type { JudgedRow } from './judged-row.ts';
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
  /** Checks of the gate that the report has as not met. */
  told: GateFailure[];
};

/**
 * The state that landings, releases and runs leave behind, as the interfaces tell it, without any of the machinery: what is
 * published, what is decided but not published yet, what an operator released and accepted.
 */
export class Model {
  landed: Delivery[] = [];
  readonly released = new Set<string>();
  /** Keys of files that are out of the account, whatever else happens to them. */
  readonly withdrawn = new Set<string>();
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
    const failures = failuresOf(dates, view);
    const blocking = failures.filter(({ blocks }) => blocks);
    this.acceptedLater = blocking.some(({ check, word }) => accept.includes(check) && this.blocked.has(word));
    this.acceptedBefore = blocking.some(({ check, word }) => !accept.includes(check) && this.accepted.has(word));
    for (const { check, word } of blocking) if (accept.includes(check)) this.accepted.add(word);
    const open = blocking.filter(({ word }) => !this.accepted.has(word));
    for (const { word } of open) this.blocked.add(word);
    // What blocks is told alone.
    const told = [...Map.groupBy(failures, ({ check }) => check).values()].flatMap((same) => {
      const stops = same.filter((failure) => open.includes(failure));
      return stops.length > 0 ? stops : same.filter(({ blocks }) => !blocks);
    });
    if (open.length > 0) return { status: 'blocked', view, told };
    if (dates.size === 0) return { status: 'unchanged', view, told };
    this.decided = { dates };
    if (isFinished) this.finishDecided();
    return { status: 'decided', view, told };
  }

  /** Whether a run of the date's files as they are would block on nothing that was not accepted before. */
  isPassed(date: string): boolean {
    const now = new Map([...this.current()].filter(([one]) => one === date));
    const failures = failuresOf(now, new Map([...this.published, ...now]));
    return failures.every(({ blocks, word }) => !blocks || this.accepted.has(word));
  }

  /** Every ingest date as a run would plan it now. */
  current(): Published {
    const byDate = Map.groupBy(this.landed, ({ key }) => partsOfKey(key).ingestDate);
    // A date whose files are all withdrawn is there, without rows.
    const counted = (files: readonly Delivery[]) => files.filter(({ key }) => !this.withdrawn.has(key));
    return new Map(
      [...byDate].map(([date, files]) => [date, { files: counted(files), released: this.released.has(date) }]),
    );
  }

  /** Ingest dates that have something no published run has seen. */
  stale(): string[] {
    const isSame = (a: Version, b: Version | undefined): boolean =>
      b !== undefined && a.released === b.released && keysOf(a) === keysOf(b);
    return [...this.current()].filter(([date, now]) => !isSame(now, this.published.get(date))).map(([date]) => date);
  }
}

/**
 * The checks about the data that the ingest dates of a run fail, each with what an operator's word for it stands for: a file that
 * cannot be read; too many rows quarantined; rows that contradict others of what will be published.
 */
function failuresOf(dates: Published, view: Published): GateFailure[] {
  const accepted = [...view.values()].flatMap(rowsOf).filter(({ verdict }) => verdict === 'accepted');
  const pairs = conflictingPairs(accepted, [...dates.keys()]);
  return [...dates].flatMap(([date, version]) => {
    const { files } = version;
    const ofFiles = [
      ...(files.some(({ unreadable }) => unreadable) ? [{ check: 'file_refused', date, blocks: true, rows: 0 }] : []),
      ...quarantinedShare(date, rowsOf(version)),
    ].map((one) => ({ ...one, word: JSON.stringify([date, files.map(({ key }) => key), one.check]) }));
    return [...ofFiles, ...conflictingDuplicates(date, rowsOf(version), pairs)];
  });
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
