import * as z from 'zod';
import { bronzeEnv, engineEnv, silverEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({ ...bronzeEnv, ...silverEnv, ...engineEnv });
