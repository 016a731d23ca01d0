import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EnvironmentConfig } from '../../../lib/config.ts';

/*
 * Lists that a person has read and agreed to. Nothing writes them: what differs is shown, line by line.
 */

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The lines of a reviewed list, comments (`#`) left out. */
export function readReviewed(name: string): string[] {
  return readLines(name).filter((line) => !line.startsWith('#'));
}

/** Each line of a reviewed list whose lines stand below the reason (`# ...`) they share. */
export function readReasons(name: string): Map<string, string> {
  const reasons = new Map<string, string>();
  let reason = '';
  let isReason = false;
  for (const line of readLines(name)) {
    if (line.startsWith('#')) {
      reason = isReason ? `${reason} ${line.slice(1).trim()}` : line.slice(1).trim();
      isReason = true;
    } else {
      if (line !== '') reasons.set(line, reason);
      isReason = false;
    }
  }
  return reasons;
}

function readLines(name: string): string[] {
  return readFileSync(pathOf(name), 'utf8').trimEnd().split('\n');
}

/** Which reviewed lines (`Section: line`) of allowed.txt an environment does not have. */
export function absentIn({ generator, protectData }: EnvironmentConfig): (line: string) => boolean {
  // Where a bucket goes with its stack, the function that empties it may delete; else nobody may.
  const ofNobody = /deny s3:DeleteObject(Version)? on \{bronze\}\/\* to \*$/;
  const ofEmptier = /S3AutoDelete/;
  const ofGenerator = /Generate(Function|Logs|$|:)/;
  return (line) => (protectData ? ofEmptier : ofNobody).test(line) || (!generator && ofGenerator.test(line));
}

/**
 * Throws, with what is new and what is gone as a person reads it, unless a list of sections is what was reviewed; `isAbsent` tells
 * the reviewed lines (`Section: line`) that this environment does not have.
 */
export function expectReviewed(
  name: string,
  actual: readonly string[],
  isAbsent = (_: string): boolean => false,
): void {
  const before = new Set([...inSections(readReviewed(name))].filter((line) => !isAbsent(line)));
  const after = inSections(actual);
  const added = [...after].filter((line) => !before.has(line));
  const gone = [...before].filter((line) => !after.has(line));
  if (added.length + gone.length === 0) return;
  throw new Error(
    [
      `not what was reviewed in test/infra/roles/${name}:`,
      ...added.map((line) => `+ ${line}`),
      ...gone.map((line) => `- ${line}`),
      'Nothing writes that file: if each of these lines is meant, put it in or take it out by hand.',
    ].join('\n'),
  );
}

/** Each indented line with the section it stands in. */
function inSections(lines: readonly string[]): Set<string> {
  let section = '';
  const named = lines.map((line) => {
    if (!line.startsWith(' ')) section = line;
    return line.startsWith(' ') ? `${section}:${line}` : line;
  });
  return new Set(named.filter((line) => line !== ''));
}
