/** Whether it is the operating system's error of that code, e.g. `EPIPE`. */
export function isErrorCoded(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
