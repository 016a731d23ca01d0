import { vi } from 'vitest';

/** A client that knows where it asks. */
type Client = { config: { endpoint?: () => Promise<{ protocol: string; hostname: string; port?: number }> } };

/** Where a client's endpoint answers. */
export async function urlOf({ config }: Client): Promise<string> {
  if (!config.endpoint) throw new Error('a client without an endpoint of its own');
  const { protocol, hostname, port } = await config.endpoint();
  return `${protocol}//${hostname}:${port}`;
}

/** The variables of a function, before its handler is imported: who and where it is, its endpoints by service, its own. */
export function stubFunctionEnv(endpoints: Record<string, string>, own: Record<string, string>): void {
  const role = { AWS_ACCESS_KEY_ID: 'TESTROLE', AWS_SECRET_ACCESS_KEY: 'not-verified', AWS_REGION: 'ap-northeast-2' };
  for (const [service, url] of Object.entries(endpoints)) vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, url);
  for (const [name, value] of Object.entries({ ...role, POWERTOOLS_LOG_LEVEL: 'SILENT', ...own }))
    vi.stubEnv(name, value);
}

/** What the functions that end a run say of lineage, and to nobody. */
export const lineageVariables = {
  JOB_NAMESPACE: 'paylake-test',
  WAREHOUSE_NAMESPACE: 'redshift://paylake-test.ap-northeast-2:5439',
  DATABASE_NAME: 'paylake',
  OPENLINEAGE_URL: '',
};
