import type { Format } from '../arguments.ts';
import type { Report } from '../report.ts';
import { asGithub } from './github.ts';
import { asGitlab } from './gitlab.ts';
import { asJson } from './json.ts';
import { asJunit } from './junit.ts';
import { asSarif } from './sarif.ts';
import { asText } from './text.ts';

/** A report as the text of a file or of standard output. */
export function written(report: Report, format: Format, color: boolean): string {
  switch (format) {
    case 'text':
      return asText(report, color);
    case 'json':
      return asJson(report);
    case 'sarif':
      return asSarif(report);
    case 'junit':
      return asJunit(report);
    case 'gitlab':
      return asGitlab(report);
    case 'github':
      return asGithub(report);
  }
}
