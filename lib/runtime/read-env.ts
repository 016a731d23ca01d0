import type * as z from 'zod';
import { PaylakeError } from '../errors.ts';

/** The function's environment by its schema, read once at cold start; fails naming every variable that is wrong. */
export function readEnv<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`).join(', ');
  throw new PaylakeError('usage', `environment variables are wrong: ${wrong}`, 'deploy the stack again');
}
