import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inEnglish, message, type Say, spoken } from '../../../src/core/wording/message.ts';
import { sentencesIn, sentencesOfSource } from './sentences.ts';

const root = join(import.meta.dirname, '../../..');

type Texts = Readonly<Record<string, string>>;

const read = (path: string): Texts => JSON.parse(readFileSync(join(root, path), 'utf8'));

const languages = readdirSync(join(root, 'l10n'))
  .map(name => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? name)
  .sort();

describe('the sentences of the window', () => {
  const { texts, hidden } = sentencesOfSource(join(root, 'src'));

  it('are all written where they are used, so that none is missed', () => {
    assert.deepEqual(hidden, []);
    assert.ok(texts.length > 900, `${texts.length}`);
  });

  it('are told from everything else in a program', () => {
    assert.deepEqual(
      sentencesIn(`
        const one = message('It\\'s {0}', name);
        const two = vscode.l10n.t("Say \\"yes\\"");
        other.message('a');
        const three = message(\`with \${name}\`);
        // message('in a comment')
        const four = "message('in a text')";
        const five = flag ? message('deep') : undefined;
      `),
      { texts: ["It's {0}", 'Say "yes"', 'deep'], hidden: ['5: `with ${name}`'] },
    );
  });

  for (const language of languages) {
    describe(`in the language "${language}"`, () => {
      const bundle = read(`l10n/bundle.l10n.${language}.json`);
      const manifest = read(`package.nls.${language}.json`);
      const english = read('package.nls.json');

      it('are complete, and no others', () => {
        const missing = texts.filter(text => bundle[text] === undefined);
        const unused = Object.keys(bundle).filter(text => !texts.includes(text));
        assert.deepEqual({ missing, unused }, { missing: [], unused: [] });
        assert.deepEqual(
          Object.keys(bundle),
          Object.keys(bundle).sort(),
          'sorted, so that changes are small',
        );
        assert.deepEqual(Object.keys(manifest), Object.keys(english));
      });

      it('have the places, commands, addresses and code of the English ones', () => {
        const pairs = [
          ...Object.entries(bundle),
          ...Object.entries(manifest).map(([key, text]) => [english[key] ?? '', text] as const),
        ];
        assert.deepEqual(
          pairs.filter(([from, to]) => fixedIn(from).join() !== fixedIn(to).join()),
          [],
        );
      });

      it('are sentences: not empty, not padded, and ask on with "…" where the English does', () => {
        const pairs = Object.entries(bundle);
        assert.deepEqual(
          pairs.filter(([, to]) => to === '' || to !== to.trim() || /\s{2}/.test(to)),
          [],
        );
        assert.deepEqual(
          pairs.filter(([from, to]) => from.endsWith('…') !== to.endsWith('…')),
          [],
        );
      });
    });
  }
});

/** What a translation takes over as it is: places, links, and code. */
function fixedIn(text: string): readonly string[] {
  return [...text.matchAll(/\{\d+\}|\((?:command:|https:)[^)]*\)|`[^`]*`|\bkms:\w+|\bsso_\w+/g)]
    .map(([found]) => found)
    .sort();
}

describe('a sentence within a sentence', () => {
  it('is German as a whole', () => {
    const bundle = read('l10n/bundle.l10n.de.json');
    const say: Say = one =>
      spoken(one, (text, ...facts) =>
        inEnglish(message(bundle[text] ?? text, ...facts.map(fact => String(fact)))),
      );
    const when = message('{0} is {1}', 'var.encrypted', 'false');
    assert.equal(
      say(
        message(
          'Trail {0} has no KMS key when {1}: its log files are then encrypted with SSE-S3 only.',
          'audit',
          when,
        ),
      ),
      'Trail audit hat keinen KMS-Schlüssel, wenn var.encrypted den Wert false hat: Seine Protokolldateien sind dann nur mit SSE-S3 verschlüsselt.',
    );
  });

  it('is found by VS Code where the manifest says', () => {
    const { l10n } = read('package.json');
    assert.ok(existsSync(join(root, l10n ?? '', 'bundle.l10n.de.json')));
  });
});
