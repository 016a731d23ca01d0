import * as z from 'zod';
import { goldEnv, silverEnv, warehouseEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({
  ...silverEnv,
  ...goldEnv,
  ...warehouseEnv,
  UNLOAD_ROLE_ARN: z.string().min(1),
  KMS_KEY_ARN: z.string().min(1),
});
