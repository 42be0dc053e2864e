import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cloudFormationTemplate, cloudFormationTrail, terraformFile, terraformTrail } from './samples.ts';

/** The workspace of the budgets: so many files in 500 folders, of which 1 in 100 declares a trail. */
export const fileCount = 10_000;
const trailEvery = 100;
export const trailCount = fileCount / trailEvery;

/** Writes them into a folder, and answers their paths. */
export function writeFiles(folder: string): string[] {
  return Array.from({ length: fileCount }, (_, index) => {
    const hasTrail = index % trailEvery === 0;
    const isTerraform = index % 3 !== 1;
    const path = join(
      folder,
      `stack-${index % 500}`,
      isTerraform ? `part-${index}.tf` : `part-${index}.yaml`,
    );
    mkdirSync(dirname(path), { recursive: true });
    const text = isTerraform
      ? terraformFile(index, 12) + (hasTrail ? terraformTrail.replaceAll('audit', `audit_${index}`) : '')
      : cloudFormationTemplate(index, 12, hasTrail ? cloudFormationTrail : '');
    writeFileSync(path, text);
    return path;
  });
}

/** Programs of a workspace that has nothing to do with CloudTrail. */
export function writeSources(folder: string): string[] {
  return Array.from({ length: fileCount }, (_, index) => {
    const ending = sourceEndings[index % sourceEndings.length] ?? 'ts';
    const path = join(folder, `package-${index % 300}`, `part-${index}.${ending}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      Array.from({ length: 60 }, (_, part) => sourceFunction(ending, index, part)).join('\n'),
    );
    return path;
  });
}

const sourceEndings = ['ts', 'py', 'java', 'go', 'js'];

function sourceFunction(ending: string, file: number, part: number): string {
  return ending === 'py'
    ? `def service_${part}(request, key=${part}):
    if request.user is None:
        raise ValueError("none of ${file}")
    return {"key": key, "role": request.role}
`
    : `export function service${part}(request: Request, key = ${part}) {
  if (!request.user) {
    throw new Error("none of ${file}");
  }
  return { key, role: request.role, module: "import" };
}
`;
}
