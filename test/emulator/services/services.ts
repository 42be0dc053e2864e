import { account } from './account.ts';
import { cloudtrail } from './cloudtrail.ts';
import { config } from './config.ts';
import { ec2 } from './ec2.ts';
import { kms } from './kms.ts';
import { organizations } from './organizations.ts';
import { s3 } from './s3.ts';
import type { Service } from './service.ts';
import { sso } from './sso.ts';
import { sts } from './sts.ts';

/** Every service of the emulated AWS. */
export const services: readonly Service[] = [
  cloudtrail,
  kms,
  s3,
  sts,
  account,
  ec2,
  organizations,
  config,
  sso,
];
