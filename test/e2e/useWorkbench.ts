import { packagedExtension } from '../host/package.ts';
import { type OpenedWindow, openWindow, type WindowOptions } from '../host/window.ts';
import { Workbench } from './workbench.ts';

/**
 * Opens one window for the tests of the surrounding `describe`, in their order, and closes it after them.
 * When one fails, a picture of the window is left in `out/screenshots`.
 */
export function useWorkbench(prepare: () => Promise<Omit<WindowOptions, 'extension'>>): () => Workbench {
  let window: OpenedWindow | undefined;
  let workbench: Workbench | undefined;

  before('open the window', async function () {
    // The first time on a machine, the editor itself has to be installed.
    this.timeout(300_000);
    window = await openWindow({ extension: { vsix: packagedExtension }, ...(await prepare()) });
    workbench = new Workbench(window);
  });

  afterEach('picture of a failure', async function () {
    if (this.currentTest?.state !== 'failed' || workbench === undefined) return;
    const name = this.currentTest.fullTitle().replaceAll(/[^\w]+/g, '-');
    console.log(`      see ${await workbench.screenshot(`failed-${name}`)}`);
  });

  after('close the window', async () => {
    await window?.close();
  });

  return () => {
    if (workbench === undefined)
      throw new Error('the window opens in a before hook: ask for it inside a test');
    return workbench;
  };
}
