import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingCodes } from '../../../src/core/iac/findingCode.ts';
import { allTraits } from '../../../src/core/iac/languageTable.ts';
import { configurationGuide } from '../../../src/core/wording/profiles.ts';
import {
  colors,
  commands,
  section,
  settings,
  stepKeys,
  toolNames,
  views,
} from '../../../src/editor/contributions.ts';
import {
  contributes,
  manifest,
  manifestText,
  read,
  root,
  sentences,
  settingNames,
  sorted,
  values,
} from './manifest.ts';

describe('what the manifest contributes', () => {
  it('contributes the commands, views, colours and settings of contributions.ts, and no others', () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(values(commands)));
    assert.deepEqual(
      sorted(
        Object.values(contributes.views)
          .flat()
          .map(({ id }) => id),
      ),
      sorted(values(views)),
    );
    assert.deepEqual(sorted(contributes.colors.map(({ id }) => id)), sorted(values(colors)));
    assert.deepEqual(sorted(settingNames), sorted(values(settings).map(name => `${section}.${name}`)));
  });

  it('describes the tools for language models that there are, with the findings that there are', () => {
    const tools = contributes.languageModelTools;
    assert.deepEqual(sorted(tools.map(({ name }) => name)), sorted(values(toolNames)));
    const explaining = tools.find(({ name }) => name === toolNames.explainFinding);
    assert.deepEqual(explaining?.inputSchema.properties['code']?.enum, findingCodes);
    for (const { name, modelDescription, inputSchema } of tools) {
      assert.match(name, /^[\w-]+$/);
      assert.notEqual(modelDescription.trim(), '');
      assert.equal(inputSchema.additionalProperties, false, name);
    }
  });

  it('takes every sentence from package.nls.json, which has no other', () => {
    const used = new Set([...manifestText.matchAll(/"%([^%"]+)%"/g)].map(([, name]) => name ?? ''));
    assert.deepEqual(sorted(used), sorted(Object.keys(sentences)));
    for (const [name, sentence] of Object.entries(sentences)) {
      assert.notEqual(sentence.trim(), '', name);
    }
  });

  it('marks up its sentences as the place shows them: with bold alone in the walkthrough, and not at all in plain text', () => {
    const places: { readonly key: string; readonly sentence: string }[] = [];
    const collect = (value: unknown, key: string): void => {
      const [, name] = typeof value === 'string' ? (/^%(.+)%$/.exec(value) ?? []) : [];
      if (name !== undefined) {
        const isBold = name.startsWith('walkthrough.');
        places.push({
          key,
          sentence: (sentences[name] ?? '').replaceAll(isBold ? /\*\*[^*]+\*\*/g : /$^/g, ''),
        });
      } else if (Array.isArray(value)) {
        for (const one of value) collect(one, key);
      } else if (typeof value === 'object' && value !== null) {
        for (const [inside, one] of Object.entries(value)) collect(one, inside);
      }
    };
    collect(manifest, '');
    assert.ok(places.length > 100);
    const plain = places.filter(({ key }) => !key.startsWith('markdown'));
    assert.deepEqual(
      plain.filter(({ sentence }) => /[*`]/.test(sentence)),
      [],
    );
  });

  it('ticks a step of the walkthrough when the thing was done, not when a command was opened', () => {
    const steps = contributes.walkthroughs.flatMap(walkthrough => walkthrough.steps);
    assert.deepEqual(Object.fromEntries(steps.map(({ id, completionEvents }) => [id, completionEvents])), {
      signIn: ticks(stepKeys.signedIn),
      trails: ticks(stepKeys.accountRead),
      code: [...ticks(stepKeys.codeScanned), ...ticks(stepKeys.findingFixed)],
      enable: ticks(stepKeys.sseKmsEnabled),
    });

    /** What is true before VS Code knows of the step ticks nothing, then or later: one of the two comes true afterwards. */
    function ticks(key: string): readonly string[] {
      return ['==', '!='].map(is => `onContext:${key} && activeEditor ${is} gettingStartedPage`);
    }
  });

  it('leads to the same guide wherever there is no profile', () => {
    assert.ok(sentences['welcome.noProfiles']?.includes(`(${configurationGuide})`));
  });

  it('says of Restricted Mode the same in the view and where a command is called all the same', () => {
    const [inView = ''] = (sentences['welcome.restricted'] ?? '').split('\n');
    const inCommand = read('src/editor/commands/trusted.ts');
    assert.match(inView, /^In Restricted Mode, /);
    assert.ok(inCommand.includes(`l10n.t('${inView}')`), inView);
  });

  it('names every language where it tells which it knows, as the pages for readers do', () => {
    const german: Readonly<Record<string, string>> = JSON.parse(read('package.nls.de.json'));
    const welcomes = [sentences, german].map(all => all['welcome.notScanned'] ?? '');
    for (const page of [...welcomes, read('README.md'), read('src/terminal/README.md')]) {
      assert.deepEqual(
        allTraits.map(({ name }) => name).filter(name => !page.replaceAll('\n', ' ').includes(name)),
        [],
      );
    }
  });

  it('has what the Marketplace asks for', () => {
    assert.ok(manifest.keywords.length <= 20);
    assert.equal(new Set(manifest.keywords).size, manifest.keywords.length);
    assert.ok(manifest.categories.length > 0);
    const icon = readFileSync(join(root, manifest.icon));
    assert.equal(icon.subarray(1, 4).toString(), 'PNG');
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [256, 256]);
  });
});
