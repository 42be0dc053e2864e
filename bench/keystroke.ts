import { join } from 'node:path';
import { createAnalyzer, createLanguages } from '../src/core/iac/index.ts';
import type { SourceDocument, Sources } from '../src/core/iac/sources/sources.ts';
import { EngineThread } from '../src/engine/engineThread.ts';
import { machineClock } from '../src/machineClock.ts';
import { type Figure, inRounds, type Measured, quantile } from './figure.ts';
import {
  cdkProgram,
  cdkProgramInCsharp,
  cdkProgramInGo,
  cdkProgramInJava,
  cdkProgramInPython,
  cloudFormationTemplate,
  cloudFormationTrail,
  cloudFormationTrails,
  cloudFormationTrailsUnderKey,
  playbook,
  pulumiProgram,
  terraformFile,
  terraformTrail,
  terraformTrails,
  terraformTrailsUnderKey,
} from './samples.ts';
import { cpuSince } from './yardstick.ts';

const keystrokes = 300;
const lettersInComment = 20;
const many = 300;

/**
 * From a changed document to its findings, through the engine that ships and its thread, without the pause that an
 * editor makes before it asks.
 */
export async function benchKeystrokes(): Promise<readonly Figure[]> {
  const terraform = terraformFile(1, 390) + terraformTrail + terraformFile(2, 10);
  const template = cloudFormationTemplate(1, 470, cloudFormationTrail);
  const main = 'file:///bench/main.tf';
  const stack = 'file:///bench/template.yaml';
  return [
    ...(await typing('Terraform', main, terraform, 1)),
    ...(await typing('CloudFormation', stack, template, 1)),
    ...(await typing('Terraform', main, terraformTrails(many) + terraformFile(1, 220), many)),
    ...(await typing(
      'CloudFormation',
      stack,
      cloudFormationTemplate(1, 276, cloudFormationTrails(many)),
      many,
    )),
    ...(await typing(
      'Terraform, under one key',
      main,
      terraformTrailsUnderKey(many) + terraformFile(1, 220),
      many,
    )),
    ...(await typing(
      'CloudFormation, under one key',
      stack,
      cloudFormationTemplate(1, 276, cloudFormationTrailsUnderKey(many)),
      many,
    )),
    ...(await typing('AWS CDK', 'file:///bench/audit.ts', cdkProgram(200), 1)),
    ...(await typing('AWS CDK in C#', 'file:///bench/Audit.cs', cdkProgramInCsharp(165), 1)),
    ...(await typing('AWS CDK in Java', 'file:///bench/AuditStack.java', cdkProgramInJava(195), 1)),
    ...(await typing('AWS CDK in Go', 'file:///bench/main.go', cdkProgramInGo(170), 1)),
    ...(await typing('AWS CDK in Python', 'file:///bench/audit.py', cdkProgramInPython(205), 1)),
    ...(await typing('Pulumi', 'file:///bench/index.ts', pulumiProgram(190), 1)),
    ...(await typing('Ansible', 'file:///bench/play.yml', playbook(410), 1)),
    ...(await withoutTrail('Terraform', 'file:///bench/large.tf', terraformFile(3, 5200))),
    ...(await withoutTrail('YAML', 'file:///bench/large.yaml', cloudFormationTemplate(3, 4000))),
  ];
}

/**
 * Each letter is typed once a round, and counts as the median of its rounds: what takes long with a letter takes long in each
 * round, while what else the machine does comes at another letter each time.
 */
async function typing(
  language: string,
  uri: string,
  text: string,
  trails: number,
): Promise<readonly Figure[]> {
  const letters = await inRounds(3, () => typed(language, uri, text, trails));
  const times = letters.map(({ values }) => quantile(values, 0.5));
  const lines = text.split('\n').length;
  const what = `keystroke to findings, ${language}, ${lines} lines${trails > 1 ? `, ${trails} trails` : ''}`;
  const figure = (share: number) => ({ values: [quantile(times, share)], budget: 16, unit: 'ms' });
  return [
    { what: `${what}, median`, ...figure(0.5), cpu: letters[0]?.cpu ?? [] },
    { what: `${what}, p95`, ...figure(0.95), cpu: [] },
  ];
}

/** One figure for each letter, with the CPU time of all of them. */
async function typed(language: string, uri: string, text: string, trails: number): Promise<Measured[]> {
  const engine = new EngineThread({
    file: join(import.meta.dirname, '../dist/engine.cjs'),
    clock: machineClock,
  });
  const analyze = async (edited: string): Promise<number> => {
    // Flat, as a text is that comes from an editor.
    const document = { uri, text: Buffer.from(edited).toString() };
    const start = performance.now();
    const { assessments } = await engine.analyze(document, sourcesWith(document));
    const time = performance.now() - start;
    if (assessments.length !== trails) {
      throw new Error(`${assessments.length} trails were found in the ${language} text`);
    }
    return time;
  };
  // It is read when it is opened, before anything is typed.
  await analyze(text);
  const states = Array.from({ length: keystrokes }, (_, index) => typedUpTo(text, index + 1));
  const times: number[] = [];
  const before = process.cpuUsage();
  for (const edited of states) {
    times.push(await analyze(edited));
  }
  const cpu = cpuSince(before) / keystrokes;
  engine.dispose();
  return times.map((value, letter) => ({ what: `letter ${letter}`, value, budget: 16, unit: 'ms', cpu }));
}

/** The text after so many letters: comments are typed one after the other, at places all over it. */
function typedUpTo(text: string, letters: number): string {
  const mark = /^\s*\/\//m.test(text) ? '//' : '#';
  const lines = text.split('\n');
  const places = lines.flatMap((line, number) => (/^(?: {2}[A-Z]\w*:)?$|^}$/.test(line) ? [number] : []));
  for (let comment = 0; comment * lettersInComment < letters; comment++) {
    const at = places[Math.floor((places.length * ((comment * 37) % 100)) / 100)] ?? 0;
    lines[at] += ` ${mark} ${'x'.repeat(Math.min(lettersInComment, letters - comment * lettersInComment))}`;
  }
  return lines.join('\n');
}

function withoutTrail(language: string, uri: string, text: string): Promise<readonly Figure[]> {
  return inRounds(3, async () => [await passedOver(language, uri, text)]);
}

async function passedOver(language: string, uri: string, text: string): Promise<Measured> {
  const analyzer = createAnalyzer({ languages: createLanguages(), now: Date.now });
  const times: number[] = [];
  for (let index = 0; index < 50; index++) {
    // Flat, as a text is that comes from a file or an editor.
    const document = { uri, text: Buffer.from(text).toString() };
    const start = performance.now();
    await analyzer.analyze(document, sourcesWith(document));
    times.push(performance.now() - start);
  }
  const size = text.length / 2 ** 20;
  const what = `a file that names no trail, ${language}, ${size.toFixed(1)} MB`;
  return { what, value: quantile(times, 0.5) / size, budget: 1, unit: 'ms/MB' };
}

function sourcesWith(document: SourceDocument): Sources {
  const folder = document.uri.slice(0, document.uri.lastIndexOf('/'));
  return {
    read: async uri => (uri === document.uri ? document : undefined),
    list: async uri => (uri === folder ? [document.uri] : []),
    folders: async () => [],
  };
}
