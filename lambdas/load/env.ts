import * as z from 'zod';
import { silverEnv, warehouseEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({ ...silverEnv, ...warehouseEnv, COPY_ROLE_ARN: z.string().min(1) });
