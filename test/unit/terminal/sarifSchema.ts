import assert from 'node:assert/strict';
import { Ajv, type JSONSchemaType } from 'ajv';

/*
 * The parts of SARIF 2.1.0 (OASIS Standard, 2020) that we write, with what code scanning of GitHub demands on top: places
 * relative to the source root, text and help for each rule, fingerprints.
 */

export interface SarifLog {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly SarifRun[];
}

interface SarifRun {
  readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly object[] } };
  readonly originalUriBaseIds: { readonly '%SRCROOT%': { readonly uri: string } };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly object[];
  }[];
  readonly results: readonly SarifResult[];
}

interface SarifResult {
  readonly ruleId: string;
  readonly level: string;
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly (SarifLocation & { readonly message: { readonly text: string } })[];
  readonly suppressions: readonly object[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

interface SarifLocation {
  readonly physicalLocation: object;
}

/** Fails, with every deviation, where a value is no such log. */
export function assertSarif(value: unknown): SarifLog {
  assert.ok(validate(value), JSON.stringify(validate.errors, undefined, 2));
  const log = value as SarifLog;
  for (const run of log.runs) {
    for (const result of run.results as readonly (SarifResult & { readonly ruleIndex: number })[]) {
      const rule = run.tool.driver.rules[result.ruleIndex] as { readonly id: string } | undefined;
      assert.equal(rule?.id, result.ruleId);
    }
    const fingerprints = run.results.map(one => JSON.stringify(one.partialFingerprints));
    assert.equal(new Set(fingerprints).size, fingerprints.length);
  }
  return log;
}

const text = { type: 'string', minLength: 1 };
const message = object({ text }, ['text']);
const region = object(
  {
    startLine: { type: 'integer', minimum: 1 },
    startColumn: { type: 'integer', minimum: 1 },
    endLine: { type: 'integer', minimum: 1 },
    endColumn: { type: 'integer', minimum: 1 },
  },
  ['startLine'],
);
const artifactLocation = {
  oneOf: [
    object(
      {
        uri: { type: 'string', pattern: '^(?!/|[A-Za-z][\\w+.-]*:)[^\\s\\\\]+$' },
        uriBaseId: { const: '%SRCROOT%' },
      },
      ['uri', 'uriBaseId'],
    ),
    object({ uri: { type: 'string', pattern: '^file:///' } }, ['uri']),
  ],
};
const physicalLocation = object({ artifactLocation, region }, ['artifactLocation']);
const location = object({ id: { type: 'integer', minimum: 0 }, physicalLocation, message }, [
  'physicalLocation',
]);
const suppression = object(
  {
    kind: { enum: ['inSource', 'external'] },
    status: { enum: ['accepted', 'underReview', 'rejected'] },
    justification: text,
    location,
  },
  ['kind'],
);
const level = { enum: ['none', 'note', 'warning', 'error'] };
const result = object(
  {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: 0 },
    level,
    message,
    locations: list(location, 1),
    relatedLocations: list(location),
    partialFingerprints: { type: 'object', minProperties: 1, additionalProperties: text },
    suppressions: list(suppression),
    baselineState: { enum: ['new', 'unchanged', 'updated', 'absent'] },
  },
  ['ruleId', 'message', 'locations', 'partialFingerprints', 'suppressions'],
);
const rule = object(
  {
    id: text,
    name: text,
    shortDescription: message,
    fullDescription: message,
    helpUri: { type: 'string', pattern: '^https://' },
    help: object({ text, markdown: text }, ['text']),
    defaultConfiguration: object({ level }, ['level']),
    properties: object({ precision: { enum: ['very-high', 'high', 'medium', 'low'] }, tags: list(text) }, []),
  },
  ['id', 'shortDescription', 'fullDescription', 'helpUri', 'help'],
);
const run = object(
  {
    tool: object(
      { driver: object({ name: text, semanticVersion: text, rules: list(rule, 1) }, ['name', 'rules']) },
      ['driver'],
    ),
    invocations: list(
      object(
        {
          executionSuccessful: { type: 'boolean' },
          toolExecutionNotifications: list(
            object({ level, message, locations: list(location) }, ['message']),
          ),
        },
        ['executionSuccessful'],
      ),
    ),
    originalUriBaseIds: object(
      { '%SRCROOT%': object({ uri: { type: 'string', pattern: '^file:///.*/$' } }, ['uri']) },
      [],
    ),
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    results: list(result),
  },
  ['tool', 'results'],
);
const log = object({ $schema: text, version: { const: '2.1.0' }, runs: list(run, 1) }, ['version', 'runs']);

const validate = new Ajv({ allErrors: true }).compile(log as unknown as JSONSchemaType<unknown>);

/** Nothing beside the named properties: a misspelt one would pass unnoticed otherwise. */
function object(properties: Readonly<Record<string, object>>, required: readonly string[]) {
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: object, minItems = 0) {
  return { type: 'array', items, minItems };
}
