import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Extras } from './goals.ts';
import { inFolder, paylake } from './lanes.ts';
import { makeInput } from './make-input.ts';
import { runCommand } from './run-command.ts';

const node = process.execPath;
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What is measured once and without rounds. */
export async function measureExtras(data: string, memoryMiB: number): Promise<Extras> {
  const rates = JSON.parse((await runCommand(node, [path('lanes/generator.ts')])).stdout);
  // The first two dates warm the process up.
  const days = [
    await makeInput(data, 5000, '2025-09-01'),
    await makeInput(data, 5000, '2025-09-02'),
    await makeInput(data, 5000, '2025-09-03'),
  ];
  const small = await inFolder(join(data, 'lane'), (folder) => paylake(days, 'plain', folder, memoryMiB));
  const stages = Object.entries(small.stages ?? {}).filter(([stage]) => stage !== 'plan');
  const demo = (home: string): Promise<{ wall: number }> =>
    runCommand(node, [path('../bin/paylake.ts'), 'demo', '--json', '--home', home]);
  await inFolder(join(data, 'lane'), demo);
  const { wall } = await inFolder(join(data, 'lane'), demo);
  const statements = await inFolder(join(data, 'lane'), (home) =>
    runCommand(node, [path('lanes/statements.ts'), home]),
  );
  return {
    generatorRows: rates.generator,
    fakerRows: rates.faker,
    smallDayWall: stages.reduce((sum, [, times]) => sum + times.wall, 0),
    demoWall: wall,
    statementMs: Number(statements.stdout),
  };
}
