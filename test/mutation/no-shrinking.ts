import fc from 'fast-check';

/**
 * A mutant is dead with the first example that breaks a law: nobody reads the smallest. One that no example breaks in a second and
 * a half survives, which is told rather too often than too late.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true, interruptAfterTimeLimit: 1500 });
