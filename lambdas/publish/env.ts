import * as z from 'zod';
import { engineEnv, silverEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({ ...silverEnv, ...engineEnv });
