import * as z from 'zod';
import { alertEnv, bronzeEnv, costEnv, lineageEnv, silverEnv, zombieEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({ ...bronzeEnv, ...silverEnv, ...alertEnv, ...zombieEnv, ...costEnv, ...lineageEnv });
