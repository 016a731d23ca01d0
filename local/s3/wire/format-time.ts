/** A time as S3 documents show it: UTC, whole seconds, so that it equals the Last-Modified header. */
export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}.000Z`;
}
