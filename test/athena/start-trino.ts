import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../local/emulator/free-port.ts';

export type Trino = {
  /** Rows of a query over the catalog's database; throws its error. */
  query(sql: string): Promise<unknown[][]>;
  close(): Promise<void>;
};

type Answer = { nextUri?: string; data?: unknown[][]; error?: { message: string } };

/** Starts Trino on 127.0.0.1, with the tables of a Glue endpoint over the objects of an S3 endpoint. */
export async function startTrino(
  installed: string,
  options: { folder: string; glueUrl: string; s3Url: string; region: string; database: string },
): Promise<Trino> {
  const { folder, database } = options;
  const port = await freePort();
  const etc = await writeSettings(folder, port, options);
  const log = openSync(join(folder, 'trino.log'), 'a');
  const settings = ['config=config.properties', 'catalog.config-dir=catalog', 'log.levels-file=log.properties'];
  const server = spawn(
    findJava(),
    [
      ...['-Xmx2G', '-XX:TieredStopAtLevel=1', '--add-modules=jdk.incubator.vector'],
      ...settings.map((setting) => `-D${setting.replace('=', `=${etc}/`)}`),
      ...['-Dnode.environment=test', `-Dnode.data-dir=${folder}`, `-Dplugin.dir=${join(installed, 'plugin')}`],
      ...['-cp', join(installed, 'lib/*'), 'io.trino.server.TrinoServer'],
    ],
    { stdio: ['ignore', log, log], cwd: folder },
  );
  closeSync(log);
  const headers = { 'x-trino-user': 'test', 'x-trino-catalog': 'lake', 'x-trino-schema': database };
  const query = async (sql: string): Promise<unknown[][]> => {
    let answer = await ask(`http://127.0.0.1:${port}/v1/statement`, { method: 'POST', headers, body: sql });
    const rows = [...(answer.data ?? [])];
    while (answer.nextUri && !answer.error) {
      answer = await ask(answer.nextUri, { headers });
      rows.push(...(answer.data ?? []));
    }
    if (answer.error) throw new Error(answer.error.message);
    return rows;
  };
  await untilReady(server, query, join(folder, 'trino.log'));
  return {
    query,
    close: async () => {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    },
  };
}

async function ask(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function untilReady(server: ChildProcess, query: Trino['query'], log: string): Promise<void> {
  for (const until = Date.now() + 300_000; Date.now() < until; await sleep(1000)) {
    if (server.exitCode !== null) throw new Error(`Trino ended with ${server.exitCode}: see ${log}`);
    const isReady = await query('show tables').then(
      () => true,
      () => false,
    );
    if (isReady) return;
  }
  server.kill('SIGKILL');
  throw new Error(`Trino does not answer after five minutes: see ${log}`);
}

function findJava(): string {
  const { JAVA_HOME } = process.env;
  const java = JAVA_HOME ? join(JAVA_HOME, 'bin/java') : 'java';
  const [, version] = /"?(\d+)[."]/.exec(execFileSync(java, ['--version'], { encoding: 'utf8' })) ?? [];
  if (Number(version) >= 24) return java;
  throw new Error(`test:athena needs Java 24 or newer, and ${java} is ${version}: set JAVA_HOME to one that is`);
}

async function writeSettings(
  folder: string,
  port: number,
  { glueUrl, s3Url, region }: { glueUrl: string; s3Url: string; region: string },
): Promise<string> {
  const etc = join(folder, 'etc');
  await mkdir(join(etc, 'catalog'), { recursive: true });
  const files: Record<string, Record<string, string | number | boolean>> = {
    'config.properties': {
      coordinator: true,
      'node-scheduler.include-coordinator': true,
      'node.internal-address': '127.0.0.1',
      'node.bind-ip': '127.0.0.1',
      'http-server.http.port': port,
      'discovery.uri': `http://127.0.0.1:${port}`,
      'catalog.management': 'static',
    },
    'log.properties': { 'io.trino': 'WARN' },
    // As Athena is: dates worked out, sub-folders read, Parquet columns found by name.
    'catalog/lake.properties': {
      'connector.name': 'hive',
      'hive.metastore': 'glue',
      'hive.metastore.glue.region': region,
      'hive.metastore.glue.endpoint-url': glueUrl,
      'hive.metastore.glue.aws-access-key': 'test',
      'hive.metastore.glue.aws-secret-key': 'test',
      'hive.partition-projection-enabled': true,
      'hive.recursive-directories': true,
      'hive.parquet.use-column-names': true,
      'fs.native-s3.enabled': true,
      's3.endpoint': s3Url,
      's3.region': region,
      's3.path-style-access': true,
      's3.aws-access-key': 'test',
      's3.aws-secret-key': 'test',
    },
  };
  for (const [name, settings] of Object.entries(files)) {
    const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
    await writeFile(join(etc, name), lines.join(''));
  }
  return etc;
}
