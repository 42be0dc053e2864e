import { trailNameIn } from '../../trail/arn.ts';
import type { Guard } from '../guards.ts';
import type { KeyReference } from '../step.ts';
import { type Aws, option, picked, quote, regionIn, say, wordOf } from './words.ts';

/**
 * Lines that read one guard: the script goes on to the next line if it holds, breaks the loop of the step if nothing is left
 * to do or the step is skipped, and ends otherwise. Before the first step (`isEarly`) there is no loop: where nothing is left to
 * do for a step, the next line follows. An answer has to name what it is about, or the query fails on it: the AWS CLI prints
 * `None` for the page of a proxy, too.
 */
export function linesOfGuard(guard: Guard, madeIn: string, aws: Aws, isEarly = false): string[] {
  const otherwise = (...sentences: readonly string[]) =>
    guard.otherwise === 'leave' ? `leave ${sentences.join(' ')}; break ;;` : `stop ${sentences.join(' ')} ;;`;
  const changed = (...sentences: readonly string[]) =>
    otherwise(...sentences, quote(isEarly ? nothingChanged : again));
  const settled = (sentence: string) => (isEarly ? ';;' : `${say(sentence)}; break ;;`);
  switch (guard.kind) {
    case 'trail-key': {
      const { trailArn, before, after, bucket } = guard;
      const trail = `The trail ${trailNameIn(trailArn)}`;
      const has = (word: string) => `*${quote(trailArn)}?${word}*)`;
      // The bucket stands between ARN and key, so that neither a longer name nor a shorter one fits.
      const anyBucket = bucket === undefined ? '' : '*?';
      const itsBucket = bucket === undefined ? '' : `${quote(bucket)}?`;
      // Early there may be no key yet, and an empty word would fit every trail.
      const wanted =
        after?.kind === 'made' && isEarly ? '"${KEY_ARN:-no key}"' : after && wordOf(after, 'None');
      const uses = after?.kind === 'none' ? 'uses SSE-S3' : 'uses the KMS key';
      return [
        ...readTrail(trailArn, aws, { withBucket: bucket !== undefined }),
        'case $FOUND in',
        ...(after ? [`  ${has(anyBucket + wanted)} ${settled(`${trail} ${uses}.`)}`] : []),
        `  ${has(itsBucket + wordOf(before, 'None'))} ;;`,
        `  ${has('')} ${changed(
          quote(`${trail} was changed since this script was created.`),
          quote(`Its ARN${bucket === undefined ? '' : ', log bucket'} and KMS key were:`),
          `${quote([trailArn, ...(bucket === undefined ? [] : [bucket]), ''].join(' '))}${wordOf(before, 'None')}`,
          quote('They are now:'),
          '"$FOUND"',
        )}`,
        `  *) unread ${quote(`${trail} could not be read.`)} ;;`,
        'esac',
      ];
    }
    case 'key-policy': {
      const unread = `unread ${quote('The key policy could not be read.')}`;
      const is = (policy: string) => `"$(printf '%s' ${quote(tightened(policy))} | tidy)"`;
      return [
        `FOUND=$(${aws('kms get-key-policy', regionOf(guard.key, madeIn), option('--key-id', guard.key), '--policy-name default', picked('Policy'))}) || ${unread}`,
        `FOUND=$(printf '%s' "$FOUND" | tidy) || ${unread}`,
        'case $FOUND in',
        `  ''|[!{]*) ${unread} ;;`,
        ...(guard.after === undefined
          ? []
          : [`  ${is(guard.after)}) ${settled('The key policy is as it should be.')}`]),
        `  ${is(guard.before)}) ;;`,
        `  *) ${
          guard.otherwise === 'leave'
            ? otherwise(
                quote(
                  'The key policy was changed since this script was created, so the key is left unchanged.',
                ),
              )
            : changed(
                quote('The key policy was changed since this script was created. It is now:'),
                '"$FOUND"',
              )
        }`,
        'esac',
      ];
    }
    case 'alias-free': {
      const { region, alias, after } = guard;
      const query = `Aliases[?AliasName=='${alias}'].[AliasName,TargetKeyId][] | join(' ', @)`;
      return [
        `FOUND=$(${aws('kms list-aliases', quote(region), picked(query))}) || unread ${quote(`The aliases in ${region} could not be read.`)}`,
        'case $FOUND in',
        ...(after ? [`  *${quote(alias)}?"\${KEY_ARN##*/}"*) ${settled(`The key is named ${alias}.`)}`] : []),
        `  *${quote(alias)}*) ${changed(quote(`${alias} is already in use.`))}`,
        'esac',
      ];
    }
    case 'key-unused': {
      // Those of the plan are read at home: another Region may list them for a while as they were.
      const known = [...guard.formerUsers, ...guard.trailArns];
      const others = known.map(arn => ` && TrailARN!='${arn}'`).join('');
      // One word of three: the key's ARN may be a variable.
      const words = [
        quote("trailList[?KmsKeyId=='"),
        wordOf(guard.key, ''),
        quote(`'${others}].TrailARN | join(' ', @)`),
      ];
      const query = picked('', words.join(''));
      const left = 'A trail uses the KMS key, so the key is left unchanged:';
      return [
        "USED=''",
        `for REGION in ${guard.regions.map(quote).join(' ')}`,
        'do',
        `  FOUND=$(${aws('cloudtrail describe-trails', '"$REGION"', '--include-shadow-trails', query)} 2>&1) || unread "The trails in $REGION could not be read."`,
        '  USED=$USED$FOUND',
        'done',
        'case $USED in',
        `  *:trail/*) ${otherwise(quote(left), '"$USED"')}`,
        'esac',
        ...guard.trailArns.flatMap(arn => [
          ...readTrail(arn, aws, { except: `*'(TrailNotFoundException)'*) FOUND=${quote(arn)}' gone' ;;` }),
          'case $FOUND in',
          `  *${quote(arn)}?${wordOf(guard.key, '')}*) ${otherwise(quote(left), quote(arn))}`,
          `  *${quote(arn)}?*) ;;`,
          `  *) unread ${quote(`The trail ${trailNameIn(arn)} could not be read.`)} ;;`,
          'esac',
        ]),
      ];
    }
    case 'key-state': {
      const { keyArn, before, after } = guard;
      const call = aws(
        'kms describe-key',
        regionIn(keyArn),
        option('--key-id', keyArn),
        picked('KeyMetadata.[Arn,KeyState]'),
      );
      const isIn = (states: readonly string[]) => states.map(state => `*${quote(keyArn)}?${state}`).join('|');
      return [
        `FOUND=$(${call} 2>&1) || unread ${quote('The key could not be read.')}`,
        'case $FOUND in',
        ...(after ? [`  ${isIn(after)}) ${settled('The key is as it should be.')}`] : []),
        `  ${isIn(before)}) ;;`,
        `  *${quote(keyArn)}?*) ${(guard.otherwise === 'leave' ? otherwise : changed)(
          quote(
            `The state of the key was changed since this script was created. It was ${before[0]}, and is now:`,
          ),
          '"$FOUND"',
        )}`,
        `  *) unread ${quote('The key could not be read.')} ;;`,
        'esac',
      ];
    }
    case 'trail-logging': {
      const { trailArn, after } = guard;
      const call = aws(
        'cloudtrail get-trail-status',
        regionIn(trailArn),
        option('--name', trailArn),
        picked('IsLogging'),
      );
      const unread = `unread ${quote(`Whether the trail ${trailNameIn(trailArn)} logs could not be read.`)}`;
      const is = after ? 'logs' : 'does not log';
      return [
        `FOUND=$(${call} 2>&1) || ${unread}`,
        'case $FOUND in',
        `  ${after ? 'True' : 'False'}) ${settled(`The trail ${trailNameIn(trailArn)} ${is}.`)}`,
        `  ${after ? 'False' : 'True'}) ;;`,
        `  *) ${unread} ;;`,
        'esac',
      ];
    }
    case 'key-kept': {
      const key = wordOf(guard.key, '');
      const gone = say('The key is deleted or pending deletion.');
      return [
        `FOUND=$(${aws('kms describe-key', regionOf(guard.key, madeIn), option('--key-id', guard.key), picked('KeyMetadata.[Arn,KeyState]'))} 2>&1) || case $FOUND in`,
        `  *'(NotFoundException)'*) ${gone}; break ;;`,
        `  *) unread ${quote('The key could not be read.')} ;;`,
        'esac',
        'case $FOUND in',
        `  *${key}?PendingDeletion*|*${key}?PendingReplicaDeletion*) ${gone}; break ;;`,
        `  *${key}?*) ;;`,
        `  *) unread ${quote('The key could not be read.')} ;;`,
        'esac',
      ];
    }
  }
}

/**
 * Reads ARN and key of a trail into `FOUND`, its bucket between them. What AWS says where it refuses is there, too: it tells
 * whether others can be asked.
 */
export function readTrail(
  trailArn: string,
  aws: Aws,
  { withBucket = false, except }: { readonly withBucket?: boolean; readonly except?: string } = {},
): string[] {
  const call = aws(
    'cloudtrail get-trail',
    regionIn(trailArn),
    option('--name', trailArn),
    picked(withBucket ? 'Trail.[TrailARN,S3BucketName,KmsKeyId]' : 'Trail.[TrailARN,KmsKeyId]'),
  );
  const unread = `unread ${quote(`The trail ${trailNameIn(trailArn)} could not be read.`)}`;
  return except === undefined
    ? [`FOUND=$(${call} 2>&1) || ${unread}`]
    : [`FOUND=$(${call} 2>&1) || case $FOUND in`, `  ${except}`, `  *) ${unread} ;;`, 'esac'];
}

/** `tidy` removes it as well: for a shorter script. */
function tightened(policy: string): string {
  return policy.replace(/[ \t\n\v\f\r]+/g, '');
}

const again = 'Create the script again.';
const nothingChanged = 'Nothing was changed. Create the script again.';

/** A key's Region, as a word. */
export function regionOf(key: KeyReference, madeIn: string): string {
  return key.kind === 'made' ? quote(madeIn) : regionIn(key.arn);
}
