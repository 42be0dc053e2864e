import type * as vscode from 'vscode';
import { Inventory } from './core/account/inventory.ts';
import { logCall } from './editor/callLog.ts';
import { registerCommands } from './editor/commands/index.ts';
import { type Log, openLog } from './editor/log.ts';
import { askMfaCode } from './editor/mfaPrompt.ts';
import { ReadOnlyDocuments } from './editor/readOnlyDocuments.ts';
import { readSettings } from './editor/settings.ts';
import { TrailsView } from './editor/trailsView.ts';

/** Joins the parts. The AWS SDK is loaded when the first profile list is asked for, and not before. */
export function activate(context: vscode.ExtensionContext): void {
  const log = openLog();
  let connected: Promise<Awaited<ReturnType<typeof connect>>> | undefined;
  const aws = () => {
    connected ??= connect(log);
    return connected;
  };
  const inventory = new Inventory({
    accounts: { open: async profile => (await aws()).accounts.open(profile) },
    settings: readSettings,
    now: Date.now,
  });
  const view = new TrailsView(inventory, async () => (await aws()).profiles, log);
  const documents = new ReadOnlyDocuments();
  context.subscriptions.push(log, inventory, view, documents, registerCommands({ view, documents, log }));
}

async function connect(log: Log) {
  const { createAccounts, createProfiles } = await import('./aws/index.ts');
  return {
    accounts: createAccounts({ askMfaCode, log: call => logCall(log, call) }),
    profiles: createProfiles(),
  };
}
