import type { Repair } from '../../core/account/repairs.ts';

/** For `when` clauses: what can be done from a row. */
export function contextOfRepair(repair: Repair): string {
  switch (repair) {
    case 'enable-key':
      return 'enableKey';
    case 'cancel-deletion':
      return 'cancelDeletion';
    case 'start-logging':
      return 'startLogging';
  }
}
