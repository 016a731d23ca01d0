import { z } from 'zod';
import { alertEnv, silverEnv, zombieEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({ ...silverEnv, ...alertEnv, ...zombieEnv });
