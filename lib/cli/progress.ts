import { stateOf } from '../infra/to-asl.ts';
import { pipeline, type StageName, stageNames } from '../pipeline.ts';

/** Shows which stage a run is in and, where it works on many items, which of them are done. */
export type Progress = {
  entered(id: number, state: string): void;
  exited(id: number, state: string, output: StageOutput): void;
  end(): void;
};

/** What the functions of stages that run for each item answer. */
export type StageOutput = { ingestDate?: string; chunk?: string; unit?: string; rows?: number | { in: number } };

type Lap = { stage: StageName; started: number; entered: number; done: number; last: string };

const each = new Map(stageNames.map((stage) => [`${stateOf(stage)} one`, stage]));
const whole = new Map(stageNames.map((stage) => [stateOf(stage), stage]));

/**
 * Draws to a terminal in place, to a file line by line. The history it is fed is read again and again: `id` tells what it has
 * seen before.
 */
export function createProgress(out: NodeJS.WriteStream): Progress {
  let lastId = 0;
  let lap: Lap | undefined;
  const isNew = (id: number): boolean => {
    const fresh = id > lastId;
    lastId = Math.max(id, lastId);
    return fresh;
  };
  const line = (text: string): void => void out.write(out.isTTY ? `\r\x1b[2K${text}\n` : `${text}\n`);
  // A line that wraps could not be drawn over.
  const draw = (): void =>
    void (out.isTTY && lap && out.write(`\r\x1b[2K${describe(lap).slice(0, (out.columns ?? 80) - 1)}`));
  const finish = (): void => {
    if (lap) line(`${describe(lap)}, ${((Date.now() - lap.started) / 1000).toFixed(1)} s`);
    lap = undefined;
  };
  return {
    entered: (id, state) => {
      const stage = whole.get(state) ?? each.get(state);
      if (!stage || !isNew(id)) return;
      // A stage that polls is entered again and again; that is one lap.
      if (lap?.stage !== stage) {
        finish();
        lap = { stage, started: Date.now(), entered: 0, done: 0, last: '' };
      }
      if (each.has(state)) lap.entered++;
      draw();
    },
    exited: (id, state, output) => {
      if (!isNew(id) || !lap || each.get(state) !== lap.stage) return;
      lap.done++;
      lap.last = describeItem(output);
      if (!out.isTTY) line(`    ${lap.stage} ${lap.last}`);
      draw();
    },
    end: finish,
  };
}

function describe({ stage, entered, done, last }: Lap): string {
  const items = entered > 0 ? `${done} of ${entered}${done < entered && last ? `, ${last}` : ''}: ` : '';
  return `  ${stage.padEnd(9)} ${items}${pipeline[stage].does}`;
}

function describeItem({ ingestDate, chunk, unit, rows }: StageOutput): string {
  const count = typeof rows === 'number' ? rows : rows?.in;
  const name = ingestDate ?? chunk ?? unit ?? '';
  return count === undefined ? name : `${name}: ${count.toLocaleString('en')} rows`;
}
