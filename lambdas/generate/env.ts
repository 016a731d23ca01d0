import { z } from 'zod';
import { bronzeEnv } from '../../lib/runtime/environment.ts';

export const env = z.object({ ...bronzeEnv });
