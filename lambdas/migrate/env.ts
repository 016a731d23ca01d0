import * as z from 'zod';
import { warehouseEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({ ...warehouseEnv, ADMIN_SECRET_ARN: z.string().min(1) });
