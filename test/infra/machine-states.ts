import { type Asl, toAsl } from '../../lib/infra/to-asl.ts';

/** A state of the machine as the tests look at it. */
export type State = {
  Type: string;
  Next?: string;
  End?: boolean;
  Default?: string;
  Resource?: string;
  TimeoutSeconds?: number;
  Seconds?: number;
  MaxConcurrency?: number;
  ErrorPath?: string;
  CausePath?: string;
  Choices?: { StringEquals: string; Next: string }[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath?: string }[];
  Retry?: Retrier[];
  ItemProcessor?: { States: Record<string, State> };
};
export type Retrier = {
  ErrorEquals: string[];
  BackoffRate?: number;
  JitterStrategy?: string;
  MaxDelaySeconds?: number;
  IntervalSeconds?: number;
  MaxAttempts?: number;
};

export const machine: Asl = toAsl((stage) => `arn:aws:lambda:ap-northeast-2:111111111111:function:${stage}`);
export const states = machine.States as Record<string, State>;

/** Every Task, also those inside Maps, with the state that catches its errors: a Map catches for the task inside. */
export const tasks: { name: string; task: State; outer: State }[] = Object.entries(states).flatMap(([name, state]) => [
  ...(state.Type === 'Task' ? [{ name, task: state, outer: state }] : []),
  ...Object.entries(state.ItemProcessor?.States ?? {}).map(([inner, task]) => ({
    name: `${name}/${inner}`,
    task,
    outer: state,
  })),
]);

/** States a state may lead to, failures included. */
export function successors(state: State): string[] {
  const choices = (state.Choices ?? []).map(({ Next }) => Next);
  const catches = (state.Catch ?? []).map(({ Next }) => Next);
  return [state.Next, state.Default, ...choices, ...catches].filter((name) => name !== undefined);
}
