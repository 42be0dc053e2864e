import { prepareWorld, type World } from '../../demo/world.ts';
import type { Seed } from '../../emulator/index.ts';
import type { Settings, Theme } from '../../host/settings.ts';
import { useWorkbench } from '../useWorkbench.ts';
import type { Row, TreeView } from '../workbench/treeView.ts';
import type { Workbench } from '../workbench.ts';

export interface Scene {
  readonly world: World;
  readonly workbench: Workbench;
  readonly view: TreeView;
}

/** One window on the company of the demonstration for the tests of a `describe`. */
export function useTrails(
  options: { readonly theme?: Theme; readonly settings?: Settings } = {},
  more?: Seed,
): () => Scene {
  let world: World | undefined;
  const workbench = useWorkbench(async () => {
    world = await prepareWorld({}, more);
    return { workspace: world.workspace, env: world.env, ...options };
  });

  before('open the view', async () => {
    await workbench().openContainer('CloudTrail Encryption');
    await workbench().view('Trails in Code').fold();
    await workbench().widenSideBar(640);
  });

  after('end the emulated company', async () => {
    await world?.close();
  });

  return () => {
    if (!world) throw new Error('the world is made in a before hook: ask for it inside a test');
    return { world, workbench: workbench(), view: workbench().view('Trails') };
  };
}

/** Waits until a profile says in its row what it has read, `1 without SSE-KMS · 222222222222`, and all is still. */
export async function profileSays(view: TreeView, profile: string, pattern: RegExp): Promise<void> {
  let former = '';
  let since = 0;
  await view.rowsWhere(`${profile} says ${pattern}`, rows => {
    const text = JSON.stringify(rows);
    if (text !== former) {
      former = text;
      since = Date.now();
    }
    const says = rows.some(row => row.label === profile && pattern.test(row.description));
    return says && Date.now() - since > 300;
  });
  await view.titleAction('Refresh');
}

/** Rows as lines of text, indented: what a person reads, with the icon in front. */
export function inLines(rows: readonly Row[]): readonly string[] {
  return rows.map(({ level, icons, label, description }) =>
    `${'  '.repeat(level - 1)}${icons.filter(icon => icon !== 'colored').join(' ')} ${label} ${description}`.trimEnd(),
  );
}

/** The rows below this one, down to the next of its own level. */
export function rowsUnder(rows: readonly Row[], label: string): readonly Row[] {
  const start = rows.findIndex(row => row.label === label);
  const level = rows[start]?.level ?? 0;
  const end = rows.findIndex((row, index) => index > start && row.level <= level);
  return start < 0 ? [] : rows.slice(start + 1, end < 0 ? undefined : end);
}

export function labelsAtLevel(rows: readonly Row[], level: number): readonly string[] {
  return rows.filter(row => row.level === level).map(({ label }) => label);
}
