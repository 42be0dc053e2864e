import type { CallLog } from './callLog.ts';
import type { Fault, Faults } from './faults.ts';
import { stateOf } from './state.ts';
import type { HttpRequest, HttpResponse } from './wire/http.ts';
import { eventNames, runEvent } from './world/boundEvents.ts';
import type { World } from './world/world.ts';

interface Parts {
  readonly world: World;
  readonly faults: Faults;
  readonly calls: CallLog;
}

/** Whether a request is for the emulator itself, not for AWS. No bucket name begins with an underscore. */
export function isControl(request: HttpRequest): boolean {
  return request.path.startsWith('/_emulator/');
}

/**
 * The emulator's own address, for tests in another process; JSON in and out.
 *
 *     GET    /_emulator/calls      DELETE /_emulator/calls
 *     GET    /_emulator/faults     POST   /_emulator/faults  {service, operation, …, fails}   DELETE /_emulator/faults
 *     GET    /_emulator/settings   POST   /_emulator/settings {latency: 100}
 *     GET    /_emulator/state      POST   /_emulator/events  {"name": "disableKey", "args": ["alias/cloudtrail"]}
 */
export function answerControl(request: HttpRequest, parts: Parts): HttpResponse {
  const route = `${request.method} ${request.path.slice('/_emulator/'.length)}`;
  const handler = routes[route];
  if (!handler) return json(404, { error: `No ${route}; there are ${Object.keys(routes).join(', ')}` });
  try {
    return json(200, handler(parts, request.body === '' ? {} : JSON.parse(request.body)) ?? {});
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

const routes: Readonly<Record<string, (parts: Parts, body: unknown) => unknown>> = {
  'GET calls': ({ calls }) => calls.list(),
  'DELETE calls': ({ calls }) => calls.clear(),
  'GET faults': ({ faults }) => faults.list(),
  'POST faults': ({ faults }, body) => {
    faults.add(faultIn(body));
  },
  'DELETE faults': ({ faults }) => faults.clear(),
  'GET settings': ({ world }) => world.settings,
  'POST settings': ({ world }, body) => {
    const unknown = Object.keys(body as object).find(name => !(name in world.settings));
    if (unknown !== undefined) throw new Error(`No setting ${unknown}`);
    return Object.assign(world.settings, body);
  },
  'GET state': ({ world }) => stateOf(world),
  'POST events': ({ world }, body) => {
    const { name, args = [] } = body as { readonly name?: unknown; readonly args?: readonly unknown[] };
    const event = eventNames.find(each => each === name);
    if (event === undefined) throw new Error(`No event ${String(name)}; there are ${eventNames.join(', ')}`);
    runEvent(world, event, args);
  },
};

function faultIn(body: unknown): Fault {
  const kind = (body as { readonly fails?: { readonly kind?: unknown } }).fails?.kind;
  if (typeof kind !== 'string') throw new Error('A fault needs "fails" with a "kind"');
  return body as Fault;
}

function json(status: number, value: unknown): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
