import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Breakage, cut, type WireCall } from './breakage.ts';

export type Break = (call: WireCall) => Breakage | undefined;

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Stands between a client and the emulated account, and breaks answers. */
export class WireProxy {
  /** Decides what becomes of each answer. */
  breaks: Break = () => undefined;
  readonly calls: WireCall[] = [];
  readonly #target: string;
  readonly #server = createServer((message, response) => {
    const parts: Buffer[] = [];
    message.on('data', part => parts.push(part));
    message.on('end', () => {
      const { method = 'GET', url = '/', headers } = message;
      this.#pass({ method, path: url, headers, body: Buffer.concat(parts) }, response).catch(() =>
        response.destroy(),
      );
    });
  });
  #late: { readonly due: number; readonly request: Request }[] = [];

  private constructor(target: string) {
    this.#target = target;
  }

  static async start(target: string): Promise<WireProxy> {
    const proxy = new WireProxy(target);
    await new Promise<void>(resolve => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Lets everything that is still on its way arrive. */
  async settle(): Promise<void> {
    await this.#deliver(Number.POSITIVE_INFINITY);
  }

  async close(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #pass(request: Request, response: ServerResponse): Promise<void> {
    const call = { operation: operationOf(request), index: this.calls.length };
    this.calls.push(call);
    await this.#deliver(call.index);
    const breakage = this.breaks(call);
    if (!breakage) {
      const { status, headers, body } = await this.#forward(request);
      response.writeHead(status, headers).end(body);
      return;
    }
    if (breakage.kind === 'cut') {
      const { status, headers, body } = await this.#forward(request);
      const part = cut(body, breakage.share);
      const length = breakage.honest ? part.length : Buffer.byteLength(body) + 1;
      response.writeHead(status, { ...headers, 'content-length': length });
      response.write(part, () => (breakage.honest ? response.end() : response.destroy()));
      return;
    }
    if (breakage.reached === 'at once') {
      await this.#forward(request);
    } else if (breakage.reached !== 'never') {
      this.#late.push({ due: call.index + breakage.reached.later, request });
    }
    if (breakage.kind === 'dropped') {
      response.destroy();
      return;
    }
    const { status, type, body } = breakage;
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  }

  async #deliver(until: number): Promise<void> {
    const due = this.#late.filter(one => one.due <= until);
    this.#late = this.#late.filter(one => one.due > until);
    for (const { request } of due) {
      await this.#forward(request);
    }
  }

  async #forward({ method, path, headers, body }: Request) {
    const { host: _, connection: __, 'content-length': ___, expect: ____, ...rest } = headers;
    const answer = await fetch(this.#target + path, {
      method,
      headers: rest as Record<string, string>,
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
    const kept = [...answer.headers].filter(
      ([name]) => !/^(?:connection|keep-alive|transfer-encoding)$/.test(name),
    );
    return { status: answer.status, headers: Object.fromEntries(kept), body: await answer.text() };
  }
}

/** AWS JSON names the operation in a header, AWS query in the body; the rest is known by its path. */
function operationOf({ method, path, headers, body }: Request): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return target.slice(target.indexOf('.') + 1);
  }
  return new URLSearchParams(body.toString()).get('Action') ?? `${method} ${path}`;
}
