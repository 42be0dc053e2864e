import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Checksum, HttpRequest, HttpResponse, SourceData } from '@smithy/types';
import { type Answer, type Connection, memberOf } from '../connection.ts';
import { dnsSuffixOf } from '../regions.ts';

/**
 * ec2:DescribeRegions, without the EC2 client of the SDK: that one is half a megabyte and stops the extension host for
 * a tenth of a second while it loads, for this one call, which is made only where account:ListRegions is refused.
 * EC2 API Reference, "Query requests" and "DescribeRegions": it lists the Regions that the account has enabled.
 */
export async function describeRegions(
  connection: Connection,
  region: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const call = { service: 'ec2', operation: 'DescribeRegions', region };
  const { names } = await connection.call(call, signal, ({ abortSignal }) =>
    send(connection, region, abortSignal),
  );
  return [...memberOf(names.length > 0 ? names : undefined, 'regionName', call)].sort();
}

async function send(
  connection: Connection,
  region: string,
  abortSignal: AbortSignal,
): Promise<Answer & { readonly names: readonly string[] }> {
  const { credentials } = connection.clientOptions('EC2', region);
  const signer = new SignatureV4({ credentials, region, service: 'ec2', sha256: Sha256 });
  const request = (await signer.sign(requestTo(connection, region))) as HandlerRequest;
  const { response } = await connection.handler.handle(request, { abortSignal });
  const body = await textOf(response);
  const requestId = elements(body, 'requestId')[0] ?? elements(body, 'RequestID')[0];
  const $metadata = { httpStatusCode: response.statusCode, requestId };
  if (response.statusCode !== 200 || !body.includes('<DescribeRegionsResponse')) {
    const [name = 'Unknown'] = elements(body, 'Code');
    const [message = ''] = elements(body, 'Message');
    throw Object.assign(new Error(message), { name, $metadata, $response: response });
  }
  return { $metadata, names: elements(body, 'regionName') };
}

function requestTo(connection: Connection, region: string): HttpRequest {
  const variant = connection.network.fips ? 'ec2-fips' : 'ec2';
  const address =
    connection.network.endpoints('EC2') ?? `https://${variant}.${region}.${dnsSuffixOf(region)}`;
  const { protocol, hostname, host, port, pathname } = new URL(address);
  return {
    method: 'POST',
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: pathname,
    query: {},
    headers: { host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: 'Action=DescribeRegions&Version=2016-11-15',
  };
}

type HandlerRequest = Parameters<Connection['handler']['handle']>[0];

async function textOf({ body }: HttpResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The texts of all elements of a name. None of those read here can hold markup or an entity. */
function elements(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);
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
