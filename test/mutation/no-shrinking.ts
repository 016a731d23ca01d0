import fc from 'fast-check';

/** A mutant is dead with the first example that breaks a law: nobody reads the smallest. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
