import { sharedFiles } from '../unit/aws/config/sharedFiles.ts';
import { damagedJournals } from '../unit/core/remediation/journals.ts';
import { extensions, secondOpinions } from '../unit/core/trail/keyPolicy/properties.ts';
import type { Campaign } from './campaign.ts';
import { changes } from './changes/index.ts';
import { readers } from './readers.ts';

/** Those with tests of their own are tried longer here. */
export const campaigns: readonly Campaign[] = [
  changes,
  readers,
  { name: 'policies', count: 1000, property: secondOpinions },
  { name: 'extensions', count: 200, property: extensions },
  { name: 'profiles', count: 1000, property: sharedFiles },
  { name: 'journals', count: 200, property: damagedJournals },
];
