import { z } from 'zod';
import { bronzeEnv, silverEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({
  ...bronzeEnv,
  ...silverEnv,
  /** Whether the environment has a generator: where real feeds exist it has none. */
  GENERATOR: z.enum(['on', 'off']),
  /** Longest a function of an ended execution may still be writing. */
  ZOMBIE_SECONDS: z.coerce.number().int().min(0),
});
