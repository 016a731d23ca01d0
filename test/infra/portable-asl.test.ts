import { describe, expect, it } from 'vitest';
import { machine } from './machine-states.ts';
import { portabilityFaults } from './portable-asl.ts';

const one = (state: object): Record<string, unknown> => ({
  StartAt: 'One',
  TimeoutSeconds: 60,
  States: { One: { End: true, ...state } },
});
const task = { Type: 'Task', Resource: 'arn:aws:lambda:x:1:function:f', TimeoutSeconds: 5 };
const map = (extra: object, processor: object = {}): Record<string, unknown> =>
  one({
    Type: 'Map',
    ItemProcessor: { StartAt: 'In', States: { In: { ...task, End: true } }, ...processor },
    ...extra,
  });

describe('the portable subset of the states language', () => {
  it('holds the machine', () => {
    expect(portabilityFaults({ ...machine })).toEqual([]);
  });

  it('takes every kind of state it names', () => {
    const kinds = ['Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel'].map((Type) => ({ Type }));
    const inner = { StartAt: 'In', States: { In: task } };
    const all = [...kinds, task, { Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...inner } }];
    const States = Object.fromEntries(all.map((state, index) => [`s${index}`, state]));
    expect(portabilityFaults({ StartAt: 's0', States })).toEqual([]);
  });

  const refused: [name: string, machine: Record<string, unknown>, fault: RegExp][] = [
    ['JSONata as the machine language', { ...one(task), QueryLanguage: 'JSONata' }, /QueryLanguage/],
    ['JSONata in a state', one({ ...task, QueryLanguage: 'JSONata' }), /QueryLanguage/],
    ['JSONata arguments', one({ ...task, Arguments: { a: 1 } }), /Arguments/],
    ['a JSONata expression', one({ ...task, Parameters: { a: '{% $states.input %}' } }), /JSONata/],
    ['Assign', one({ ...task, Assign: { a: 1 } }), /Assign/],
    ['ItemReader', map({ ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2' } }), /ItemReader/],
    ['ItemBatcher', map({ ItemBatcher: { MaxItemsPerBatch: 2 } }), /ItemBatcher/],
    ['ResultWriter', map({ ResultWriter: {} }), /ResultWriter/],
    ['a tolerated share of failures', map({ ToleratedFailurePercentage: 5 }), /ToleratedFailurePercentage/],
    ['a tolerated number of failures', map({ ToleratedFailureCount: 1 }), /ToleratedFailureCount/],
    ['a distributed map', map({}, { ProcessorConfig: { Mode: 'DISTRIBUTED' } }), /DISTRIBUTED Map/],
    ['a task token', one({ ...task, Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' }), /task token/],
    ['a token as parameter', one({ ...task, Parameters: { 't.$': '$$.Task.Token' } }), /task token/],
    ['an activity', one({ ...task, Resource: 'arn:aws:states:x:1:activity:a' }), /task token/],
    ['Assign inside a map', map({}, { StartAt: 'In', States: { In: { ...task, Assign: {} } } }), /One\/In: Assign/],
    [
      'Assign inside a parallel',
      one({ Type: 'Parallel', Branches: [{ States: { In: { ...task, Assign: {} } } }] }),
      /One\/In: Assign/,
    ],
    ['credentials of another role', one({ ...task, Credentials: { RoleArn: 'arn' } }), /Credentials/],
    ['an unknown kind of state', one({ Type: 'Switch' }), /type Switch/],
    ['waiting for a moment', one({ Type: 'Wait', Timestamp: '2025-09-01T00:00:00Z' }), /Timestamp/],
  ];
  it.each(refused)('refuses %s', (_, bad, fault) => {
    expect(portabilityFaults(bad).join('; ')).toMatch(fault);
  });
});
