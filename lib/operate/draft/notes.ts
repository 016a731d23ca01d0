import type { Reason } from './draft.ts';

/** Where the parts of a draft write down why they are as they are, and what they do not know. */
export class Notes {
  readonly reasons: Reason[] = [];
  private readonly needs: string[] = [];
  private readonly others: string[] = [];

  /** What stops the declaration from being valid first. */
  get doubts(): string[] {
    return [...this.needs, ...this.others];
  }

  /** @param at path in the declaration. */
  why(at: string, why: string): void {
    this.reasons.push({ at, why });
  }

  /** Takes over what another wrote down about a part of the declaration. */
  adopt(other: Notes, at: string): void {
    for (const { at: own, why } of other.reasons) this.why(`${at}.${own}`, why);
    for (const need of other.needs) this.need(need);
    this.doubt(...other.others);
  }

  /** Something a person must fill in before the declaration is valid. */
  need(what: string): void {
    if (!this.needs.includes(what)) this.needs.push(what);
  }

  doubt(...doubts: string[]): void {
    for (const doubt of doubts) if (!this.others.includes(doubt)) this.others.push(doubt);
  }
}
