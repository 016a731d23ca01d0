import { S3Error } from '../s3-error.ts';

/** A query parameter (or header) as a whole number from `min` to `max`; the fallback, if any, where it is absent or empty. */
export function parseCount(
  value: string | null | undefined,
  name: string,
  { fallback, min = 0, max }: { fallback?: number; min?: number; max: number },
): number {
  const absent = value === null || value === undefined || value === '';
  if (absent && fallback !== undefined) return fallback;
  const count = !absent && /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (!(count >= min && count <= max)) {
    throw new S3Error('InvalidArgument', `${name} must be an integer between ${min} and ${max}`, {
      ArgumentName: name,
      ArgumentValue: value ?? '',
    });
  }
  return count;
}
