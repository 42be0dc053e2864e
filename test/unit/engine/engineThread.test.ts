import assert from 'node:assert/strict';
import type { Analysis } from '../../../src/core/iac/analysis/analyze.ts';
import { createAnalyzer, createLanguages } from '../../../src/core/iac/index.ts';
import type { InputSet } from '../../../src/core/iac/inputs.ts';
import type { SourceDocument, Sources } from '../../../src/core/iac/sources/sources.ts';
import { EngineThread, type EngineThreadOptions } from '../../../src/engine/engineThread.ts';
import { casesOf, readCase } from '../core/iac/golden.ts';
import { MemorySources } from '../core/iac/memorySources.ts';
import { FakeClock } from '../fakeClock.ts';
import { useThreadFiles } from './threadFile.ts';

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const rootOf = () => 'file:///case';

/** A thread counts as begun at the first tick at which it works; from there its patience is ten seconds. */
const hung = 11_000;

describe('the engine in a thread', () => {
  const files = useThreadFiles();
  const threads: EngineThread[] = [];
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
  });
  afterEach(() => {
    for (const thread of threads.splice(0)) {
      thread.dispose();
    }
  });

  function start(file: string, options: Partial<EngineThreadOptions> = {}): EngineThread {
    const thread = new EngineThread({ file, clock, rootOf, ...options });
    threads.push(thread);
    return thread;
  }

  // What crosses to the thread and back is the same in all cases: a few of each language hold every kind of it.
  for (const { id } of createLanguages()) {
    it(`finds and mends in every thirtieth case of ${id} what it does without a thread`, async function () {
      this.timeout(60_000);
      const thread = start(files().shipped);
      const here = createAnalyzer({ languages: createLanguages(), now: Date.now, rootOf });
      let findings = 0;
      for (const folder of casesOf(id).filter((_, index) => index % 30 === 0)) {
        const sources = new MemorySources(readCase(folder));
        for (const document of sources.documents) {
          const expected = await here.analyze(document, sources);
          const analysis = await thread.analyze(document, sources);
          assert.deepEqual(analysis, expected, document.uri);
          for (const [index, assessment] of analysis.assessments.entries()) {
            for (const [place, finding] of assessment.findings.entries()) {
              const twin = expected.assessments[index]?.findings[place];
              assert.ok(twin);
              assert.deepEqual(
                await thread.fixesFor(finding, document, sources, { keyArn }),
                await here.fixesFor(twin, document, sources, { keyArn }),
              );
              findings++;
            }
          }
        }
      }
      assert.ok(findings > 0);
    });
  }

  it('judges, mends and scans with the inputs that are named, and says which of their files hold none', async () => {
    const root = 'file:///case';
    const inputs: readonly InputSet[] = [
      { name: 'prod', given: [{ kind: 'variables', file: `${root}/prod.tfvars` }] },
      { name: 'dev', given: [{ kind: 'variables', values: { key: '' } }] },
    ];
    const text = `variable "key" {}
resource "aws_cloudtrail" "main" {
  kms_key_id = var.key
}
`;
    const document = { uri: `${root}/main.tf`, text };
    const sources = new MemorySources({
      [document.uri]: text,
      [`${root}/prod.tfvars`]: 'key = "arn:aws:kms:eu-west-1:111122223333:key/mrk-1"\n',
    });
    const options = { rootOf: () => root, inputsOf: () => inputs };
    const thread = start(files().shipped, options);
    const here = createAnalyzer({ languages: createLanguages(), now: Date.now, ...options });
    const analysis = await thread.analyze(document, sources);
    assert.deepEqual(analysis, await here.analyze(document, sources));
    const [finding] = analysis.assessments.flatMap(({ findings }) => findings);
    assert.deepEqual(finding?.inputs, ['dev']);
    assert.ok(finding);
    const fixes = await thread.fixesFor(finding, document, sources);
    assert.ok(fixes.length > 1);
    assert.deepEqual(fixes, await here.fixesFor(finding, document, sources));
    assert.deepEqual(await thread.inputFaults(inputs, sources), []);
    assert.deepEqual(await thread.inputFaults(inputs, new MemorySources()), [
      { file: `${root}/prod.tfvars`, what: 'unreadable' },
    ]);
    const configured = {
      uri: `${root}/.cloudtrail-encryption.json`,
      text: '{"inputs": [{"varFiles": ["prod.tfvars", "nowhere.tfvars"]}], "severity": 1}',
    };
    const file = await thread.configuration(configured, sources);
    assert.deepEqual(file, await here.configuration(configured, sources));
    assert.deepEqual(
      file.faults.map(({ what, written }) => [what, written]),
      [
        ['unreadable', 'nowhere.tfvars'],
        ['unknown-setting', 'severity'],
      ],
    );
  });

  it('asks the host for every file that it needs, and sends no text twice', async () => {
    const { sources, asked } = recorded({ 'file:///case/other.tf': 'something' });
    const thread = start(files().broken);
    const document = { uri: 'file:///case/main.tf', text: 'cloudtrail ask file:///case/other.tf' };
    for (let round = 0; round < 2; round++) {
      const { problems } = await thread.analyze(document, sources);
      assert.deepEqual(
        problems.map(({ detail }) => detail),
        ['file:///case/other.tf says something'],
      );
    }
    sources.write('file:///case/other.tf', 'something else');
    const { problems } = await thread.analyze(document, sources);
    assert.equal(problems[0]?.detail, 'file:///case/other.tf says something else');
    assert.equal(asked.length, 3);
  });

  // Microtasks: between an answer that is known and its message, others may be sent.
  for (let turns = 0; turns < 6; turns++) {
    it(`hands over a file that is asked for and analysed at the same time, ${turns} microtasks later`, async () => {
      const thread = start(files().broken);
      const other = text('cloudtrail fail', 'file:///case/other.tf');
      const later: Promise<Analysis>[] = [];
      const sources: Sources = {
        read: async () => {
          inTurns(turns, () => {
            later.push(thread.analyze(other, sources), thread.analyze({ ...other }, sources));
          });
          return other;
        },
        list: async () => [],
        folders: async () => [],
      };
      const { problems } = await thread.analyze(text(`cloudtrail ask ${other.uri}`), sources);
      assert.deepEqual(
        problems.map(({ detail }) => detail),
        [`${other.uri} says ${other.text}`],
      );
      assert.equal(later.length, 2);
      for (const analysis of await Promise.all(later)) {
        assert.equal(analysis.problems[0]?.detail, `no luck with ${other.uri}`);
      }
    });
  }

  it('goes on where a file cannot be had, and says why a reader failed', async () => {
    const thread = start(files().broken);
    const failing: Sources = {
      read: () => Promise.reject(new Error('the disk is gone')),
      list: async () => [],
      folders: async () => [],
    };
    const asking = await thread.analyze(text('cloudtrail ask file:///case/a'), failing);
    assert.equal(asking.problems[0]?.detail, 'the disk is gone');
    const { problems } = await thread.analyze(text('cloudtrail fail'), failing);
    assert.deepEqual(problems, [
      { uri: 'file:///case/main.tf', language: 'terraform', detail: 'no luck with file:///case/main.tf' },
    ]);
  });

  it('ends a request at once when its signal comes, with its reason, and serves the next', async () => {
    const thread = start(files().broken);
    const controller = new AbortController();
    let reached = () => {};
    const isReached = new Promise<void>(resolve => {
      reached = resolve;
    });
    const never: Sources = {
      read: () => {
        reached();
        return new Promise(() => {});
      },
      list: async () => [],
      folders: async () => [],
    };
    const asking = thread.analyze(text('cloudtrail ask file:///case/a'), never, controller.signal);
    await isReached;
    controller.abort(new Error('typed on'));
    await assert.rejects(asking, { message: 'typed on' });
    await assert.rejects(thread.analyze(text('cloudtrail'), never, controller.signal), {
      message: 'typed on',
    });
    assert.deepEqual((await thread.analyze(text('cloudtrail'), never)).assessments, []);
  });

  it('ends a reader that hangs, names its document, and answers all others', async () => {
    const thread = start(files().broken);
    const sources = new MemorySources({ 'file:///case/other.tf': 'something' });
    const begun = files().begun();
    const hanging = text(`cloudtrail hang ${begun.path}`, 'file:///case/hanging.tf');
    const before = thread.analyze(text('cloudtrail ask file:///case/other.tf'), sources);
    const ended = thread.analyze(hanging, sources);
    const after = thread.analyze(text('cloudtrail fail', 'file:///case/after.tf'), sources);
    const message = 'reading it did not end within 10 s. It is not read again before its text changes.';
    await begun.isThere();
    clock.goTo(hung);
    await assert.rejects(ended, { message });
    assert.equal((await before).problems[0]?.detail, 'file:///case/other.tf says something');
    assert.equal((await after).problems[0]?.detail, 'no luck with file:///case/after.tf');
    await assert.rejects(thread.analyze(hanging, sources), { message });
    const mended = await thread.analyze(text('cloudtrail', hanging.uri), sources);
    assert.deepEqual(mended.problems, []);
  });

  it('ends a reader that hangs although nobody waits for it any more', async () => {
    const thread = start(files().broken);
    const sources = new MemorySources();
    const begun = files().begun();
    const controller = new AbortController();
    const hanging = thread.analyze(text(`cloudtrail hang ${begun.path}`), sources, controller.signal);
    await begun.isThere();
    controller.abort();
    await assert.rejects(hanging, { name: 'AbortError' });
    const next = thread.analyze(text('cloudtrail'), sources);
    clock.goTo(hung);
    assert.deepEqual((await next).problems, []);
  });

  it('is patient with a host that takes its time to answer', async () => {
    const thread = start(files().broken);
    const slow: Sources = {
      read: async uri => {
        clock.goTo(1_000_000);
        return { uri, text: 'late' };
      },
      list: async () => [],
      folders: async () => [],
    };
    const { problems } = await thread.analyze(text('cloudtrail ask file:///case/a'), slow);
    assert.equal(problems[0]?.detail, 'file:///case/a says late');
  });

  it('starts afresh after a crash: only the document that was read is lost', async () => {
    const thread = start(files().broken);
    const sources = new MemorySources();
    const crashing = thread.analyze(text('cloudtrail crash', 'file:///case/crash.tf'), sources);
    await assert.rejects(crashing, {
      message: /^reading it failed: a fault of the reader\. /,
    });
    assert.deepEqual((await thread.analyze(text('cloudtrail'), sources)).problems, []);
  });

  it('says so when it cannot be started, and when it was closed', async () => {
    const thread = start('/nowhere/engine.cjs');
    const sources = new MemorySources();
    await assert.rejects(thread.analyze(text('cloudtrail'), sources), {
      message: /^The engine failed: Cannot find module/,
    });
    const closed = start(files().broken);
    const pending = closed.analyze(text(`cloudtrail hang ${files().begun().path}`), sources);
    closed.dispose();
    await assert.rejects(pending, { message: 'The engine was closed.' });
    await assert.rejects(closed.analyze(text('cloudtrail'), sources), { message: 'The engine was closed.' });
  });

  it('waits longer for a thread that has not begun, but not for ever', async () => {
    const thread = start(files().silent);
    const asking = thread.analyze(text('cloudtrail'), new MemorySources());
    clock.goTo(59_999);
    const stillWaits = await Promise.race([asking.catch(error => error), Promise.resolve('waits')]);
    assert.equal(stillWaits, 'waits');
    clock.goTo(60_000);
    await assert.rejects(asking, { message: 'The engine did not begin within 60 s.' });
  });

  it('rests when nobody asks for a while, and comes back', async () => {
    const thread = start(files().broken);
    const counted = async () => {
      const { problems } = await thread.analyze(text('cloudtrail count'), new MemorySources());
      return problems[0]?.detail;
    };
    assert.equal(await counted(), 'counted 1');
    clock.goTo(299_999);
    assert.equal(await counted(), 'counted 2');
    clock.goTo(600_000);
    assert.equal(await counted(), 'counted 1');
    assert.equal(clock.waiting, 1);
  });

  it('takes a text for interesting only where it names a trail or what may bring one', () => {
    const thread = start(files().broken);
    assert.ok(thread.claims(text('resource "aws_cloudtrail" "a" {}')));
    assert.ok(thread.claims(text('module "audit" {}')));
    assert.ok(!thread.claims(text('resource "aws_s3_bucket" "a" {}')));
  });
});

function text(content: string, uri = 'file:///case/main.tf'): SourceDocument {
  return { uri, text: content };
}

function inTurns(turns: number, call: () => void): void {
  if (turns === 0) {
    call();
  } else {
    queueMicrotask(() => inTurns(turns - 1, call));
  }
}

function recorded(texts: Record<string, string>) {
  const asked: string[] = [];
  const memory = new MemorySources(texts);
  const sources = {
    read: (uri: string) => {
      asked.push(uri);
      return memory.read(uri);
    },
    list: (uri: string) => memory.list(uri),
    folders: (uri: string) => memory.folders(uri),
    write: (uri: string, content: string) => memory.write(uri, content),
  };
  return { sources, asked };
}
