import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { freshName } from '../../local/test/states/conformance/execute.ts';
import { statesChecks } from '../../local/test/states/conformance.ts';
import { type Observed, observe, withMinistack } from './with-ministack.ts';

const probe = new URL('../../local/test/states/conformance/probe.cjs', import.meta.url);
const place = 'ap-northeast-2:000000000000';
const roleArn = 'arn:aws:iam::000000000000:role/none';

/** Runs the checks of the local target's Step Functions against a fresh MiniStack, with the probe as deployed functions. */
export function observeStates(): Promise<Observed[]> {
  return withMinistack(async (url, folder) => {
    const at = {
      region: 'ap-northeast-2',
      endpoint: url,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    await deployProbe(new CloudFormationClient(at), join(folder, 'probe-files'));
    const client = new SFNClient(at);
    const create = async (definition: object) => {
      const text = JSON.stringify(definition, (key, value) =>
        key === 'Resource' ? `arn:aws:lambda:${place}:function:${value}` : value,
      );
      const created = await client.send(
        new CreateStateMachineCommand({ name: freshName(), definition: text, roleArn }),
      );
      return { client, machineArn: created.stateMachineArn ?? '' };
    };
    const checks = statesChecks.map(({ name, run }) => ({ name, run: () => run({ create }) }));
    return observe(checks).finally(() => client.destroy());
  });
}

async function deployProbe(client: CloudFormationClient, folder: string): Promise<void> {
  await mkdir(folder);
  const ZipFile = await readFile(probe, 'utf8');
  const functionOf = (FunctionName: string, Timeout: number): object => ({
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName,
      Timeout,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: roleArn,
      Code: { ZipFile },
      Environment: { Variables: { PROBE_FOLDER: folder } },
    },
  });
  const Resources = { Probe: functionOf('probe', 60), Slow: functionOf('slow', 1) };
  const StackName = 'probe';
  await client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources }) }));
  await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName });
}
