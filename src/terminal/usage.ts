import { foreignFolders } from '../core/iac/candidates.ts';
import { configurationFileName } from '../core/iac/configuration/configuration.ts';
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
  --only CODE             report only these findings; separated by commas
  --skip CODE             do not report these findings; separated by commas
  --fail-on SEVERITY      exit with 1 only for findings of this severity and
                          above, or never; by default for every finding
  --baseline FILE         do not report the findings that FILE contains
  --write-baseline FILE   write the findings to FILE, as a baseline
  --no-color              no colours; by default this depends on the terminal
                          and on NO_COLOR

Files:
  --exclude PATTERN       skip paths, written as in a .gitignore in the current
                          folder; may be repeated
  --config FILE           use this configuration file; by default the nearest
                          ${configurationFileName}, from each PATH up
                          to the root of its repository
  --stdin-filename FILE   scan standard input (PATH is -) as if it were in FILE

Fixes:
  --fix                   print what the preferred fixes change, as a diff for
                          git apply; each fix is tested in memory first
  --fix --write           change the files, and report the remaining findings

Inputs of a deployment (each may be repeated):
  --var-file FILE         Terraform variables, as \`terraform plan\` takes them
  --var NAME=VALUE        a Terraform variable
  --parameters FILE       template parameters, in any format that the AWS CLI
                          or CodePipeline accepts; or NAME=VALUE
  --environment NAME      an environment in the samconfig file of the SAM CLI,
                          or a stack of a Pulumi program
  --stage NAME            a Serverless Framework stage
  --param NAME=VALUE      a Serverless Framework parameter

  --help                  show this text
  --version               show the version
`;

const paragraphs = (languages: readonly string[]) => [
  'Usage: cloudtrail-encryption scan [PATH…] [options]',
  `Finds CloudTrail trails in infrastructure code that have no KMS key, or a key that cannot be used. Reads ${inEnglishList(languages)}. Without a PATH, the current folder is scanned.`,
  `Findings: ${findingCodes.join(', ')}.`,
];

const notes = [
  'If an input is given several times, the last value counts; each environment and each stage is a deployment of its own. Findings say which inputs they apply to; a finding that applies to none of them is not reported.',
  `Files that git ignores are skipped, and so are the folders ${inEnglishList([...foreignFolders].sort())}. Links that lead outside the scanned paths are not followed, except to files of a Terraform module. A file whose analysis takes more than ${patience} seconds is skipped and reported.`,
  'Exit code: 0 without findings, 1 with findings, 2 if the scan could not run or could not read everything. What could not be read is named, and findings are still reported.',
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
