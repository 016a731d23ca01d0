import * as z from 'zod';
import { engineEnv, silverEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({
  ...silverEnv,
  ...engineEnv,
  /** Rows a staged file holds at most, whole dates. */
  CHUNK_ROWS: z.coerce.number().int().min(1),
});
