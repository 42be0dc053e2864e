import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import type { RegionList } from '../../core/account/ports.ts';
import { concernsProfile, type Problem, problemOf } from '../../core/account/problem.ts';
import { defaultRegionsOf, homeRegionOf, partitionOf } from '../../core/trail/region.ts';
import { type Connection, memberOf } from '../connection.ts';
import { pagesOf } from '../pages.ts';
import { describeRegions } from './ec2.ts';

/**
 * The Regions that an account may use, of one partition: from account:ListRegions, else from ec2:DescribeRegions, else
 * those that every account has. A refusal is not a failure; being cancelled or without credentials is.
 */
export async function regionsThrough(
  connection: Connection,
  home: string,
  signal: AbortSignal,
): Promise<RegionList> {
  const partition = partitionOf(home);
  let problem: Problem;
  try {
    return {
      names: await listRegions(connection, homeRegionOf(partition), signal),
      source: { kind: 'account' },
    };
  } catch (error) {
    throwUnlessRefused(error);
    problem = problemOf(error);
  }
  try {
    return { names: await describeRegions(connection, home, signal), source: { kind: 'ec2' } };
  } catch (error) {
    throwUnlessRefused(error);
  }
  return {
    names: [...new Set([...defaultRegionsOf(partition), home])].sort(),
    source: { kind: 'default', problem },
  };
}

async function listRegions(
  connection: Connection,
  region: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const client = new AccountClient(connection.clientOptions('Account', region));
  const names: string[] = [];
  const call = { service: 'account', operation: 'ListRegions', region };
  const ask = (NextToken: string | undefined) =>
    connection.call(call, signal, options =>
      client.send(
        new ListRegionsCommand({
          MaxResults: 50,
          RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'],
          ...(NextToken && { NextToken }),
        }),
        options,
      ),
    );
  for await (const page of pagesOf(call, ask, ({ NextToken }) => NextToken)) {
    names.push(...memberOf(page.Regions, 'Regions', call).flatMap(({ RegionName }) => RegionName ?? []));
  }
  return ofPartition(names, region);
}

/** Sorted, and without what an emulator may list of other partitions. */
function ofPartition(names: readonly string[], region: string): readonly string[] {
  const partition = partitionOf(region);
  return names.filter(name => partitionOf(name) === partition).sort();
}

function throwUnlessRefused(error: unknown): void {
  const problem = problemOf(error);
  const profileIsBad = concernsProfile(problem) && problem.kind !== 'credentials-invalid';
  if (problem.kind === 'cancelled' || profileIsBad) {
    throw error;
  }
}
