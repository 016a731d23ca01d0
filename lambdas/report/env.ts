import * as z from 'zod';
import { alertEnv, bronzeEnv, costEnv, goldEnv, lineageEnv, silverEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({ ...bronzeEnv, ...silverEnv, ...goldEnv, ...alertEnv, ...costEnv, ...lineageEnv });
