import type { Campaign } from './campaign.ts';
import { changes } from './changes/index.ts';
import { readers } from './readers.ts';

export const campaigns: readonly Campaign[] = [changes, readers];
