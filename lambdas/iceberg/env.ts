import * as z from 'zod';
import { engineEnv, silverEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({
  ...silverEnv,
  ...engineEnv,
  TABLE_BUCKET_ARN: z.string().min(1),
  /** Folder of DuckDB's extensions in the layer. */
  EXTENSIONS: z.string().min(1),
});
