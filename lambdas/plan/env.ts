import * as z from 'zod';
import { bronzeEnv, costEnv, silverEnv, zombieEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({
  ...bronzeEnv,
  ...silverEnv,
  /** Whether the environment has a generator: where real feeds exist it has none. */
  GENERATOR: z.enum(['on', 'off']),
  ...zombieEnv,
  ...costEnv,
});
