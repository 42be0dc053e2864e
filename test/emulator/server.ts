import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { answerCall, type Outcome } from './answer.ts';
import { CallLog } from './callLog.ts';
import { answerControl, isControl } from './control.ts';
import { Faults } from './faults.ts';
import { type HttpResponse, readHttpRequest } from './wire/http.ts';
import { type BoundEvents, bindEvents } from './world/boundEvents.ts';
import { type Seed, worldOf } from './world/seed.ts';
import type { Settings } from './world/settings.ts';
import type { World } from './world/world.ts';

export interface EmulatorOptions extends Partial<Settings> {
  /** Chosen by the system unless given. Always on 127.0.0.1. */
  readonly port?: number;
}

/** A running emulated AWS: one address for all its services, Regions and accounts. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly world: World;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly settings: Settings;
  readonly events: BoundEvents;
  /** Breaks all connections and stops. */
  close(): Promise<void>;
}

/** Starts an emulated AWS holding what the seed says. */
export async function startEmulator(seed: Seed, options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, ...settings } = options;
  const world = worldOf(seed);
  Object.assign(world.settings, settings);
  const parts = { world, faults: new Faults(), calls: new CallLog() };
  const server = createServer((message, response) => {
    handle(message, response, parts).catch((error: unknown) => {
      // A client that went away in the middle of its request is none of our business.
      if (!message.destroyed) console.error(error);
      response.destroy();
    });
  });
  // Longer than any client keeps an idle connection, so that none is closed under a request.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    ...parts,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    settings: world.settings,
    events: bindEvents(world),
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close(error => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function handle(
  message: IncomingMessage,
  response: ServerResponse,
  parts: Pick<Emulator, 'world' | 'faults' | 'calls'>,
): Promise<void> {
  const request = await readHttpRequest(message);
  if (isControl(request)) return write(response, answerControl(request, parts));
  const outcome: Outcome = answerCall(request, parts);
  if (outcome.latency > 0) await pause(outcome.latency);
  if (response.destroyed) return;
  if (outcome.kind === 'answer') {
    const date = new Date(parts.world.clock.now()).toUTCString();
    write(response, { ...outcome.response, headers: { ...outcome.response.headers, date } });
  } else if (outcome.kind === 'dropped') {
    response.destroy();
  } else if (outcome.kind === 'endless') {
    writeWithoutEnd(response);
  }
}

function writeWithoutEnd(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  response.write('{"trailList":[{"Name":"');
  const chunk = 'a'.repeat(64 * 1024);
  const more = () => {
    while (!response.destroyed && response.write(chunk)) {}
  };
  response.on('drain', more);
  more();
}

function write(response: ServerResponse, { status, headers, body }: HttpResponse): void {
  response.writeHead(status, {
    ...headers,
    ...(body === '' ? {} : { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(body);
}
