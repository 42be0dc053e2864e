import assert from 'node:assert/strict';
import { createAnalyzer, createLanguages } from '../../../../src/core/iac/index.ts';
import { declaredStateLabel } from '../../../../src/core/wording/declarations.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { CodeRows, type RowSubject } from '../../../../src/editor/codeTree/codeRows.ts';
import type { CodeNode, DeclaringFile } from '../../../../src/editor/codeTree/node.ts';
import { MemorySources } from '../../core/iac/memorySources.ts';

const trail = (name: string, more = '') =>
  `resource "aws_cloudtrail" "${name}" {\n  name           = "${name}"\n  s3_bucket_name = "logs"\n${more}}\n`;
const encrypted =
  '  kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"\n';

describe('the rows of the view "Trails in Code"', () => {
  it('are the same objects after a file was read again, and none is drawn that says the same', async () => {
    const view = await opened({ 'a.tf': trail('app') + trail('web'), 'b.tf': trail('audit') });
    const before = view.all();
    await view.write('a.tf', `# a comment\n${trail('app')}${trail('web')}`);
    assert.deepEqual(view.changed(), []);
    assert.ok(before.every((node, index) => node === view.all()[index]));
  });

  it('are drawn alone where one of them says something else', async () => {
    const view = await opened({ 'a.tf': trail('app') + trail('web'), 'b.tf': trail('audit') });
    view.suffix = 'differs';
    assert.deepEqual(view.changed(), ['file:///w/a.tf aws_cloudtrail.web 0']);
    assert.deepEqual(view.changed(), [], 'told once');
  });

  it('are drawn with their file where that says something else, or where trails came or went', async () => {
    const view = await opened({ 'a.tf': trail('app') + trail('web'), 'b.tf': trail('audit') });
    await view.write('a.tf', trail('app', encrypted) + trail('web'));
    assert.deepEqual(view.changed(), ['file:///w/a.tf']);
    await view.write('b.tf', trail('audit') + trail('other'));
    assert.deepEqual(view.changed(), ['file:///w/b.tf']);
  });

  it('are all drawn where files came or went', async () => {
    const view = await opened({ 'a.tf': trail('app'), 'b.tf': trail('audit') });
    await view.write('c.tf', trail('new'));
    assert.equal(view.changed(), 'all');
    view.all();
    await view.write('a.tf', '');
    assert.equal(view.changed(), 'all');
    view.all();
    assert.deepEqual(view.changed(), []);
  });

  it('are not drawn before the view was opened', async () => {
    const view = await opened({ 'a.tf': trail('app') }, false);
    await view.write('a.tf', trail('app', encrypted));
    assert.deepEqual(view.changed(), []);
  });

  it('cost the same for each file, whatever number of them there is', () => {
    const steps = [1, 2, 4, 8].map(times => {
      const files = Array.from({ length: 50 * times }, (_, index) => counted(`file:///w/${index}.tf`));
      const rows = new CodeRows(
        () => files,
        () => '',
      );
      for (const file of rows.children()) {
        rows.draw(file);
      }
      asked = 0;
      rows.changed();
      return asked / times;
    });
    assert.ok(
      steps.every(count => count <= (steps[0] ?? 0)),
      String(steps),
    );
  });
});

let asked = 0;

function counted(address: string): DeclaringFile {
  return {
    uri: {
      toString() {
        asked++;
        return address;
      },
    },
    assessments: [],
  };
}

/** A view of files, drawn once as VS Code does, rows inside rows included. */
async function opened(texts: Readonly<Record<string, string>>, isDrawn = true) {
  const analyzer = createAnalyzer({ languages: await createLanguages(), now: () => 0 });
  const sources = new MemorySources({});
  const files = new Map<string, DeclaringFile>();
  let list: readonly DeclaringFile[] = [];
  const view = {
    /** Said of the trail "web", beside its state. */
    suffix: '',
    all() {
      const rows = tree.children().flatMap((file): CodeNode[] => [file, ...tree.children(file)]);
      for (const row of rows) {
        tree.draw(row);
      }
      return rows;
    },
    changed() {
      const changed = tree.changed();
      return changed === 'all' ? changed : changed.map(({ id }) => id);
    },
    async write(name: string, text: string) {
      const uri = new URL(`file:///w/${name}`);
      const { assessments } = await analyzer.analyze({ uri: uri.href, text }, sources);
      files.set(name, { uri, assessments });
      list = [...files.values()].filter(one => one.assessments.length > 0);
    },
  };
  const tree = new CodeRows(() => list, said);
  for (const [name, text] of Object.entries(texts)) {
    await view.write(name, text);
  }
  if (isDrawn) {
    view.all();
  }
  return view;

  function said(subject: RowSubject<DeclaringFile>): string {
    if (subject.kind === 'file') {
      return String(subject.trails.filter(one => one.assessment.verdict.state === 'not-encrypted').length);
    }
    const { assessment } = subject;
    const state = inEnglish(declaredStateLabel(assessment));
    return assessment.declaration.resource === 'aws_cloudtrail.web' ? `${state} ${view.suffix}` : state;
  }
}
