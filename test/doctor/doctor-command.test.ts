import { describe, expect, it, onTestFinished } from 'vitest';
import { paylake, paylakeJson, startPaylake } from '../cli/paylake.ts';
import { type Answers, freshAccount, startAccountServer } from './account-server.ts';

async function doctor(changes: Partial<Answers>, ...args: string[]) {
  const server = await startAccountServer({ ...freshAccount, ...changes });
  onTestFinished(() => server.close());
  const env = { AWS_ENDPOINT_URL: server.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  return startPaylake(['doctor', '--target', 'dev', ...args], { env }).outcome;
}

describe('paylake doctor', () => {
  it('prints one document with --json, exit 0 when the account is ready', async () => {
    const { status, stdout, stderr } = await doctor({}, '--json');
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'paylake.doctor/1', target: 'dev', ok: true });
  });

  it('prints a table and what to do next, exit 2 when it is not', async () => {
    const { status, stdout } = await doctor({ bootstrap: '5' });
    expect(status).toBe(2);
    expect(stdout).toMatch(/^bootstrap +FAIL +version 5, 6 is needed$/m);
    expect(stdout).toContain('bootstrap: npx cdk bootstrap aws://111111111111/ap-northeast-2');
  });

  it('says in one line that there are no credentials, exit 2', async () => {
    const { status, stdout, stderr } = await paylake('doctor', '--target', 'dev');
    expect([status, stderr]).toEqual([2, '']);
    expect(stdout).toMatch(/^credentials +FAIL +CredentialsProviderError: .*$/m);
    expect(stdout).toContain('aws sso login');
    expect(stdout).not.toMatch(/^\s+at /m);
  });

  it('wants an environment that has an account, exit 2', async () => {
    expect((await paylakeJson('doctor')).document.error.next).toContain('--target dev');
    expect((await paylake('doctor', '--target', 'nowhere')).status).toBe(2);
  });
});
