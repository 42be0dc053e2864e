import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Identity } from '../../core/account/ports.ts';
import { ProblemError } from '../../core/account/problem.ts';
import { readArn } from '../../core/trail/arn.ts';
import type { Connection } from '../connection.ts';

/** GetCallerIdentity, asked in a Region. */
export async function identityThrough(
  connection: Connection,
  region: string,
  signal: AbortSignal,
): Promise<Identity> {
  const client = new STSClient(connection.clientOptions('STS', region));
  const call = { service: 'sts', operation: 'GetCallerIdentity', region };
  const { Account, Arn } = await connection.call(call, signal, options =>
    client.send(new GetCallerIdentityCommand({}), options),
  );
  if (!Account || !Arn) {
    throw new ProblemError({ kind: 'not-aws', ...call, detail: 'The answer names no account.' });
  }
  return { account: Account, arn: Arn, partition: readArn(Arn)?.partition ?? 'aws' };
}
