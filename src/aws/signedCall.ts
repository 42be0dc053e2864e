import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Checksum, HttpRequest, HttpResponse, SourceData } from '@smithy/types';
import type { ServiceId } from './config/endpoints.ts';
import { isHostLabel } from './config/hostLabel.ts';
import type { Connection } from './connection.ts';
import { dnsSuffixOf } from './dnsSuffix.ts';

/** A call that is signed and sent without a client of the SDK. */
export interface SignedCall {
  readonly serviceId: ServiceId;
  /** In the service's host name and in the signature: `ec2`, `config`, … */
  readonly service: string;
  readonly region: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SignedAnswer {
  readonly response: HttpResponse;
  readonly body: string;
}

/**
 * Sends a POST with Signature Version 4. Clients of the SDK weigh more than a hundred kilobytes each and take time to load:
 * this replaces them for services of which only one or two calls are used.
 */
export async function sendSigned(
  connection: Connection,
  { serviceId, service, region, headers, body }: SignedCall,
  abortSignal: AbortSignal,
): Promise<SignedAnswer> {
  if (!isHostLabel(region)) {
    // As the clients of the SDK: an answer may name the Region, and a request with a session token would go to another host.
    throw new Error(`Region not accepted: "${region}" cannot be part of a host name.`);
  }
  const { credentials } = connection.clientOptions(serviceId, region);
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
  const variant = connection.network.fips ? `${service}-fips` : service;
  const address =
    connection.network.endpoints(serviceId) ?? `https://${variant}.${region}.${dnsSuffixOf(region)}`;
  const { protocol, hostname, host, port, pathname } = new URL(address);
  const request: HttpRequest = {
    method: 'POST',
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: pathname,
    query: {},
    headers: { host, ...headers },
    body,
  };
  const signed = await signer.sign(request, { signingDate: new Date(connection.clock.now()) });
  const { response } = await connection.handler.handle(signed as HandlerRequest, { abortSignal });
  return { response, body: await textOf(response) };
}

type HandlerRequest = Parameters<Connection['handler']['handle']>[0];

/** The body of an answer. */
export async function textOf({ body }: HttpResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What the signer asks of a hash, from Node's own. */
class Sha256 implements Checksum {
  #hash: Hash | Hmac;
  readonly #secret: Uint8Array | string | undefined;

  constructor(secret?: SourceData) {
    this.#secret = secret === undefined ? undefined : bytesOf(secret);
    this.#hash = this.#begin();
  }

  update(chunk: SourceData): void {
    this.#hash.update(bytesOf(chunk));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#begin();
  }

  #begin(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
}

function bytesOf(data: SourceData): Uint8Array | string {
  if (typeof data === 'string') {
    return data;
  }
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
