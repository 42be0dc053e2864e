import { printJson, visible } from '../base/show.ts';

/** One run of ours, in the terms of SARIF 2.1.0 (OASIS). */
export interface SarifRun {
  readonly version?: string;
  readonly rules: readonly object[];
  readonly results: readonly object[];
  /** What could not be looked at, with its place where it has one. Only errors make the run incomplete. */
  readonly notifications: readonly {
    readonly level: 'error' | 'warning';
    readonly text: string;
    readonly location?: object;
  }[];
  /** Further properties of the run. */
  readonly more?: object;
}

/** A log with only this run. */
export function sarifLog({ version, rules, results, notifications, more }: SarifRun): string {
  return printJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'CloudTrail Encryption',
            ...(version !== undefined && { semanticVersion: version }),
            rules,
          },
        },
        invocations: [
          {
            executionSuccessful: notifications.every(({ level }) => level !== 'error'),
            toolExecutionNotifications: notifications.map(({ level, text, location }) => ({
              level,
              message: { text: visible(text) },
              ...(location && { locations: [location] }),
            })),
          },
        ],
        ...more,
        results,
      },
    ],
  });
}
