import { printFigures } from './figure.ts';
import { benchKeystrokes } from './keystroke.ts';
import { benchScan } from './scan.ts';

/** Every measurement; an argument picks those whose name it is part of: `npm run bench -- scan`. */
const benches = { keystroke: benchKeystrokes, scan: benchScan };

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.some(word => name.includes(word))) {
    printFigures(await bench());
  }
}
