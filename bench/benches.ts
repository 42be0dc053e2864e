import { printAccuracy } from './accuracy.ts';
import { benchExtensionHost } from './extensionHost.ts';
import { type Figure, printFigures } from './figure.ts';
import { benchInventory } from './inventory.ts';
import { benchKeystrokes } from './keystroke.ts';
import { benchOrganization } from './organization.ts';
import { benchScale } from './scale.ts';
import { benchScan } from './scan.ts';
import { benchSizes } from './sizes.ts';

/** Every measurement, and behind them, how accurate the readers are. */
export const benches: ReadonlyMap<string, () => Promise<void>> = new Map([
  ['sizes', printing(benchSizes)],
  ['extensionHost', printing(benchExtensionHost)],
  ['inventory', printing(benchInventory)],
  ['organization', printing(benchOrganization)],
  ['keystroke', printing(benchKeystrokes)],
  ['scan', printing(benchScan)],
  ['scale', printing(benchScale)],
  ['accuracy', printAccuracy],
]);

function printing(bench: () => Promise<readonly Figure[]> | readonly Figure[]): () => Promise<void> {
  return async () => printFigures(await bench());
}
