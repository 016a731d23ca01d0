import { type Finding, fail, ok } from './finding.ts';

/** A quota, what the deploy takes of it and, where that can be seen, what is in use; `taken` is 0 once it is deployed. */
export type QuotaUse = {
  service: string;
  name: string;
  code?: string | undefined;
  limit: number;
  taken: number;
  used?: number;
  /** Another way out than a higher quota. */
  orElse?: string | undefined;
};

/** Whether a quota leaves enough for the deploy. */
export function judgeQuota({ service, name, code, limit, taken, used, orElse }: QuotaUse): Finding {
  const check = `quota ${name}`;
  const inUse = used === undefined ? 'what else is in use is not counted' : `${used} in use`;
  const found = `${limit}; the deploy takes ${taken}, ${inUse}`;
  if ((used ?? 0) + taken <= limit) return ok(check, found);
  const wanted = (used ?? 0) + taken;
  const next = code
    ? `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${wanted}`
    : `ask for at least ${wanted} of it in the Service Quotas console, service ${service}`;
  return fail(check, found, orElse ? `${next}; or ${orElse}` : next);
}
