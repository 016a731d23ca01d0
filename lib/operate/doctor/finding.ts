/** What one check of an account found; `next` is the command or step that mends it, or looks at it where it could not be asked. */
export type Finding = {
  check: string;
  state: 'ok' | 'fail' | 'unasked';
  found: string;
  next: string;
};

export function ok(check: string, found: string): Finding {
  return { check, state: 'ok', found, next: '' };
}

export function fail(check: string, found: string, next: string): Finding {
  return { check, state: 'fail', found, next };
}

export function unasked(check: string, why: string, next: string): Finding {
  return { check, state: 'unasked', found: `could not be asked: ${why}`, next };
}
