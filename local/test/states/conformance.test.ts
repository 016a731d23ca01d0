import { afterAll, beforeAll, test } from 'vitest';
import { statesChecks } from './conformance.ts';
import { startLocalEngine } from './local-engine.ts';

let engine: Awaited<ReturnType<typeof startLocalEngine>>;

beforeAll(async () => {
  engine = await startLocalEngine();
});

afterAll(() => engine.close());

for (const check of statesChecks) {
  test(check.name, () => check.run(engine), 60_000);
}
