import { ExecutionError, StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { Execution } from './execution-store.ts';

/** A state that was entered or left, inside a Map too; what GetExecutionHistory is made of. */
export type StateEvent = { type: string; timestamp: number; name: string; output?: unknown };

type JSONValue = Parameters<StateMachine['run']>[0];
type State = { Type: string; Resource?: string; Seconds?: number; ItemProcessor?: { States: Record<string, State> } };

/** On a laptop nothing is gained by waiting seconds for a warehouse next door. */
const localWaitMilliseconds = 50;

const refused = [
  'QueryLanguage',
  'Assign',
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'ToleratedFailurePercentage',
  'waitForTaskToken',
];

/** Prepares a definition for running; throws for what the interpreter would accept and run wrong. */
export function createMachine(definition: string): StateMachine {
  const wrong = refused.find((feature) => definition.includes(`"${feature}"`) || definition.includes(`.${feature}`));
  if (wrong) throw new Error(`the state machine uses ${wrong}, which the local interpreter runs wrong`);
  // The suite validates what is synthesised; doing so again takes a tenth of a small command's time.
  return new StateMachine(JSON.parse(definition) as StateMachineDefinition, {
    validationOptions: { noValidate: true },
  });
}

/** Runs one execution: tasks are invocations of functions, waits are short. Resolves with how it ended. */
export async function runMachine(
  machine: StateMachine,
  definition: string,
  pool: FunctionPool,
  execution: Execution,
  options: { signal: AbortSignal; onEvent: (event: StateEvent) => void },
): Promise<Pick<Execution, 'status' | 'output' | 'error' | 'cause'>> {
  const states = allStates(JSON.parse(definition) as { States: Record<string, State> });
  const tasks = states.filter(([, { Type }]) => Type === 'Task');
  const waits = states.filter(([, { Type }]) => Type === 'Wait');
  const input: JSONValue = JSON.parse(execution.input);
  const run = machine.run(input, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(
        tasks.map(([name, { Resource }]) => [name, (event: unknown) => pool.invoke(Resource ?? '', event)]),
      ),
      waitTimeOverrides: Object.fromEntries(waits.map(([name]) => [name, localWaitMilliseconds])),
    },
    context: {
      Execution: { Id: execution.executionArn, Name: execution.name, Input: input, StartTime: execution.startDate },
    },
  });
  options.signal.addEventListener('abort', () => run.abort(), { once: true });
  const watching = watchEvents(run.eventLogs, options.onEvent);
  try {
    const output = JSON.stringify(await run.result);
    return { status: 'SUCCEEDED', output };
  } catch (error) {
    if (options.signal.aborted) return { status: 'ABORTED', error: 'Aborted', cause: 'stopped' };
    // The interpreter wraps what an execution failed with.
    const reason = error instanceof ExecutionError ? error.cause : error;
    const { name, message } = reason instanceof Error ? reason : new Error(String(reason));
    return { status: name === 'ExecutionTimeoutError' ? 'TIMED_OUT' : 'FAILED', error: name, cause: message };
  } finally {
    await watching;
  }
}

async function watchEvents(
  logs: AsyncIterable<{ type: string; timestamp: number; state?: { name: string; output?: unknown } }>,
  onEvent: (event: StateEvent) => void,
): Promise<void> {
  for await (const { type, timestamp, state } of logs) {
    if (state) onEvent({ type, timestamp, name: state.name, output: state.output });
  }
}

function allStates(machine: { States: Record<string, State> }): [string, State][] {
  return Object.entries(machine.States).flatMap(([name, state]): [string, State][] => [
    [name, state],
    ...(state.ItemProcessor ? allStates(state.ItemProcessor) : []),
  ]);
}
