import { type Answer, type Connection, memberOf } from '../connection.ts';
import { withRetries } from '../retries.ts';
import { sendSigned } from '../signedCall.ts';

/**
 * ec2:DescribeRegions, without the EC2 client of the SDK: that is half a megabyte and blocks the extension host for a
 * tenth of a second while it loads, for this one call, which is made only if account:ListRegions is refused. EC2 API
 * Reference, "Query requests" and "DescribeRegions": it lists the Regions that the account has enabled.
 */
export async function describeRegions(
  connection: Connection,
  region: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const call = { service: 'ec2', operation: 'DescribeRegions', region };
  const { names } = await connection.call(call, signal, ({ abortSignal }) =>
    withRetries(call, abortSignal, () => send(connection, region, abortSignal)),
  );
  return [...memberOf(names.length > 0 ? names : undefined, 'regionName', call)].sort();
}

async function send(
  connection: Connection,
  region: string,
  abortSignal: AbortSignal,
): Promise<Answer & { readonly names: readonly string[] }> {
  const { response, body } = await sendSigned(
    connection,
    {
      serviceId: 'EC2',
      service: 'ec2',
      region,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: 'Action=DescribeRegions&Version=2016-11-15',
    },
    abortSignal,
  );
  const requestId = elements(body, 'requestId')[0] ?? elements(body, 'RequestID')[0];
  const $metadata = { httpStatusCode: response.statusCode, requestId };
  if (response.statusCode !== 200 || !body.includes('<DescribeRegionsResponse')) {
    const [name = 'Unknown'] = elements(body, 'Code');
    const [message = ''] = elements(body, 'Message');
    throw Object.assign(new Error(message), { name, $metadata, $response: response });
  }
  return { $metadata, names: elements(body, 'regionName') };
}

/** The texts of all elements of a name. None of those read here can hold markup or an entity. */
function elements(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);
}
