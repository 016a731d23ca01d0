/** Shrinking ends before the test's own time limit does, so that a failure always shows its seed and what it found. */
export const shrinkInTime = { interruptAfterTimeLimit: 480_000, markInterruptAsFailure: true };
