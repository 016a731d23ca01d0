import assert from 'node:assert/strict';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Json, Machine, StatesCheck } from './check.ts';
import { ended, execute, freshName, refusal, start } from './execute.ts';

const pass = { StartAt: 'Only', States: { Only: { Type: 'Pass', End: true } } };
/** Runs until somebody stops it, or longer than a check looks at it. */
const hang = {
  StartAt: 'Hang',
  States: { Hang: { Type: 'Task', Resource: 'probe', Parameters: { hold: 3000 }, End: true } },
};

const echo = (text: string, onward: object): object => ({
  Type: 'Task',
  Resource: 'probe',
  Parameters: { echo: text },
  ...onward,
});

/** Which states an execution entered and left, by the events the progress display reads. */
async function historyOf(machine: Machine, input: Json): Promise<Json[]> {
  const { executionArn } = await execute(machine, input);
  const seen: Json[] = [];
  let last = 0;
  const config = { client: machine.client, pageSize: 3 };
  for await (const page of paginateGetExecutionHistory(config, { executionArn, includeExecutionData: true })) {
    for (const { id = 0, stateEnteredEventDetails: entered, stateExitedEventDetails: exited } of page.events ?? []) {
      assert.ok(id > last, `event ${id} after ${last}`);
      last = id;
      if (entered) seen.push(['entered', entered.name ?? '']);
      if (exited) seen.push(['left', exited.name ?? '', JSON.parse(exited.output ?? 'null')]);
    }
  }
  return seen;
}

/** What the product asks of the service about executions: the commands, the lease, the watch. */
export const executionChecks: readonly StatesCheck[] = [
  {
    name: 'context object: input, name, ARN and start time of the execution',
    async run(engine) {
      const Parameters = {
        'request.$': '$$.Execution.Input',
        'runId.$': '$$.Execution.Name',
        'owner.$': '$$.Execution.Id',
        'startedAt.$': '$$.Execution.StartTime',
      };
      const machine = await engine.create({
        StartAt: 'Start',
        States: { Start: { Type: 'Pass', Parameters, End: true } },
      });
      const name = freshName();
      const { executionArn } = await start(machine, { from: '2025-09-01' }, name);
      const { output, startDate } = await ended(machine, executionArn);
      const { startedAt, ...rest } = JSON.parse(output ?? '{}');
      assert.deepEqual(rest, { request: { from: '2025-09-01' }, runId: name, owner: executionArn });
      assert.match(startedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      assert.equal(Math.floor(Date.parse(startedAt) / 1000), Math.floor((startDate?.getTime() ?? 0) / 1000));
    },
  },
  {
    name: 'StartExecution again with the same name and input while it runs: the same execution',
    async run(engine) {
      const machine = await engine.create(hang);
      const first = await start(machine, { a: 1 });
      const name = first.executionArn?.split(':').pop() ?? '';
      const again = await start(machine, { a: 1 }, name);
      assert.deepEqual([again.executionArn, again.startDate], [first.executionArn, first.startDate]);
    },
  },
  {
    name: 'StartExecution with the same name and another input: ExecutionAlreadyExists',
    async run(engine) {
      const machine = await engine.create(hang);
      const name = freshName();
      await start(machine, { a: 1 }, name);
      assert.equal(await refusal(start(machine, { a: 2 }, name)), 'ExecutionAlreadyExists');
    },
  },
  {
    name: 'StartExecution with the name and input of one that has ended: ExecutionAlreadyExists',
    async run(engine) {
      const machine = await engine.create(pass);
      const name = freshName();
      await ended(machine, (await start(machine, { a: 1 }, name)).executionArn);
      assert.equal(await refusal(start(machine, { a: 1 }, name)), 'ExecutionAlreadyExists');
    },
  },
  {
    name: 'StartExecution under a name of other characters: InvalidName',
    async run(engine) {
      const machine = await engine.create(pass);
      assert.equal(await refusal(start(machine, {}, 'a b')), 'InvalidName');
    },
  },
  {
    name: 'DescribeExecution of one that runs',
    async run(engine) {
      const machine = await engine.create(hang);
      const { executionArn, startDate } = await start(machine, { a: 1 });
      const found = await machine.client.send(new DescribeExecutionCommand({ executionArn }));
      const { status, stopDate, output } = found;
      assert.deepEqual({ status, stopDate, output }, { status: 'RUNNING', stopDate: undefined, output: undefined });
      assert.deepEqual(
        [found.input, found.startDate, found.stateMachineArn],
        ['{"a":1}', startDate, machine.machineArn],
      );
    },
  },
  {
    name: 'DescribeExecution of one that ended: output, start and stop',
    async run(engine) {
      const machine = await engine.create(pass);
      const { status, input, output, name, executionArn, startDate, stopDate } = await execute(machine, { a: 1 });
      assert.deepEqual([status, input, JSON.parse(output ?? '')], ['SUCCEEDED', '{"a":1}', { a: 1 }]);
      assert.equal(executionArn, `${machine.machineArn.replace(':stateMachine:', ':execution:')}:${name}`);
      assert.ok(startDate && stopDate && stopDate >= startDate);
    },
  },
  {
    name: 'DescribeExecution of one that never was: ExecutionDoesNotExist',
    async run(engine) {
      const { client, machineArn } = await engine.create(pass);
      const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:never`;
      const call = client.send(new DescribeExecutionCommand({ executionArn }));
      assert.equal(await refusal(call), 'ExecutionDoesNotExist');
    },
  },
  {
    name: 'ListExecutions: latest first, with status and dates, no more than asked for',
    async run(engine) {
      const machine = await engine.create(pass);
      const arns: (string | undefined)[] = [];
      for (let at = 0; at < 3; at++) arns.unshift((await execute(machine)).executionArn);
      const list = async (maxResults: number) => {
        const { client, machineArn } = machine;
        const found = await client.send(new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults }));
        return found.executions ?? [];
      };
      const all = await list(20);
      assert.deepEqual(
        all.map(({ executionArn }) => executionArn),
        arns,
      );
      assert.ok(
        all.every(({ name, status, startDate, stopDate }) => name && status === 'SUCCEEDED' && startDate && stopDate),
      );
      assert.deepEqual(
        (await list(2)).map(({ executionArn }) => executionArn),
        arns.slice(0, 2),
      );
    },
  },
  {
    name: 'GetExecutionHistory: states entered and left with their output, by rising ids, in pages',
    async run(engine) {
      const States = { One: echo('one', { Next: 'Two' }), Two: echo('two', { End: true }) };
      const machine = await engine.create({ StartAt: 'One', States });
      assert.deepEqual(await historyOf(machine, {}), [
        ['entered', 'One'],
        ['left', 'One', 'one'],
        ['entered', 'Two'],
        ['left', 'Two', 'two'],
      ]);
    },
  },
  {
    name: 'GetExecutionHistory: the states of each item of a Map',
    async run(engine) {
      const each = {
        Type: 'Map',
        ItemsPath: '$.items',
        MaxConcurrency: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'Each one',
          States: { 'Each one': { Type: 'Task', Resource: 'probe', Parameters: { 'echo.$': '$' }, End: true } },
        },
        End: true,
      };
      const machine = await engine.create({ StartAt: 'Each', States: { Each: each } });
      assert.deepEqual(await historyOf(machine, { items: ['a', 'b'] }), [
        ['entered', 'Each'],
        ['entered', 'Each one'],
        ['left', 'Each one', 'a'],
        ['entered', 'Each one'],
        ['left', 'Each one', 'b'],
        ['left', 'Each', ['a', 'b']],
      ]);
    },
  },
  {
    name: 'StopExecution: it ends as ABORTED, with a stop date',
    async run(engine) {
      const machine = await engine.create(hang);
      const { executionArn } = await start(machine);
      await machine.client.send(new StopExecutionCommand({ executionArn }));
      const { status, stopDate, output } = await ended(machine, executionArn);
      assert.deepEqual([status, output], ['ABORTED', undefined]);
      assert.ok(stopDate);
    },
  },
];
