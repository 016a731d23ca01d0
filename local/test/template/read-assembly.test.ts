import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readAssembly } from '../../template/read-assembly.ts';

it('tells the database roles of every IAM role by its tag', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'paylake-assembly-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const role = (Tags?: object[]) => ({ Type: 'AWS::IAM::Role', Properties: { Tags } });
  const Resources = {
    LoadRole: role([
      { Key: 'team', Value: 'data' },
      { Key: 'RedshiftDbRoles', Value: 'paylake_loader' },
    ]),
    PersonRole: role([{ Key: 'RedshiftDbRoles', Value: 'paylake_reader:paylake_analyst' }]),
    PlanRole: role(),
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { DefinitionString: '{}', RoleArn: { 'Fn::GetAtt': ['PlanRole', 'Arn'] } },
    },
  };
  await writeFile(join(folder, 'app.template.json'), JSON.stringify({ Resources }));
  await writeFile(join(folder, 'app.assets.json'), '{}');
  const { databaseRoles } = readAssembly(folder, { account: '123456789012', region: 'ap-northeast-2' });
  expect(Object.fromEntries(databaseRoles)).toEqual({
    LoadRole: ['paylake_loader'],
    PersonRole: ['paylake_reader', 'paylake_analyst'],
    PlanRole: [],
  });
});
