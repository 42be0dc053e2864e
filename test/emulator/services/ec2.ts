import { refuse } from '../errors.ts';
import { callerMay } from '../rules/authorization.ts';
import type { Reader } from '../wire/members.ts';
import { ec2Protocol } from '../wire/query.ts';
import { isOn, type RegionStatus } from '../world/regions.ts';
import type { Operation, Service } from './service.ts';

export const ec2: Service = {
  name: 'ec2',
  protocol: ec2Protocol('2016-11-15'),
  operations: { DescribeRegions: describeRegions() },
};

/** EC2 refuses parameters that it does not know, so the form is read as a whole. */
function describeRegions(): Operation {
  return {
    run: (call, params) => {
      const { all, names } = readForm(params, '');
      callerMay(call, 'ec2:DescribeRegions');
      const unknown = names.find(name => !call.account.regions.has(name));
      if (unknown !== undefined) refuse('InvalidParameterValue', `Invalid region: '${unknown}'`);
      const shown = [...call.account.regions].filter(
        ([name, status]) => (names.length === 0 || names.includes(name)) && (all || isOn(status)),
      );
      return {
        regionInfo: {
          item: shown.map(([regionName, status]) => ({
            regionName,
            regionEndpoint: `ec2.${regionName}.amazonaws.com`,
            optInStatus: optInStatus(status),
          })),
        },
      };
    },
  };
}

const readForm: Reader<{ readonly all: boolean; readonly names: readonly string[] }> = params => {
  const names: string[] = [];
  let all = false;
  for (const [name, value] of Object.entries(params as Record<string, string>)) {
    if (/^RegionName\.\d+$/.test(name)) names.push(value);
    else if (name === 'AllRegions') all = isTrue(value);
    else refuse('UnknownParameter', `The parameter ${name} is not recognized`);
  }
  return { all, names };
};

function isTrue(value: string): boolean {
  if (value !== 'true' && value !== 'false') {
    refuse('InvalidParameterValue', `Invalid value '${value}' for a boolean`);
  }
  return value === 'true';
}

/** EC2's words for an account's Regions. EC2 API Reference, Region `optInStatus`. */
function optInStatus(status: RegionStatus): string {
  if (status === 'ENABLED_BY_DEFAULT') return 'opt-in-not-required';
  return isOn(status) ? 'opted-in' : 'not-opted-in';
}
