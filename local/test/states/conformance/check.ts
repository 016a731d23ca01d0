import type { SFNClient } from '@aws-sdk/client-sfn';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Where machines run: the local target, an emulator. */
export type StatesEngine = {
  /** Makes a machine; in its definition `probe` and `slow` stand for the ARNs of functions (probe.cjs; `slow` may take a second). */
  create(definition: object): Promise<Machine>;
};
export type Machine = { client: SFNClient; machineArn: string };

/** One thing AWS Step Functions does, as a program that fails where an engine does something else. */
export type StatesCheck = { name: string; run(engine: StatesEngine): Promise<void> };
