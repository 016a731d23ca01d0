import * as z from 'zod';
import { alertEnv, machineEnv, silverEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({ ...silverEnv, ...alertEnv, ...machineEnv });
