import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { findEnvironment } from '../../lib/config.ts';

/** What the server answers for AWS; a value of `denied` is answered with the service's refusal. */
export type Answers = {
  account: string;
  bootstrap: string | undefined;
  zones: string[];
  /** Zones that are there and not open. */
  closed: string[];
  vpcs: number;
  /** Quotas by code. */
  quotas: Record<string, number>;
  /** Those of Redshift Serverless by name. */
  warehouseQuotas: Record<string, number>;
  stacks: Record<string, string>;
  buckets: string[];
  /** Operations that are refused. */
  denied: string[];
};

const { region, account } = findEnvironment('dev');

/** An account nothing was ever deployed to, with everything a deploy needs. */
export const freshAccount: Answers = {
  account,
  bootstrap: '28',
  zones: ['a', 'b', 'c', 'd'].map((zone) => region + zone),
  closed: [],
  vpcs: 1,
  quotas: { 'L-B99A9384': 1000, 'L-F678F1CE': 5 },
  warehouseQuotas: {
    'Serverless Namespaces': 25,
    'Serverless Workgroups': 25,
    'Redshift Processing Units (RPUs)': 3200,
  },
  stacks: {},
  buckets: [],
  denied: [],
};

type Reply = { status: number; body: string };
const xml = (body: string): Reply => ({ status: 200, body });
const json = (body: object, status = 200): Reply => ({ status, body: JSON.stringify(body) });

/** The six services that doctor asks, as their protocols answer. Closes with `close`. */
export async function startAccountServer(answers: Answers): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void replyTo(request, answers).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': body.startsWith('{') ? 'application/x-amz-json-1.1' : 'text/xml' });
      response.end(request.method === 'HEAD' ? undefined : body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function replyTo(request: IncomingMessage, answers: Answers): Promise<Reply> {
  const body = await text(request);
  if (request.method === 'HEAD') return replyToBucket(request.url ?? '', answers);
  const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
  if (target !== undefined) return replyInJson(target, JSON.parse(body) as Record<string, string>, answers);
  return replyInXml(new URLSearchParams(body), answers);
}

function replyToBucket(url: string, { buckets, denied }: Answers): Reply {
  if (denied.includes('HeadBucket')) return { status: 403, body: '' };
  return { status: buckets.includes(url.split(/[/?]/)[1] ?? '') ? 200 : 404, body: '' };
}

function replyInJson(operation: string, asked: Record<string, string>, answers: Answers): Reply {
  if (answers.denied.includes(operation)) return json({ __type: 'AccessDeniedException', message: 'not allowed' }, 400);
  if (operation === 'GetParameter') {
    if (answers.bootstrap === undefined) return json({ __type: 'ParameterNotFound', message: 'none' }, 400);
    return json({ Parameter: { Value: answers.bootstrap } });
  }
  if (operation === 'ListServiceQuotas') {
    const known = Object.entries(answers.warehouseQuotas);
    return json({ Quotas: known.map(([QuotaName, Value]) => ({ QuotaName, QuotaCode: 'L-0', Value })) });
  }
  const Value = answers.quotas[asked.QuotaCode ?? ''];
  // What the account has no value of its own for is only among the defaults.
  const isKnown = Value !== undefined && (operation === 'GetAWSDefaultServiceQuota' || Value !== 5);
  return isKnown ? json({ Quota: { Value } }) : json({ __type: 'NoSuchResourceException', message: 'none' }, 400);
}

function replyInXml(form: URLSearchParams, answers: Answers): Reply {
  const action = form.get('Action') ?? '';
  if (answers.denied.includes(action)) {
    const code = action === 'DescribeStacks' ? 'AccessDenied' : 'UnauthorizedOperation';
    const error = `<Code>${code}</Code><Message>not allowed</Message>`;
    const isEc2 = code === 'UnauthorizedOperation';
    const body = isEc2
      ? `<Response><Errors><Error>${error}</Error></Errors></Response>`
      : `<ErrorResponse><Error>${error}</Error></ErrorResponse>`;
    return { status: 403, body };
  }
  const items = (list: string[]): string => list.map((item) => `<item>${item}</item>`).join('');
  if (action === 'GetCallerIdentity') {
    const result = `<Arn>arn:aws:iam::${answers.account}:user/ann</Arn><Account>${answers.account}</Account>`;
    return xml(
      `<GetCallerIdentityResponse><GetCallerIdentityResult>${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );
  }
  if (action === 'DescribeAvailabilityZones') {
    const named = (zones: string[], rest: string): string[] =>
      zones.map((zone) => `<zoneName>${zone}</zoneName>${rest}`);
    const zones = [
      ...named(answers.zones, '<zoneState>available</zoneState>'),
      ...named(answers.closed, '<zoneState>available</zoneState><optInStatus>not-opted-in</optInStatus>'),
    ];
    return xml(`<R><availabilityZoneInfo>${items(zones)}</availabilityZoneInfo></R>`);
  }
  if (action === 'DescribeVpcs') {
    const vpcs = Array.from({ length: answers.vpcs }, (_, at) => `<vpcId>vpc-${at}</vpcId>`);
    return xml(`<R><vpcSet>${items(vpcs)}</vpcSet></R>`);
  }
  const name = form.get('StackName') ?? '';
  const status = answers.stacks[name];
  if (status === undefined) {
    const error = `<Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message>`;
    return { status: 400, body: `<ErrorResponse><Error>${error}</Error></ErrorResponse>` };
  }
  const stack = `<member><StackName>${name}</StackName><StackStatus>${status}</StackStatus></member>`;
  return xml(`<R><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></R>`);
}
