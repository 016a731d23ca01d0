import * as z from 'zod';
import { bronzeEnv, silverEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({ ...bronzeEnv, ...silverEnv });
