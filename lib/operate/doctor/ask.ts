import { type Finding, unasked } from './finding.ts';

/** A question to the account: the permission it takes, and the command by which a person looks. */
export type Question = { check: string; permission: string; byHand: string };

/** Asks; a question that cannot be asked is a finding too, which names what was missing. */
export async function ask(question: Question, work: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await work();
  } catch (error) {
    const { check, permission, byHand } = question;
    return [unasked(check, describe(error, permission), byHand)];
  }
}

function describe(error: unknown, permission: string): string {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  if (isRefusal(error)) return `${permission} is not permitted`;
  const [line = ''] = message.split('\n');
  const { httpStatusCode } = (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
  return `${permission} answered ${name}${httpStatusCode ? ` (HTTP ${httpStatusCode})` : ''}: ${line.slice(0, 120)}`;
}

/** Whether the caller lacks a right. An answer to HEAD has no body, and so no name. */
function isRefusal(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return /^(AccessDenied|Unauthorized|NotAuthorized)/.test(name ?? '') || $metadata?.httpStatusCode === 403;
}
