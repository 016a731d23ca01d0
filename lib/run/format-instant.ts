/** An instant as a person reads it, with its zone: "2025-09-02 21:00:05 UTC". */
export function formatInstant(instant: string): string {
  return instant === '' ? '-' : `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
