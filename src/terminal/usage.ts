import { foreignFolders } from '../core/iac/candidates.ts';
import { configurationFileName } from '../core/iac/configuration.ts';
import { findingCodes } from '../core/iac/findingCode.ts';
import { allTraits } from '../core/iac/languageTable.ts';

/** Seconds that the analysis of a file may take. */
export const patience = 10;

/** Characters of a line: narrow terminals show it without breaking words. */
const width = 80;

const inEnglishList = (words: readonly string[]) =>
  new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words);

const options = `Report:
  --format FORMAT[=FILE]  text (default), json, sarif, junit, gitlab (code
                          quality) or github (annotations), written to FILE;
                          may be repeated
  -o, --output FILE       write the report to FILE instead of standard output
  --severity SEVERITY     report findings of this severity and above: error,
                          warning, information or hint (default)
  --only CODE             report these findings alone; separated by commas
  --skip CODE             do not report these; separated by commas
  --fail-on SEVERITY      exit with 1 for findings of this severity and above
                          only, or never; by default for every one reported
  --baseline FILE         leave out the findings that FILE knows
  --write-baseline FILE   write the findings to FILE: they are known then
  --no-color              no colours; without it they depend on the terminal and
                          on NO_COLOR

Files:
  --exclude PATTERN       leave out paths, written as in a .gitignore in the
                          current folder; may be repeated
  --config FILE           this configuration file; by default the nearest
                          ${configurationFileName}, from each PATH up
                          to the root of its repository
  --stdin-filename FILE   scan standard input, given as PATH -, as if it stood
                          in FILE

Fixes:
  --fix                   print what the preferred fixes change, as a difference
                          that git apply takes; each is proved in memory
  --fix --write           change the files instead, and report what is left

Inputs of a deployment, each may be repeated:
  --var-file FILE         variables of Terraform, as \`terraform plan\` takes them
  --var NAME=VALUE        a variable of Terraform
  --parameters FILE       parameters of templates, in any form that the AWS CLI
                          and CodePipeline take; or NAME=VALUE
  --environment NAME      an environment of the SAM CLI's samconfig file
  --stage NAME            a stage of the Serverless Framework
  --param NAME=VALUE      a parameter of the Serverless Framework

  --help                  this text
  --version               the version
`;

const paragraphs = (languages: readonly string[]) => [
  'Usage: cloudtrail-encryption scan [PATH…] [options]',
  `Finds the CloudTrail trails that infrastructure code declares, and says which of them have no KMS key, or one that cannot be used. Reads ${inEnglishList(languages)}. Without a PATH, the current folder is scanned.`,
  `Findings are ${inEnglishList(findingCodes)}.`,
];

const notes = [
  'Of several values of an input the last one counts; each environment and stage is a deployment of its own. Findings say with which inputs they are so, and what is so with none of them is not reported.',
  `Files that git ignores are left out, and so are the folders ${inEnglishList([...foreignFolders].sort())}. Links that lead out of what is scanned are not followed, except to files of a Terraform module. A file whose analysis does not end within ${patience} seconds is left out, and named.`,
  'Exit code: 0 without findings, 1 with findings, 2 when the scan could not run or could not read everything to its end; what could not be read is named, and findings are reported all the same.',
];

export const usage = `${paragraphs(allTraits.map(({ name }) => name))
  .map(wrapped)
  .join('\n')}
${options}
${notes.map(wrapped).join('\n')}`;

/** A paragraph in lines, with its line feed. */
function wrapped(paragraph: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return `${[...lines, line].join('\n')}\n`;
}
