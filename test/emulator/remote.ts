import type { LoggedCall } from './callLog.ts';
import type { Fault } from './faults.ts';
import type { EmulatorState } from './state.ts';
import { eventNames } from './world/boundEvents.ts';
import type { EventArguments, EventName } from './world/events.ts';
import type { Settings } from './world/settings.ts';

/** An emulator in another process, by its address. */
export interface RemoteEmulator {
  readonly url: string;
  readonly calls: { list(): Promise<readonly LoggedCall[]>; clear(): Promise<void> };
  readonly faults: { add(fault: Fault): Promise<void>; clear(): Promise<void> };
  readonly events: { readonly [N in EventName]: (...args: EventArguments<N>) => Promise<void> };
  settings(change: Partial<Settings>): Promise<void>;
  state(): Promise<EmulatorState>;
}

export function connectEmulator(url: string): RemoteEmulator {
  const ask = async (method: string, what: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/_emulator/${what}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`Emulator: ${JSON.stringify(answer)}`);
    return answer;
  };
  const tell = async (method: string, what: string, body?: unknown): Promise<void> => {
    await ask(method, what, body);
  };
  const events = eventNames.map(name => [
    name,
    (...args: readonly unknown[]) => tell('POST', 'events', { name, args }),
  ]);
  return {
    url,
    calls: {
      list: async () => (await ask('GET', 'calls')) as readonly LoggedCall[],
      clear: () => tell('DELETE', 'calls'),
    },
    faults: { add: fault => tell('POST', 'faults', fault), clear: () => tell('DELETE', 'faults') },
    events: Object.fromEntries(events) as RemoteEmulator['events'],
    settings: change => tell('POST', 'settings', change),
    state: async () => (await ask('GET', 'state')) as EmulatorState,
  };
}
