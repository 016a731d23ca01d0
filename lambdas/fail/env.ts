import * as z from 'zod';
import { alertEnv, costEnv, silverEnv, zombieEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({ ...silverEnv, ...alertEnv, ...zombieEnv, ...costEnv });
