import * as z from 'zod';
import { silverEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({ ...silverEnv });
