import { executionTimeoutSeconds, pipeline, type Stage, type StageName, type Step, stageNames } from '../pipeline.ts';

/** Amazon States Language, in the JSONPath subset that AWS, the emulators and the local interpreter run alike. */
export type Asl = { Comment: string; StartAt: string; TimeoutSeconds: number; States: Record<string, object> };

/**
 * The state machine of the pipeline. Its state is `{request, runId, owner, startedAt, generated, run}`; `run` is what the
 * last stage answered: `next`, the run it works for (an unfinished one may go before the execution's own), its dataset,
 * the items of a stage that runs for each, and what was used so far. Only pointers and counts pass through, never rows.
 *
 * @param arnOf ARN of a stage's function.
 */
export function toAsl(arnOf: (stage: StageName) => string): Asl {
  const states: Record<string, object> = { Start: start };
  for (const name of stageNames) {
    if (name === 'fail') continue;
    const { next, forEach } = pipeline[name];
    const [only, ...others] = Object.values(next);
    const goesTo = others.length === 0 && only ? targetOf(name, only) : `After ${name}`;
    states[stateOf(name)] = forEach
      ? mapState(name, arnOf(name), forEach, goesTo)
      : taskState(name, arnOf(name), goesTo);
    if (others.length > 0) {
      states[`After ${name}`] = choiceState(name, next);
      states[`Strange ${name} answer`] = strangeAnswer(name);
    }
    for (const step of Object.values(next)) {
      if (typeof step === 'object') states[`Wait for ${name}`] = waitState(step);
    }
    states[`Note ${name} failure`] = noteFailure(name);
  }
  states.Done = done;
  states[stateOf('fail')] = failState(arnOf('fail'));
  states.Failed = failed;
  return { Comment: 'Paylake', StartAt: 'Start', TimeoutSeconds: executionTimeoutSeconds, States: states };
}

/** State of a stage: the stage's name, capitalised. */
export function stateOf(stage: StageName): string {
  return stage.charAt(0).toUpperCase() + stage.slice(1);
}

function targetOf(stage: StageName, step: Step): string {
  if (step === 'end') return 'Done';
  return typeof step === 'object' ? `Wait for ${stage}` : stateOf(step);
}

const start = {
  Type: 'Pass',
  Parameters: {
    'request.$': '$$.Execution.Input',
    'runId.$': '$$.Execution.Name',
    'owner.$': '$$.Execution.Id',
    'startedAt.$': '$$.Execution.StartTime',
    generated: [],
    run: { 'runId.$': '$$.Execution.Name', dataset: '' },
  },
  Next: stateOf('plan'),
};

const done = {
  Type: 'Pass',
  Parameters: { 'runId.$': '$.run.runId', 'status.$': '$.run.status', 'reportKey.$': '$.run.reportKey' },
  End: true,
};

const failed = { Type: 'Fail', ErrorPath: '$.failure.Error', CausePath: '$.failure.Cause' };

/** What every function is told, beside `run` and its item. */
const event = {
  'request.$': '$.request',
  'runId.$': '$.runId',
  'owner.$': '$.owner',
  'startedAt.$': '$.startedAt',
  'generated.$': '$.generated',
};

/** Only what the service says of itself, and what our own code calls transient, is worth another try. */
const retry = [
  {
    ErrorEquals: [
      'TransientError',
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.ClientExecutionTimeoutException',
      'Lambda.TooManyRequestsException',
    ],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxAttempts: 4,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
];

function invocation(stage: StageName, arn: string): object {
  // A function that hangs is cut off by its own time limit first.
  return { Type: 'Task', Resource: arn, TimeoutSeconds: pipeline[stage].timeoutSeconds + 30, Retry: retry };
}

function taskState(stage: StageName, arn: string, next: string): object {
  return {
    ...invocation(stage, arn),
    Comment: pipeline[stage].does,
    Parameters: { ...event, 'run.$': '$.run' },
    ResultPath: '$.run',
    Catch: catchAll(stage),
    Next: next,
  };
}

function mapState(stage: StageName, arn: string, { concurrency }: { concurrency: number }, next: string): object {
  const one = `${stateOf(stage)} one`;
  return {
    Type: 'Map',
    Comment: pipeline[stage].does,
    ItemsPath: '$.run.items',
    ItemSelector: {
      ...event,
      run: { 'runId.$': '$.run.runId', 'dataset.$': '$.run.dataset' },
      'item.$': '$$.Map.Item.Value',
    },
    MaxConcurrency: concurrency,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: one,
      States: { [one]: { ...invocation(stage, arn), End: true } },
    },
    // Plan has to know that what it asked for was generated; of other answers the next stage adds up what was used.
    ResultPath: stage === 'generate' ? '$.generated' : '$.run.worked',
    Catch: catchAll(stage),
    Next: next,
  };
}

function choiceState(stage: StageName, next: Stage['next']): object {
  const choices = Object.entries(next).map(([answer, step]) => ({
    Variable: '$.run.next',
    StringEquals: answer,
    Next: targetOf(stage, step),
  }));
  return { Type: 'Choice', Choices: choices, Default: `Strange ${stage} answer` };
}

function waitState({ waitSeconds, goTo }: { waitSeconds: number; goTo: StageName }): object {
  return { Type: 'Wait', Seconds: waitSeconds, Next: stateOf(goTo) };
}

function catchAll(stage: StageName): object[] {
  return [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: `Note ${stage} failure` }];
}

/** An answer the flow does not know is a failure like any other. */
function strangeAnswer(stage: StageName): object {
  const failure = { Error: 'InternalError', Cause: `${stage} gave an answer that the flow does not know` };
  return { Type: 'Pass', Result: failure, ResultPath: '$.failure', Next: `Note ${stage} failure` };
}

/** A Catch cannot say in which state it caught. */
function noteFailure(stage: StageName): object {
  return { Type: 'Pass', Result: stage, ResultPath: '$.failure.step', Next: stateOf('fail') };
}

function failState(arn: string): object {
  return {
    ...invocation('fail', arn),
    Comment: pipeline.fail.does,
    Parameters: { ...event, 'run.$': '$.run', 'failure.$': '$.failure' },
    ResultPath: '$.run',
    // The message could not be sent: the execution ends as failed all the same, and the alarm on that tells.
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.unreported', Next: 'Failed' }],
    Next: 'Failed',
  };
}
