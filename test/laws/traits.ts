import type { RunOptions } from './drive-run.ts';
import { partsOfKey, rulesOf } from './oracle/feeds.ts';
import { type Expected, type Model, type Published, rank, rowsOf } from './oracle/model.ts';
import type { RankedRow } from './oracle/rank-rows.ts';
import { dayNumber } from './oracle/text.ts';

/** Everything that has to happen in a decent share of histories for the laws to have been tried. */
export const traits = [
  'duplicate',
  'superseded',
  'late but in time',
  'held',
  'quarantined',
  'tie of versions',
  'the same file twice',
  'moved between days',
  'an id used again beyond the look-back',
  '29 days apart',
  '30 days apart',
  '31 days apart',
  'two feeds on a date',
  'released rows',
  'a file added to a published date',
  'a file gone from a published date',
  'a date without a file',
  'a release taken back',
  'the same date again',
  'a range',
  'out of order',
  'blocked',
  'accepted later',
  'accepted before',
  'a file refused',
  'rows contradict each other',
  'blocked by rows that contradict each other',
  'few bad rows only warned',
  'died before its audit',
  'died after its decision',
  'died while finishing',
  'finished by a run of other dates',
  'an event date emptied',
  'a date split by value',
  'a date that changed its form',
  'a warehouse',
] as const;

/** One run: what was asked, what the oracle expected (undefined: it died before its audit), and how things stood before and after. */
type Lived = {
  model: Model;
  run: RunOptions;
  expected: Expected | undefined;
  before: { published: Published; decided: Model['decided'] };
};

/** The kinds of things that happened in a run, by the oracle's own account. */
export function traitsOf({ model, run, expected, before }: Lived): (typeof traits)[number][] {
  const now = model.published;
  const ranked = rank(now);
  const loaded = ranked.filter(({ fate }) => fate === 'loaded');
  const outranked = ranked.filter(({ fate }) => fate === 'duplicate' || fate === 'superseded');
  const derived = [...now].filter(([date, version]) => before.published.get(date) !== version).map(([date]) => date);
  const again = derived.filter((date) => before.published.has(date));
  const latest = [...before.published.keys()].sort().at(-1) ?? '';
  const others = before.decided
    ? ![...before.decided.dates.keys()].some((date) => run.from <= date && date <= run.to)
    : false;
  const accepted = loadedOrOutranked(ranked);
  const apart = (days: number): boolean =>
    accepted.some((one) => accepted.some((other) => isSameId(one, other) && dateOf(other) - dateOf(one) === days));
  const tells = (check: string, blocks: boolean): boolean =>
    expected?.told.some((failure) => failure.check === check && failure.blocks === blocks) ?? false;
  const is: Record<(typeof traits)[number], boolean> = {
    duplicate: ranked.some(({ fate }) => fate === 'duplicate'),
    superseded: ranked.some(({ fate }) => fate === 'superseded'),
    'late but in time': loaded.some((row) => dateOf(row) > dayNumber(eventDateOf(row)) && isNative(row)),
    held: ranked.some(({ fate }) => fate === 'held'),
    quarantined: ranked.some(({ fate }) => fate === 'quarantined'),
    'tie of versions': outranked.some(({ fate, file }) => fate === 'duplicate' && file.startsWith('transactions/')),
    'the same file twice': [...now.values()].some(
      ({ files }) => new Set(files.map(({ text }) => text)).size < files.length,
    ),
    'moved between days': outranked.some((row) =>
      loaded.some(
        (one) =>
          isSameId(one, row) && eventDateOf(one) !== eventDateOf(row) && one.values.version !== row.values.version,
      ),
    ),
    'an id used again beyond the look-back': loaded.some((row) =>
      loaded.some((one) => isSameId(one, row) && eventDateOf(one) !== eventDateOf(row)),
    ),
    '29 days apart': apart(29),
    '30 days apart': apart(30),
    '31 days apart': apart(31),
    'two feeds on a date': [...now.values()].some(
      ({ files }) => new Set(files.map(({ key }) => partsOfKey(key).feed)).size > 1,
    ),
    'released rows': [...now.values()].some(
      (version) =>
        version.released && rowsOf({ ...version, released: false }).some(({ verdict }) => verdict === 'held'),
    ),
    'a file added to a published date': again.some(
      (date) => (now.get(date)?.files.length ?? 0) > (before.published.get(date)?.files.length ?? 0),
    ),
    'a file gone from a published date': again.some((date) =>
      before.published.get(date)?.files.some((file) => !now.get(date)?.files.includes(file)),
    ),
    'a date without a file': [...now.values()].some(({ files }) => files.length === 0),
    'a release taken back': again.some((date) => before.published.get(date)?.released && !now.get(date)?.released),
    'the same date again': again.some(
      (date) => now.get(date)?.files.length === before.published.get(date)?.files.length,
    ),
    'a range': derived.length > 1,
    'out of order': derived.some((date) => date < latest && !before.published.has(date)),
    blocked: expected?.status === 'blocked',
    'accepted later': expected?.status === 'decided' && model.acceptedLater,
    'accepted before': expected?.status === 'decided' && model.acceptedBefore,
    'a file refused': [...now.values()].some(({ files }) => files.some(({ unreadable }) => unreadable)),
    'rows contradict each other': tells('conflicting_duplicates', false),
    'blocked by rows that contradict each other': tells('conflicting_duplicates', true),
    'few bad rows only warned': tells('quarantined_share', false),
    'died before its audit': run.dies === 'before audit',
    'died after its decision': model.decided !== undefined && model.decided !== before.decided,
    'died while finishing': run.dies === 'while finishing' && before.decided !== undefined,
    'finished by a run of other dates': others && run.dies !== 'while finishing',
    'an event date emptied': eventDates(rank(before.published)).some((date) => !eventDates(ranked).includes(date)),
    'a date split by value': [...formsOf(loaded).values()].includes('split'),
    'a date that changed its form': hasChangedForm(formsOf(rank(before.published)), formsOf(ranked)),
    'a warehouse': false,
  };
  return traits.filter((trait) => is[trait]);
}

const loadedOrOutranked = (ranked: readonly RankedRow[]): RankedRow[] =>
  ranked.filter((row) => row.verdict === 'accepted' && isNative(row));
const isNative = ({ file }: RankedRow): boolean => file.startsWith('transactions/');
const isSameId = (one: RankedRow, other: RankedRow): boolean => one.values[idOf(one)] === other.values[idOf(other)];
const idOf = ({ file }: RankedRow): string => rulesOf(file).contract.id;
const eventDateOf = ({ file, values }: RankedRow): string => values[rulesOf(file).contract.eventDate] ?? '';
const dateOf = ({ file }: RankedRow): number => dayNumber(partsOfKey(file).ingestDate);
const eventDates = (ranked: readonly RankedRow[]): string[] =>
  ranked.filter(({ fate }) => fate === 'loaded').map(eventDateOf);

type Forms = Map<string, 'split' | 'mixed'>;

/** Of every event date: one file a value, or one for all. */
function formsOf(ranked: readonly RankedRow[]): Forms {
  const loaded = ranked.filter(({ fate }) => fate === 'loaded');
  const byDate = Map.groupBy(loaded, eventDateOf);
  const isSplit = (rows: readonly RankedRow[]): boolean =>
    rows.length >= 100 * new Set(rows.map(({ file, values }) => values[rulesOf(file).contract.second])).size;
  return new Map([...byDate].map(([date, rows]) => [date, isSplit(rows) ? 'split' : 'mixed']));
}

const hasChangedForm = (before: Forms, now: Forms): boolean =>
  [...now].some(([date, form]) => before.has(date) && before.get(date) !== form);
