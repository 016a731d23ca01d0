import { hour, limits } from '../limits.ts';
import type { ResultSet } from '../results/result-set.ts';

type Kept = { result: ResultSet; bytes: number; at: number };

/** Results by statement id (`uuid` or `uuid:n`), in memory only: 24 hours, and within a budget. */
export class ResultStore {
  private readonly kept = new Map<string, Kept>();
  private bytes = 0;

  put(id: string, result: ResultSet, now: number): void {
    const bytes = result.pages.reduce((sum, page) => sum + page.length, 0);
    this.kept.set(id, { result, bytes, at: now });
    this.bytes += bytes;
    for (const [oldest] of this.kept) {
      if (this.bytes <= limits.keptResultBytes || oldest === id) break;
      this.remove(oldest);
    }
  }

  get(id: string, now: number): ResultSet | undefined {
    const found = this.kept.get(id);
    if (found === undefined || now - found.at < limits.resultHours * hour) return found?.result;
    this.remove(id);
    return undefined;
  }

  private remove(id: string): void {
    this.bytes -= this.kept.get(id)?.bytes ?? 0;
    this.kept.delete(id);
  }
}
