import type { RsType } from './types.ts';

export type MaskInput = { name: string; type: RsType };

/** A masking policy: `using` is the text of its expressions, one for each column it is attached to. */
export type MaskingPolicy = {
  name: string;
  inputs: readonly MaskInput[];
  using: string;
  modifiedBy: string;
  /** `YYYY-MM-DD HH:MM:SS.fff` UTC. */
  modifiedAt: string;
};

/** Where a policy counts: `relation` is a relation's key, `grantee` is named as among the rights. */
export type MaskAttachment = {
  policy: string;
  relation: string;
  outputs: readonly string[];
  inputs: readonly string[];
  grantee: string;
  priority: number;
  grantor: string;
};

/** The masking policies one transaction sees. */
export class Masking {
  readonly policies: Map<string, MaskingPolicy>;
  attachments: readonly MaskAttachment[];
  /** Whether there is something to be saved. */
  isChanged = false;

  constructor(policies: Iterable<MaskingPolicy>, attachments: readonly MaskAttachment[]) {
    this.policies = new Map([...policies].map((policy) => [policy.name, policy]));
    this.attachments = attachments;
  }

  copy(): Masking {
    return new Masking(this.policies.values(), this.attachments);
  }

  putPolicy(policy: MaskingPolicy): void {
    this.policies.set(policy.name, policy);
    this.isChanged = true;
  }

  removePolicy(name: string): void {
    this.policies.delete(name);
    this.isChanged = true;
  }

  attach(attachment: MaskAttachment): void {
    this.attachments = [...this.attachments, attachment];
    this.isChanged = true;
  }

  /** Removes all attachments of which this is true; tells how many there were. */
  detach(isGone: (attachment: MaskAttachment) => boolean): number {
    const kept = this.attachments.filter((attachment) => !isGone(attachment));
    const gone = this.attachments.length - kept.length;
    this.attachments = kept;
    if (gone > 0) this.isChanged = true;
    return gone;
  }

  /** What counts for these grantees on each column of a relation: the attachment of the highest priority. */
  choose(relation: string, grantees: readonly string[]): Map<string, MaskAttachment> {
    const chosen = new Map<string, MaskAttachment>();
    for (const attachment of this.attachments) {
      if (attachment.relation !== relation || !grantees.includes(attachment.grantee)) continue;
      for (const column of attachment.outputs) {
        const other = chosen.get(column);
        if (other === undefined || other.priority < attachment.priority) chosen.set(column, attachment);
      }
    }
    return chosen;
  }
}
