import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpRequest } from '@smithy/types';
import { AwsClock } from '../../../src/aws/awsClock.ts';
import { clientOptions, InnerHandler, makeHandler, networkOf } from '../../../src/aws/clientOptions.ts';
import { endpointsOf } from '../../../src/aws/config/endpoints.ts';
import { environmentOf } from '../../../src/aws/config/environment.ts';
import { parseSharedConfig } from '../../../src/aws/config/sharedConfig.ts';
import type { Variables } from '../../../src/aws/index.ts';
import { Bench, keyId, secret } from './bench.ts';

const config = `
[default]
endpoint_url = http://default-profile.test
[profile plain]
region = eu-west-1
[profile fips]
use_fips_endpoint = true
[profile dual]
use_dualstack_endpoint = true
[profile own]
endpoint_url = http://own.test:4566
use_fips_endpoint = true
`;

describe('A client', () => {
  let bench: Bench;

  before(async () => {
    bench = await Bench.start();
    await bench.config(config);
    bench.useProcessVariables();
  });

  after(() => bench.stop());

  it('goes to AWS, whatever address the profile in use has', async () => {
    assert.equal(await hostOf('plain', 'eu-west-1'), 'https://cloudtrail.eu-west-1.amazonaws.com');
    assert.equal(await hostOf('plain', 'cn-north-1'), 'https://cloudtrail.cn-north-1.amazonaws.com.cn');
  });

  it('goes to the variant that the profile or the environment asks for', async () => {
    assert.equal(await hostOf('fips', 'us-east-1'), 'https://cloudtrail-fips.us-east-1.amazonaws.com');
    assert.equal(await hostOf('dual', 'eu-west-1'), 'https://cloudtrail.eu-west-1.api.aws');
    assert.equal(
      await hostOf('plain', 'us-east-1', { AWS_USE_FIPS_ENDPOINT: 'true' }),
      'https://cloudtrail-fips.us-east-1.amazonaws.com',
    );
    assert.equal(
      await hostOf('fips', 'us-east-1', { AWS_USE_FIPS_ENDPOINT: 'false' }),
      'https://cloudtrail.us-east-1.amazonaws.com',
    );
  });

  it('goes to an address of its own, which has no variants', async () => {
    assert.equal(await hostOf('own', 'us-east-1'), 'http://own.test:4566');
  });

  it('says who it is', async () => {
    const { headers } = await requestOf('plain', 'eu-west-1');
    assert.match(headers['user-agent'] ?? '', /app\/cloudtrail-encryption/);
  });

  it('reads a call once, to send it: no copy is made for a log that nobody reads', async () => {
    const network = await networkOf(() => bench.emulator.url, undefined, environmentOf({}, bench.home));
    const handler = makeHandler(network, new AwsClock(Date.now));
    const client = new CloudTrailClient({
      ...clientOptions(network, handler, 'CloudTrail', 'eu-west-1'),
      credentials: { accessKeyId: keyId, secretAccessKey: secret },
    });
    let reads = 0;
    await client.send(
      new DescribeTrailsCommand({
        get trailNameList() {
          reads++;
          return ['audit'];
        },
      }),
    );
    client.destroy();
    assert.equal(reads, 1);
  });

  it('of the SDK’s own goes to the address of its service, below the path that it has', async () => {
    const asked: unknown[] = [];
    const server = createServer(({ url, headers }, answer) => {
      asked.push([url, headers.host]);
      answer.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const endpoints = (service: string) => (service === 'SSO' ? `http://127.0.0.1:${port}/base/` : undefined);
    const handler = new InnerHandler({ endpoints, fips: false, dualStack: false });
    const request: HttpRequest = {
      method: 'GET',
      protocol: 'https:',
      hostname: 'portal.sso.eu-west-1.amazonaws.com',
      path: '/federation/credentials',
      query: { role_name: 'reader' },
      headers: { host: 'portal.sso.eu-west-1.amazonaws.com' },
    };
    try {
      await handler.handle(request as Parameters<InnerHandler['handle']>[0]);
      assert.deepEqual(asked, [['/base/federation/credentials?role_name=reader', `127.0.0.1:${port}`]]);
    } finally {
      handler.destroy();
      server.close();
    }
  });

  async function hostOf(profile: string, region: string, variables: Variables = {}): Promise<string> {
    const { protocol, hostname, port } = await requestOf(profile, region, variables);
    return `${protocol}//${hostname}${port ? `:${port}` : ''}`;
  }

  /** The request that would be sent. */
  async function requestOf(profile: string, region: string, variables: Variables = {}) {
    const shared = parseSharedConfig({ path: '/config', text: config }, { path: '/credentials', text: '' });
    const settings = shared.profiles.get(profile)?.settings;
    const environment = environmentOf(variables, bench.home);
    const network = await networkOf(endpointsOf(profile, shared, variables), settings, environment);
    const handler = new Unsent();
    const client = new CloudTrailClient({
      ...clientOptions(network, handler, 'CloudTrail', region),
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 's' },
    });
    await assert.rejects(client.send(new DescribeTrailsCommand({})), /not sent/);
    assert.ok(handler.request);
    return handler.request;
  }
});

class Unsent extends NodeHttpHandler {
  request: Parameters<NodeHttpHandler['handle']>[0] | undefined;

  override async handle(request: Parameters<NodeHttpHandler['handle']>[0]): Promise<never> {
    this.request = request;
    throw new Error('not sent');
  }
}
