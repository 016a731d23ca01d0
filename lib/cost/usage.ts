/** When a statement ran in the warehouse: from and until, in milliseconds since 1970. */
export type Busy = readonly [from: number, until: number];

/** What functions used, as they measured it themselves. It travels through the state machine, so it is small; it adds up. */
export type Usage = {
  invocations: number;
  /** Memory times time: MiB x milliseconds. */
  mibMilliseconds: number;
  /** States of the machine that were entered. */
  transitions: number;
  /** S3 requests by what they cost: PUT, COPY, POST and LIST; GET and the like. DELETE is free. */
  writes: number;
  reads: number;
  /** Bytes that what is kept has grown by; negative where it shrank. */
  grownBytes: number;
  /** Statements by id: whoever looks at one twice counts it once. */
  statements: Record<string, Busy>;
};

export const noUsage: Usage = {
  invocations: 0,
  mibMilliseconds: 0,
  transitions: 0,
  writes: 0,
  reads: 0,
  grownBytes: 0,
  statements: {},
};

export function addUsage(...usages: readonly Usage[]): Usage {
  return usages.reduce(
    (sum, usage) => ({
      invocations: sum.invocations + usage.invocations,
      mibMilliseconds: sum.mibMilliseconds + usage.mibMilliseconds,
      transitions: sum.transitions + usage.transitions,
      writes: sum.writes + usage.writes,
      reads: sum.reads + usage.reads,
      grownBytes: sum.grownBytes + usage.grownBytes,
      statements: { ...sum.statements, ...usage.statements },
    }),
    noUsage,
  );
}
