import { callerOf, type RecordCall } from '../call-record.ts';
import { type Endpoint, startServer } from '../json-server.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import { type Execution, openExecutionStore } from './execution-store.ts';
import { openHistoryStore } from './history-store.ts';
import { createMachine, runMachine, type StateEvent } from './run-machine.ts';

export type StatesOptions = {
  machine: { arn: string; name: string; definition: string; role: string };
  pool: FunctionPool;
  folder: string;
  recordCall: RecordCall;
};

class ApiError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type Request = Record<string, unknown>;

/** Step Functions on a laptop (AWS JSON 1.0): one machine, executions kept as files, standard executions only. */
export async function startStatesEndpoint(options: StatesOptions): Promise<Endpoint> {
  const { machine, recordCall } = options;
  const pool: FunctionPool = {
    ...options.pool,
    invoke: (arn, event) => {
      recordCall({ principal: machine.role, action: 'lambda:InvokeFunction', resource: arn, status: 200 });
      return options.pool.invoke(arn, event);
    },
  };
  const store = openExecutionStore(options.folder);
  const interpreter = createMachine(machine.definition);
  const running = new Map<string, AbortController>();
  const histories = openHistoryStore(options.folder);
  const ended = new Map<string, Execution>();
  const arnOf = (name: string): string => `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;

  const find = (request: Request): Execution => {
    const name = String(request.executionArn).split(':').pop() ?? '';
    const found = ended.get(name) ?? store.find(name);
    if (found) return found;
    throw new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${String(request.executionArn)}'`);
  };
  const start = (request: Request): object => {
    const name = String(request.name ?? crypto.randomUUID());
    const input = String(request.input ?? '{}');
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) throw new ApiError('InvalidName', `Invalid Name: '${name}'`);
    const known = store.find(name);
    if (known && (known.status !== 'RUNNING' || known.input !== input)) {
      throw new ApiError('ExecutionAlreadyExists', `Execution Already Exists: '${known.executionArn}'`);
    }
    if (known) return { executionArn: known.executionArn, startDate: toSeconds(known.startDate) };
    const startDate = new Date().toISOString();
    const execution: Execution = {
      executionArn: arnOf(name),
      stateMachineArn: machine.arn,
      name,
      status: 'RUNNING',
      startDate,
      input,
    };
    store.save(execution);
    const control = new AbortController();
    running.set(name, control);
    runMachine(interpreter, machine.definition, pool, execution, {
      signal: control.signal,
      onEvent: (event) => histories.append(name, event),
    })
      .then((end) => {
        const done = { ...execution, ...end, stopDate: new Date().toISOString() };
        ended.set(name, done);
        store.save(done);
      })
      // On a full disk the file goes on saying that it runs; the next start marks it as aborted.
      .catch(() => undefined)
      .finally(() => running.delete(name));
    return { executionArn: execution.executionArn, startDate: toSeconds(startDate) };
  };
  const operations: Record<string, (request: Request) => object> = {
    StartExecution: start,
    DescribeExecution: (request) => describe(find(request)),
    StopExecution: (request) => {
      running.get(find(request).name)?.abort();
      return { stopDate: Date.now() / 1000 };
    },
    ListExecutions: ({ maxResults, statusFilter, nextToken }) => {
      const found = store.list().filter(({ status }) => statusFilter === undefined || status === statusFilter);
      const from = Number(nextToken ?? 0);
      const to = from + Number(maxResults ?? 100);
      return {
        executions: found
          .slice(from, to)
          .map(({ input: _input, output: _output, error: _error, cause: _cause, ...rest }) =>
            describe({ ...rest, input: '' }),
          ),
        ...(to < found.length && { nextToken: String(to) }),
      };
    },
    GetExecutionHistory: (request) => history(histories.read(find(request).name), request.nextToken),
  };
  return startServer(async (request, body) => {
    const operation =
      String(request.headers['x-amz-target'] ?? '')
        .split('.')
        .pop() ?? '';
    const reply = answer(operations[operation], operation, body);
    const principal = callerOf(request.headers.authorization);
    recordCall({
      principal,
      action: `states:${operation}`,
      resource: subjectOf(body) ?? machine.arn,
      status: reply.status,
    });
    return { ...reply, type: 'application/x-amz-json-1.0' };
  });
}

/** The execution a request is about, if it is about one. */
function subjectOf(body: string): string | undefined {
  return /"executionArn"\s*:\s*"([^"]+)"/.exec(body)?.[1];
}

function answer(
  operate: ((request: Request) => object) | undefined,
  operation: string,
  body: string,
): { status: number; body: string } {
  try {
    if (!operate) throw new ApiError('UnknownOperationException', `the local target has no states:${operation}`);
    return { status: 200, body: JSON.stringify(operate(JSON.parse(body) as Request)) };
  } catch (error) {
    const type = error instanceof ApiError ? error.type : 'InternalServerError';
    const message = error instanceof Error ? error.message : String(error);
    return { status: error instanceof ApiError ? 400 : 500, body: JSON.stringify({ __type: type, message }) };
  }
}

function describe({ startDate, stopDate, ...execution }: Execution): object {
  return { ...execution, startDate: toSeconds(startDate), ...(stopDate && { stopDate: toSeconds(stopDate) }) };
}

const pageSize = 1000;

/** State events under the names Step Functions gives them; a page starts at the event its token names. */
function history(events: readonly StateEvent[], nextToken: unknown): object {
  const from = Number(nextToken ?? 0);
  const page = events.slice(from, from + pageSize).map(({ type, timestamp, name, output }, at) => {
    const base = { id: from + at + 1, timestamp: timestamp / 1000 };
    if (type === 'StateEntered') return { ...base, type: 'TaskStateEntered', stateEnteredEventDetails: { name } };
    if (type !== 'StateExited')
      return { ...base, type: 'TaskFailed', taskFailedEventDetails: { resourceType: 'lambda', resource: name } };
    return {
      ...base,
      type: 'TaskStateExited',
      stateExitedEventDetails: { name, output: JSON.stringify(output ?? null) },
    };
  });
  return { events: page, ...(from + pageSize < events.length && { nextToken: String(from + pageSize) }) };
}

function toSeconds(date: string): number {
  return Date.parse(date) / 1000;
}
