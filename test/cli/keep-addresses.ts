import { once } from 'node:events';
import { createServer, Server } from 'node:net';

const portsAtOnce = 8;
/** Below those that systems give to connections of their own. */
const [firstPort, portCount] = [20_000, 10_000];

/**
 * From now on servers of this process that ask for any port get the same ones in the same order, from the first whenever the function
 * that is given back is called: functions that are kept know where the endpoints are.
 */
export async function keepAddresses(): Promise<() => void> {
  const ports = await findFreePorts();
  let used = 0;
  const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;
  Server.prototype.listen = function (this: Server, port: unknown, ...rest: unknown[]): Server {
    return listen.call(this, port === 0 ? (ports[used++] ?? 0) : port, ...rest);
  } as typeof Server.prototype.listen;
  return () => {
    used = 0;
  };
}

/** Ports in a row that nobody listens on; each process looks somewhere else first. */
async function findFreePorts(): Promise<number[]> {
  for (let at = process.pid * portsAtOnce; ; at += portsAtOnce) {
    const ports = Array.from({ length: portsAtOnce }, (_, more) => firstPort + ((at + more) % portCount));
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return ports;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}
