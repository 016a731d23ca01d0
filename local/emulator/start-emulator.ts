import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findEnvironment } from '../../lib/config.ts';
import { startRedshiftDataEndpoint } from '../redshift-data/server.ts';
import { deployApp } from './deploy-app.ts';
import { freePort } from './free-port.ts';
import { installMinistack } from './install-ministack.ts';
import { runCdk } from './run-cdk.ts';
import { type Ministack, startMinistack } from './start-ministack.ts';

const installFolder = fileURLToPath(new URL('../../.emulator', import.meta.url));

export type EmulatorOptions = {
  /** State, logs and scratch files. */
  folder: string;
  notice: (text: string) => void;
  /** Another AWS-compatible endpoint to deploy to; MiniStack is installed and started if there is none. */
  endpoint?: string;
  /** Where the warehouse listens and where functions find it, if they do not run on this machine. */
  warehouse?: { host: string; url: string };
  waitScale?: number;
};

/** The real app, deployed to an emulator. */
export type RunningEmulator = {
  /** What the AWS CLI, the SDKs and `npx paylake --target emulator` need in their environment. */
  env: Record<string, string>;
  /** Stops or kills MiniStack and starts it again with the state it had saved; there is none for another endpoint. */
  restart?: (how: 'stop' | 'kill') => Promise<void>;
  /** Takes the warehouse away and brings it back with what it holds. */
  stopWarehouse(): Promise<void>;
  startWarehouse(): Promise<void>;
  /** Deploys over what is deployed, with a change to the functions that speak to the warehouse. */
  deployChange(): Promise<void>;
  /** `cdk destroy --all`; rejects with what the CDK says when that is refused. */
  destroy(): Promise<void>;
  close(): Promise<void>;
};

/** Starts MiniStack, or takes the endpoint given, and our Redshift Data API; deploys the app; stops what it started. */
export async function startEmulator(options: EmulatorOptions): Promise<RunningEmulator> {
  const { folder, notice, endpoint, waitScale = 1 } = options;
  const place = findEnvironment('emulator');
  mkdirSync(join(folder, 'warehouse'), { recursive: true });
  const start = endpoint === undefined ? await prepareMinistack(folder, place.region, waitScale, notice) : undefined;
  let ministack: Ministack | undefined = await start?.();
  const url = endpoint ?? ministack?.url ?? '';
  const host = options.warehouse?.host ?? '127.0.0.1';
  const port = Number(new URL(options.warehouse?.url ?? 'http://127.0.0.1').port) || (await freePort());
  const openWarehouse = () =>
    startRedshiftDataEndpoint({
      databasePath: join(folder, 'warehouse.duckdb'),
      s3EndpointUrl: url,
      tmpRoot: join(folder, 'warehouse'),
      host,
      port,
    });
  let warehouse: { close(): Promise<void> } | undefined;
  const env = {
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_REDSHIFT_DATA: `http://127.0.0.1:${port}`,
    AWS_REGION: place.region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const warehouseUrl = options.warehouse?.url ?? env.AWS_ENDPOINT_URL_REDSHIFT_DATA;
  const emulator: RunningEmulator = {
    env,
    ...(start && {
      restart: async (how) => {
        await ministack?.[how]();
        ministack = await start();
      },
    }),
    stopWarehouse: async () => {
      await warehouse?.close();
      warehouse = undefined;
    },
    startWarehouse: async () => {
      warehouse ??= await openWarehouse();
    },
    destroy: () => runCdk({ env, folder }, 'destroy', '--all', '--force', '--app', join(folder, 'cdk.out')),
    deployChange: () => deployApp({ env, place, warehouseUrl: `${warehouseUrl}/`, folder }),
    close: async () => {
      await warehouse?.close();
      await ministack?.kill();
    },
  };
  try {
    await emulator.startWarehouse();
    notice(`deploying the app to ${url}`);
    await deployApp({ env, place, warehouseUrl, folder });
    return emulator;
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

/** Installs MiniStack; gives a way to start it that always takes the same port and folder. */
async function prepareMinistack(
  folder: string,
  region: string,
  waitScale: number,
  notice: (text: string) => void,
): Promise<() => Promise<Ministack>> {
  const python = await installMinistack(installFolder, notice);
  const port = await freePort();
  return () => startMinistack({ python, port, region, folder, waitScale });
}
