import { printAccuracy } from './accuracy.ts';
import { benchExtensionHost } from './extensionHost.ts';
import { printFigures } from './figure.ts';
import { benchInventory } from './inventory.ts';
import { benchKeystrokes } from './keystroke.ts';
import { benchOrganization } from './organization.ts';
import { benchScale } from './scale.ts';
import { benchScan } from './scan.ts';
import { benchSizes } from './sizes.ts';

/** Every measurement; an argument picks those whose name it is part of: `npm run bench -- scan`. Behind them, how accurate the readers are. */
const benches = {
  sizes: benchSizes,
  extensionHost: benchExtensionHost,
  inventory: benchInventory,
  organization: benchOrganization,
  keystroke: benchKeystrokes,
  scan: benchScan,
  scale: benchScale,
};

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.some(word => name.includes(word))) {
    printFigures(await bench());
  }
}
if (wanted.length === 0 || wanted.some(word => 'accuracy'.includes(word))) {
  await printAccuracy();
}
